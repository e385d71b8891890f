//! The quality inspection 质检 of what was made (5.1.1).

use super::make::Outcome;
use super::raise::wrong_stage;
use super::{Inspection, WorkOrder, WorkOrderEvent, WorkStage};
use crate::aggregate::Decision;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// The most inspections of one work order.
pub const MOST_INSPECTIONS: usize = 50;

/// Records an inspection with its decision about every piece. Only what passed becomes stock; what is to be
/// reworked is planned again.
///
/// A lot with more defective pieces in its sample than the plan accepts passes in no part, unless every piece was
/// looked at.
///
/// # Errors
/// `inspection_no_reused` for other content under a known number; `work_order_not_in_inspection`; 403
/// `four_eyes_required` for whoever started, reported or completed it; `invalid_value` for numbers that do not
/// add up; `lot_rejected`; `too_many_inspections` for rework when there were as many as can be.
pub fn inspect(order: &WorkOrder, inspection: Inspection) -> Result<Outcome, Refusal> {
    let number = &inspection.inspection_no;
    let mut known = order.inspections.iter();
    if let Some(known) = known.find(|it| it.inspection_no == *number) {
        return same(known, &inspection).map(|()| Outcome::Known);
    }
    let WorkStage::Inspection { sample, accept, .. } = order.stage else {
        return Err(wrong_stage(
            order,
            "work_order_not_in_inspection",
            ("待检", "completed and not inspected"),
        ));
    };
    by_another(order, &inspection.by)?;
    adds_up(order, &inspection, sample)?;
    let whole = inspection.sample == order.waiting;
    if inspection.defects > accept && inspection.passed > 0 && !whole {
        return Err(lot_rejected(&inspection, accept));
    }
    if inspection.rework > 0 && order.inspections.len().saturating_add(1) >= MOST_INSPECTIONS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_inspections",
            format!("每张生产工单最多质检 {MOST_INSPECTIONS} 次，不能再返工"),
            format!("a work order has at most {MOST_INSPECTIONS} inspections; no more rework"),
        ));
    }
    let stock = received(order, &inspection).map(Adjustment::StockReceive);
    let event = WorkOrderEvent::Inspected { inspection };
    Ok(Outcome::New(Decision::of(vec![event]).with(stock)))
}

/// The pieces that pass an inspection and become stock, if any do; of the lot that it names.
#[must_use]
pub fn received(order: &WorkOrder, inspection: &Inspection) -> Option<StockMove> {
    (inspection.passed > 0).then(|| StockMove {
        sku: order.sku.clone(),
        warehouse: inspection.warehouse.clone(),
        quantity: inspection.passed,
        lot: inspection.lot.clone(),
        shard: None,
    })
}

/// Whoever made the pieces does not inspect them.
fn by_another(order: &WorkOrder, by: &str) -> Result<(), Refusal> {
    let made = order.reports.iter().map(|report| report.by.as_str());
    let completed = order.completion.iter().map(|done| done.by.as_str());
    let mut made_by = made.chain(completed).chain(order.started_by.as_deref());
    if !made_by.any(|person| person == by) {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Forbidden,
        "four_eyes_required",
        "质检须由开工、报工、完工人以外的人进行",
        "what was made must be inspected by another person than who made or reported it",
    )
    .because(Evidence::new(
        "inspection",
        "another person than who started, reported or completed it",
        "one of them",
    )))
}

/// Every piece is decided about, enough were looked at, and none that is defective passes.
fn adds_up(order: &WorkOrder, inspection: &Inspection, sample: u32) -> Result<(), Refusal> {
    let Inspection {
        passed,
        rework,
        scrapped,
        defects,
        ..
    } = *inspection;
    let lot = order.waiting;
    let failed = u64::from(rework).saturating_add(u64::from(scrapped));
    let decided = failed.saturating_add(u64::from(passed));
    if decided != u64::from(lot) {
        return Err(Refusal::invalid(
            "passed",
            format!("{lot} pieces: passed, rework and scrapped together"),
            decided.to_string(),
        ));
    }
    if !(sample..=lot).contains(&inspection.sample) {
        return Err(Refusal::invalid(
            "sample",
            format!("{sample} to {lot} pieces"),
            inspection.sample.to_string(),
        ));
    }
    if defects > inspection.sample || u64::from(defects) > failed {
        let most = failed.min(inspection.sample.into());
        return Err(Refusal::invalid(
            "defects",
            format!("at most {most}: of the sample, and none of them passed"),
            defects.to_string(),
        ));
    }
    Ok(())
}

fn lot_rejected(inspection: &Inspection, accept: u32) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "lot_rejected",
        format!("不合格数超过接收数 {accept}，整批不得放行；可返工、报废或全检"),
        format!(
            "more than {accept} pieces of the sample are defective, so the lot does not pass: rework it, scrap \
             it, or inspect every piece"
        ),
    )
    .because(Evidence::new(
        "passed",
        format!("0 with more than {accept} defects, unless every piece was inspected"),
        format!(
            "{} passed with {} defects",
            inspection.passed, inspection.defects
        ),
    ))
}

/// An inspection sent again must say the same.
fn same(known: &Inspection, again: &Inspection) -> Result<(), Refusal> {
    let again = Inspection {
        at: known.at,
        by: known.by.clone(),
        ..again.clone()
    };
    if *known == again {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "inspection_no_reused",
        "该质检单号已用于内容不同的质检单",
        "the inspection number was used for an inspection of other content",
    )
    .because(Evidence::new(
        "inspection_no",
        format!("{} of {} passed, as before", known.passed, known.sample),
        "other content",
    )))
}
