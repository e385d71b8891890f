//! Raising a work order, and what planners decide about it (5.1.1, 5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;

use super::{WorkOrder, WorkOrderEvent, WorkStage};
use crate::aggregate::Decision;
use crate::identifiers::{Sku, WorkOrderNo};
use crate::order::Facts;
use crate::production::line::{LineEvent, ProductionLine, Slot};
use crate::production::replan::{LineChange, replan, slot_of};
use crate::production::routing::{MOST_PIECES, Routing};
use crate::purchasing::Peg;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// What is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The number of the work order.
    pub number: WorkOrderNo,
    /// The goods.
    pub sku: Sku,
    /// Pieces that are needed.
    pub quantity: u32,
    /// When they should be there.
    pub by: Date,
    /// The order that waits for them.
    pub peg: Option<Peg>,
}

/// Raises a work order of whole lots and puts it into the queue of its line; its first plan is its promise.
///
/// # Errors
/// `invalid_value` for more than can be made; `line_queue_full`; `calendar_year_missing`.
pub fn raise(
    wanted: Wanted,
    routing: &Routing,
    line: &ProductionLine,
    by: &str,
    facts: &Facts<'_>,
) -> Result<(WorkOrder, Decision<LineEvent>), Refusal> {
    let quantity = routing.quantity_for(wanted.quantity);
    let quantity = quantity.ok_or_else(|| {
        let expected = format!("1 to {MOST_PIECES} pieces, in whole lots");
        Refusal::invalid("quantity", expected, wanted.quantity.to_string())
    })?;
    let unplanned = Slot {
        plan: 0,
        start: wanted.by,
        finish: wanted.by,
    };
    let mut order = WorkOrder {
        number: wanted.number,
        sku: wanted.sku,
        line: routing.line.clone(),
        needed: wanted.quantity,
        quantity,
        needed_by: wanted.by,
        seconds_per_piece: routing.seconds_per_piece,
        setup_minutes: routing.setup_minutes,
        promised: wanted.by,
        slot: unplanned,
        peg: wanted.peg,
        raised_by: by.to_owned(),
        raised_at: facts.now,
        stage: WorkStage::Planned,
        started_by: None,
        open: quantity,
        waiting: 0,
        passed: 0,
        scrapped: 0,
        unmade: 0,
        set_up: false,
        reports: Vec::new(),
        completion: None,
        inspections: Vec::new(),
    };
    let change = LineChange {
        put: order.queueing(),
        ..LineChange::default()
    };
    let planned = replan(line, change, facts)?;
    if let Some(slot) = slot_of(&planned, &order.number) {
        order.slot = slot;
        order.promised = slot.finish;
    }
    Ok((order, planned))
}

/// Takes over the days that a plan of its line gives it; nothing to do when it knows that plan or a later one.
#[must_use]
pub fn reschedule(order: &WorkOrder, slot: Slot, now: Timestamp) -> Decision<WorkOrderEvent> {
    if order.stage.is_final() || slot.plan <= order.slot.plan {
        return Decision::done();
    }
    Decision::of(vec![WorkOrderEvent::Rescheduled { at: now, slot }])
}

/// Closes it short: what is missing is no longer made. Nothing to do when it is closed.
///
/// # Errors
/// `work_order_not_open`; `work_order_awaits_completion` when pieces were made that were not inspected: then it
/// is completed; `work_order_not_started` before it began: then it is cancelled.
pub fn close(
    order: &WorkOrder,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Decision<WorkOrderEvent>, Refusal> {
    match &order.stage {
        WorkStage::Closed { .. } => return Ok(Decision::done()),
        WorkStage::Planned if order.reports.is_empty() => {
            return Err(wrong_stage(
                order,
                "work_order_not_started",
                ("已开工；未开工请取消", "started; cancel it instead"),
            ));
        }
        WorkStage::Planned | WorkStage::Running { .. } => {}
        WorkStage::Inspection { .. } | WorkStage::Finished { .. } | WorkStage::Cancelled { .. } => {
            return Err(wrong_stage(
                order,
                "work_order_not_open",
                ("生产中", "being made"),
            ));
        }
    }
    if order.waiting > 0 {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "work_order_awaits_completion",
            format!("已有 {} 件报工待检，请改为完工", order.waiting),
            format!(
                "{} pieces were made and not inspected; complete it instead",
                order.waiting
            ),
        )
        .because(Evidence::new(
            "waiting",
            "no pieces",
            order.waiting.to_string(),
        )));
    }
    Ok(Decision::of(vec![WorkOrderEvent::Closed {
        at: now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }]))
}

/// Cancels it before anything was made; nothing to do when it is cancelled.
///
/// # Errors
/// `work_order_not_cancellable` once it was started: then it is completed or closed.
pub fn cancel(
    order: &WorkOrder,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Decision<WorkOrderEvent>, Refusal> {
    if matches!(order.stage, WorkStage::Cancelled { .. }) {
        return Ok(Decision::done());
    }
    if !is_cancellable(order) {
        return Err(wrong_stage(
            order,
            "work_order_not_cancellable",
            ("未开工", "not started"),
        ));
    }
    Ok(Decision::of(vec![WorkOrderEvent::Cancelled {
        at: now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }]))
}

/// 5.1.3: the order that it was raised for no longer waits. What was not started is cancelled with that; what was
/// goes on for stock. Nothing to do without such an order, or when that is known.
#[must_use]
pub fn release_peg(order: &WorkOrder, by: &str, now: Timestamp) -> Decision<WorkOrderEvent> {
    let waits = order.peg.as_ref().filter(|peg| peg.released_at.is_none());
    if waits.is_none() {
        return Decision::done();
    }
    let mut events = vec![WorkOrderEvent::PegReleased { at: now }];
    if is_cancellable(order) {
        events.push(WorkOrderEvent::Cancelled {
            at: now,
            by: by.to_owned(),
            reason: "订单已取消".to_owned(),
        });
    }
    Decision::of(events)
}

const fn is_cancellable(order: &WorkOrder) -> bool {
    matches!(order.stage, WorkStage::Planned) && order.reports.is_empty()
}

/// 409 because of where it stands.
pub(super) fn wrong_stage(
    order: &WorkOrder,
    code: &'static str,
    (zh, en): (&str, &str),
) -> Refusal {
    let stage = order.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("生产工单须处于“{zh}”状态，当前为 {stage}"),
        format!("the work order must be {en}; it is {stage}"),
    )
    .because(Evidence::new("stage", en, stage))
}
