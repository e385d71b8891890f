//! Tells waiting receives that something came into their queue.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// One bell for each queue.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    bells: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Arrivals {
    /// The bell of `queue`. Take its `notified()` and enable it *before* looking into the queue, or an arrival in
    /// between is missed.
    pub(super) fn bell(&self, queue: &str) -> Arc<Notify> {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        match bells.get(queue) {
            Some(bell) => Arc::clone(bell),
            None => Arc::clone(bells.entry(queue.to_owned()).or_default()),
        }
    }

    /// Wakes everyone who waits at `queue`.
    pub(super) fn ring(&self, queue: &str) {
        let bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bell) = bells.get(queue) {
            bell.notify_waiters();
        }
    }
}
