//! Stock levels of hot SKUs, spread over shards 库存分片 (5.2.1): one counter that everybody writes bounds how many
//! orders a second can take from it, several counters bound it several times higher.
//!
//! A shard is a stock level like any other, with its own available, reserved and quarantined pieces; what a
//! warehouse has is their sum. Shard 0 is the level of a SKU that was never spread. What was reserved in a shard is
//! released and shipped there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::stock::{Adjustment, StockMove, Warehouse};

mod draw;
mod even;
mod moved;
mod named;

pub use draw::{Draw, draw, home_shard};
pub use moved::move_shards;
pub use named::{TooFew, further_shards, levels_moved, name_shards};

#[cfg(test)]
mod tests;

/// The number of a shard, from nought.
pub type Shard = u8;

/// The most shards of a level.
pub const MOST_SHARDS: u8 = 16;

/// Over how many shards a level is spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// How many take in goods and are asked first, from 1: shards nought to one less than this.
    pub shards: u8,
    /// How many there ever were: the later ones may still hold pieces.
    pub widest: u8,
}

impl Spread {
    /// A level that was never spread.
    pub const NONE: Self = Self {
        shards: 1,
        widest: 1,
    };
}

/// What one shard holds, in pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShardLevel {
    /// Pieces that can still be promised.
    pub available: u64,
    /// Pieces promised to orders and not yet shipped.
    pub reserved: u64,
    /// Pieces kept apart.
    pub quarantined: u64,
}

/// A level that is or was spread, as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpreadLevel {
    /// Over how many shards.
    pub spread: Spread,
    /// What each shard holds, by its number; `None` when nobody has looked.
    pub shards: Option<Vec<ShardLevel>>,
}

/// The levels that are or were spread; one that is not in it is taken never to have been.
pub type SpreadLevels = BTreeMap<(Warehouse, Sku), SpreadLevel>;

/// Over how many shards the level of a SKU in a warehouse is spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockSpread {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// The numbers of shards.
    #[serde(flatten)]
    pub spread: Spread,
    /// When it was last changed or evened out.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// Available pieces brought from one shard to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardMove {
    /// Out of this shard.
    pub from: Shard,
    /// Into this one.
    pub to: Shard,
    /// Pieces, at least one.
    pub quantity: u32,
}

/// An event of a spread level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockSpreadEvent {
    /// The number of shards was set, and what is available was shared out over them.
    Spread {
        /// The level afterwards.
        spread: Box<StockSpread>,
        /// What was moved between shards.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<ShardMove>,
    },
    /// What is available was shared out anew over the same shards.
    EvenedOut {
        /// What was moved between shards.
        moved: Vec<ShardMove>,
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
}

impl Event for StockSpreadEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Spread { .. } => EventKind::StockSpread,
            Self::EvenedOut { .. } => EventKind::StockEvenedOut,
        }
    }
}

/// Sets the number of shards and shares out what is available over them; with fewer shards than before the others
/// are drained. What is reserved stays where it is. Nothing to do when the number is the same.
///
/// `wanted.spread.widest` is not looked at. `levels` is what each shard holds now.
#[must_use]
pub fn spread(
    known: Option<&StockSpread>,
    wanted: StockSpread,
    levels: &[ShardLevel],
) -> Decision<StockSpreadEvent> {
    let before = known.map_or(Spread::NONE, |known| known.spread);
    let shards = wanted.spread.shards;
    if shards == before.shards {
        return Decision::done();
    }
    let after = StockSpread {
        spread: Spread {
            shards,
            widest: before.widest.max(shards),
        },
        ..wanted
    };
    let moved = even::moves(levels, shards);
    let adjustments = adjustments(&after, &moved);
    let event = StockSpreadEvent::Spread {
        spread: Box::new(after),
        moved,
    };
    Decision::of(vec![event]).with(adjustments)
}

/// Shares out what is available anew, and drains the shards that are no longer in use; nothing to do when it is even.
#[must_use]
pub fn even_out(
    known: &StockSpread,
    levels: &[ShardLevel],
    at: Timestamp,
    by: &str,
) -> Decision<StockSpreadEvent> {
    let moved = even::moves(levels, known.spread.shards);
    if moved.is_empty() {
        return Decision::done();
    }
    let adjustments = adjustments(known, &moved);
    Decision::of(vec![StockSpreadEvent::EvenedOut {
        moved,
        at,
        by: by.to_owned(),
    }])
    .with(adjustments)
}

/// The numbers of shards and the moves between them. The numbers are set, or set again, at the first shard, which also
/// says whether a stocktake counts the level: while it does nothing moves between shards, so that the sum over them is what
/// is on the shelf.
fn adjustments(after: &StockSpread, moved: &[ShardMove]) -> Vec<Adjustment> {
    let width = Adjustment::StockSpread {
        sku: after.sku.clone(),
        warehouse: after.warehouse.clone(),
        spread: after.spread,
    };
    let piece = |shard, quantity| StockMove {
        sku: after.sku.clone(),
        warehouse: after.warehouse.clone(),
        quantity,
        lot: None,
        shard: Some(shard),
    };
    let both = moved.iter().flat_map(|moved| {
        [
            Adjustment::StockWriteOff(piece(moved.from, moved.quantity)),
            Adjustment::StockReceive(piece(moved.to, moved.quantity)),
        ]
    });
    std::iter::once(width).chain(both).collect()
}

/// The identifier of the spread of a SKU's level in a warehouse.
#[must_use]
pub fn spread_id(sku: &Sku, warehouse: &str) -> String {
    format!("{sku}/{warehouse}")
}

impl Aggregate for StockSpread {
    const KIND: AggregateKind = AggregateKind::StockSpread;
    type Event = StockSpreadEvent;

    fn id(&self) -> String {
        spread_id(&self.sku, &self.warehouse)
    }

    fn evolve(state: Option<Self>, event: &StockSpreadEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (_, StockSpreadEvent::Spread { spread, .. }) => Ok((**spread).clone()),
            (Some(known), StockSpreadEvent::EvenedOut { at, by, .. }) => Ok(Self {
                at: *at,
                by: by.clone(),
                ..known
            }),
            (None, StockSpreadEvent::EvenedOut { .. }) => Err(Misfit {
                event: event.kind(),
                state: "never spread".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
