//! The real program with its real function processes: one that dies is replaced, none outlives its host.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may stop by a panic"
)]
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

struct Yudan {
    process: Child,
    address: String,
}

impl Yudan {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_yudan"))
            .args(["serve", "--port", "0", "--memory", "--quiet"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .expect(&line)
            .to_owned();
        Self { process, address }
    }

    fn get(&self, path: &str) -> Option<Value> {
        ureq::get(format!("{}{path}", self.address))
            .call()
            .ok()?
            .body_mut()
            .read_json()
            .ok()
    }

    fn pids(&self, function: &str) -> Vec<u64> {
        let status = self.get("/_yudan/status").unwrap();
        let functions = status["functions"].as_array().unwrap();
        let of = |one: &Value| {
            one["pids"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_u64)
                .collect()
        };
        functions
            .iter()
            .find(|one| one["name"] == function)
            .map(of)
            .unwrap_or_default()
    }
}

impl Drop for Yudan {
    fn drop(&mut self) {
        signal("TERM", self.process.id().into());
        let _ = self.process.wait();
    }
}

fn signal(name: &str, pid: u64) -> bool {
    let arguments = [format!("-{name}"), pid.to_string()];
    Command::new("kill")
        .args(arguments)
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .success()
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_killed_function_process_is_replaced() {
    let yudan = Yudan::start();
    assert!(yudan.get("/v1/health").is_some());
    let before = yudan.pids("intake");
    assert!(signal("KILL", before[0]));
    wait_until("another process answers", || {
        yudan.get("/v1/health").is_some()
            && yudan.pids("intake").iter().all(|pid| !before.contains(pid))
    });
}

#[test]
fn functions_end_with_a_host_that_was_killed() {
    let mut yudan = Yudan::start();
    assert!(yudan.get("/v1/health").is_some());
    let pids = yudan.pids("intake");
    yudan.process.kill().unwrap();
    yudan.process.wait().unwrap();
    wait_until("the function processes are gone", || {
        pids.iter().all(|pid| !signal("0", *pid))
    });
}

#[test]
fn a_data_directory_has_one_host_and_a_port_has_one_server() {
    let yudan = Yudan::start();
    let port = yudan.address.rsplit(':').next().unwrap();
    let second = Command::new(env!("CARGO_BIN_EXE_yudan"))
        .args(["--port", port, "--memory"])
        .output()
        .unwrap();
    assert!(!second.status.success());
    let problem = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        problem.contains(&format!("port {port}")) && problem.contains("--port"),
        "{problem}"
    );
}
