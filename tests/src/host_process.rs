//! The program as a process of its own, on a free port, with its own data.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Once, mpsc};

use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;
use yudan::client::{Access, Client};
use yudan::data_directory::{DataDirectory, signing_key};
use yudan::process::parent::CHILD_MARK;

use crate::keys::Keys;
use crate::waiting;

/// What the program says once it can be called.
const LISTENING: &str = "listening on ";

/// Where the program is, and where it may keep data.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    data: PathBuf,
}

/// A running program. It ends when this is dropped, also by a test that fails; then its data
/// and logs stay for whoever looks for the reason.
pub(crate) struct HostProcess {
    program: Program,
    options: Vec<String>,
    directory: PathBuf,
    process: Child,
    url: String,
}

impl Program {
    /// The program at `path`, with data below `room`; what earlier runs left there is removed.
    pub fn new(path: &str, room: &str) -> Self {
        static CLEARED: Once = Once::new();
        let data = Path::new(room).join("scenarios");
        CLEARED.call_once(|| clear(&data));
        Self {
            path: path.into(),
            data,
        }
    }

    /// A place for data that nobody else has.
    pub fn room(&self) -> PathBuf {
        self.data.join(Uuid::now_v7().to_string())
    }

    /// Runs a command of the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.path).args(arguments).output().unwrap()
    }
}

/// Removes the data of every server that runs no more.
fn clear(data: &Path) {
    for entry in std::fs::read_dir(data).into_iter().flatten().flatten() {
        if let Ok(unused) = DataDirectory::open(&entry.path()) {
            drop(unused);
            std::fs::remove_dir_all(entry.path()).unwrap();
        }
    }
}

impl HostProcess {
    /// A new server with no data, started with more options of `yudan serve`.
    pub(crate) fn start(program: Program, options: &[&str]) -> Self {
        let room = program.room();
        Self::start_on(program, room, options)
    }

    /// A server on data that may be there already.
    pub(crate) fn start_on(program: Program, directory: PathBuf, options: &[&str]) -> Self {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let (process, url) = launch(&program, &options, &directory);
        Self {
            program,
            options,
            directory,
            process,
            url,
        }
    }

    /// Starts again on the same data, after the process has ended.
    pub(crate) fn start_again(&mut self) {
        (self.process, self.url) = launch(&self.program, &self.options, &self.directory);
    }

    /// Ends the process as Ctrl-C and service managers do, and waits until it is gone.
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        signal("TERM", self.process.id());
        waiting::until("the server to end", || self.process.try_wait().unwrap())
    }

    /// Ends the process without a warning, as a power cut does.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Its process id.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// The program it runs.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Its address, without a slash at the end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its data directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// A client that shows no token.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// What lets the owner of the data directory sign.
    pub(crate) fn keys(&self) -> Keys {
        let access = Access::of(&self.directory).unwrap();
        Keys::of_host(signing_key(&self.directory).unwrap(), &access)
    }

    /// Runs a scheduled job as if it were that day.
    pub(crate) fn run_job(&self, name: &str, date: Date) {
        self.client().run_job(name, date).unwrap();
    }

    /// What was published to a topic, oldest first.
    pub(crate) fn notices(&self, topic: &str) -> Vec<Value> {
        let path = format!("/_yudan/topics/{topic}/messages?limit=10000");
        let answer = self.client().call("GET", &path, &[], None).unwrap();
        let mut answer: Value = answer.success().unwrap().json().unwrap();
        let mut messages: Vec<Value> = answer["messages"]
            .as_array_mut()
            .unwrap()
            .drain(..)
            .collect();
        messages.sort_by_key(|message| message["published_ms"].as_i64());
        messages
            .into_iter()
            .map(|mut message| message["message"].take())
            .collect()
    }

    /// Process ids of a function.
    pub(crate) fn function_processes(&self, function: &str) -> Vec<u32> {
        let status = self
            .client()
            .call("GET", "/_yudan/status", &[], None)
            .unwrap();
        let status: Value = status.json().unwrap();
        let functions = status["functions"].as_array().unwrap();
        let found = functions
            .iter()
            .find(|one| one["name"] == function)
            .unwrap();
        let pids = found["pids"].as_array().unwrap();
        pids.iter()
            .map(|pid| u32::try_from(pid.as_u64().unwrap()).unwrap())
            .collect()
    }
}

/// Sends a signal to one process.
pub fn signal(name: &str, process: u32) {
    // Whether it arrived is seen by its effect: the process may have ended by itself.
    Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .output()
        .unwrap();
}

impl Drop for HostProcess {
    fn drop(&mut self) {
        // It may have ended already; either way it is gone afterwards.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if !std::thread::panicking() {
            // Its functions end a moment later; what cannot be removed now is by the next run.
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}

fn launch(program: &Program, options: &[String], directory: &Path) -> (Child, String) {
    std::fs::create_dir_all(directory).unwrap();
    let errors = File::options()
        .create(true)
        .append(true)
        .open(directory.join("stderr.log"))
        .unwrap();
    let mut process = Command::new(&program.path)
        .args([
            "serve",
            "--port",
            "0",
            "--quiet",
            "--retry-after",
            "1",
            "--data",
        ])
        .arg(directory)
        .args(options)
        // Held open for as long as the test lives: see the program.
        .env(CHILD_MARK, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix(LISTENING) {
                // Nobody listens when the test has given up.
                let _ = tell.send(url.to_owned());
            }
        }
    });
    let url = told.recv_timeout(waiting::LIMIT).unwrap_or_else(|_| {
        let _ = process.kill();
        panic!(
            "expected `{LISTENING}…`, see {}/stderr.log",
            directory.display()
        )
    });
    (process, url)
}
