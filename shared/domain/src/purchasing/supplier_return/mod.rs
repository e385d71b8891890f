//! Returns to suppliers 采购退货 (5.1.2): goods of a purchase order that go back, and what the supplier says.
//!
//! What failed the inspection never was stock. What is found bad later goes back out of quarantine, in the
//! transaction that ships it, and lowers the supplier's quality score: it had passed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::identifiers::{PurchaseOrderNo, Sku, SupplierCode, WaybillNo};
use crate::lot::Lot;
use crate::money::Money;
use crate::stock::Warehouse;

mod decide;
mod event;
mod evolve;
#[cfg(test)]
mod stories;

pub use decide::{
    ReturnDraft, ShippedReturn, answer_return, cancel_return, close_return, raise_return,
    ship_return,
};
pub use event::SupplierReturnEvent;

/// Those to be handed to a carrier.
pub const RETURN_SHIPMENT_LIST: &str = "supplier_return:to_ship";
/// Those on which the supplier is to say what it does.
pub const RETURN_ANSWER_LIST: &str = "supplier_return:shipped";
/// Those whose answer is to be made good.
pub const RETURN_CLOSING_LIST: &str = "supplier_return:answered";

/// Goods that go back to a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierReturn {
    /// Its number, given by who raised it.
    pub number: String,
    /// The purchase order that they came with.
    pub purchase_order: PurchaseOrderNo,
    /// Who delivered them.
    pub supplier: SupplierCode,
    /// The goods.
    pub sku: Sku,
    /// Where they come from.
    pub source: ReturnSource,
    /// Pieces.
    pub quantity: u32,
    /// What one piece was bought at, in fen.
    pub unit_price: Money,
    /// Why they go back.
    pub reason: String,
    /// Who raised it.
    pub raised_by: String,
    /// When.
    pub raised_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: ReturnStage,
    /// With which waybill they left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<WaybillNo>,
    /// What the supplier said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<RecordedAnswer>,
}

/// Where goods that go back come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ReturnSource {
    /// They failed the inspection and never were stock.
    FailedInspection,
    /// They are kept apart in a warehouse.
    Quarantine {
        /// Which.
        warehouse: Warehouse,
        /// Of which lot, where the goods are kept by lot (5.2.1).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lot: Option<Lot>,
    },
}

impl ReturnSource {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::FailedInspection => "failed_inspection",
            Self::Quarantine { .. } => "quarantine",
        }
    }

    /// Whether they were stock.
    #[must_use]
    pub const fn was_stock(&self) -> bool {
        matches!(self, Self::Quarantine { .. })
    }
}

/// What a supplier does about goods that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum SupplierAnswer {
    /// It gives the money back.
    CreditNote {
        /// The number of its credit note 红字发票 or 折让单.
        credit_note_no: String,
        /// How much, in fen; positive.
        amount: Money,
    },
    /// It delivers again.
    Replacement {
        /// On which day.
        expected: Date,
    },
}

/// What a supplier said, and who wrote it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedAnswer {
    /// What it does.
    #[serde(flatten)]
    pub answer: SupplierAnswer,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Where a return stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ReturnStage {
    /// It is to be handed to a carrier.
    ToShip {
        /// By when.
        due: Timestamp,
    },
    /// It is on its way or with the supplier, who has said nothing yet.
    Shipped {
        /// By when it should.
        due: Timestamp,
    },
    /// The supplier said what it does.
    Answered {
        /// By when somebody makes sure that it did.
        due: Timestamp,
    },
    /// The money or the goods came.
    Closed {
        /// When.
        at: Timestamp,
    },
    /// It was cancelled before the goods left.
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

impl ReturnStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ToShip { .. } => "to_ship",
            Self::Shipped { .. } => "shipped",
            Self::Answered { .. } => "answered",
            Self::Closed { .. } => "closed",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl Aggregate for SupplierReturn {
    const KIND: AggregateKind = AggregateKind::SupplierReturn;
    type Event = SupplierReturnEvent;

    fn id(&self) -> String {
        self.number.clone()
    }

    fn evolve(state: Option<Self>, event: &SupplierReturnEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        let work = match &self.stage {
            ReturnStage::ToShip { due } => Some(WorkPlace::new(RETURN_SHIPMENT_LIST, *due)),
            ReturnStage::Shipped { due } => Some(WorkPlace::new(RETURN_ANSWER_LIST, *due)),
            ReturnStage::Answered { due } => Some(WorkPlace::new(RETURN_CLOSING_LIST, *due)),
            ReturnStage::Closed { .. } | ReturnStage::Cancelled { .. } => None,
        };
        Index {
            work,
            ..Index::default()
        }
    }
}
