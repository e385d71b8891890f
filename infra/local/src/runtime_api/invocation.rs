//! What travels between the host and an instance of a function.

use axum::body::Bytes;

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
    /// Milliseconds of all invocations, each rounded up, since the host started.
    pub billed_ms: u64,
}
