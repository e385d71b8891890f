//! What happens to a purchase order, in the past tense.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{GoodsReceipt, PurchaseOrder, ReturnedGoods};
use crate::aggregate::Event;
use crate::event_kind::EventKind;

/// An event of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PurchaseOrderEvent {
    /// It was raised; carries the whole first state.
    Raised {
        /// The purchase order.
        purchase_order: Box<PurchaseOrder>,
    },
    /// A second person approved its price.
    Approved {
        /// When.
        at: Timestamp,
        /// Who.
        by: String,
        /// By when it is to be placed.
        due: Timestamp,
    },
    /// It was placed with the supplier.
    Placed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The reference of the contract.
        contract: String,
        /// When the supplier promised to deliver.
        promised: Date,
    },
    /// The supplier promised another date.
    PromiseMoved {
        /// When that was entered.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The date.
        promised: Date,
        /// Why.
        reason: String,
    },
    /// Goods came in and were inspected.
    GoodsReceived {
        /// The receipt.
        receipt: GoodsReceipt,
    },
    /// What is missing no longer comes.
    Closed {
        /// When.
        at: Timestamp,
        /// Who decided that.
        by: String,
        /// Why.
        reason: String,
    },
    /// It was cancelled before anything came in.
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
    /// Some of its goods are to go back to the supplier.
    ReturnRaised {
        /// When.
        at: Timestamp,
        /// Which.
        goods: ReturnedGoods,
    },
    /// A return of its goods was cancelled before they left.
    ReturnCancelled {
        /// When.
        at: Timestamp,
        /// The number of the return.
        number: String,
    },
}

impl Event for PurchaseOrderEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Raised { .. } => EventKind::PurchaseOrderRaised,
            Self::Approved { .. } => EventKind::PurchaseOrderApproved,
            Self::Placed { .. } => EventKind::PurchaseOrderPlaced,
            Self::PromiseMoved { .. } => EventKind::PurchaseOrderPromiseMoved,
            Self::GoodsReceived { .. } => EventKind::PurchaseOrderGoodsReceived,
            Self::Closed { .. } => EventKind::PurchaseOrderClosed,
            Self::Cancelled { .. } => EventKind::PurchaseOrderCancelled,
            Self::PegReleased { .. } => EventKind::PurchaseOrderPegReleased,
            Self::ReturnRaised { .. } => EventKind::PurchaseOrderReturnRaised,
            Self::ReturnCancelled { .. } => EventKind::PurchaseOrderReturnCancelled,
        }
    }
}
