//! Returns to suppliers (5.1.2).

use domain::identifiers::{PurchaseOrderNo, WaybillNo};
use domain::money::Money;
use domain::purchasing::{ReturnDraft, ReturnSource, ReturnStage, SupplierAnswer, SupplierReturn};
use domain::refusal::Refusal;
use domain::stock::MAIN_WAREHOUSE;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lot::lot;
use crate::mistakes::Mistakes;
use crate::stock::check_code;

const MOST_PIECES: u32 = 100_000_000;
const LONGEST_NUMBER: usize = 32;
const LONGEST_REASON: usize = 500;

/// Where goods that go back come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnFrom {
    /// They failed the inspection and never were stock.
    FailedInspection,
    /// They are kept apart in a warehouse.
    Quarantine,
}

/// Goods of a purchase order are to go back 采购退货. Sending the same again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplierReturnRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "CT-2026-0001", min_length = 1, max_length = 32)]
    pub number: String,
    /// The purchase order that they came with.
    #[schema(example = "PO-2026-0007", min_length = 1, max_length = 64)]
    pub purchase_order: String,
    /// Where they come from.
    pub from: ReturnFrom,
    /// The warehouse that keeps them apart, the main one if left out; not for what failed the inspection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// The lot, of goods that are kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 32)]
    pub lot_no: Option<String>,
    /// The last day on which it is good, of goods that are kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// Why they go back.
    #[schema(example = "包装破损，无法销售", min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A return was handed to a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnShipmentRequest {
    /// The number of the waybill.
    #[schema(example = "SF1234567890123")]
    pub waybill_no: String,
}

/// What the supplier does: it gives money back or delivers again, one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAnswerRequest {
    /// It gives money back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<CreditNoteBody>,
    /// It delivers again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<ReplacementBody>,
}

/// A credit note of a supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteBody {
    /// Its number.
    #[schema(example = "HZ-2026-0003", min_length = 1, max_length = 64)]
    pub number: String,
    /// How much, in fen.
    #[schema(minimum = 1)]
    pub amount_fen: i64,
}

/// Goods that a supplier delivers again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplacementBody {
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub expected: Date,
}

/// A return to a supplier. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupplierReturnView {
    /// Its number.
    pub number: String,
    /// Counts its changes.
    pub version: u64,
    /// Where it stands: `to_ship`, `shipped`, `answered`, `closed` or `cancelled`.
    #[schema(example = "shipped")]
    pub stage: String,
    /// By when somebody must ship it, the supplier answer, or somebody close it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// The purchase order that the goods came with.
    pub purchase_order: String,
    /// Who delivered them.
    pub supplier: String,
    /// The goods.
    pub sku: String,
    /// Where they come from.
    pub from: ReturnFrom,
    /// The warehouse that kept them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<String>,
    /// The lot, of goods that are kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot_no: Option<String>,
    /// The last day on which it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces.
    pub quantity: u32,
    /// What one piece was bought at, in fen.
    pub unit_price_fen: i64,
    /// Why they go back.
    pub reason: String,
    /// Who raised it.
    pub raised_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub raised_at: Timestamp,
    /// With which waybill they left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    /// What the supplier gives back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<CreditNoteBody>,
    /// What the supplier delivers again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<ReplacementBody>,
}

impl SupplierReturnRequest {
    /// The purchase order, and what is to go back.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_draft(self) -> Result<(PurchaseOrderNo, ReturnDraft), Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "number", &self.number, LONGEST_NUMBER);
        let order = mistakes.parsed(
            "purchase_order",
            &self.purchase_order,
            PurchaseOrderNo::parse,
        );
        let source = match (self.from, self.warehouse) {
            (ReturnFrom::FailedInspection, None) => {
                if let Some(lot_no) = &self.lot_no {
                    mistakes.note("lot_no", "nothing; they never were stock", lot_no);
                }
                ReturnSource::FailedInspection
            }
            (ReturnFrom::FailedInspection, Some(warehouse)) => {
                mistakes.note("warehouse", "nothing; they never were stock", &warehouse);
                ReturnSource::FailedInspection
            }
            (ReturnFrom::Quarantine, warehouse) => {
                let warehouse = warehouse.unwrap_or_else(|| MAIN_WAREHOUSE.to_owned());
                check_code(&mut mistakes, "warehouse", &warehouse, 16);
                let lot = lot(&mut mistakes, "lot", self.lot_no.as_deref(), self.expiry);
                ReturnSource::Quarantine { warehouse, lot }
            }
        };
        mistakes.within("quantity", self.quantity, &(1..=MOST_PIECES));
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        let draft = ReturnDraft {
            number: self.number,
            source,
            quantity: self.quantity,
            reason,
        };
        mistakes.none_in(order.map(|order| (order, draft)))
    }
}

impl ReturnShipmentRequest {
    /// The waybill.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_waybill(self) -> Result<WaybillNo, Refusal> {
        let mut mistakes = Mistakes::default();
        let waybill = mistakes.parsed("waybill_no", &self.waybill_no, WaybillNo::parse);
        mistakes.none_in(waybill)
    }
}

impl ReturnAnswerRequest {
    /// What the supplier does.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_answer(self) -> Result<SupplierAnswer, Refusal> {
        let mut mistakes = Mistakes::default();
        let answer = match (self.credit_note, self.replacement) {
            (Some(note), None) => {
                mistakes.within("credit_note.amount_fen", note.amount_fen, &(1..=i64::MAX));
                Some(SupplierAnswer::CreditNote {
                    credit_note_no: mistakes.words("credit_note.number", &note.number, 64),
                    amount: Money::from_fen(note.amount_fen),
                })
            }
            (None, Some(again)) => Some(SupplierAnswer::Replacement {
                expected: again.expected,
            }),
            (given, _) => {
                let found = given.map_or("neither", |_| "both");
                mistakes.note("credit_note", "one of credit_note and replacement", found);
                None
            }
        };
        mistakes.none_in(answer)
    }
}

impl SupplierReturnView {
    /// The wire form after `version` changes.
    #[must_use]
    pub fn of(goods: &SupplierReturn, version: u64) -> Self {
        let due = match &goods.stage {
            ReturnStage::ToShip { due }
            | ReturnStage::Shipped { due }
            | ReturnStage::Answered { due } => Some(*due),
            ReturnStage::Closed { .. } | ReturnStage::Cancelled { .. } => None,
        };
        let (from, warehouse, lot) = match &goods.source {
            ReturnSource::FailedInspection => (ReturnFrom::FailedInspection, None, None),
            ReturnSource::Quarantine { warehouse, lot } => (
                ReturnFrom::Quarantine,
                Some(warehouse.clone()),
                lot.as_ref(),
            ),
        };
        let (credit_note, replacement) = match goods.answer.as_ref().map(|known| &known.answer) {
            None => (None, None),
            Some(SupplierAnswer::CreditNote {
                credit_note_no,
                amount,
            }) => (
                Some(CreditNoteBody {
                    number: credit_note_no.clone(),
                    amount_fen: amount.fen(),
                }),
                None,
            ),
            Some(SupplierAnswer::Replacement { expected }) => (
                None,
                Some(ReplacementBody {
                    expected: *expected,
                }),
            ),
        };
        Self {
            number: goods.number.clone(),
            version,
            stage: goods.stage.name().to_owned(),
            due,
            purchase_order: goods.purchase_order.to_string(),
            supplier: goods.supplier.to_string(),
            sku: goods.sku.to_string(),
            from,
            warehouse,
            lot_no: lot.map(|lot| lot.lot_no.to_string()),
            expiry: lot.and_then(|lot| lot.expiry),
            quantity: goods.quantity,
            unit_price_fen: goods.unit_price.fen(),
            reason: goods.reason.clone(),
            raised_by: goods.raised_by.clone(),
            raised_at: goods.raised_at,
            waybill_no: goods.waybill_no.as_ref().map(ToString::to_string),
            credit_note,
            replacement,
        }
    }
}
