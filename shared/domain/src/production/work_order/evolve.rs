//! Folding events into the state of a work order.

use super::event::InspectionDue;
use super::{Completion, Inspection, Report, WorkOrder, WorkOrderEvent, WorkStage};
use crate::aggregate::{Event, Misfit};

/// The work order after `event`.
pub(super) fn evolve(
    state: Option<WorkOrder>,
    event: &WorkOrderEvent,
) -> Result<WorkOrder, Misfit> {
    let name = state.as_ref().map_or("none", |known| known.stage.name());
    let misfit = Misfit {
        event: event.kind(),
        state: name.to_owned(),
    };
    match (state, event) {
        (None, WorkOrderEvent::Raised { work_order }) => Ok((**work_order).clone()),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

/// The work order after `event`, or `None` when the event cannot follow it.
fn apply(mut order: WorkOrder, event: &WorkOrderEvent) -> Option<WorkOrder> {
    let planned = matches!(order.stage, WorkStage::Planned);
    let running = matches!(order.stage, WorkStage::Running { .. });
    match event {
        WorkOrderEvent::Raised { .. } => return None,
        WorkOrderEvent::Rescheduled { slot, .. } => order.slot = *slot,
        WorkOrderEvent::Started { at, by } if planned => {
            order.started_by = Some(by.clone());
            order.stage = WorkStage::Running { since: *at };
        }
        WorkOrderEvent::Reported { report } if running => made(&mut order, report)?,
        WorkOrderEvent::Completed {
            completion,
            inspection,
        } if running => completed(&mut order, completion, *inspection)?,
        WorkOrderEvent::Inspected { inspection } => inspected(&mut order, inspection)?,
        WorkOrderEvent::Closed { at, reason, .. } if planned || running => {
            leave_unmade(&mut order)?;
            order.stage = WorkStage::Closed {
                at: *at,
                reason: reason.clone(),
            };
        }
        WorkOrderEvent::Cancelled { at, reason, .. } if planned => {
            leave_unmade(&mut order)?;
            order.stage = WorkStage::Cancelled {
                at: *at,
                reason: reason.clone(),
            };
        }
        WorkOrderEvent::PegReleased { at } => order.peg.as_mut()?.released_at = Some(*at),
        WorkOrderEvent::Started { .. }
        | WorkOrderEvent::Reported { .. }
        | WorkOrderEvent::Completed { .. }
        | WorkOrderEvent::Closed { .. }
        | WorkOrderEvent::Cancelled { .. } => return None,
    }
    Some(order)
}

fn made(order: &mut WorkOrder, report: &Report) -> Option<()> {
    let pieces = report.good.checked_add(report.scrap)?;
    order.open = order.open.checked_sub(pieces)?;
    order.waiting = order.waiting.checked_add(report.good)?;
    order.scrapped = order.scrapped.checked_add(report.scrap)?;
    order.set_up = true;
    order.reports.push(report.clone());
    Some(())
}

fn completed(
    order: &mut WorkOrder,
    completion: &Completion,
    inspection: Option<InspectionDue>,
) -> Option<()> {
    leave_unmade(order)?;
    order.completion = Some(completion.clone());
    order.stage = match inspection {
        Some(next) => WorkStage::Inspection {
            due: next.due,
            sample: next.sample,
            accept: next.accept,
        },
        None => WorkStage::Finished { at: completion.at },
    };
    Some(())
}

fn inspected(order: &mut WorkOrder, inspection: &Inspection) -> Option<()> {
    if !matches!(order.stage, WorkStage::Inspection { .. }) {
        return None;
    }
    order.waiting = 0;
    order.passed = order.passed.checked_add(inspection.passed)?;
    order.scrapped = order.scrapped.checked_add(inspection.scrapped)?;
    order.open = inspection.rework;
    order.set_up = false;
    order.inspections.push(inspection.clone());
    order.stage = if inspection.rework > 0 {
        WorkStage::Planned
    } else {
        WorkStage::Finished { at: inspection.at }
    };
    Some(())
}

fn leave_unmade(order: &mut WorkOrder) -> Option<()> {
    order.unmade = order.unmade.checked_add(order.open)?;
    order.open = 0;
    Some(())
}
