//! What happens to a stocktake, in the past tense.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Stocktake;
use crate::aggregate::Event;
use crate::event_kind::EventKind;
use crate::identifiers::Sku;

/// An event of a stocktake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StocktakeEvent {
    /// It was planned; carries the whole first state.
    Planned {
        /// The stocktake.
        stocktake: Box<Stocktake>,
    },
    /// Somebody counted some of its lines.
    Counted {
        /// When.
        at: Timestamp,
        /// Who counted.
        by: String,
        /// What was counted, each SKU once.
        lines: Vec<CountedLine>,
    },
    /// Some lines are to be counted by somebody else.
    RecountRequired {
        /// When.
        at: Timestamp,
        /// Who asked for it; the policy's tolerance without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// Why, where a person asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Which.
        skus: Vec<Sku>,
        /// By when.
        due: Timestamp,
    },
    /// All of its lines are counted.
    CountCompleted {
        /// When.
        at: Timestamp,
        /// By when it is to be approved.
        due: Timestamp,
    },
    /// Somebody who did not count approved it, and stock moved by the variances.
    Approved {
        /// When.
        at: Timestamp,
        /// Who.
        by: String,
        /// Why the books were wrong, as far as that is known.
        reason: String,
    },
    /// It was given up.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Why.
        reason: String,
    },
}

/// What was counted of a SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedLine {
    /// The goods.
    pub sku: Sku,
    /// Pieces that were counted.
    pub counted: u32,
    /// Pieces on the shelves by the books.
    pub book: u64,
}

impl Event for StocktakeEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Planned { .. } => EventKind::StocktakePlanned,
            Self::Counted { .. } => EventKind::StocktakeCounted,
            Self::RecountRequired { .. } => EventKind::StocktakeRecountRequired,
            Self::CountCompleted { .. } => EventKind::StocktakeCountCompleted,
            Self::Approved { .. } => EventKind::StocktakeApproved,
            Self::Cancelled { .. } => EventKind::StocktakeCancelled,
        }
    }
}
