//! Phase 1: how many orders are accepted in a second.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::super::Failure;
use super::measured::{Measured, together};
use super::people::People;
use super::sample::Run;

const PHASE: char = 'A';

/// Places `orders` from `clients` threads at once, as fast as they are answered.
pub(super) fn measure(
    people: &People,
    run: &Run,
    orders: usize,
    clients: usize,
) -> Result<Measured, Failure> {
    let next = AtomicUsize::new(0);
    together(people, clients, |people| place(people, run, &next, orders))
}

fn place(
    people: &People,
    run: &Run,
    next: &AtomicUsize,
    orders: usize,
) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::new();
    loop {
        let order = next.fetch_add(1, Ordering::Relaxed);
        if order >= orders {
            return Ok(times);
        }
        let request = run.order(PHASE, order);
        let started = Instant::now();
        people.sales.place_order(&request)?;
        times.push(started.elapsed());
    }
}
