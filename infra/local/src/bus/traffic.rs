//! How many messages went where, for people and for measuring. Not kept over a restart.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Bus;

/// Counts since the host started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Messages published, by topic.
    pub published: BTreeMap<String, u64>,
    /// Messages that publishing put into a queue, by queue.
    pub delivered: BTreeMap<String, u64>,
}

/// The counts while they grow.
#[derive(Debug, Default)]
pub(super) struct TrafficCounter(Mutex<Traffic>);

impl TrafficCounter {
    /// Counts one published message and the queues it went into.
    pub(super) fn count(&self, topic: &str, queues: &[String]) {
        let mut traffic = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        add_one(&mut traffic.published, topic);
        queues
            .iter()
            .for_each(|queue| add_one(&mut traffic.delivered, queue));
    }
}

fn add_one(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}

impl Bus {
    /// How many messages went where since the host started.
    pub fn traffic(&self) -> Traffic {
        self.inner
            .traffic
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
