//! The instances of one function and the invocations they share.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::sync::{Notify, oneshot, watch};
use uuid::Uuid;

use super::invocation::{Delivery, InstanceId, Outcome, PoolStatus};

struct Invocation {
    request_id: String,
    payload: Bytes,
    reply: oneshot::Sender<Outcome>,
}

struct Running {
    request_id: String,
    reply: oneshot::Sender<Outcome>,
    since: Instant,
    until: Instant,
}

#[derive(Default)]
struct State {
    pending: VecDeque<Invocation>,
    waiting: VecDeque<(InstanceId, oneshot::Sender<Delivery>)>,
    running: HashMap<InstanceId, Running>,
    live: HashSet<InstanceId>,
    starting: HashSet<InstanceId>,
}

/// Hands the invocations of one function to its instances, one at a time each.
pub struct Pool {
    /// Function name.
    pub name: String,
    timeout: Duration,
    state: Mutex<State>,
    demand: Notify,
    activity: watch::Sender<u64>,
    answered: AtomicU64,
    failed: AtomicU64,
    billed_ms: AtomicU64,
    next_instance: AtomicU64,
}

impl Pool {
    /// A pool without instances. `activity` counts the invocations that have ended in the whole host.
    pub fn new(name: impl Into<String>, timeout: Duration, activity: watch::Sender<u64>) -> Self {
        Self {
            name: name.into(),
            timeout,
            state: Mutex::default(),
            demand: Notify::new(),
            activity,
            answered: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            billed_ms: AtomicU64::new(0),
            next_instance: AtomicU64::new(1),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the function once with `payload` as its event.
    ///
    /// Dropping the future does not stop the function, as hanging up on Lambda does not.
    pub async fn invoke(&self, payload: Bytes) -> Outcome {
        let (reply, answer) = oneshot::channel();
        let invocation = Invocation {
            request_id: Uuid::now_v7().to_string(),
            payload,
            reply,
        };
        self.hand_out(invocation);
        answer.await.unwrap_or(Outcome::Crashed)
    }

    /// Ends an invocation that an instance had in work: its time is billed, however it ended.
    fn finish(&self, running: Running, outcome: Outcome) {
        self.billed_ms
            .fetch_add(billed_ms(running.since.elapsed()), Ordering::Relaxed);
        self.settle(running.reply, outcome);
    }

    /// Tells the caller how its invocation ended, and the host that one has.
    fn settle(&self, reply: oneshot::Sender<Outcome>, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Answer(_) => &self.answered,
            Outcome::Failed(_) | Outcome::TimedOut | Outcome::Crashed => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        // The caller may have stopped waiting; the function did its work all the same.
        let _ = reply.send(outcome);
        self.activity.send_modify(|ended| *ended += 1);
    }

    fn hand_out(&self, mut invocation: Invocation) {
        let mut state = self.state();
        while let Some((instance, next)) = state.waiting.pop_front() {
            match self.assign(&mut state, instance, &next, invocation) {
                Ok(delivery) => {
                    // If the instance hung up this instant, its end is noticed and the invocation fails.
                    let _ = next.send(delivery);
                    return;
                }
                Err(unassigned) => invocation = unassigned,
            }
        }
        state.pending.push_back(invocation);
        drop(state);
        self.demand.notify_one();
    }

    /// Books the invocation on the instance, unless the instance has hung up.
    fn assign(
        &self,
        state: &mut State,
        instance: InstanceId,
        next: &oneshot::Sender<Delivery>,
        invocation: Invocation,
    ) -> Result<Delivery, Invocation> {
        if next.is_closed() || !state.live.contains(&instance) {
            return Err(invocation);
        }
        Ok(self.book(state, instance, invocation))
    }

    fn book(&self, state: &mut State, instance: InstanceId, invocation: Invocation) -> Delivery {
        let timeout_ms = i64::try_from(self.timeout.as_millis()).unwrap_or(i64::MAX);
        let delivery = Delivery {
            request_id: invocation.request_id.clone(),
            payload: invocation.payload,
            deadline_ms: jiff::Timestamp::now()
                .as_millisecond()
                .saturating_add(timeout_ms),
        };
        let now = Instant::now();
        state.running.insert(
            instance,
            Running {
                request_id: invocation.request_id,
                reply: invocation.reply,
                since: now,
                until: now + self.timeout,
            },
        );
        delivery
    }

    /// Waits for work on behalf of an instance; `None` if the instance is not one of this pool's.
    pub async fn next(&self, instance: InstanceId) -> Option<Delivery> {
        let receiver = {
            let mut state = self.state();
            if !state.live.contains(&instance) {
                return None;
            }
            state.starting.remove(&instance);
            // Asking again without having answered gives the earlier invocation up.
            if let Some(given_up) = state.running.remove(&instance) {
                self.finish(given_up, Outcome::Crashed);
            }
            if let Some(invocation) = state.pending.pop_front() {
                return Some(self.book(&mut state, instance, invocation));
            }
            let (sender, receiver) = oneshot::channel();
            state.waiting.push_back((instance, sender));
            receiver
        };
        receiver.await.ok()
    }

    /// Ends the instance's current invocation; false if it has no such invocation any more.
    pub fn complete(&self, instance: InstanceId, request_id: &str, outcome: Outcome) -> bool {
        let running = {
            let mut state = self.state();
            match state.running.remove(&instance) {
                Some(running) if running.request_id == request_id => running,
                Some(other) => {
                    state.running.insert(instance, other);
                    return false;
                }
                None => return false,
            }
        };
        self.finish(running, outcome);
        true
    }

    /// Registers a new instance.
    pub fn add_instance(&self) -> InstanceId {
        let instance = self.next_instance.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state();
        state.live.insert(instance);
        state.starting.insert(instance);
        instance
    }

    /// Forgets an instance that has ended; whatever it was working on fails.
    pub fn remove_instance(&self, instance: InstanceId, outcome: Outcome) {
        let mut state = self.state();
        state.live.remove(&instance);
        state.starting.remove(&instance);
        state.waiting.retain(|(waiting, _)| *waiting != instance);
        if let Some(running) = state.running.remove(&instance) {
            self.finish(running, outcome);
        }
    }

    /// Dismisses every instance: the host ends, and instances it does not own must not wait for ever.
    pub fn close(&self) {
        let mut state = self.state();
        state.live.clear();
        state.waiting.clear();
        state.running.clear();
    }

    /// Fails everything that waits: there is no instance and none can be started now.
    pub fn fail_pending(&self) {
        for invocation in std::mem::take(&mut self.state().pending) {
            self.settle(invocation.reply, Outcome::Crashed);
        }
    }

    /// Whether more invocations wait than there are instances about to be ready.
    pub fn wants_more(&self) -> bool {
        let state = self.state();
        state.pending.len() > state.starting.len()
    }

    /// Waits until an invocation finds no free instance.
    pub async fn demand(&self) {
        self.demand.notified().await;
    }

    /// Instances that have worked on one invocation for longer than the function may.
    pub fn overdue(&self, now: Instant) -> Vec<InstanceId> {
        let state = self.state();
        let late = state
            .running
            .iter()
            .filter(|(_, running)| running.until <= now);
        late.map(|(instance, _)| *instance).collect()
    }

    /// Instances working, for ending the host gently.
    pub fn busy(&self) -> bool {
        let state = self.state();
        !state.running.is_empty() || !state.pending.is_empty()
    }

    /// Counts for `/_yudan/status`.
    pub fn status(&self) -> PoolStatus {
        let state = self.state();
        PoolStatus {
            pending: state.pending.len(),
            running: state.running.len(),
            answered: self.answered.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            billed_ms: self.billed_ms.load(Ordering::Relaxed),
        }
    }
}

/// Whole milliseconds, rounded up, as Lambda bills the time from handing out an event to its answer.
fn billed_ms(took: Duration) -> u64 {
    u64::try_from(took.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
