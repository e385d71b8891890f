//! Stocktakes 盘点 (5.2.2): sheets of SKUs that are counted blind and held against the books.
//!
//! What the books say is read when a count is recorded and kept beside it. The variance is the difference
//! of the two at that moment, so goods that come and go before the approval do not distort it: the approval
//! adds or takes off the variance, and does not set stock to what was counted. Counted is what lies on the
//! shelves, promised or not; what is kept apart in quarantine is on no sheet.
//!
//! A level is on one open sheet at most, because two of them would each find the same variance.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::identifiers::Sku;
use crate::money::Money;
use crate::stock::{CountMark, Warehouse};

mod approve;
mod count;
mod event;
mod evolve;
mod plan;
mod policy;
#[cfg(test)]
mod stories;

pub use approve::{approve, cancel, request_recount};
pub use count::{MOST_COUNTS, SheetCount, record};
pub use event::StocktakeEvent;
pub use plan::{StocktakeDraft, plan};
pub use policy::StocktakePolicy;

/// The most SKUs of a sheet, so that its approval fits into one transaction.
pub const MOST_LINES: usize = 80;

/// Sheets to be counted.
pub const COUNT_LIST: &str = "stocktake:to_count";
/// Sheets of which lines are to be counted again.
pub const RECOUNT_LIST: &str = "stocktake:to_recount";
/// Sheets that wait for the approval of somebody who did not count.
pub const APPROVAL_LIST: &str = "stocktake:to_approve";

/// A sheet of SKUs in a warehouse, counted and held against the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stocktake {
    /// Its number, given by who planned it.
    pub number: String,
    /// Where.
    pub warehouse: Warehouse,
    /// What was asked for.
    pub scope: StocktakeScope,
    /// Where the next sheet of the scope begins, if this one does not hold all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What is to be counted, each SKU once.
    pub lines: Vec<CountLine>,
    /// Who planned it.
    pub planned_by: String,
    /// When.
    pub planned_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: StocktakeStage,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<StocktakeApproval>,
}

/// What a sheet was planned by: everything in the warehouse, or a zone, a category or a list of SKUs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StocktakeScope {
    /// The zone 库区.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The category of products 品类.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// SKUs by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skus: Vec<Sku>,
    /// Where the sheet begins: where the one before it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A SKU of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// The goods.
    pub sku: Sku,
    /// What one piece should cost to buy, in fen, when it was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_cost: Option<Money>,
    /// Every count, the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<Count>,
    /// Whether it is to be counted again by somebody who has not counted it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recount: bool,
}

/// What somebody counted, and what the books said at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Pieces that were counted.
    pub counted: u32,
    /// Pieces on the shelves by the books: available and reserved.
    pub book: u64,
    /// Who counted.
    pub by: String,
    /// When it was recorded.
    pub at: Timestamp,
}

/// Who approved a stocktake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StocktakeApproval {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why the books were wrong, as far as that is known.
    pub reason: String,
}

/// Where a stocktake stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum StocktakeStage {
    /// Nobody has counted yet.
    Planned {
        /// By when it is to be counted.
        due: Timestamp,
    },
    /// Some of it is counted.
    Counting {
        /// By when it is to be counted.
        due: Timestamp,
    },
    /// Lines beyond the tolerance are counted again.
    Recounting {
        /// By when.
        due: Timestamp,
    },
    /// All is counted; somebody who did not count decides.
    AwaitingApproval {
        /// By when.
        due: Timestamp,
    },
    /// The variances were brought into the books.
    Approved {
        /// When.
        at: Timestamp,
    },
    /// It was given up; the books are as they were.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl StocktakeStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "planned",
            Self::Counting { .. } => "counting",
            Self::Recounting { .. } => "recounting",
            Self::AwaitingApproval { .. } => "awaiting_approval",
            Self::Approved { .. } => "approved",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether it is over, so that whoever counts may see what the books said.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Planned { .. }
            | Self::Counting { .. }
            | Self::Recounting { .. }
            | Self::AwaitingApproval { .. } => false,
            Self::Approved { .. } | Self::Cancelled { .. } => true,
        }
    }
}

impl Count {
    /// Pieces found beyond the books; below nought for pieces that are missing.
    #[must_use]
    pub fn variance(&self) -> i128 {
        i128::from(self.counted).saturating_sub(i128::from(self.book))
    }
}

impl CountLine {
    /// Whether somebody is to count it now.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.recount || self.counts.is_empty()
    }

    /// What counts: the last count.
    #[must_use]
    pub fn last(&self) -> Option<&Count> {
        self.counts.last()
    }

    /// Its variance; nought before it is counted.
    #[must_use]
    pub fn variance(&self) -> i128 {
        self.last().map_or(0, Count::variance)
    }
}

impl Stocktake {
    /// Lines that were found as the books have them, of those counted, in permille; `None` before the first
    /// count 盘点准确率.
    #[must_use]
    pub fn accuracy_permille(&self) -> Option<u16> {
        let counted = self.lines.iter().filter(|line| !line.counts.is_empty());
        let exact = counted.clone().filter(|line| line.variance() == 0);
        let permille = exact.count().saturating_mul(1_000);
        let permille = permille.checked_div(counted.count())?;
        u16::try_from(permille).ok()
    }

    /// Whether this person counted any of it.
    #[must_use]
    pub fn was_counted_by(&self, person: &str) -> bool {
        let counts = self.lines.iter().flat_map(|line| &line.counts);
        counts.into_iter().any(|count| count.by == person)
    }

    /// The goods of which its approval brought more into the books; none before it.
    #[must_use]
    pub fn found(&self) -> Vec<Sku> {
        if self.approval.is_none() {
            return Vec::new();
        }
        let lines = self.lines.iter().filter(|line| line.variance() > 0);
        lines.map(|line| line.sku.clone()).collect()
    }

    /// The levels that it counts.
    fn marks(&self) -> impl Iterator<Item = CountMark> {
        self.lines.iter().map(|line| CountMark {
            sku: line.sku.clone(),
            warehouse: self.warehouse.clone(),
            stocktake: self.number.clone(),
        })
    }
}

impl Aggregate for Stocktake {
    const KIND: AggregateKind = AggregateKind::Stocktake;
    type Event = StocktakeEvent;

    fn id(&self) -> String {
        self.number.clone()
    }

    fn evolve(state: Option<Self>, event: &StocktakeEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        let work = match &self.stage {
            StocktakeStage::Planned { due } | StocktakeStage::Counting { due } => {
                Some(WorkPlace::new(COUNT_LIST, *due))
            }
            StocktakeStage::Recounting { due } => Some(WorkPlace::new(RECOUNT_LIST, *due)),
            StocktakeStage::AwaitingApproval { due } => Some(WorkPlace::new(APPROVAL_LIST, *due)),
            StocktakeStage::Approved { .. } | StocktakeStage::Cancelled { .. } => None,
        };
        Index {
            work,
            ..Index::default()
        }
    }
}
