//! Disposal 处置 (5.2.2): stock that does not move or is not good is found, somebody proposes what becomes of it,
//! and a manager other than who proposed decides. What is decided moves stock in the same transaction.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::identifiers::{PromotionId, PurchaseOrderNo, Sku};
use crate::lot::Lot;
use crate::money::Money;
use crate::stock::Warehouse;

mod decide;
mod event;
mod evolve;
mod find;
#[cfg(test)]
mod lot_stories;
mod policy;
mod search;
#[cfg(test)]
mod stories;

pub use decide::{Verdict, decide, propose};
pub use event::DisposalEvent;
pub use find::{Sighting, lapse, lot_sighting, notice, sighting};
pub use policy::DisposalPolicy;
pub use search::{
    DISPOSAL_SEARCH_ID, DisposalSearch, DisposalSearchEvent, advance_search, begin_search,
};

/// Stock that somebody is to propose something for.
pub const FOUND_LIST: &str = "disposal:found";
/// Proposals that a manager is to decide on.
pub const PROPOSED_LIST: &str = "disposal:proposed";

/// Why stock may have to be disposed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisposalCause {
    /// None of it left for a long time 呆滞.
    SlowMoving,
    /// It expires soon 临期.
    NearExpiry,
    /// It has expired 过期.
    Expired,
    /// It is kept apart because it is damaged or doubtful 残损.
    Damaged,
}

impl DisposalCause {
    /// Every cause.
    pub const ALL: [Self; 4] = [
        Self::SlowMoving,
        Self::NearExpiry,
        Self::Expired,
        Self::Damaged,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SlowMoving => "slow_moving",
            Self::NearExpiry => "near_expiry",
            Self::Expired => "expired",
            Self::Damaged => "damaged",
        }
    }

    /// The cause with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }

    /// Whether the pieces are kept apart in quarantine; the others can still be promised.
    #[must_use]
    pub const fn is_kept_apart(self) -> bool {
        match self {
            Self::Expired | Self::Damaged => true,
            Self::SlowMoving | Self::NearExpiry => false,
        }
    }
}

/// Stock of a SKU in a warehouse, or of one of its lots where it is kept by lot, that may have to be disposed of, for
/// one cause. It can be found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposal {
    /// Where.
    pub warehouse: Warehouse,
    /// The goods.
    pub sku: Sku,
    /// Of which lot, where the goods are kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
    /// Why.
    pub cause: DisposalCause,
    /// What was found last.
    pub evidence: DisposalEvidence,
    /// When.
    pub found_at: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: DisposalStage,
    /// What somebody proposed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<DisposalProposal>,
    /// Who decided on it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// What speaks for disposing of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalEvidence {
    /// Pieces: those that can be promised, or those that are kept apart.
    pub quantity: u64,
    /// When pieces last left for a customer, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issue: Option<Timestamp>,
    /// Since when there has been stock of it, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stocked_since: Option<Timestamp>,
    /// What the pieces are worth by standard cost, in fen, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The first day on which its lot may no longer leave, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit_on: Option<Date>,
}

/// What is to become of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum DisposalWay {
    /// It is thrown away 报废.
    Scrap,
    /// It is sold at another price 降价.
    MarkDown {
        /// The price of one piece, in fen.
        price: Money,
        /// The promotion that has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promotion: Option<PromotionId>,
    },
    /// It goes back to its supplier 退供应商; a return is raised with the decision.
    ReturnToSupplier {
        /// The purchase order that it came with.
        purchase_order: PurchaseOrderNo,
        /// The number of the return.
        return_no: String,
    },
    /// It stays, and is looked at again after a day 暂留.
    Keep {
        /// The last day on which it is let be.
        until: Date,
    },
}

/// What somebody proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalProposal {
    /// What is to become of it.
    #[serde(flatten)]
    pub way: DisposalWay,
    /// Pieces, at least one.
    pub quantity: u32,
    /// Why, in words that name nobody.
    pub reason: String,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum DisposalStage {
    /// Somebody is to propose something.
    Found {
        /// By when.
        due: Timestamp,
    },
    /// A manager is to decide.
    Proposed {
        /// By when.
        due: Timestamp,
    },
    /// It was carried out; what is still there may be found again.
    Disposed {
        /// When.
        at: Timestamp,
    },
    /// It stays, as it is or at another price.
    Kept {
        /// The last day on which it is let be.
        until: Date,
    },
    /// The cause is gone: it was sold, or is kept apart no more.
    Lapsed {
        /// When that was seen.
        at: Timestamp,
    },
}

impl DisposalStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Found { .. } => "found",
            Self::Proposed { .. } => "proposed",
            Self::Disposed { .. } => "disposed",
            Self::Kept { .. } => "kept",
            Self::Lapsed { .. } => "lapsed",
        }
    }
}

/// The identifier of stock that may have to be disposed of, such as `CQ1/TEA-001/slow_moving`; of a lot, also its
/// number and expiry.
#[must_use]
pub fn disposal_id(warehouse: &str, sku: &str, cause: DisposalCause, lot: Option<&Lot>) -> String {
    let stock = format!("{warehouse}/{sku}/{}", cause.name());
    match lot {
        None => stock,
        Some(Lot { expiry, lot_no }) => match expiry {
            Some(expiry) => format!("{stock}/{lot_no}/{expiry}"),
            None => format!("{stock}/{lot_no}"),
        },
    }
}

impl Aggregate for Disposal {
    const KIND: AggregateKind = AggregateKind::Disposal;
    type Event = DisposalEvent;

    fn id(&self) -> String {
        disposal_id(
            &self.warehouse,
            self.sku.as_str(),
            self.cause,
            self.lot.as_ref(),
        )
    }

    fn evolve(state: Option<Self>, event: &DisposalEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        let work = match &self.stage {
            DisposalStage::Found { due } => Some(WorkPlace::new(FOUND_LIST, *due)),
            DisposalStage::Proposed { due } => Some(WorkPlace::new(PROPOSED_LIST, *due)),
            DisposalStage::Disposed { .. }
            | DisposalStage::Kept { .. }
            | DisposalStage::Lapsed { .. } => None,
        };
        Index {
            work,
            ..Index::default()
        }
    }
}
