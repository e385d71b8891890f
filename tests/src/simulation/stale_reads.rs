//! Reads that lag behind the table, as those of the real service may unless they ask not to.
//!
//! A second table follows the first one's stream, a while later. A read that is to see an earlier
//! moment is answered from there; the embedded engine's own reads and indexes never lag.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde_json::Value;
use tokio::time::Instant;

use super::call::Call;
use super::engine::{Engine, EngineReply};

/// The table as it was.
pub(super) struct StaleReads {
    past: Engine,
    lag: Mutex<Lag>,
}

#[derive(Default)]
struct Lag {
    read: Option<String>,
    waiting: VecDeque<(Instant, Value)>,
}

impl StaleReads {
    /// Nothing has happened yet; `past` is an empty table like the one that is followed.
    pub(super) fn new(past: Engine) -> Self {
        Self {
            past,
            lag: Mutex::default(),
        }
    }

    /// Takes down what was written to `present` just now.
    pub(super) fn note(&self, present: &Engine) {
        let mut lag = self.lag.lock().unwrap();
        let now = Instant::now();
        loop {
            let records = present.stream_after(lag.read.as_deref(), 1_000);
            let Some(last) = records.last() else { break };
            lag.read = last["dynamodb"]["SequenceNumber"]
                .as_str()
                .map(str::to_owned);
            let states = records
                .into_iter()
                .filter(|record| record["dynamodb"]["Keys"]["sk"]["S"] == "STATE");
            lag.waiting.extend(states.map(|record| (now, record)));
        }
    }

    /// Answers a read as of `moment`, or as of a later one that was asked for before.
    pub(super) fn call(&self, call: &Call, moment: Instant) -> EngineReply {
        let mut lag = self.lag.lock().unwrap();
        while let Some((at, record)) = lag.waiting.pop_front() {
            if at > moment {
                lag.waiting.push_front((at, record));
                break;
            }
            self.past.follow(&record);
        }
        self.past.call(&call.operation, &call.body)
    }
}
