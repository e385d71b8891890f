//! Planning a stocktake (5.2.2).

use super::{CountLine, MOST_LINES, Stocktake, StocktakeEvent, StocktakeScope, StocktakeStage};
use crate::aggregate::Decision;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, Warehouse};

/// A sheet that somebody plans, with the goods that were found for its scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StocktakeDraft {
    /// Its number.
    pub number: String,
    /// Where.
    pub warehouse: Warehouse,
    /// What was asked for.
    pub scope: StocktakeScope,
    /// Where the next sheet begins, if there is more.
    pub next: Option<String>,
    /// What is to be counted.
    pub lines: Vec<CountLine>,
}

/// Plans a sheet and marks its levels, so that no other sheet counts them; that none does is a condition of
/// the transaction.
///
/// # Errors
/// `nothing_to_count` for an empty sheet, `invalid_value` for one of too many SKUs; `calendar_year_missing`.
pub fn plan(
    draft: StocktakeDraft,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<StocktakeEvent>, Refusal> {
    if draft.lines.is_empty() {
        let next = draft.next.as_deref().unwrap_or("nothing more");
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "nothing_to_count",
            "该范围内没有可盘点的商品；若 errors 中给出游标，请从该处继续",
            "there is nothing to count in this scope; where errors name a cursor, go on from there",
        )
        .because(Evidence::new("cursor", "goods in this warehouse", next)));
    }
    if draft.lines.len() > MOST_LINES {
        let found = draft.lines.len().to_string();
        return Err(Refusal::invalid(
            "skus",
            format!("1 to {MOST_LINES} SKUs"),
            found,
        ));
    }
    let due = facts.working_days_on(facts.policy.stocktake.counting_working_days)?;
    let stocktake = Stocktake {
        number: draft.number,
        warehouse: draft.warehouse,
        scope: draft.scope,
        next: draft.next,
        lines: draft.lines,
        planned_by: by.to_owned(),
        planned_at: facts.now,
        stage: StocktakeStage::Planned { due },
        approval: None,
    };
    let marks: Vec<Adjustment> = stocktake.marks().map(Adjustment::StockCountBegin).collect();
    Ok(Decision::of(vec![StocktakeEvent::Planned {
        stocktake: Box::new(stocktake),
    }])
    .with(marks))
}
