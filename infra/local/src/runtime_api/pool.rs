//! The instances of one function and the invocations they share.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::sync::{Notify, oneshot, watch};
use uuid::Uuid;

/// Number of one process of a function, never used twice in a run of the host.
pub type InstanceId = u64;

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The function answered.
    Answer(Bytes),
    /// The function reported an error, as JSON with `errorType` and `errorMessage`.
    Failed(Bytes),
    /// The function took longer than it may; its process was ended.
    TimedOut,
    /// The process ended before it answered, or could not be started.
    Crashed,
}

/// An invocation on its way to an instance.
#[derive(Debug)]
pub struct Delivery {
    /// Id of the invocation.
    pub request_id: String,
    /// The event.
    pub payload: Bytes,
    /// Until when it must be answered, epoch milliseconds.
    pub deadline_ms: i64,
}

struct Invocation {
    request_id: String,
    payload: Bytes,
    reply: oneshot::Sender<Outcome>,
}

struct Running {
    request_id: String,
    reply: oneshot::Sender<Outcome>,
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

/// What a pool has done and is doing.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct PoolStatus {
    /// Invocations waiting for an instance.
    pub pending: usize,
    /// Invocations in work.
    pub running: usize,
    /// Invocations answered, since the host started.
    pub answered: u64,
    /// Invocations that ended otherwise, since the host started.
    pub failed: u64,
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
        let outcome = answer.await.unwrap_or(Outcome::Crashed);
        let counter = match outcome {
            Outcome::Answer(_) => &self.answered,
            Outcome::Failed(_) | Outcome::TimedOut | Outcome::Crashed => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        outcome
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
            deadline_ms: jiff::Timestamp::now().as_millisecond().saturating_add(timeout_ms),
        };
        state.running.insert(
            instance,
            Running {
                request_id: invocation.request_id,
                reply: invocation.reply,
                until: Instant::now() + self.timeout,
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
            state.running.remove(&instance);
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
        // The caller may have stopped waiting; the function did its work all the same.
        let _ = running.reply.send(outcome);
        // A good moment for stream readers to look for what the function wrote.
        self.activity.send_modify(|ended| *ended += 1);
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
            let _ = running.reply.send(outcome);
        }
    }

    /// Fails everything that waits: there is no instance and none can be started now.
    pub fn fail_pending(&self) {
        for invocation in std::mem::take(&mut self.state().pending) {
            let _ = invocation.reply.send(Outcome::Crashed);
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
        let late = state.running.iter().filter(|(_, running)| running.until <= now);
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
        }
    }
}

#[cfg(test)]
mod tests;
