//! What the local host tells a developer, under `/_yudan/`; a deployed system has none of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use super::{Client, ClientError, segment, with_query};
use crate::engine::meter::Usage;

/// Between two looks at whether the host is idle.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What the host is doing. Counts are since its start.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct HostStatus {
    /// Nothing is under way: no request, no message, no unread stream record.
    pub idle: bool,
    /// The functions.
    pub functions: Vec<FunctionStatus>,
    /// The queues.
    pub queues: Vec<QueueStatus>,
    /// The topics something was published to.
    pub topics: Vec<TopicStatus>,
    /// What the functions used of the tables, if the host counts it.
    pub capacity: Option<BTreeMap<String, Usage>>,
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
}

/// What is in a queue.
#[derive(Clone, Debug, Deserialize)]
pub struct QueueStatus {
    /// Its name.
    pub name: String,
    /// Messages that can be received.
    pub visible: u64,
    /// Messages that came from topics.
    pub delivered: u64,
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
