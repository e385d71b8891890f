//! Purchase orders as they are shown (5.1.2, 5.1.3).

use domain::money::Money;
use domain::purchasing::{GoodsReceipt, Peg, Promise, PurchaseOrder, PurchaseStage};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ChoiceView, ReceivedLotBody};

/// A purchase order. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PurchaseOrderView {
    /// Its number.
    pub number: String,
    /// Counts its changes.
    pub version: u64,
    /// Where it stands: `awaiting_approval`, `to_place`, `placed`, `received`, `closed` or `cancelled`.
    #[schema(example = "placed")]
    pub stage: String,
    /// By when somebody must approve or place it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// The goods.
    pub sku: String,
    /// Pieces that were needed.
    pub needed: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date)]
    pub needed_by: Date,
    /// Pieces that are ordered.
    pub quantity: u32,
    /// Pieces that came in and passed the inspection.
    pub passed: u32,
    /// Pieces that failed it and go back to the supplier, who still owes them.
    pub failed: u32,
    /// Pieces of either that are on returns to the supplier.
    #[serde(default)]
    pub returned: u32,
    /// Pieces that the supplier still owes, while it does.
    pub outstanding: u32,
    /// From whom, at which price and cost, and why.
    pub choice: ChoiceView,
    /// The standard cost that the price was held against, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_cost_fen: Option<i64>,
    /// The order that waits for the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peg: Option<PegView>,
    /// The warehouse whose stock it is for, where it is for that (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// Who raised it: a person, or the function that found the shortage.
    pub raised_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub raised_at: Timestamp,
    /// Who approved its price, where it needed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// The reference of the contract, once it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// When the supplier promised to deliver, as it said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub promised: Option<Date>,
    /// Every date that it promised, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<PromiseView>,
    /// What came in, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<GoodsReceiptView>,
    /// Why it was closed or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The order that goods are bought or made for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PegView {
    /// Which.
    pub order_id: Uuid,
    /// Pieces that it lacks.
    pub quantity: u32,
    /// When it stopped waiting because it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub released_at: Option<Timestamp>,
}

/// A date that a supplier promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromiseView {
    /// The date.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// When it was entered.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why it is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Goods that came in and were inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoodsReceiptView {
    /// Its number.
    pub receipt_no: String,
    /// Where.
    pub warehouse: String,
    /// Pieces that passed and became stock.
    pub passed: u32,
    /// Pieces that did not.
    pub failed: u32,
    /// The lots of what passed, where the goods are kept by lot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<ReceivedLotBody>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Whether it came by the date first promised.
    pub on_time: bool,
}

impl PurchaseOrderView {
    /// The wire form of a purchase order after `version` changes.
    #[must_use]
    pub fn of(order: &PurchaseOrder, version: u64) -> Self {
        let (due, promised, reason) = match &order.stage {
            PurchaseStage::AwaitingApproval { due } | PurchaseStage::ToPlace { due } => {
                (Some(*due), None, None)
            }
            PurchaseStage::Placed { promised } => (None, Some(*promised), None),
            PurchaseStage::Received { .. } => (None, None, None),
            PurchaseStage::Closed { reason, .. } | PurchaseStage::Cancelled { reason, .. } => {
                (None, None, Some(reason.clone()))
            }
        };
        let owes = !order.stage.is_final();
        Self {
            number: order.number.to_string(),
            version,
            stage: order.stage.name().to_owned(),
            due,
            sku: order.sku.to_string(),
            needed: order.needed,
            needed_by: order.needed_by,
            quantity: order.bid().quantity,
            passed: order.passed(),
            failed: order.failed(),
            returned: order
                .returns
                .iter()
                .fold(0, |sum, goods| u32::saturating_add(sum, goods.quantity)),
            outstanding: if owes { order.outstanding() } else { 0 },
            choice: ChoiceView::of(&order.choice),
            standard_cost_fen: order.standard_cost.map(Money::fen),
            peg: order.peg.as_ref().map(PegView::of),
            warehouse: order.warehouse.clone(),
            raised_by: order.raised_by.clone(),
            raised_at: order.raised_at,
            approved_by: order.approval.as_ref().map(|approval| approval.by.clone()),
            contract: order.contract.clone(),
            promised,
            promises: order.promises.iter().map(PromiseView::of).collect(),
            receipts: order.receipts.iter().map(GoodsReceiptView::of).collect(),
            reason,
        }
    }
}

impl PegView {
    pub(crate) const fn of(peg: &Peg) -> Self {
        Self {
            order_id: peg.order,
            quantity: peg.quantity,
            released_at: peg.released_at,
        }
    }
}

impl PromiseView {
    fn of(promise: &Promise) -> Self {
        Self {
            date: promise.date,
            at: promise.at,
            by: promise.by.clone(),
            reason: promise.reason.clone(),
        }
    }
}

impl GoodsReceiptView {
    fn of(receipt: &GoodsReceipt) -> Self {
        Self {
            receipt_no: receipt.receipt_no.clone(),
            warehouse: receipt.warehouse.clone(),
            passed: receipt.passed,
            failed: receipt.failed,
            lots: receipt.lots.iter().map(ReceivedLotBody::of).collect(),
            note: receipt.note.clone(),
            at: receipt.at,
            by: receipt.by.clone(),
            on_time: receipt.on_time,
        }
    }
}
