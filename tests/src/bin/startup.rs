//! How long functions take until they are ready for their first event, and what they hold then,
//! beside the least that a function can be.
//!
//! ```sh
//! infra/package/run
//! cargo build --release -p lambda --example empty_function
//! cargo run -p yudan-tests --bin startup
//! ```
//!
//! Every program is started in turn, many times over, so that what else happens on the machine
//! meets all of them alike. A start ends with the first request for an event, which this program
//! receives in the place of Lambda.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement that cannot be made ends with the reason"
)]

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// Starts of each program; the first is not counted.
const ROUNDS: usize = 31;

/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// What functions ask of their environment besides what Lambda gives all of them.
const CONFIGURATION: [(&str, &str); 11] = [
    ("TABLE_NAME", "orders"),
    (
        "EVENTS_TOPIC_ARN",
        "arn:aws:sns:us-east-1:000000000000:events",
    ),
    (
        "CUSTOMER_TOPIC_ARN",
        "arn:aws:sns:us-east-1:000000000000:customers",
    ),
    (
        "STAFF_TOPIC_ARN",
        "arn:aws:sns:us-east-1:000000000000:staff",
    ),
    ("PAYMENT_NOTIFY_SECRET", "long enough for a secret"),
    ("CARRIER_EVENT_SECRET", "long enough for a secret"),
    ("CARRIER_API_SECRET", "long enough for a secret"),
    ("KUAIDI100_PUSH_SECRET", "long enough for a secret"),
    ("TRACKING_LINK_SECRET", "long enough for a secret"),
    ("MARKETPLACE_ORDER_SECRET", "long enough for a secret"),
    ("BLACKLISTED_PHONE_SECRET", "long enough for a secret"),
];

/// What Lambda gives every function.
const LAMBDA: [(&str, &str); 7] = [
    ("AWS_REGION", "us-east-1"),
    ("AWS_ACCESS_KEY_ID", "none"),
    ("AWS_SECRET_ACCESS_KEY", "none"),
    ("AWS_LAMBDA_FUNCTION_NAME", "measured"),
    ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
    ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
    ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
];

/// A program and its starts so far.
struct Measured {
    name: String,
    path: PathBuf,
    size: u64,
    ready: Vec<Duration>,
    worked: Vec<Duration>,
    resident_kib: Vec<u64>,
}

impl Measured {
    fn new(name: &str, path: PathBuf) -> Self {
        let size = std::fs::metadata(&path).map(|file| file.len());
        Self {
            name: name.to_owned(),
            size: size.unwrap_or_else(|error| {
                panic!(
                    "expected a program at {}, found none ({error}); build it first",
                    path.display()
                )
            }),
            path,
            ready: Vec::new(),
            worked: Vec::new(),
            resident_kib: Vec::new(),
        }
    }

    /// Starts the program once, and ends it when it is ready.
    fn start(&mut self, runtime: &Runtime) {
        let mut command = Command::new(&self.path);
        command
            .env_clear()
            .envs(LAMBDA)
            .envs(CONFIGURATION)
            .env("AWS_LAMBDA_RUNTIME_API", &runtime.address)
            .stdout(Stdio::null());
        let started = Instant::now();
        let mut process = command.spawn().unwrap();
        let asked = runtime.requests.recv_timeout(PATIENCE);
        let held = resident_kib(process.id());
        let worked = worked(process.id());
        process.kill().unwrap();
        process.wait().unwrap();
        let first = asked.as_ref().unwrap_or_else(|_| {
            panic!(
                "expected {} to ask for an event within {PATIENCE:?}",
                self.name
            )
        });
        assert!(
            first.request.contains("/runtime/invocation/next"),
            "{}: {}",
            self.name,
            first.request
        );
        self.ready.push(first.at.duration_since(started));
        self.worked.push(worked);
        self.resident_kib.push(held);
    }

    /// Milliseconds of the start in the middle.
    #[expect(clippy::float_arithmetic, reason = "for people to read")]
    fn ready_ms(&self) -> f64 {
        median(self.ready.iter().skip(1)).as_secs_f64() * 1000.0
    }

    /// Milliseconds of processor time of the start in the middle, which a busy machine does not change.
    #[expect(clippy::float_arithmetic, reason = "for people to read")]
    fn worked_ms(&self) -> f64 {
        median(self.worked.iter().skip(1)).as_secs_f64() * 1000.0
    }

    /// MiB held at the end of the start in the middle.
    #[expect(clippy::float_arithmetic, reason = "for people to read")]
    fn resident_mib(&self) -> f64 {
        median(self.resident_kib.iter().skip(1)) as f64 / 1024.0
    }
}

/// A first request. The connection is kept: who loses it gives up.
struct Asked {
    at: Instant,
    request: String,
    _connection: BufReader<TcpStream>,
}

/// What stands in the place of Lambda: it takes note of requests, and answers none.
struct Runtime {
    address: String,
    requests: Receiver<Asked>,
}

impl Runtime {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, requests) = mpsc::channel();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = BufReader::new(connection.unwrap());
                let mut request = String::new();
                // Who hangs up without a word has asked for nothing, and is waited for in vain.
                if connection.read_line(&mut request).is_ok() {
                    let at = Instant::now();
                    let asked = Asked {
                        at,
                        request,
                        _connection: connection,
                    };
                    tell.send(asked).unwrap();
                }
            }
        });
        Self { address, requests }
    }
}

/// The processor time that all threads of a process have had.
fn worked(process: u32) -> Duration {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let of = |thread: std::io::Result<std::fs::DirEntry>| {
        let times = std::fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap();
        let nanoseconds = times.split_whitespace().next().unwrap();
        Duration::from_nanos(nanoseconds.parse().unwrap())
    };
    threads.map(of).sum()
}

fn resident_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn median<'a, T: Ord + Copy + 'a>(values: impl Iterator<Item = &'a T>) -> T {
    let mut values: Vec<T> = values.copied().collect();
    values.sort_unstable();
    values[values.len() / 2]
}

/// The functions of the workspace, by the names of their folders.
fn functions() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../functions");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

#[expect(
    clippy::float_arithmetic,
    reason = "ratios of measured times, for people to read"
)]
fn main() {
    let programs = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/release".to_owned());
    let programs = PathBuf::from(programs);
    let empty = programs.join("examples/empty_function");
    let mut measured = vec![Measured::new("(empty)", empty)];
    measured.extend(
        functions()
            .iter()
            .map(|name| Measured::new(name, programs.join(name))),
    );
    let runtime = Runtime::open();
    for _ in 0..ROUNDS {
        for program in &mut measured {
            program.start(&runtime);
        }
    }
    println!(
        "{:<12}{:>12}{:>10}{:>8}{:>10}{:>8}{:>10}{:>8}",
        "function", "bytes", "ready ms", "ratio", "work ms", "ratio", "held MiB", "ratio"
    );
    let empty = &measured[0];
    for program in &measured {
        println!(
            "{:<12}{:>12}{:>10.1}{:>8.2}{:>10.1}{:>8.2}{:>10.1}{:>8.2}",
            program.name,
            program.size,
            program.ready_ms(),
            program.ready_ms() / empty.ready_ms(),
            program.worked_ms(),
            program.worked_ms() / empty.worked_ms(),
            program.resident_mib(),
            program.resident_mib() / empty.resident_mib(),
        );
    }
}
