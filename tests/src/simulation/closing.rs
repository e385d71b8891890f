//! The end of a run: everything drains, and everything is checked.

use std::time::Duration;

use super::findings::{
    Finding, changes, kept_waybills, resting, unescalated, unknown_numbers, unprocessed, unrelayed,
};
use super::world::World;
use super::{auditor, event_sources};

/// The longest that everything may take to drain.
const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// Everything is drained when nothing was under way for so long.
const QUIET: Duration = Duration::from_secs(30);
/// Time that passes between two sweeps, so that what rests becomes overdue.
const DAYS: u64 = 4;

/// Waits until nothing is under way, sends back what is in dead-letter queues, as the runbook
/// says, and sweeps up what rests, days later.
pub(super) async fn drain(world: &World) {
    settle(world).await;
    redrive(world);
    settle(world).await;
    for _ in 0..2 {
        tokio::time::advance(Duration::from_secs(DAYS * 24 * 3600)).await;
        settle(world).await;
        let swept_at = world.now();
        for job in [
            "sweep",
            "receivables",
            "credit",
            "expiry",
            "disposals",
            "reorder",
            "silence",
        ] {
            if !event_sources::run_job(world, job, world.now()).await {
                let what = format!("the job {job} fails though nothing is wrong");
                world.find(Finding::new("job_fails", job, what));
            }
        }
        settle(world).await;
        for finding in unescalated(&world.network.engine.items(), swept_at) {
            world.find(finding);
        }
    }
}

/// Waits until every message is processed and the stream is read to its end.
pub(super) async fn settle(world: &World) {
    let end = tokio::time::Instant::now() + LONGEST;
    let mut quiet_since = tokio::time::Instant::now();
    while tokio::time::Instant::now() < end {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if !is_quiet(world) {
            quiet_since = tokio::time::Instant::now();
        } else if quiet_since.elapsed() >= QUIET {
            return;
        }
    }
    let what = "messages are still under way after hours without a fault";
    world.find(Finding::new("does_not_drain", "", what));
}

fn is_quiet(world: &World) -> bool {
    let read = world.read.borrow().clone();
    world.under_way.get() == 0
        && world
            .network
            .engine
            .stream_after(read.as_deref(), 1)
            .is_empty()
        && world
            .queues()
            .iter()
            .all(|(queue, _)| world.network.post.count(queue) == 0)
}

/// Puts what is in dead-letter queues back where it came from, and what was planted away.
fn redrive(world: &World) {
    for (queue, dead_letters) in world.queues() {
        for _ in 0..world.network.post.count(&dead_letters) {
            for message in world.network.post.receive(&dead_letters, 1) {
                let mut planted = world.planted.borrow_mut();
                match planted.iter().position(|body| *body == message.body) {
                    Some(known) => drop(planted.remove(known)),
                    None => {
                        world
                            .log
                            .note(format!("redriven to {queue}: {}", message.body));
                        world.network.post.send(&queue, &message.body);
                    }
                }
                world.network.post.delete(&dead_letters, &message);
            }
        }
    }
}

/// Checks everything that must hold at any moment at which nothing is under way, also that
/// handling every message once more changes nothing.
pub(super) async fn check(world: &World, when: &str) {
    world.log.note(format!("checked {when}"));
    let items = world.network.engine.items();
    let mut found = auditor::audit(&items);
    found.extend(unrelayed(world, &items));
    found.extend(world.acknowledged.broken(&items));
    found.extend(unprocessed(world));
    found.append(&mut world.network.overdrawn.lock().unwrap());
    *world.read.borrow_mut() = None;
    world.network.written.notify_one();
    settle(world).await;
    found.extend(changes(&items, &world.network.engine.items()));
    for mut finding in found {
        finding.what = format!("{when}, {}", finding.what);
        world.find(finding);
    }
}

/// Checks what must hold at the very end.
pub(super) fn check_ends(world: &World) {
    let items = world.network.engine.items();
    let mut found = resting(&items);
    found.extend(unknown_numbers(world, &items));
    found.extend(kept_waybills(&items));
    for finding in found {
        world.find(finding);
    }
    for body in world.planted.borrow().iter() {
        let what = format!("{body} was put into a queue and came to no dead-letter queue");
        world.find(Finding::new("poison_vanished", "", what));
    }
}
