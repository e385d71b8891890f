//! What happens to a return to a supplier, in the past tense.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RecordedAnswer, SupplierReturn};
use crate::aggregate::Event;
use crate::event_kind::EventKind;
use crate::identifiers::WaybillNo;

/// An event of a return to a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum SupplierReturnEvent {
    /// It was raised; carries the whole first state.
    Raised {
        /// The return.
        supplier_return: Box<SupplierReturn>,
    },
    /// The goods were handed to a carrier.
    Shipped {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// With which waybill.
        waybill_no: WaybillNo,
        /// By when the supplier should answer.
        due: Timestamp,
    },
    /// The supplier said what it does.
    Answered {
        /// What it does, and who recorded that.
        answer: RecordedAnswer,
        /// By when somebody makes sure that it did.
        due: Timestamp,
    },
    /// The money or the goods came.
    Closed {
        /// When.
        at: Timestamp,
        /// Who made sure of it.
        by: String,
    },
    /// It was cancelled before the goods left.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Why.
        reason: String,
    },
}

impl Event for SupplierReturnEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Raised { .. } => EventKind::SupplierReturnRaised,
            Self::Shipped { .. } => EventKind::SupplierReturnShipped,
            Self::Answered { .. } => EventKind::SupplierReturnAnswered,
            Self::Closed { .. } => EventKind::SupplierReturnClosed,
            Self::Cancelled { .. } => EventKind::SupplierReturnCancelled,
        }
    }
}
