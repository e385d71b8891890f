//! Bringing variances into the books, and what else is decided of a stocktake (5.2.2).

use super::{CountLine, MOST_COUNTS, Stocktake, StocktakeEvent, StocktakeStage};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// Approves a stocktake: each variance is added to stock or taken off what is available, all of them or none,
/// in one transaction; that enough is available is its condition. Nothing to do when the same person did before.
///
/// # Errors
/// `stocktake_not_awaiting_approval`; 403 `four_eyes_required` for whoever planned it or counted;
/// `variance_too_large` for one that no movement can hold.
pub fn approve(
    stocktake: &Stocktake,
    by: &str,
    reason: &str,
    facts: &Facts<'_>,
) -> Result<Decision<StocktakeEvent>, Refusal> {
    if stocktake
        .approval
        .as_ref()
        .is_some_and(|approval| approval.by == by)
    {
        return Ok(Decision::done());
    }
    if !matches!(stocktake.stage, StocktakeStage::AwaitingApproval { .. }) {
        return Err(wrong_stage(
            stocktake,
            "stocktake_not_awaiting_approval",
            ("待审批", "awaiting approval"),
        ));
    }
    if stocktake.planned_by == by || stocktake.was_counted_by(by) {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "four_eyes_required",
            "盘点须由未参与计划和清点的人审批",
            "a stocktake is approved by somebody who neither planned nor counted it",
        )
        .because(Evidence::new(
            "approval",
            "a person who neither planned nor counted it",
            "one who did",
        )));
    }
    let mut moves = Vec::new();
    for line in &stocktake.lines {
        moves.extend(movement(stocktake, line)?);
    }
    let marks = stocktake.marks().map(Adjustment::StockCountEnd);
    Ok(Decision::of(vec![StocktakeEvent::Approved {
        at: facts.now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }])
    .with(moves)
    .with(marks))
}

/// The movement that brings a line's variance into the books; none for a line that was exact.
fn movement(stocktake: &Stocktake, line: &CountLine) -> Result<Option<Adjustment>, Refusal> {
    let variance = line.variance();
    let quantity = u32::try_from(variance.unsigned_abs()).map_err(|_| {
        Refusal::new(
            RefusalClass::Conflict,
            "variance_too_large",
            "盘点差异过大，无法一次调整，请复盘",
            "the variance is larger than one movement can hold; count again",
        )
        .because(Evidence::new(
            line.sku.to_string(),
            format!("at most {} pieces", u32::MAX),
            variance.to_string(),
        ))
    })?;
    let moved = StockMove {
        sku: line.sku.clone(),
        warehouse: stocktake.warehouse.clone(),
        quantity,
        lot: None,
        shard: None,
    };
    Ok(match variance {
        0 => None,
        1.. => Some(Adjustment::StockReceive(moved)),
        ..0 => Some(Adjustment::StockWriteOff(moved)),
    })
}

/// Sends lines back to be counted by somebody else, because whoever is to approve does not trust them.
///
/// # Errors
/// `stocktake_not_awaiting_approval`; `invalid_value` for a SKU that is not on the sheet; `too_many_recounts`; `calendar_year_missing`.
pub fn request_recount(
    stocktake: &Stocktake,
    skus: &[Sku],
    by: &str,
    reason: &str,
    facts: &Facts<'_>,
) -> Result<Decision<StocktakeEvent>, Refusal> {
    if is_asked_for(stocktake, skus) {
        return Ok(Decision::done());
    }
    if !matches!(stocktake.stage, StocktakeStage::AwaitingApproval { .. }) {
        return Err(wrong_stage(
            stocktake,
            "stocktake_not_awaiting_approval",
            ("待审批", "awaiting approval"),
        ));
    }
    for (place, sku) in skus.iter().enumerate() {
        let line = stocktake.lines.iter().find(|line| line.sku == *sku);
        let Some(line) = line else {
            let expected = format!("a SKU of the sheet {}", stocktake.number);
            return Err(Refusal::invalid(
                format!("skus[{place}]"),
                expected,
                sku.to_string(),
            ));
        };
        if line.counts.len() >= MOST_COUNTS {
            return Err(Refusal::new(
                RefusalClass::Conflict,
                "too_many_recounts",
                format!("每个商品最多盘点 {MOST_COUNTS} 次"),
                format!("a SKU is counted at most {MOST_COUNTS} times"),
            )
            .because(Evidence::new(
                format!("skus[{place}]"),
                format!("fewer than {MOST_COUNTS} counts"),
                line.counts.len().to_string(),
            )));
        }
    }
    let due = facts.working_days_on(facts.policy.stocktake.recount_working_days)?;
    Ok(Decision::of(vec![StocktakeEvent::RecountRequired {
        at: facts.now,
        by: Some(by.to_owned()),
        reason: Some(reason.to_owned()),
        skus: skus.to_vec(),
        due,
    }]))
}

/// Whether exactly these lines are being counted again.
fn is_asked_for(stocktake: &Stocktake, skus: &[Sku]) -> bool {
    let open = stocktake.lines.iter().filter(|line| line.recount);
    matches!(stocktake.stage, StocktakeStage::Recounting { .. })
        && open.clone().count() == skus.len()
        && open.into_iter().all(|line| skus.contains(&line.sku))
}

/// Gives a stocktake up; the books stay as they are. Nothing to do when it was.
///
/// # Errors
/// `stocktake_is_over` once it is approved.
pub fn cancel(
    stocktake: &Stocktake,
    by: &str,
    reason: &str,
    facts: &Facts<'_>,
) -> Result<Decision<StocktakeEvent>, Refusal> {
    if matches!(stocktake.stage, StocktakeStage::Cancelled { .. }) {
        return Ok(Decision::done());
    }
    if stocktake.stage.is_final() {
        return Err(wrong_stage(
            stocktake,
            "stocktake_is_over",
            ("未结束", "under way"),
        ));
    }
    Ok(Decision::of(vec![StocktakeEvent::Cancelled {
        at: facts.now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }])
    .with(stocktake.marks().map(Adjustment::StockCountEnd)))
}

/// 409 because of where it stands.
pub(super) fn wrong_stage(
    stocktake: &Stocktake,
    code: &'static str,
    (zh, en): (&str, &str),
) -> Refusal {
    let stage = stocktake.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("盘点单须处于“{zh}”状态，当前为 {stage}"),
        format!("the stocktake must be {en}, it is {stage}"),
    )
    .because(Evidence::new("stage", en, stage))
}
