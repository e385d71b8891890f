//! Stocktakes as they are shown: blind to whoever may count, until they are over (5.2.2).

use domain::money::Money;
use domain::stocktake::{Count, CountLine, Stocktake, StocktakeStage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stocktake. Its version is in `ETag` too. Whoever may count sees neither the books nor what others counted
/// before it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StocktakeView {
    /// Its number.
    pub number: String,
    /// Counts its changes.
    pub version: u64,
    /// Where it stands: `planned`, `counting`, `recounting`, `awaiting_approval`, `approved` or `cancelled`.
    #[schema(example = "counting")]
    pub stage: String,
    /// By when it is to be counted, counted again or approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// The warehouse.
    pub warehouse: String,
    /// The zone that it was planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The category that it was planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Where the next sheet of the scope begins; absent when this one holds the rest of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Who planned it.
    pub planned_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub planned_at: Timestamp,
    /// What is counted.
    pub lines: Vec<StocktakeLineView>,
    /// Lines that were found as the books have them, in permille of those counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_permille: Option<u16>,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Why the books were wrong, or why it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A SKU of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StocktakeLineView {
    /// The goods.
    pub sku: String,
    /// Whether it is to be counted now.
    pub to_count: bool,
    /// Whether it is to be counted again, by somebody who has not counted it.
    pub recount: bool,
    /// Pieces found beyond the books by the last count; below nought for pieces that are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<i64>,
    /// What the variance is worth by standard cost, in fen, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance_fen: Option<i64>,
    /// Every count, the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<CountView>,
}

/// What somebody counted, and what the books said at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountView {
    /// Pieces that were counted.
    pub counted: u32,
    /// Pieces on the shelves by the books.
    pub book: u64,
    /// Who counted.
    pub by: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl StocktakeView {
    /// The wire form after `version` changes; `blind` for whoever may count.
    #[must_use]
    pub fn of(stocktake: &Stocktake, version: u64, blind: bool) -> Self {
        let blind = blind && !stocktake.stage.is_final();
        let (due, cancelled) = match &stocktake.stage {
            StocktakeStage::Planned { due }
            | StocktakeStage::Counting { due }
            | StocktakeStage::Recounting { due }
            | StocktakeStage::AwaitingApproval { due } => (Some(*due), None),
            StocktakeStage::Approved { .. } => (None, None),
            StocktakeStage::Cancelled { reason, .. } => (None, Some(reason)),
        };
        let approval = stocktake.approval.as_ref();
        let reason = approval.map(|approval| &approval.reason).or(cancelled);
        let lines = stocktake.lines.iter();
        Self {
            number: stocktake.number.clone(),
            version,
            stage: stocktake.stage.name().to_owned(),
            due,
            warehouse: stocktake.warehouse.clone(),
            zone: stocktake.scope.zone.clone(),
            category: stocktake.scope.category.clone(),
            next_cursor: stocktake.next.clone(),
            planned_by: stocktake.planned_by.clone(),
            planned_at: stocktake.planned_at,
            lines: lines
                .map(|line| StocktakeLineView::of(line, blind))
                .collect(),
            accuracy_permille: stocktake.accuracy_permille().filter(|_| !blind),
            approved_by: approval.map(|approval| approval.by.clone()),
            reason: reason.cloned(),
        }
    }
}

impl StocktakeLineView {
    fn of(line: &CountLine, blind: bool) -> Self {
        let shown = Self {
            sku: line.sku.to_string(),
            to_count: line.is_open(),
            recount: line.recount,
            variance: None,
            variance_fen: None,
            counts: Vec::new(),
        };
        if blind || line.counts.is_empty() {
            return shown;
        }
        let variance = i64::try_from(line.variance()).ok();
        let cost = line.standard_cost.map(Money::fen);
        Self {
            variance,
            variance_fen: variance
                .zip(cost)
                .and_then(|(pieces, fen)| pieces.checked_mul(fen)),
            counts: line.counts.iter().map(CountView::of).collect(),
            ..shown
        }
    }
}

impl CountView {
    fn of(count: &Count) -> Self {
        Self {
            counted: count.counted,
            book: count.book,
            by: count.by.clone(),
            at: count.at,
        }
    }
}
