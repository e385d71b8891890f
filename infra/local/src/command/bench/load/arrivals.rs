//! Orders that arrive at a rate, however long the answers take.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::super::super::Failure;
use super::super::measured::{Measured, together};
use super::super::people::People;
use super::super::sample::Run;

const PHASE: char = 'R';
/// Orders that can wait for an answer at the same time; what comes on top waits to be sent, and
/// that time counts.
const SENDERS: usize = 64;
/// Until the senders are there.
const LEAD: Duration = Duration::from_millis(100);

/// Sends `rate` orders a second for `seconds`.
pub(super) fn measure(
    people: &People,
    run: &Run,
    rate: u32,
    seconds: u32,
) -> Result<Measured, Failure> {
    let next = AtomicU64::new(0);
    let start = Instant::now() + LEAD;
    let orders = u64::from(rate) * u64::from(seconds);
    together(people, SENDERS, |people| {
        let mut times = Vec::new();
        loop {
            let order = next.fetch_add(1, Ordering::Relaxed);
            if order >= orders {
                return Ok(times);
            }
            let request = run.order(PHASE, usize::try_from(order)?);
            let due = start + due_after(order, rate);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            people.sales.place_order(&request)?;
            times.push(due.elapsed());
        }
    })
}

/// When the `order`th is to be sent.
fn due_after(order: u64, rate: u32) -> Duration {
    const SECOND: u128 = 1_000_000_000;
    let nanos = u128::from(order) * SECOND / u128::from(rate.max(1));
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_due_at_even_distances() {
        let table = [
            (0, 100, 0),
            (1, 100, 10_000),
            (150, 100, 1_500_000),
            (1, 3, 333_333),
            (3, 3, 1_000_000),
        ];
        for (order, rate, micros) in table {
            let due = due_after(order, rate);
            assert_eq!(due.as_micros(), micros, "{order} at {rate} a second");
        }
    }
}
