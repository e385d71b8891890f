//! Phase 2: how many orders are carried from intake to settled in a second.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::super::Failure;
use super::journey::{Journey, Step};
use super::measured::{Measured, together};
use super::people::People;
use super::sample::{Run, approval};

/// Marks the numbers of carried orders.
pub(super) const PHASE: char = 'C';
/// Orders that one client has under way at the same time.
const WINDOW: usize = 10;
/// When there is nothing to try just now.
const BREATH: Duration = Duration::from_millis(5);

/// Carries `orders` from `clients` threads at once.
pub(super) fn measure(
    people: &People,
    run: &Run,
    orders: usize,
    clients: usize,
) -> Result<Measured, Failure> {
    let next = AtomicUsize::new(0);
    together(people, clients, |people| carry(people, run, &next, orders))
}

/// Keeps a window of orders moving until there are no more to begin.
fn carry(
    people: &People,
    run: &Run,
    next: &AtomicUsize,
    orders: usize,
) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::new();
    let mut window: Vec<Journey> = Vec::new();
    let mut more = true;
    while more || !window.is_empty() {
        while more && window.len() < WINDOW {
            let number = next.fetch_add(1, Ordering::Relaxed);
            more = number < orders;
            if more {
                window.push(Journey::begin(people, run, PHASE, number)?);
            }
        }
        let now = Instant::now();
        if !window.iter().any(|journey| journey.is_due(now)) {
            std::thread::sleep(BREATH);
            continue;
        }
        approve(
            people,
            window.iter_mut().filter(|journey| journey.is_due(now)),
        )?;
        for journey in window.iter_mut().filter(|journey| journey.is_due(now)) {
            journey.try_step(people, run, PHASE)?;
        }
        let done = window.extract_if(.., |journey| journey.step == Step::Done);
        times.extend(done.map(|journey| journey.begun.elapsed()));
    }
    Ok(times)
}

/// Approves in one request what waits for approval; what has not come that far waits on.
pub(super) fn approve<'a>(
    people: &People,
    journeys: impl Iterator<Item = &'a mut Journey>,
) -> Result<(), Failure> {
    let mut waiting: Vec<_> = journeys
        .filter(|journey| journey.step == Step::Approval)
        .collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let decisions = waiting.iter().map(|journey| approval(journey.id)).collect();
    let answer = people.back_office.review_orders(decisions)?;
    for (journey, result) in waiting.iter_mut().zip(answer.results) {
        match result.problem {
            None => journey.move_to(Step::Payment),
            Some(problem) if problem.code == "order_not_awaiting_review" => journey.wait()?,
            Some(problem) => {
                return Err(format!(
                    "order {} is not approved: {} {}",
                    journey.id, problem.code, problem.detail
                )
                .into());
            }
        }
    }
    Ok(())
}
