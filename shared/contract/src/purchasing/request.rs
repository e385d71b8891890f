//! What buyers and the warehouse ask for (5.1.2).

use domain::identifiers::{PurchaseOrderNo, Sku, SupplierCode};
use domain::order::OrderId;
use domain::purchasing::{GoodsReceipt, Need, Placement};
use domain::refusal::Refusal;
use domain::stock::MAIN_WAREHOUSE;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ChoiceView;
use super::received_lot::{ReceivedLotBody, received_lots};
use crate::mistakes::Mistakes;
use crate::stock::check_code;

/// The most pieces that can be ordered.
const MOST_PIECES: u32 = 100_000_000;
/// The longest number that a buyer gives; longer ones are those of purchase orders that were raised
/// by themselves.
const LONGEST_NUMBER: usize = 32;
const LONGEST_REASON: usize = 500;

/// What would be bought from whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// Pieces that are needed.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date, example = "2026-12-01")]
    pub needed_by: Date,
    /// The supplier; the best if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub supplier: Option<String>,
}

/// What would be bought; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PurchaseQuote {
    /// The goods.
    pub sku: String,
    /// From whom, and why.
    pub choice: ChoiceView,
    /// Whether the price would need the approval of a second person.
    pub needs_approval: bool,
}

/// A purchase order is raised by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "PO-2026-0007", min_length = 1, max_length = 32)]
    pub number: String,
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// Pieces that are needed; minimum quantities and multiples may make it more.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date, example = "2026-12-01")]
    pub needed_by: Date,
    /// The supplier; the best if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub supplier: Option<String>,
    /// The order that is short of them, if they are for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Uuid>,
    /// The warehouse whose stock they are for, if they are for no order: they count as on order there (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 16)]
    pub warehouse: Option<String>,
}

/// A request for a purchase order, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedPurchase {
    /// Its number.
    pub number: PurchaseOrderNo,
    /// What is needed.
    pub need: Need,
    /// The supplier, if one was named.
    pub supplier: Option<SupplierCode>,
    /// The order, if it is for one.
    pub order: Option<OrderId>,
    /// The warehouse whose stock it is for, if it is for that.
    pub warehouse: Option<String>,
}

/// A purchase order was placed with its supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacementRequest {
    /// The reference of the contract or of the supplier's confirmation.
    #[schema(example = "HT-2026-0112", min_length = 1, max_length = 100)]
    pub contract: String,
    /// When the supplier promised to deliver; by its lead time if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub promised: Option<Date>,
}

/// The supplier promised another date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// The date.
    #[schema(value_type = String, format = Date)]
    pub promised: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Why it is cancelled or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Goods of a purchase order came in and were inspected. Sending the same receipt again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodsReceiptRequest {
    /// The receipt's number, unique within the purchase order.
    #[schema(example = "RK-2026-0001", min_length = 1, max_length = 64)]
    pub receipt_no: String,
    /// The warehouse; the main one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// Pieces that passed the inspection and become stock.
    #[schema(minimum = 0)]
    pub passed: u32,
    /// Pieces that failed it and go back to the supplier; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub failed: Option<u32>,
    /// The lots of what passed, where the product is kept by lot (5.2.1); as many pieces as passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    pub lots: Vec<ReceivedLotBody>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl QuoteRequest {
    /// What is needed, and the supplier that is named.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_parts(self) -> Result<(Need, Option<SupplierCode>), Refusal> {
        let mut mistakes = Mistakes::default();
        let need = need(&mut mistakes, &self.sku, self.quantity, self.needed_by);
        let supplier = self.supplier.as_deref();
        let supplier = mistakes.parsed_if_given("supplier", supplier, SupplierCode::parse);
        mistakes.none_in(need.map(|need| (need, supplier)))
    }
}

impl PurchaseOrderRequest {
    /// The request, read.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_purchase(self) -> Result<RequestedPurchase, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "number", &self.number, LONGEST_NUMBER);
        let number = PurchaseOrderNo::parse(&self.number).ok();
        let need = need(&mut mistakes, &self.sku, self.quantity, self.needed_by);
        let supplier = self.supplier.as_deref();
        let supplier = mistakes.parsed_if_given("supplier", supplier, SupplierCode::parse);
        if let Some(warehouse) = &self.warehouse {
            check_code(&mut mistakes, "warehouse", warehouse, 16);
            if self.order_id.is_some() {
                mistakes.note("warehouse", "none, with an order_id", warehouse);
            }
        }
        mistakes.none_in(number.zip(need).map(|(number, need)| RequestedPurchase {
            number,
            need,
            supplier,
            order: self.order_id,
            warehouse: self.warehouse,
        }))
    }
}

fn need(mistakes: &mut Mistakes, sku: &str, quantity: u32, by: Date) -> Option<Need> {
    mistakes.within("quantity", quantity, &(1..=MOST_PIECES));
    let sku = mistakes.parsed("sku", sku, Sku::parse)?;
    Some(Need { sku, quantity, by })
}

impl PlacementRequest {
    /// What was agreed.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_placement(self) -> Result<Placement, Refusal> {
        let mut mistakes = Mistakes::default();
        let contract = mistakes.words("contract", &self.contract, 100);
        mistakes.none_in(Some(Placement {
            contract,
            promised: self.promised,
        }))
    }
}

impl PromiseRequest {
    /// The date and the reason.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_parts(self) -> Result<(Date, String), Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some((self.promised, reason)))
    }
}

impl ReasonRequest {
    /// The reason.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_reason(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some(reason))
    }
}

impl GoodsReceiptRequest {
    /// The receipt, recorded by `by` at `at`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_receipt(self, by: &str, at: Timestamp) -> Result<GoodsReceipt, Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = self.warehouse.as_deref().unwrap_or(MAIN_WAREHOUSE);
        check_code(&mut mistakes, "receipt_no", &self.receipt_no, 64);
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        let note = mistakes.words_if_given("note", self.note.as_deref(), LONGEST_REASON);
        let lots = received_lots(&mut mistakes, &self.lots);
        mistakes.none_in(Some(GoodsReceipt {
            lots,
            warehouse: warehouse.to_owned(),
            receipt_no: self.receipt_no,
            passed: self.passed,
            failed: self.failed.unwrap_or_default(),
            note,
            at,
            by: by.to_owned(),
            // The purchase order knows by when it should have come.
            on_time: false,
        }))
    }
}
