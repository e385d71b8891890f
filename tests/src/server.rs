//! The system under test: the whole program as a process of its own, or, when the scenarios run
//! on the second cloud, a stack there.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use jiff::civil::Date;
use serde_json::Value;
use yudan::client::Client;

use crate::host_process::HostProcess;
use crate::keys::Keys;
use crate::second_cloud::{self, Stack};

pub use crate::host_process::{Program, signal};

/// A running system. It ends when this is dropped, or with the cloud it is on.
pub struct Server(Running);

enum Running {
    Host(HostProcess),
    Stack(Box<Stack>),
}

impl Server {
    /// A new system with no data. The options are those of `yudan serve`.
    pub fn start(program: Program, options: &[&str]) -> Self {
        Self(match second_cloud::described() {
            Some(_) if !options.contains(&"--no-seed") => {
                panic!("nothing enters the demonstration into a stack of the second cloud")
            }
            Some(cloud) => Running::Stack(Box::new(Stack::deploy(&cloud))),
            None => Running::Host(HostProcess::start(program, options)),
        })
    }

    /// The program on a data directory that may be there already.
    pub fn start_on(program: Program, directory: PathBuf, options: &[&str]) -> Self {
        Self(Running::Host(HostProcess::start_on(
            program, directory, options,
        )))
    }

    /// A client that shows no token.
    pub fn client(&self) -> Client {
        Client::new(self.url())
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        match &self.0 {
            Running::Host(process) => process.url(),
            Running::Stack(stack) => stack.url(),
        }
    }

    /// What its people and machines sign with.
    pub fn keys(&self) -> Keys {
        match &self.0 {
            Running::Host(process) => process.keys(),
            Running::Stack(stack) => stack.keys(),
        }
    }

    /// Runs a scheduled job as if it were that day.
    pub fn run_job(&self, name: &str, date: Date) {
        match &self.0 {
            Running::Host(process) => process.run_job(name, date),
            Running::Stack(stack) => stack.run_job(name, date),
        }
    }

    /// What was published to a topic for customers or staff, oldest first.
    pub fn notices(&self, topic: &str) -> Vec<Value> {
        match &self.0 {
            Running::Host(process) => process.notices(topic),
            Running::Stack(stack) => stack.notices(topic),
        }
    }

    /// Starts again on the same data, after the process has ended.
    pub fn start_again(&mut self) {
        self.process_mut().start_again();
    }

    /// Ends the process as Ctrl-C and service managers do, and waits until it is gone.
    pub fn terminate(&mut self) -> ExitStatus {
        self.process_mut().terminate()
    }

    /// Ends the process without a warning, as a power cut does.
    pub fn kill(&mut self) {
        self.process_mut().kill();
    }

    /// Its process id.
    pub fn process_id(&self) -> u32 {
        self.process().process_id()
    }

    /// The program it runs.
    pub fn program(&self) -> &Program {
        self.process().program()
    }

    /// Its data directory.
    pub fn directory(&self) -> &Path {
        self.process().directory()
    }

    /// Process ids of a function.
    pub fn function_processes(&self, function: &str) -> Vec<u32> {
        self.process().function_processes(function)
    }

    fn process(&self) -> &HostProcess {
        match &self.0 {
            Running::Host(process) => process,
            Running::Stack(_) => not_on_the_second_cloud(),
        }
    }

    fn process_mut(&mut self) -> &mut HostProcess {
        match &mut self.0 {
            Running::Host(process) => process,
            Running::Stack(_) => not_on_the_second_cloud(),
        }
    }
}

fn not_on_the_second_cloud() -> ! {
    panic!("this scenario is about the process of the local host; the second cloud has none")
}
