//! Goods that come in, and what there is (5.2).

use domain::identifiers::Sku;
use domain::lot::Lot;
use domain::refusal::Refusal;
use domain::stock::{LotPieces, MAIN_WAREHOUSE, StockLevel, StockMove};
use domain::stock_receipt::StockReceipt;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lot::lot;
use crate::mistakes::Mistakes;

/// The most lines of a receipt; one transaction writes them all.
const MOST_LINES: usize = 80;
const LONGEST_NUMBER: usize = 64;
const LONGEST_REFERENCE: usize = 200;

/// Goods came into a warehouse. Sending the same receipt again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockReceiptRequest {
    /// The receipt's number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "RK-2026-0001", min_length = 1, max_length = 64)]
    pub receipt_no: String,
    /// The warehouse; the main one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// What came in.
    #[schema(min_items = 1, max_items = 80)]
    pub lines: Vec<StockLine>,
    /// Why, such as a purchase order's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// Pieces of one SKU in a paper of the warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockLine {
    /// The goods; each once, or each of its lots once.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// Pieces.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// The number of the lot, where the product is kept by lot (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "20260301A", max_length = 32)]
    pub lot_no: Option<String>,
    /// The last day on which the lot is good, where the product is kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2027-02-28")]
    pub expiry: Option<Date>,
}

/// A receipt as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockReceiptView {
    /// Its number.
    pub receipt_no: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// What came in.
    pub lines: Vec<StockLine>,
}

/// What there is of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockView {
    /// The goods.
    pub sku: String,
    /// By warehouse.
    pub warehouses: Vec<StockLevelView>,
    /// Where it is being counted. Whoever may count sees no numbers of these warehouses meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under_count: Vec<StockUnderCountView>,
}

/// What one warehouse has: on hand = available + reserved + quarantined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockLevelView {
    /// The warehouse.
    pub warehouse: String,
    /// Pieces in it.
    pub on_hand: u64,
    /// Pieces promised to orders.
    pub reserved: u64,
    /// Pieces that can still be promised.
    pub available: u64,
    /// Pieces that are kept apart until somebody has looked at them.
    #[serde(default)]
    pub quarantined: u64,
}

/// A warehouse in which a SKU is being counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockUnderCountView {
    /// The warehouse.
    pub warehouse: String,
    /// The number of the stocktake.
    pub stocktake: String,
}

impl StockReceiptRequest {
    /// The receipt, recorded by `recorded_by` at `now`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_receipt(self, recorded_by: &str, now: Timestamp) -> Result<StockReceipt, Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = self.warehouse.as_deref().unwrap_or(MAIN_WAREHOUSE);
        check_code(
            &mut mistakes,
            "receipt_no",
            &self.receipt_no,
            LONGEST_NUMBER,
        );
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        let reference =
            mistakes.words_if_given("reference", self.reference.as_deref(), LONGEST_REFERENCE);
        let pieces = pieces(&mut mistakes, &self.lines, MOST_LINES);
        let pieces = mistakes.none_in(Some(pieces))?;
        let moved = |pieces: LotPieces| StockMove {
            sku: pieces.sku,
            warehouse: warehouse.to_owned(),
            quantity: pieces.quantity,
            lot: pieces.lot,
            shard: None,
        };
        Ok(StockReceipt {
            receipt_no: self.receipt_no,
            moves: pieces.into_iter().map(moved).collect(),
            reference: reference.unwrap_or_default(),
            received_at: now,
            recorded_by: recorded_by.to_owned(),
        })
    }
}

/// The pieces of some lines, at most so many: each SKU once, or each of its lots once.
pub(crate) fn pieces(mistakes: &mut Mistakes, lines: &[StockLine], most: usize) -> Vec<LotPieces> {
    mistakes.within("lines", lines.len(), &(1..=most));
    let mut pieces: Vec<LotPieces> = Vec::new();
    for (index, line) in lines.iter().take(most).enumerate() {
        let at = |field: &str| format!("lines[{index}].{field}");
        mistakes.within(&at("quantity"), line.quantity, &(1..=100_000_000));
        let Some(sku) = mistakes.parsed(&at("sku"), &line.sku, Sku::parse) else {
            continue;
        };
        let place = format!("lines[{index}]");
        let lot = lot(mistakes, &place, line.lot_no.as_deref(), line.expiry);
        let same = |earlier: &LotPieces| {
            let known = earlier.lot == lot || earlier.lot.is_none() || lot.is_none();
            earlier.sku == sku && known
        };
        if pieces.iter().any(same) {
            mistakes.note(
                at("sku"),
                "each SKU once, or each of its lots",
                sku.as_str(),
            );
        } else {
            pieces.push(LotPieces {
                lot,
                sku,
                quantity: line.quantity,
            });
        }
    }
    pieces
}

/// A code that is part of keys and paths.
pub(crate) fn check_code(mistakes: &mut Mistakes, at: &str, text: &str, longest: usize) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if !(1..=longest).contains(&text.len()) || !text.bytes().all(plain) {
        mistakes.note(
            at,
            format!("1 to {longest} letters, digits, dots, underscores or hyphens"),
            text,
        );
    }
}

impl StockLine {
    /// Pieces of goods that are not kept by lot.
    #[must_use]
    pub fn plain(sku: impl Into<String>, quantity: u32) -> Self {
        Self {
            sku: sku.into(),
            quantity,
            lot_no: None,
            expiry: None,
        }
    }

    pub(crate) fn of(sku: &Sku, quantity: u32, lot: Option<&Lot>) -> Self {
        Self {
            sku: sku.to_string(),
            quantity,
            lot_no: lot.map(|lot| lot.lot_no.to_string()),
            expiry: lot.and_then(|lot| lot.expiry),
        }
    }
}

impl StockReceiptView {
    /// The wire form.
    #[must_use]
    pub fn of(receipt: &StockReceipt) -> Self {
        let line =
            |moved: &StockMove| StockLine::of(&moved.sku, moved.quantity, moved.lot.as_ref());
        Self {
            receipt_no: receipt.receipt_no.clone(),
            received_at: receipt.received_at,
            lines: receipt.moves.iter().map(line).collect(),
        }
    }
}

impl StockView {
    /// The wire form; `blind` for whoever may count, so that no count is made to fit the books (5.2.2).
    #[must_use]
    pub fn of(sku: &Sku, levels: &[StockLevel], blind: bool) -> Self {
        let under_count = |level: &StockLevel| {
            Some(StockUnderCountView {
                warehouse: level.warehouse.clone(),
                stocktake: level.stocktake.clone()?,
            })
        };
        let view = |level: &StockLevel| StockLevelView {
            warehouse: level.warehouse.clone(),
            on_hand: level.on_hand(),
            reserved: level.reserved,
            available: level.available,
            quarantined: level.quarantined,
        };
        Self {
            sku: sku.to_string(),
            warehouses: levels
                .iter()
                .filter(|level| !blind || level.stocktake.is_none())
                .map(view)
                .collect(),
            under_count: levels.iter().filter_map(under_count).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(body: serde_json::Value) -> Vec<String> {
        let request: StockReceiptRequest = serde_json::from_value(body).unwrap();
        let refusal = request
            .into_receipt("u-1", Timestamp::UNIX_EPOCH)
            .unwrap_err();
        refusal
            .evidence
            .into_iter()
            .map(|evidence| evidence.at)
            .collect()
    }

    #[test]
    fn a_receipt_goes_to_the_main_warehouse_unless_it_says_otherwise() {
        let request: StockReceiptRequest = serde_json::from_value(
            json!({ "receipt_no": "RK-1", "lines": [{ "sku": "A", "quantity": 3 }] }),
        )
        .unwrap();
        let receipt = request.into_receipt("u-1", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            (
                receipt.moves[0].warehouse.as_str(),
                receipt.moves[0].quantity
            ),
            (MAIN_WAREHOUSE, 3)
        );
    }

    #[test]
    fn every_bad_value_is_named() {
        let bad = json!({
            "receipt_no": "a/b", "warehouse": "", "reference": "长".repeat(201),
            "lines": [{ "sku": "A", "quantity": 0 }, { "sku": "A", "quantity": 1 }, { "sku": "#", "quantity": 1 }],
        });
        assert_eq!(
            places(bad),
            [
                "receipt_no",
                "warehouse",
                "reference",
                "lines[0].quantity",
                "lines[1].sku",
                "lines[2].sku"
            ]
        );
        assert_eq!(places(json!({ "receipt_no": "a", "lines": [] })), ["lines"]);
    }
}
