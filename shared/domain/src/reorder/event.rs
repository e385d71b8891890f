//! What happens to a reorder point, in the past tense.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{NotOrdered, ReorderLevels};
use crate::aggregate::Event;
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::order::SupplySource;
use crate::stock::Warehouse;

/// An event of a reorder point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ReorderPointEvent {
    /// It was entered or changed, or is watched again.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Where.
        warehouse: Warehouse,
        /// The goods.
        sku: Sku,
        /// What the warehouse should hold.
        levels: ReorderLevels,
    },
    /// It is watched no more.
    Removed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
    /// Stock fell below it: once for each fall.
    LowStockFound {
        /// When that was seen.
        at: Timestamp,
        /// Pieces that can be promised.
        available: u64,
        /// Pieces that are on order for stock.
        on_order: u64,
        /// The reorder point that they are below.
        reorder_point: u32,
        /// By when somebody should look at it.
        due: Timestamp,
    },
    /// Pieces were ordered for its stock.
    SupplyOrdered {
        /// When.
        at: Timestamp,
        /// From where they come.
        source: SupplySource,
        /// Pieces.
        quantity: u32,
        /// Whether it was raised because stock is low, and by no person: once for each fall.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        proposed: bool,
    },
    /// Nothing could be raised for it.
    NotOrdered {
        /// When.
        at: Timestamp,
        /// Why.
        because: NotOrdered,
    },
    /// Nothing more comes from a supply.
    SupplyEnded {
        /// When that was seen.
        at: Timestamp,
        /// Which.
        source: SupplySource,
        /// Whether it came; otherwise a person closed or cancelled it.
        came: bool,
    },
    /// The fall is over: enough is available again, or what was raised for it came.
    Replenished {
        /// When that was seen.
        at: Timestamp,
        /// Pieces that can be promised.
        available: u64,
        /// Pieces that are on order for stock.
        on_order: u64,
    },
}

impl Event for ReorderPointEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::ReorderPointRevised,
            Self::Removed { .. } => EventKind::ReorderPointRemoved,
            Self::LowStockFound { .. } => EventKind::LowStockFound,
            Self::SupplyOrdered { .. } => EventKind::ReorderPointSupplyOrdered,
            Self::NotOrdered { .. } => EventKind::ReorderPointNotOrdered,
            Self::SupplyEnded { .. } => EventKind::ReorderPointSupplyEnded,
            Self::Replenished { .. } => EventKind::Replenished,
        }
    }
}
