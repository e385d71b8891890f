//! Planning a line again: what was started goes on, then the earliest due date first (5.1.1).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::line::{LineEvent, MOST_QUEUED, ProductionLine, QueuedWork, Slot, Worked};
use super::schedule::fill;
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::identifiers::WorkOrderNo;
use crate::order::{Facts, year_missing};
use crate::refusal::{Evidence, Refusal, RefusalClass};

#[cfg(test)]
mod tests;

/// What changes in the queue of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineChange {
    /// A work order that is new in it, or otherwise than before.
    pub put: Option<Queueing>,
    /// A work order that leaves it.
    pub taken: Option<WorkOrderNo>,
    /// Working minutes that were just worked off.
    pub worked: u64,
}

/// A work order as its line knows it, before it is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queueing {
    /// Its number.
    pub work_order: WorkOrderNo,
    /// When its pieces should be there.
    pub due: Date,
    /// Pieces that are still to be made, at least one.
    pub pieces: u32,
    /// Work that is left, in working minutes, at least one.
    pub minutes: u64,
    /// When it was started.
    pub started_at: Option<Timestamp>,
    /// Whether it comes back: the queue takes it however long it is.
    pub comes_back: bool,
}

/// Carries out a change and plans the line again from today on; nothing to do when that changes nothing. Today
/// counts as far as it is not worked off, so what was planned for a day stays there all day.
///
/// # Errors
/// `line_queue_full`; `calendar_year_missing` when work would go on into a year without data.
pub fn replan(
    line: &ProductionLine,
    change: LineChange,
    facts: &Facts<'_>,
) -> Result<Decision<LineEvent>, Refusal> {
    let LineChange { put, taken, worked } = change;
    let mut planned = line.clone();
    let before = planned.queue.len();
    planned
        .queue
        .retain(|it| Some(&it.work_order) != taken.as_ref());
    let has_left = planned.queue.len() < before;
    if let Some(put) = put {
        put_in(&mut planned, put)?;
    }
    let today = business_date(facts.now);
    let worked = (worked > 0).then(|| {
        let so_far = line.worked.filter(|known| known.date == today);
        let minutes = so_far.map_or(0, |known| known.minutes);
        Worked {
            date: today,
            minutes: minutes.saturating_add(worked),
        }
    });
    planned.worked = worked.or(line.worked);
    place(&mut planned, today, facts)?;
    let as_before = |it: &QueuedWork| line.queued(&it.work_order) == Some(it);
    planned.queue.retain(|it| !as_before(it));
    let put = planned.queue;
    if put.is_empty() && !has_left && worked.is_none() {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![LineEvent::Replanned {
        at: facts.now,
        put,
        taken: taken.filter(|_| has_left).into_iter().collect(),
        worked,
    }]))
}

/// The slot that a decision gives to a work order.
#[must_use]
pub fn slot_of(decision: &Decision<LineEvent>, number: &WorkOrderNo) -> Option<Slot> {
    let placed = decision.events.iter().filter_map(|event| match event {
        LineEvent::Replanned { put, .. } => put.iter().find(|it| it.work_order == *number),
        LineEvent::Revised { .. } => None,
    });
    placed.map(|it| it.slot).next_back()
}

/// Puts work into the queue, or in the place of what was known of it; its slot is found afterwards.
fn put_in(line: &mut ProductionLine, put: Queueing) -> Result<(), Refusal> {
    let slot = line.queued(&put.work_order).map(|known| known.slot);
    let work = QueuedWork {
        work_order: put.work_order,
        due: put.due,
        pieces: put.pieces,
        minutes: put.minutes,
        started_at: put.started_at,
        slot: slot.unwrap_or(Slot {
            plan: 0,
            start: put.due,
            finish: put.due,
        }),
    };
    let known = line
        .queue
        .iter_mut()
        .find(|it| it.work_order == work.work_order);
    if let Some(known) = known {
        *known = work;
        return Ok(());
    }
    if line.queue.len() >= MOST_QUEUED && !put.comes_back {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "line_queue_full",
            format!("产线 {} 最多排 {MOST_QUEUED} 张工单", line.profile.code),
            format!(
                "line {} has at most {MOST_QUEUED} work orders in its queue",
                line.profile.code
            ),
        )
        .because(Evidence::new(
            "line",
            format!("fewer than {MOST_QUEUED} work orders"),
            line.queue.len().to_string(),
        )));
    }
    line.queue.push(work);
    Ok(())
}

/// Gives every work order its days. One that stays on its days keeps the number of the plan that put it there.
fn place(line: &mut ProductionLine, today: Date, facts: &Facts<'_>) -> Result<(), Refusal> {
    let sequence = line.sequence();
    let jobs: Vec<u64> = sequence.iter().map(|it| it.minutes).collect();
    let numbers: Vec<WorkOrderNo> = sequence.iter().map(|it| it.work_order.clone()).collect();
    let capacity = |date| line.capacity(date, facts.calendar);
    let portions = fill(&jobs, today, capacity).map_err(year_missing)?;
    let mut days: BTreeMap<usize, (Date, Date)> = BTreeMap::new();
    for portion in portions {
        let days = days.entry(portion.job);
        days.or_insert((portion.date, portion.date)).1 = portion.date;
    }
    let plan = line.plans.saturating_add(1);
    for (job, number) in numbers.iter().enumerate() {
        let Some((start, finish)) = days.get(&job).copied() else {
            continue;
        };
        let mut queue = line.queue.iter_mut();
        let Some(work) = queue.find(|it| it.work_order == *number) else {
            continue;
        };
        let start = work.started_at.map_or(start, business_date);
        let known = work.slot;
        if known.plan == 0 || (known.start, known.finish) != (start, finish) {
            work.slot = Slot {
                plan,
                start,
                finish,
            };
        }
    }
    Ok(())
}
