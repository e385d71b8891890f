//! Counting blind, and counting again what is too far off (5.2.2).

use std::collections::BTreeMap;

use super::event::CountedLine;
use super::{CountLine, Stocktake, StocktakeEvent, StocktakeStage};
use crate::aggregate::{Decision, fold};
use crate::identifiers::Sku;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most counts of one line: the first one and those again.
pub const MOST_COUNTS: usize = 6;

/// What somebody says to have counted of a SKU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCount {
    /// The goods.
    pub sku: Sku,
    /// Pieces.
    pub counted: u32,
}

/// Records counts. `book` is what the shelves hold by the books at this moment; what is not in it is nought.
/// When the last open line is counted, the lines beyond the tolerance are to be counted by somebody else, or
/// the sheet waits for its approval. A count that is sent again changes nothing.
///
/// # Errors
/// `invalid_value` for a SKU that is not on the sheet; `sku_already_counted`; 403 `another_counter_required`
/// for whoever counted a line before; `stocktake_not_counting`; `calendar_year_missing`.
pub fn record(
    stocktake: &Stocktake,
    counts: &[SheetCount],
    book: &BTreeMap<Sku, u64>,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<StocktakeEvent>, Refusal> {
    let mut lines = Vec::new();
    for (place, count) in counts.iter().enumerate() {
        let at = format!("lines[{place}].sku");
        let line = stocktake.lines.iter().find(|line| line.sku == count.sku);
        let line = line.ok_or_else(|| {
            let expected = format!("a SKU of the sheet {}", stocktake.number);
            Refusal::invalid(&at, expected, count.sku.to_string())
        })?;
        if is_repeated(line, count, by) {
            continue;
        }
        check_stage(stocktake)?;
        check_line(line, &at, by)?;
        lines.push(CountedLine {
            sku: count.sku.clone(),
            counted: count.counted,
            book: book.get(&count.sku).copied().unwrap_or_default(),
        });
    }
    if lines.is_empty() {
        return Ok(Decision::done());
    }
    let counted = StocktakeEvent::Counted {
        at: facts.now,
        by: by.to_owned(),
        lines,
    };
    let then = after(stocktake, &counted, facts)?;
    Ok(Decision::of(std::iter::once(counted).chain(then).collect()))
}

/// What follows a count: nothing while lines are open.
fn after(
    stocktake: &Stocktake,
    counted: &StocktakeEvent,
    facts: &Facts<'_>,
) -> Result<Option<StocktakeEvent>, Refusal> {
    let counted = std::slice::from_ref(counted);
    let Ok(Some(state)) = fold(Some(stocktake.clone()), counted) else {
        return Ok(None);
    };
    if state.lines.iter().any(CountLine::is_open) {
        return Ok(None);
    }
    let policy = &facts.policy.stocktake;
    let lines = state.lines.iter();
    let off = lines.filter(|line| policy.wants_recount(line.variance(), line.standard_cost));
    let skus: Vec<Sku> = off.map(|line| line.sku.clone()).collect();
    Ok(Some(if skus.is_empty() || is_recount(stocktake) {
        StocktakeEvent::CountCompleted {
            at: facts.now,
            due: facts.working_days_on(policy.approval_working_days)?,
        }
    } else {
        StocktakeEvent::RecountRequired {
            at: facts.now,
            by: None,
            reason: None,
            skus,
            due: facts.working_days_on(policy.recount_working_days)?,
        }
    }))
}

const fn is_recount(stocktake: &Stocktake) -> bool {
    matches!(stocktake.stage, StocktakeStage::Recounting { .. })
}

/// Whether the same person said the same before.
fn is_repeated(line: &CountLine, count: &SheetCount, by: &str) -> bool {
    let mut before = line.counts.iter();
    before.any(|known| known.by == by && known.counted == count.counted)
}

fn check_stage(stocktake: &Stocktake) -> Result<(), Refusal> {
    match stocktake.stage {
        StocktakeStage::Planned { .. }
        | StocktakeStage::Counting { .. }
        | StocktakeStage::Recounting { .. } => Ok(()),
        StocktakeStage::AwaitingApproval { .. }
        | StocktakeStage::Approved { .. }
        | StocktakeStage::Cancelled { .. } => Err(super::approve::wrong_stage(
            stocktake,
            "stocktake_not_counting",
            ("盘点中", "being counted"),
        )),
    }
}

/// Refuses a line that is counted already, and whoever counted it before. What was counted is not told.
fn check_line(line: &CountLine, at: &str, by: &str) -> Result<(), Refusal> {
    if !line.is_open() {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "sku_already_counted",
            "该商品本轮已盘点；如需更正，请由计划员或经理要求复盘",
            "this SKU is counted already; to correct it, have a planner or manager ask for a recount",
        )
        .because(Evidence::new(
            at,
            "a SKU that is still to be counted",
            line.sku.to_string(),
        )));
    }
    if line.counts.iter().any(|count| count.by == by) {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "another_counter_required",
            "复盘须由未盘点过该商品的人进行",
            "a recount is made by somebody who has not counted this SKU",
        )
        .because(Evidence::new(
            at,
            "another person than who counted before",
            "the same person",
        )));
    }
    Ok(())
}
