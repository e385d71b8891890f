//! How much waits to be done, looked at again and again while something else goes on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::super::Failure;
use crate::client::{Client, HostStatus};

/// Looking costs the server something, too.
const PAUSE: Duration = Duration::from_secs(1);
/// How soon the watcher notices that there is nothing to watch any more.
const BREATH: Duration = Duration::from_millis(20);

/// What waited at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Look {
    /// Since the beginning, in ms.
    pub(in super::super) at_ms: u64,
    /// Messages in the queues that functions are fed from, also those in work.
    pub(in super::super) messages: u64,
    /// Age of the oldest of them that nobody has taken, in ms.
    pub(in super::super) oldest_ms: u64,
    /// Stream records that have not been read.
    pub(in super::super) unread: u64,
}

/// Does some work, and looks at what waits meanwhile.
pub(super) fn watched<T>(
    host: &Client,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<(T, Vec<Look>), Failure> {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(&host.apart(), &over));
        let done = work();
        over.store(true, Ordering::Relaxed);
        let looks = watcher
            .join()
            .map_err(|_| "the watcher ended unexpectedly")?;
        Ok((done?, looks?))
    })
}

fn watch(host: &Client, over: &AtomicBool) -> Result<Vec<Look>, Failure> {
    let started = Instant::now();
    let mut looks = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let at_ms = u64::try_from(started.elapsed().as_millis())?;
        looks.push(look(at_ms, &host.status()?, Timestamp::now()));
        let next = Instant::now() + PAUSE;
        while Instant::now() < next && !over.load(Ordering::Relaxed) {
            std::thread::sleep(BREATH);
        }
    }
    Ok(looks)
}

fn look(at_ms: u64, status: &HostStatus, now: Timestamp) -> Look {
    let queues = status.queues.iter().filter(|queue| queue.consumed);
    let waiting = queues.clone().map(|queue| queue.visible + queue.in_flight);
    let oldest = queues.filter_map(|queue| queue.oldest_sent_ms).min();
    let age = oldest.map_or(0, |sent| now.as_millisecond().saturating_sub(sent));
    Look {
        at_ms,
        messages: waiting.sum(),
        oldest_ms: u64::try_from(age).unwrap_or(0),
        unread: status.streams.iter().map(|stream| stream.lag).sum(),
    }
}
