//! What the local host tells a developer, under `/_yudan/`; a deployed system has none of it.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use super::{Client, ClientError, segment, with_query};
use crate::engine::usage::UsageByCall;

/// Between two looks at whether the host is idle.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What the host is doing. Counts are since its start.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct HostStatus {
    /// Nothing is under way: no request, no message, no unread stream record.
    pub idle: bool,
    /// Its process.
    pub pid: u32,
    /// HTTP requests handed to functions.
    pub http_requests: u64,
    /// Records that the tables' streams were given, since the tables were made.
    pub stream_records: u64,
    /// The functions.
    pub functions: Vec<FunctionStatus>,
    /// The queues.
    pub queues: Vec<QueueStatus>,
    /// Readers of the tables' streams.
    pub streams: Vec<StreamStatus>,
    /// The topics something was published to.
    pub topics: Vec<TopicStatus>,
    /// What the functions used of the tables, if the host counts it.
    pub capacity: Option<UsageByCall>,
}

/// What a function is doing.
#[derive(Clone, Debug, Deserialize)]
pub struct FunctionStatus {
    /// Its name.
    pub name: String,
    /// Invocations answered.
    pub answered: u64,
    /// Invocations that failed.
    pub failed: u64,
    /// Milliseconds of its invocations, each rounded up.
    pub billed_ms: u64,
    /// Its memory, in MB.
    pub memory_mb: u64,
    /// Its running processes.
    pub pids: Vec<u32>,
}

/// What is in a queue.
#[derive(Clone, Debug, Deserialize)]
pub struct QueueStatus {
    /// Its name.
    pub name: String,
    /// Messages that can be received.
    pub visible: u64,
    /// Whether a function is fed from it.
    pub consumed: bool,
    /// Messages received and not yet done.
    pub in_flight: u64,
    /// When the oldest message was sent, epoch milliseconds.
    pub oldest_sent_ms: Option<i64>,
    /// Messages that came from topics.
    pub delivered: u64,
}

/// How far a function has read a table's stream.
#[derive(Clone, Debug, Deserialize)]
pub struct StreamStatus {
    /// The table.
    pub table: String,
    /// Records that it has not read yet.
    pub lag: u64,
}

/// What was published to a topic.
#[derive(Clone, Debug, Deserialize)]
pub struct TopicStatus {
    /// Its name.
    pub name: String,
    /// Messages published.
    pub published: u64,
}

impl Client {
    /// `GET /_yudan/status`
    pub fn status(&self) -> Result<HostStatus, ClientError> {
        self.get("/_yudan/status")
    }

    /// Waits until the host has nothing left to do; whether it came to that within `limit`.
    pub fn wait_until_idle(&self, limit: Duration) -> Result<bool, ClientError> {
        let started = Instant::now();
        while !self.status()?.idle {
            if started.elapsed() > limit {
                return Ok(false);
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        Ok(true)
    }

    /// `POST /_yudan/jobs/{name}`: runs a scheduled job as if it were `date`.
    pub fn run_job(&self, name: &str, date: jiff::civil::Date) -> Result<Value, ClientError> {
        let path = format!("/_yudan/jobs/{}", segment(name));
        let path = with_query(&path, &[("date", Some(&date.to_string()))]);
        // A POST has a body, if only an empty one.
        self.call("POST", &path, &[], Some(b""))?.success()?.json()
    }
}
