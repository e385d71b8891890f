//! How the policy is changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{POLICY_ID, Policy};
use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;

/// An event of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PolicyEvent {
    /// It was changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new policy.
        policy: Box<Policy>,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version; 0 for one from before versions were numbered.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for PolicyEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::PolicyRevised,
        }
    }
}

impl PolicyEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<Policy>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            policy: Box::new(revision.value),
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

impl Versioned for Policy {
    const KIND: AggregateKind = AggregateKind::Policy;
    type Event = PolicyEvent;

    fn id(&self) -> String {
        POLICY_ID.to_owned()
    }

    fn revision(event: &PolicyEvent) -> Revision<Self> {
        let PolicyEvent::Revised {
            at,
            by: _,
            policy,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: (**policy).clone(),
        }
    }

    fn list(&self) -> Option<String> {
        None
    }
}
