//! What happens to a work order, in the past tense.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::line::Slot;
use super::{Completion, Inspection, Report, WorkOrder};
use crate::aggregate::Event;
use crate::event_kind::EventKind;

/// An event of a work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WorkOrderEvent {
    /// It was raised; carries the whole first state.
    Raised {
        /// The work order.
        work_order: Box<WorkOrder>,
    },
    /// Its line was planned again, and it is made on other days.
    Rescheduled {
        /// When.
        at: Timestamp,
        /// The days.
        slot: Slot,
    },
    /// Its making began.
    Started {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
    /// Pieces were made.
    Reported {
        /// Which.
        report: Report,
    },
    /// The making was declared done.
    Completed {
        /// By whom, when and how many.
        completion: Completion,
        /// The inspection that follows; none where there is nothing to inspect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inspection: Option<InspectionDue>,
    },
    /// What was made was inspected.
    Inspected {
        /// The inspection.
        inspection: Inspection,
    },
    /// What is missing is no longer made.
    Closed {
        /// When.
        at: Timestamp,
        /// Who decided that.
        by: String,
        /// Why.
        reason: String,
    },
    /// It was cancelled before anything was made.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Why.
        reason: String,
    },
    /// The order that it was raised for was cancelled.
    PegReleased {
        /// When.
        at: Timestamp,
    },
}

/// An inspection that is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionDue {
    /// By when.
    pub due: Timestamp,
    /// Pieces to inspect at least.
    pub sample: u32,
    /// How many of them may be defective.
    pub accept: u32,
}

impl Event for WorkOrderEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Raised { .. } => EventKind::WorkOrderRaised,
            Self::Rescheduled { .. } => EventKind::WorkOrderRescheduled,
            Self::Started { .. } => EventKind::WorkOrderStarted,
            Self::Reported { .. } => EventKind::WorkOrderReported,
            Self::Completed { .. } => EventKind::WorkOrderCompleted,
            Self::Inspected { .. } => EventKind::WorkOrderInspected,
            Self::Closed { .. } => EventKind::WorkOrderClosed,
            Self::Cancelled { .. } => EventKind::WorkOrderCancelled,
            Self::PegReleased { .. } => EventKind::WorkOrderPegReleased,
        }
    }
}
