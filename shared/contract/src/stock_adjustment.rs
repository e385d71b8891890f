//! Changes of stock that are no receipt and no order's (5.2.1, 5.2.3).

use domain::refusal::Refusal;
use domain::stock::LotPieces;
use domain::stock_adjustment::{AdjustmentKind, StockAdjustment};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;
use crate::stock::{StockLine, check_code, pieces};

/// The most lines of an adjustment; one transaction writes them all, twice for a transfer.
const MOST_LINES: usize = 40;
const LONGEST_NUMBER: usize = 64;
const LONGEST_REASON: usize = 500;
const LONGEST_REFERENCE: usize = 200;

/// Stock is adjusted 库存调整. Sending the same adjustment again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockAdjustmentRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "TZ-2026-0001", min_length = 1, max_length = 64)]
    pub adjustment_no: String,
    /// What it does with the pieces.
    #[schema(schema_with = names::adjustment_kind)]
    pub kind: AdjustmentKind,
    /// The warehouse.
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: String,
    /// The warehouse that they are brought into; for a transfer and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CD1", max_length = 16)]
    pub to: Option<String>,
    /// Pieces; each SKU once, or each of its lots once.
    #[schema(min_items = 1, max_items = 40)]
    pub lines: Vec<StockLine>,
    /// Why; kept in the journal, so without names or phone numbers.
    #[schema(example = "外箱破损，待检", min_length = 1, max_length = 500)]
    pub reason: String,
    /// The paper behind it, such as the number of a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// An adjustment as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockAdjustmentView {
    /// Its number.
    pub adjustment_no: String,
    /// What it did.
    #[schema(schema_with = names::adjustment_kind)]
    pub kind: AdjustmentKind,
    /// The warehouse.
    pub warehouse: String,
    /// The warehouse that the pieces were brought into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Pieces.
    pub lines: Vec<StockLine>,
    /// Why.
    pub reason: String,
    /// The paper behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

impl StockAdjustmentRequest {
    /// The adjustment, recorded by `by` at `now`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_adjustment(self, by: &str, now: Timestamp) -> Result<StockAdjustment, Refusal> {
        let mut mistakes = Mistakes::default();
        let number = &self.adjustment_no;
        check_code(&mut mistakes, "adjustment_no", number, LONGEST_NUMBER);
        check_code(&mut mistakes, "warehouse", &self.warehouse, 16);
        match (self.kind, self.to.as_deref()) {
            (AdjustmentKind::Transfer, Some(to)) if to == self.warehouse => {
                mistakes.note("to", "another warehouse", to);
            }
            (AdjustmentKind::Transfer, to) => {
                check_code(&mut mistakes, "to", to.unwrap_or_default(), 16);
            }
            (_, Some(to)) => mistakes.note("to", "nothing; it is for a transfer", to),
            (_, None) => {}
        }
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        let reference =
            mistakes.words_if_given("reference", self.reference.as_deref(), LONGEST_REFERENCE);
        let pieces = pieces(&mut mistakes, &self.lines, MOST_LINES);
        let pieces = mistakes.none_in(Some(pieces))?;
        Ok(StockAdjustment {
            adjustment_no: self.adjustment_no,
            kind: self.kind,
            warehouse: self.warehouse,
            to: self.to,
            pieces,
            reason,
            reference,
            at: now,
            by: by.to_owned(),
        })
    }
}

impl StockAdjustmentView {
    /// The wire form.
    #[must_use]
    pub fn of(adjustment: &StockAdjustment) -> Self {
        let line =
            |pieces: &LotPieces| StockLine::of(&pieces.sku, pieces.quantity, pieces.lot.as_ref());
        Self {
            adjustment_no: adjustment.adjustment_no.clone(),
            kind: adjustment.kind,
            warehouse: adjustment.warehouse.clone(),
            to: adjustment.to.clone(),
            lines: adjustment.pieces.iter().map(line).collect(),
            reason: adjustment.reason.clone(),
            reference: adjustment.reference.clone(),
            at: adjustment.at,
            by: adjustment.by.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_bad_value_is_named() {
        for (body, expected) in [
            (
                json!({ "adjustment_no": "a/b", "kind": "scrap", "warehouse": "", "to": "CD1", "reason": " ",
                    "lines": [{ "sku": "A", "quantity": 0 }, { "sku": "A", "quantity": 1 }] }),
                vec![
                    "adjustment_no",
                    "warehouse",
                    "to",
                    "reason",
                    "lines[0].quantity",
                    "lines[1].sku",
                ],
            ),
            (
                json!({ "adjustment_no": "a", "kind": "transfer", "warehouse": "CQ1", "reason": "x", "lines": [] }),
                vec!["to", "lines"],
            ),
            (
                json!({ "adjustment_no": "a", "kind": "transfer", "warehouse": "CQ1", "to": "CQ1", "reason": "x",
                    "lines": [{ "sku": "A", "quantity": 1 }] }),
                vec!["to"],
            ),
        ] {
            let request: StockAdjustmentRequest = serde_json::from_value(body).unwrap();
            let refusal = request
                .into_adjustment("u-1", Timestamp::UNIX_EPOCH)
                .unwrap_err();
            let places: Vec<_> = refusal.evidence.iter().map(|e| e.at.as_str()).collect();
            assert_eq!(places, expected);
        }
    }
}
