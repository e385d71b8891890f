//! Who and what a commit goes back to.

use contract::message::EventMessage;
use store::CommitMeta;

use crate::clock;
use crate::http::Request;

/// For commits that a message sets off in `function`: the same correlation, one hop further.
#[must_use]
pub fn follow_up(message: &EventMessage, function: &str) -> CommitMeta {
    CommitMeta {
        at: clock::now(),
        actor: system(function),
        correlation_id: message.correlation_id.clone(),
        hops: message.hops.saturating_add(1),
    }
}

/// For a step of work that `function` nudges itself through: each step is counted in the state
/// and the last one is known, so the steps are no circle and their hops are not added up.
#[must_use]
pub fn counted_step(message: &EventMessage, function: &str) -> CommitMeta {
    CommitMeta {
        hops: 0,
        ..follow_up(message, function)
    }
}

/// For commits that a request asks for.
#[must_use]
pub fn request(request: &Request) -> CommitMeta {
    CommitMeta {
        at: request.received_at,
        actor: request.caller.subject.clone(),
        correlation_id: request.correlation_id.clone(),
        hops: 0,
    }
}

/// For commits of a scheduled job.
#[must_use]
pub fn job(function: &str, correlation_id: &str) -> CommitMeta {
    CommitMeta {
        at: clock::now(),
        actor: system(function),
        correlation_id: correlation_id.to_owned(),
        hops: 0,
    }
}

/// The actor that a function is when no person asked.
fn system(function: &str) -> String {
    format!("system:{function}")
}
