//! Reorder points 再订货点 (5.2.1): when stock of a SKU in a warehouse falls below one, people are told once and more is
//! bought or made; when it has recovered, that is over.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Index, Misfit, WorkPlace};
use crate::identifiers::Sku;
use crate::order::SupplySource;
use crate::refusal::Refusal;
use crate::stock::Warehouse;

mod event;
mod evolve;
#[cfg(test)]
mod properties;
mod revise;
#[cfg(test)]
mod stories;
mod watch;

pub use event::ReorderPointEvent;
pub use revise::{note_supply, remove, revise};
pub use watch::{NEEDED_WITHIN_DAYS, StockSeen, SupplySeen, not_ordered, ordered, wanted, watch};

/// Reorder points above which stock is, by identifier; the job `reorder` goes through it.
pub const WATCHED_LIST: &str = "reorder_point:watched";
/// Those that stock has fallen below, for planners and buyers.
pub const LOW_STOCK_LIST: &str = "reorder_point:low";

/// The most pieces of a level.
pub const MOST_PIECES: u32 = 100_000_000;
/// The most open supplies that a reorder point counts. More are not counted until others have ended.
pub const MOST_SUPPLIES: usize = 50;

/// How much of a SKU a warehouse should hold, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReorderPoint {
    /// The warehouse.
    pub warehouse: Warehouse,
    /// The goods.
    pub sku: Sku,
    /// What it should hold.
    pub levels: ReorderLevels,
    /// How often stock fell below it; numbers what was raised for it.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub falls: u32,
    /// How it stands while stock is low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<LowStock>,
    /// What is bought or made for its stock and has not ended, as far as it was raised for this warehouse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<SupplySource>,
    /// Since when it is watched no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

/// What a warehouse should hold of a SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReorderLevels {
    /// More is ordered when fewer pieces than these are available or on order 再订货点; at least one.
    pub reorder_point: u32,
    /// As many are ordered as bring it up to these pieces 目标库存; not below the reorder point.
    pub order_up_to: u32,
    /// Fewer available pieces than these are urgent 安全库存; not above the reorder point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_stock: Option<u32>,
}

/// Stock that fell below its reorder point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStock {
    /// Since when, as far as it was seen.
    pub since: Timestamp,
    /// By when somebody should have looked at it; at once where it was below the safety stock.
    pub due: Timestamp,
    /// Pieces that could be promised then.
    pub available: u64,
    /// Pieces that were on order for stock then.
    pub on_order: u64,
    /// The reorder point then.
    pub reorder_point: u32,
    /// What was raised for it, once; also when that was closed or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<SupplySource>,
    /// Why nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_ordered: Option<NotOrdered>,
}

/// Why nothing was raised for low stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotOrdered {
    /// Nobody offers the goods.
    NoSupplier,
    /// Nobody has entered how they are made.
    NoRouting,
    /// The line that makes them can take no more.
    LineFull,
    /// The product is neither bought nor made any more.
    NotReplenished,
}

impl NotOrdered {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::NoSupplier,
        Self::NoRouting,
        Self::LineFull,
        Self::NotReplenished,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSupplier => "no_supplier",
            Self::NoRouting => "no_routing",
            Self::LineFull => "line_full",
            Self::NotReplenished => "not_replenished",
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// The identifier of a reorder point, such as `CQ1/TEA-001`.
#[must_use]
pub fn reorder_point_id(warehouse: &str, sku: &str) -> String {
    format!("{warehouse}/{sku}")
}

impl ReorderLevels {
    /// Refuses levels that make no sense together.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        let point = self.reorder_point;
        if !(1..=MOST_PIECES).contains(&point) {
            let expected = format!("1 to {MOST_PIECES} pieces");
            return Err(Refusal::invalid(
                "reorder_point",
                expected,
                point.to_string(),
            ));
        }
        if !(point..=MOST_PIECES).contains(&self.order_up_to) {
            let expected = format!("{point}, the reorder point, to {MOST_PIECES} pieces");
            let found = self.order_up_to.to_string();
            return Err(Refusal::invalid("order_up_to", expected, found));
        }
        match self.safety_stock {
            Some(safety) if safety > point => {
                let expected = format!("at most {point}, the reorder point");
                Err(Refusal::invalid(
                    "safety_stock",
                    expected,
                    safety.to_string(),
                ))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Aggregate for ReorderPoint {
    const KIND: AggregateKind = AggregateKind::ReorderPoint;
    type Event = ReorderPointEvent;

    fn id(&self) -> String {
        reorder_point_id(&self.warehouse, self.sku.as_str())
    }

    fn evolve(state: Option<Self>, event: &ReorderPointEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        match (&self.low, self.removed_at) {
            (_, Some(_)) => Index::default(),
            (Some(low), None) => Index {
                work: Some(WorkPlace::new(LOW_STOCK_LIST, low.due)),
                ..Index::default()
            },
            (None, None) => Index::listed(WATCHED_LIST),
        }
    }
}
