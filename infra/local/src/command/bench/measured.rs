//! Several clients at once, and what they measured.

use std::time::{Duration, Instant};

use super::super::Failure;
use super::latency::Latency;
use super::people::People;

/// What a phase measured.
pub(super) struct Measured {
    /// From the first order to the last.
    pub(super) took: Duration,
    /// Of each order.
    pub(super) latency: Latency,
}

/// Has `clients` threads work at once, each with connections of its own, until all are done.
pub(super) fn together(
    people: &People,
    clients: usize,
    work: impl Fn(&People) -> Result<Vec<Duration>, Failure> + Sync,
) -> Result<Measured, Failure> {
    let started = Instant::now();
    let times = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|_| scope.spawn(|| work(&people.apart())))
            .collect();
        let mut times = Vec::new();
        for thread in threads {
            times.extend(
                thread
                    .join()
                    .map_err(|_| "a client of the bench ended unexpectedly")??,
            );
        }
        Ok::<_, Failure>(times)
    })?;
    Ok(Measured {
        took: started.elapsed(),
        latency: Latency::of(&times)?,
    })
}
