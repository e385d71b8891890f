//! Work orders 生产工单 (5.1.1, 5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::line::Slot;
use super::replan::{LineChange, Queueing};
use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::calendar::CLOSING_HOUR;
use crate::identifiers::{LineCode, Sku, WorkOrderNo};
use crate::lot::Lot;
use crate::purchasing::Peg;

mod event;
mod evolve;
mod inspect;
mod make;
mod raise;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod stories;

pub use event::WorkOrderEvent;
pub use inspect::{MOST_INSPECTIONS, inspect, received};
pub use make::{MOST_REPORTS, Outcome, complete, report, start};
pub use raise::{Wanted, cancel, close, raise, release_peg, reschedule};

/// Those to be started, by the day on which their pieces should be there.
pub const PLANNED_LIST: &str = "work_order:planned";
/// Those that are being made, by the same day.
pub const RUNNING_LIST: &str = "work_order:running";
/// Those whose pieces are to be inspected.
pub const INSPECTION_LIST: &str = "work_order:inspection";

/// Pieces that are made on a line. Of those ordered, each is still to be made (`open`), made and to be inspected
/// (`waiting`), in stock (`passed`), lost (`scrapped`), or never made (`unmade`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkOrder {
    /// Its number.
    pub number: WorkOrderNo,
    /// The goods.
    pub sku: Sku,
    /// On which line.
    pub line: LineCode,
    /// Pieces that were needed; whole lots may make it more.
    pub needed: u32,
    /// Pieces that are ordered.
    pub quantity: u32,
    /// When they should be there; the earliest is made first.
    pub needed_by: Date,
    /// Work on one piece, in seconds.
    pub seconds_per_piece: u32,
    /// Set-up before the first piece, in working minutes.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub setup_minutes: u32,
    /// The last day as it was first planned: the first promise.
    pub promised: Date,
    /// When it is planned.
    pub slot: Slot,
    /// The order that waits for the goods (5.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peg: Option<Peg>,
    /// Who raised it: a person, or the function that found the shortage.
    pub raised_by: String,
    /// When.
    pub raised_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: WorkStage,
    /// Who started it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    /// Pieces still to be made.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub open: u32,
    /// Good pieces that were made and wait for the inspection.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub waiting: u32,
    /// Pieces that passed and became stock.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub passed: u32,
    /// Pieces that were spoilt in the making or scrapped by the inspection.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub scrapped: u32,
    /// Pieces that were never made.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub unmade: u32,
    /// Whether the line was set up for the pieces that are to be made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub set_up: bool,
    /// What was reported, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Report>,
    /// When the making was last declared done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion: Option<Completion>,
    /// What was inspected, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<Inspection>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// Where a work order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum WorkStage {
    /// Its pieces are to be made, for the first time or again.
    Planned,
    /// They are being made.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// Those that were made are to be inspected.
    Inspection {
        /// By when.
        due: Timestamp,
        /// Pieces to inspect at least.
        sample: u32,
        /// How many of them may be defective.
        accept: u32,
    },
    /// Every piece has been made and inspected, or is lost.
    Finished {
        /// When.
        at: Timestamp,
    },
    /// What is missing is no longer made.
    Closed {
        /// When that was decided.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// It was cancelled before anything was made.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl WorkStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running { .. } => "running",
            Self::Inspection { .. } => "inspection",
            Self::Finished { .. } => "finished",
            Self::Closed { .. } => "closed",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether nothing more comes from it.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Planned | Self::Running { .. } | Self::Inspection { .. } => false,
            Self::Finished { .. } | Self::Closed { .. } | Self::Cancelled { .. } => true,
        }
    }
}

/// Pieces that were made 报工.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its number, unique within the work order; a repeat is the same report.
    pub report_no: String,
    /// Good pieces.
    pub good: u32,
    /// Pieces that were spoilt.
    pub scrap: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// The making was declared done 完工.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Good pieces that go to the inspection.
    pub good: u32,
    /// Pieces that were not made and will not be.
    pub unmade: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// An inspection 质检 of what was made; inspected = passed + rework + scrapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Its number, unique within the work order; a repeat is the same inspection.
    pub inspection_no: String,
    /// Pieces that were looked at.
    pub sample: u32,
    /// Pieces of them that were defective.
    pub defects: u32,
    /// Pieces that passed and became stock.
    pub passed: u32,
    /// Pieces that are made good again 返工.
    pub rework: u32,
    /// Pieces that are lost 报废.
    pub scrapped: u32,
    /// Where those that passed were put.
    pub warehouse: String,
    /// The lot that they became, where the goods are kept by lot (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

impl WorkOrder {
    /// When the goods should be there: on the last day of its plan.
    #[must_use]
    pub const fn expected(&self) -> Date {
        self.slot.finish
    }

    /// Of the pieces that an order waited for, those that do not come although all work is done: what a
    /// follow-up is raised for. What a person closed or cancelled is for a person to decide.
    #[must_use]
    pub fn lacking(&self) -> u32 {
        let finished = matches!(self.stage, WorkStage::Finished { .. });
        let waits = self.peg.as_ref().filter(|_| finished);
        waits.map_or(0, |peg| peg.quantity.saturating_sub(self.passed))
    }

    /// Work that is left, in working minutes.
    #[must_use]
    pub fn minutes(&self) -> u64 {
        if self.open == 0 {
            return 0;
        }
        let seconds = u64::from(self.open).saturating_mul(u64::from(self.seconds_per_piece));
        let setup = if self.set_up { 0 } else { self.setup_minutes };
        seconds.div_ceil(60).saturating_add(u64::from(setup))
    }

    /// Its place in the queue of its line, while there is something to make.
    fn queueing(&self) -> Option<Queueing> {
        let started_at = match &self.stage {
            WorkStage::Planned => None,
            WorkStage::Running { since } => Some(*since),
            WorkStage::Inspection { .. }
            | WorkStage::Finished { .. }
            | WorkStage::Closed { .. }
            | WorkStage::Cancelled { .. } => return None,
        };
        (self.open > 0).then(|| Queueing {
            work_order: self.number.clone(),
            due: self.needed_by,
            pieces: self.open,
            minutes: self.minutes(),
            started_at,
            comes_back: !self.reports.is_empty(),
        })
    }
}

/// What a step of a work order changes in the queue of its line.
#[must_use]
pub fn follow(before: &WorkOrder, after: &WorkOrder) -> LineChange {
    let put = after.queueing();
    let reported = after.reports.len() > before.reports.len();
    LineChange {
        taken: put.is_none().then(|| after.number.clone()),
        worked: if reported {
            before.minutes().saturating_sub(after.minutes())
        } else {
            0
        },
        put,
    }
}

impl Aggregate for WorkOrder {
    const KIND: AggregateKind = AggregateKind::WorkOrder;
    type Event = WorkOrderEvent;

    fn id(&self) -> String {
        self.number.to_string()
    }

    fn evolve(state: Option<Self>, event: &WorkOrderEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        let list = |list| Some(WorkPlace::on(list, self.needed_by, CLOSING_HOUR));
        let work = match &self.stage {
            WorkStage::Planned => list(PLANNED_LIST),
            WorkStage::Running { .. } => list(RUNNING_LIST),
            WorkStage::Inspection { due, .. } => Some(WorkPlace::new(INSPECTION_LIST, *due)),
            WorkStage::Finished { .. } | WorkStage::Closed { .. } | WorkStage::Cancelled { .. } => {
                None
            }
        };
        Index {
            work,
            ..Index::default()
        }
    }
}
