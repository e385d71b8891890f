//! Purchase orders 采购订单 (5.1.2, 5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Bid, SupplierChoice};
use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::calendar::CLOSING_HOUR;
use crate::identifiers::{PurchaseOrderNo, Sku};
use crate::lot::Lot;
use crate::money::Money;
use crate::order::OrderId;
use crate::stock::Warehouse;

mod event;
mod evolve;
mod goods_return;
mod raise;
mod receive;
#[cfg(test)]
mod stories;

pub use event::PurchaseOrderEvent;
pub use goods_return::{MOST_RETURNS, ReturnedGoods};
pub(crate) use goods_return::{cancel_goods_return, return_goods};
pub use raise::{
    Placement, approve, cancel, close, move_promise, needs_approval, place, raise, release_peg,
};
pub use receive::{MOST_RECEIPTS, Reception, moves, receive};

/// Those that wait for the approval of a second person.
pub const APPROVAL_LIST: &str = "purchase_order:awaiting_approval";
/// Those to be placed with their suppliers.
pub const PLACEMENT_LIST: &str = "purchase_order:to_place";
/// Those whose goods suppliers are to deliver 在途, by promised date.
pub const DELIVERY_LIST: &str = "purchase_order:placed";

/// Goods that are bought from a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrder {
    /// Its number.
    pub number: PurchaseOrderNo,
    /// The goods.
    pub sku: Sku,
    /// Pieces that were needed; an offer may make it more.
    pub needed: u32,
    /// When they should be there.
    pub needed_by: Date,
    /// From whom, how many, at which price and cost, and why.
    pub choice: SupplierChoice,
    /// The standard cost of one piece 标准成本 that its price was held against, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_cost: Option<Money>,
    /// The order that waits for the goods (5.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peg: Option<Peg>,
    /// The warehouse whose stock it is for, where it is for that (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<Warehouse>,
    /// Who raised it: a person, or the function that found the shortage.
    pub raised_by: String,
    /// When.
    pub raised_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: PurchaseStage,
    /// Who approved it, where its price needed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// The reference of the contract or order with the supplier, once it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// The dates that the supplier promised, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
    /// What came in, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<GoodsReceipt>,
    /// What of it is on returns to the supplier, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<ReturnedGoods>,
}

/// The order that goods are bought or made for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peg {
    /// Which.
    pub order: OrderId,
    /// Pieces that it lacks.
    pub quantity: u32,
    /// When it stopped waiting because it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
}

/// Where a purchase order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum PurchaseStage {
    /// Its price needs the approval of a second person.
    AwaitingApproval {
        /// By when.
        due: Timestamp,
    },
    /// It is to be placed with the supplier.
    ToPlace {
        /// By when.
        due: Timestamp,
    },
    /// The supplier is to deliver.
    Placed {
        /// On which day, as it promised last.
        promised: Date,
    },
    /// All of it came in and passed.
    Received {
        /// When.
        at: Timestamp,
    },
    /// What is missing no longer comes.
    Closed {
        /// When that was decided.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// It was cancelled before anything came in.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl PurchaseStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AwaitingApproval { .. } => "awaiting_approval",
            Self::ToPlace { .. } => "to_place",
            Self::Placed { .. } => "placed",
            Self::Received { .. } => "received",
            Self::Closed { .. } => "closed",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether nothing more comes from it.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::AwaitingApproval { .. } | Self::ToPlace { .. } | Self::Placed { .. } => false,
            Self::Received { .. } | Self::Closed { .. } | Self::Cancelled { .. } => true,
        }
    }
}

/// Who approved a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A date that a supplier promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The date.
    pub date: Date,
    /// When it was entered.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why it is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Goods that came in and were inspected 到货检验; received = passed + failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsReceipt {
    /// Its number, unique within the purchase order; a repeat is the same receipt.
    pub receipt_no: String,
    /// Where.
    pub warehouse: String,
    /// Pieces that passed and became stock.
    pub passed: u32,
    /// Pieces that did not and go back to the supplier.
    pub failed: u32,
    /// The lots of what passed, where the SKU is kept by lot (5.2.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<ReceivedLot>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Whether it came by the date first promised.
    pub on_time: bool,
}

/// Pieces of a lot that passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedLot {
    /// The lot.
    pub lot: Lot,
    /// Pieces, at least one.
    pub quantity: u32,
}

impl PurchaseOrder {
    /// What was agreed with whom.
    #[must_use]
    pub const fn bid(&self) -> &Bid {
        &self.choice.chosen
    }

    /// Pieces that came in and passed.
    #[must_use]
    pub fn passed(&self) -> u32 {
        let pieces = self.receipts.iter().map(|receipt| receipt.passed);
        pieces.fold(0, u32::saturating_add)
    }

    /// Pieces that failed the inspection and go back to the supplier, who still owes them.
    #[must_use]
    pub fn failed(&self) -> u32 {
        let pieces = self.receipts.iter().map(|receipt| receipt.failed);
        pieces.fold(0, u32::saturating_add)
    }

    /// Pieces that the supplier still owes.
    #[must_use]
    pub fn outstanding(&self) -> u32 {
        self.bid().quantity.saturating_sub(self.passed())
    }

    /// When the goods should be there: as promised last, or as the supplier's lead time has it.
    #[must_use]
    pub const fn expected(&self) -> Date {
        match &self.stage {
            PurchaseStage::Placed { promised } => *promised,
            PurchaseStage::AwaitingApproval { .. }
            | PurchaseStage::ToPlace { .. }
            | PurchaseStage::Received { .. }
            | PurchaseStage::Closed { .. }
            | PurchaseStage::Cancelled { .. } => self.choice.chosen.arrives,
        }
    }
}

impl Aggregate for PurchaseOrder {
    const KIND: AggregateKind = AggregateKind::PurchaseOrder;
    type Event = PurchaseOrderEvent;

    fn id(&self) -> String {
        self.number.to_string()
    }

    fn evolve(state: Option<Self>, event: &PurchaseOrderEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        let work = match &self.stage {
            PurchaseStage::AwaitingApproval { due } => Some(WorkPlace::new(APPROVAL_LIST, *due)),
            PurchaseStage::ToPlace { due } => Some(WorkPlace::new(PLACEMENT_LIST, *due)),
            PurchaseStage::Placed { promised } => {
                Some(WorkPlace::on(DELIVERY_LIST, *promised, CLOSING_HOUR))
            }
            PurchaseStage::Received { .. }
            | PurchaseStage::Closed { .. }
            | PurchaseStage::Cancelled { .. } => None,
        };
        Index {
            work,
            ..Index::default()
        }
    }
}
