//! What happens to stock that may have to be disposed of, in the past tense.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DisposalCause, DisposalEvidence, DisposalProposal};
use crate::aggregate::Event;
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::lot::Lot;
use crate::stock::Warehouse;

/// An event of stock that may have to be disposed of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DisposalEvent {
    /// It was found, for the first time or again.
    Found {
        /// When.
        at: Timestamp,
        /// Where.
        warehouse: Warehouse,
        /// The goods.
        sku: Sku,
        /// Of which lot, where the goods are kept by lot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lot: Option<Lot>,
        /// Why.
        cause: DisposalCause,
        /// What speaks for it.
        evidence: DisposalEvidence,
        /// By when somebody is to propose something.
        due: Timestamp,
    },
    /// Somebody proposed what is to become of it.
    Proposed {
        /// What.
        proposal: DisposalProposal,
        /// By when a manager is to decide.
        due: Timestamp,
    },
    /// A manager decided against it; somebody is to propose something else.
    Rejected {
        /// When.
        at: Timestamp,
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// By when something else is to be proposed.
        due: Timestamp,
    },
    /// A manager decided for it, and it was carried out.
    Approved {
        /// When.
        at: Timestamp,
        /// Who.
        by: String,
        /// The last day on which it is let be, where it stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// The cause is gone.
    Lapsed {
        /// When that was seen.
        at: Timestamp,
    },
}

impl Event for DisposalEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Found { .. } => EventKind::DisposalFound,
            Self::Proposed { .. } => EventKind::DisposalProposed,
            Self::Rejected { .. } => EventKind::DisposalRejected,
            Self::Approved { .. } => EventKind::DisposalApproved,
            Self::Lapsed { .. } => EventKind::DisposalLapsed,
        }
    }
}
