//! Production lines 产线: their capacity, and what stands in their queue (5.1.1).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::replan::{LineChange, replan};
use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::calendar::{CalendarError, WorkingCalendar};
use crate::dated::is_unnumbered;
use crate::event_kind::EventKind;
use crate::identifiers::{LineCode, WorkOrderNo};
use crate::order::Facts;
use crate::refusal::Refusal;

/// The list that every line is in.
pub const LINES_LIST: &str = "production_line:register";

/// The most work orders in the queue of a line; rework comes back to it even so.
pub const MOST_QUEUED: usize = 200;
/// The most dates on which a line works otherwise than usual.
pub const MOST_EXCEPTIONS: usize = 400;
/// Minutes of a day.
const WHOLE_DAY: u32 = 1_440;

/// A line on which goods are made, one work order after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductionLine {
    /// What is known of it.
    #[serde(flatten)]
    pub profile: LineProfile,
    /// How often it was planned.
    #[serde(default, skip_serializing_if = "is_unnumbered")]
    pub plans: u64,
    /// What is to be made on it, by the work orders' numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queue: Vec<QueuedWork>,
    /// What was worked off on the last day on which something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked: Option<Worked>,
}

/// What is known of a line. Entered as a whole; what stood there before is in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineProfile {
    /// Its code.
    pub code: LineCode,
    /// Its name.
    pub name: String,
    /// Capacity of a working day 日产能, in working minutes.
    pub daily_minutes: u32,
    /// Dates with another capacity, by date, each once; a day off can be worked by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<CapacityException>,
}

/// A date on which a line works longer or shorter than usual, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityException {
    /// The date.
    pub date: Date,
    /// Its capacity, in working minutes.
    pub minutes: u32,
}

/// A work order in the queue of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedWork {
    /// Its number.
    pub work_order: WorkOrderNo,
    /// When its pieces should be there; the earliest is made first.
    pub due: Date,
    /// Pieces that are still to be made.
    pub pieces: u32,
    /// Work that is left, in working minutes.
    pub minutes: u64,
    /// When it was started, if it was; nothing is put before it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it is planned.
    pub slot: Slot,
}

/// When a work order is planned to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The number of the plan of the line that placed it there.
    pub plan: u64,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub finish: Date,
}

/// Work done on a day, which takes from its capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// The day.
    pub date: Date,
    /// Working minutes.
    pub minutes: u64,
}

/// An event of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LineEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// All that is known of it.
        line: LineProfile,
    },
    /// Its work was planned again.
    Replanned {
        /// When.
        at: Timestamp,
        /// What is new in the queue, or otherwise than before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        put: Vec<QueuedWork>,
        /// What left the queue.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        taken: Vec<WorkOrderNo>,
        /// What was worked off that day, where it has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worked: Option<Worked>,
    },
}

impl Event for LineEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::ProductionLineRevised,
            Self::Replanned { .. } => EventKind::ProductionLineReplanned,
        }
    }
}

impl LineProfile {
    fn check(&self) -> Result<(), Refusal> {
        let minutes = |at: String, found: u32, least: u32| {
            if (least..=WHOLE_DAY).contains(&found) {
                return Ok(());
            }
            let expected = format!("{least} to {WHOLE_DAY} minutes");
            Err(Refusal::invalid(at, expected, found.to_string()))
        };
        minutes("daily_minutes".to_owned(), self.daily_minutes, 1)?;
        if self.exceptions.len() > MOST_EXCEPTIONS {
            let expected = format!("at most {MOST_EXCEPTIONS} dates");
            let found = self.exceptions.len().to_string();
            return Err(Refusal::invalid("exceptions", expected, found));
        }
        let mut before: Option<Date> = None;
        for (place, exception) in self.exceptions.iter().enumerate() {
            let at = |field: &str| format!("exceptions[{place}].{field}");
            if let Some(before) = before.filter(|before| exception.date <= *before) {
                let expected = format!("a date after {before}, the one before");
                let found = exception.date.to_string();
                return Err(Refusal::invalid(at("date"), expected, found));
            }
            minutes(at("minutes"), exception.minutes, 0)?;
            before = Some(exception.date);
        }
        Ok(())
    }
}

impl ProductionLine {
    /// Working minutes of a day that are not worked off yet.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`] for a date of no exception in a year that the calendar does not know.
    pub fn capacity(&self, date: Date, calendar: &WorkingCalendar) -> Result<u64, CalendarError> {
        let exceptions = &self.profile.exceptions;
        let exception = exceptions.binary_search_by_key(&date, |it| it.date).ok();
        let minutes = match exception.and_then(|place| exceptions.get(place)) {
            Some(exception) => exception.minutes,
            None if calendar.is_working_day(date)? => self.profile.daily_minutes,
            None => 0,
        };
        let worked = self.worked.filter(|worked| worked.date == date);
        let worked = worked.map_or(0, |worked| worked.minutes);
        Ok(u64::from(minutes).saturating_sub(worked))
    }

    /// Whether something was not made by `today` that should have been, so that the line must be planned again.
    #[must_use]
    pub fn has_slipped(&self, today: Date) -> bool {
        let slipped = |work: &QueuedWork| {
            let idle = work.started_at.is_none() && work.slot.start < today;
            idle || work.slot.finish < today
        };
        self.queue.iter().any(slipped)
    }

    /// A work order in the queue.
    #[must_use]
    pub fn queued(&self, number: &WorkOrderNo) -> Option<&QueuedWork> {
        self.queue.iter().find(|it| it.work_order == *number)
    }

    /// The queue in the sequence in which it is made: what was started, by when; then what is due earliest.
    #[must_use]
    pub fn sequence(&self) -> Vec<&QueuedWork> {
        let mut queue: Vec<&QueuedWork> = self.queue.iter().collect();
        queue.sort_by_key(|it| it.rank());
        queue
    }
}

impl QueuedWork {
    /// What it is sorted by.
    pub(super) fn rank(&self) -> (bool, Option<Timestamp>, Option<Date>, &WorkOrderNo) {
        let due = self.started_at.is_none().then_some(self.due);
        (due.is_some(), self.started_at, due, &self.work_order)
    }
}

/// Enters a line or changes it, and plans its work again; nothing to do when the same is known.
///
/// # Errors
/// `invalid_value` for a capacity that no day has, and for dates that are not in sequence;
/// `calendar_year_missing`.
pub fn revise_line(
    known: Option<&ProductionLine>,
    profile: LineProfile,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<LineEvent>, Refusal> {
    profile.check()?;
    if known.is_some_and(|known| known.profile == profile) {
        return Ok(Decision::done());
    }
    let revised = LineEvent::Revised {
        at: facts.now,
        by: by.to_owned(),
        line: profile.clone(),
    };
    let mut decision = Decision::of(vec![revised]);
    if let Some(known) = known {
        let line = ProductionLine {
            profile,
            ..known.clone()
        };
        let again = replan(&line, LineChange::default(), facts)?;
        decision.events.extend(again.events);
    }
    Ok(decision)
}

impl Aggregate for ProductionLine {
    const KIND: AggregateKind = AggregateKind::ProductionLine;
    type Event = LineEvent;

    fn id(&self) -> String {
        self.profile.code.to_string()
    }

    fn evolve(state: Option<Self>, event: &LineEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (None, LineEvent::Revised { line, .. }) => Ok(Self {
                profile: line.clone(),
                plans: 0,
                queue: Vec::new(),
                worked: None,
            }),
            (Some(known), LineEvent::Revised { line, .. }) => Ok(Self {
                profile: line.clone(),
                ..known
            }),
            (
                Some(mut known),
                LineEvent::Replanned {
                    put, taken, worked, ..
                },
            ) => {
                let gone = |number: &WorkOrderNo| {
                    taken.contains(number) || put.iter().any(|it| it.work_order == *number)
                };
                known.queue.retain(|it| !gone(&it.work_order));
                known.queue.extend(put.iter().cloned());
                known.queue.sort_by(|a, b| a.work_order.cmp(&b.work_order));
                known.plans = known.plans.saturating_add(1);
                known.worked = worked.or(known.worked);
                Ok(known)
            }
            (None, LineEvent::Replanned { .. }) => Err(Misfit {
                event: event.kind(),
                state: "none".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::listed(LINES_LIST)
    }
}
