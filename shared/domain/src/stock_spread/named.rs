//! Which shards the papers of a warehouse move.

use std::collections::BTreeSet;

use super::draw::{from_several, in_turn};
use super::{ShardLevel, SpreadLevel, SpreadLevels, even};
use crate::identifiers::Sku;
use crate::stock::{Adjustment, StockMove, Warehouse};

/// Fewer pieces are in all shards than were to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// Pieces that were to be taken.
    pub wanted: u64,
    /// Pieces that are there: available or, where they were to leave quarantine, quarantined.
    pub there: u64,
}

/// The movements of a paper with the shards named that they move, where a level is spread: goods that come in fill
/// the emptiest shards in use, goods that are taken come from the fullest. Movements of orders name their shards
/// themselves and are left alone; so are goods that are kept by lot, whose levels are never spread.
///
/// # Errors
/// [`TooFew`] for each movement that takes more than all shards together have.
pub fn name_shards(
    adjustments: Vec<Adjustment>,
    levels: &SpreadLevels,
) -> Result<Vec<Adjustment>, Vec<TooFew>> {
    let (mut named, mut refused) = (Vec::with_capacity(adjustments.len()), Vec::new());
    for adjustment in adjustments {
        let Some((moved, taken, again)) = of_paper(&adjustment) else {
            named.push(adjustment);
            continue;
        };
        let place = (moved.warehouse.clone(), moved.sku.clone());
        let Some(level) = levels.get(&place) else {
            named.push(adjustment);
            continue;
        };
        match shares(moved, taken, level) {
            Ok(shares) => named.extend(shares.into_iter().map(|(shard, quantity)| {
                again(StockMove {
                    shard: Some(shard),
                    quantity,
                    ..moved.clone()
                })
            })),
            Err(too_few) => refused.push(too_few),
        }
    }
    if refused.is_empty() {
        Ok(named)
    } else {
        Err(refused)
    }
}

/// The levels whose shards [`name_shards`] has to know.
#[must_use]
pub fn levels_moved(adjustments: &[Adjustment]) -> BTreeSet<(Warehouse, Sku)> {
    let moved = adjustments.iter().filter_map(of_paper);
    moved
        .map(|(moved, ..)| (moved.warehouse.clone(), moved.sku.clone()))
        .collect()
}

/// How many further shards the movements of papers name, each once: those are items beside the level itself.
#[must_use]
pub fn further_shards(adjustments: &[Adjustment]) -> usize {
    let moved = adjustments.iter().filter_map(paper);
    let named = moved.filter(|(moved, ..)| moved.shard > Some(0));
    let named = named.map(|(moved, ..)| (&moved.warehouse, &moved.sku, moved.shard));
    named.collect::<BTreeSet<_>>().len()
}

/// Makes a movement of the same kind.
type Again = fn(StockMove) -> Adjustment;

/// A movement of a paper that names no shard, of goods that are not kept by lot.
fn of_paper(adjustment: &Adjustment) -> Option<(&StockMove, Taken, Again)> {
    paper(adjustment).filter(|(moved, ..)| moved.shard.is_none() && moved.lot.is_none())
}

/// A movement of a paper: what it takes, and how it is made anew.
fn paper(adjustment: &Adjustment) -> Option<(&StockMove, Taken, Again)> {
    let (moved, taken, again): (_, _, Again) = match adjustment {
        Adjustment::StockReceive(moved) => (moved, Taken::Nothing, Adjustment::StockReceive),
        Adjustment::StockWriteOff(moved) => (moved, Taken::Available, Adjustment::StockWriteOff),
        Adjustment::StockQuarantine(moved) => {
            (moved, Taken::Available, Adjustment::StockQuarantine)
        }
        Adjustment::StockReleaseQuarantined(moved) => (
            moved,
            Taken::Quarantined,
            Adjustment::StockReleaseQuarantined,
        ),
        Adjustment::StockScrap(moved) => (moved, Taken::Quarantined, Adjustment::StockScrap),
        Adjustment::StockReturn(moved) => (moved, Taken::Quarantined, Adjustment::StockReturn),
        Adjustment::StockReserve(_)
        | Adjustment::StockRelease(_)
        | Adjustment::StockShip(_)
        | Adjustment::StockSpread { .. }
        | Adjustment::LotPick(_)
        | Adjustment::LotUnpick(_)
        | Adjustment::StockCountBegin(_)
        | Adjustment::StockCountEnd(_)
        | Adjustment::BackorderOpen(_)
        | Adjustment::BackorderClose(_)
        | Adjustment::CreditReserve(_)
        | Adjustment::CreditReserveBeyond { .. }
        | Adjustment::CreditRelease(_)
        | Adjustment::CreditLimit { .. }
        | Adjustment::QuotaTake { .. }
        | Adjustment::QuotaTakeBeyond(_)
        | Adjustment::QuotaGiveBack(_) => return None,
    };
    Some((moved, taken, again))
}

/// What a movement takes out of a shard.
#[derive(Clone, Copy)]
enum Taken {
    Nothing,
    Available,
    Quarantined,
}

fn shares(
    moved: &StockMove,
    taken: Taken,
    level: &SpreadLevel,
) -> Result<Vec<(super::Shard, u32)>, TooFew> {
    let shards = level.shards.as_deref().unwrap_or_default();
    let has: fn(&ShardLevel) -> u64 = match taken {
        Taken::Nothing => return Ok(even::shares(shards, level.spread.shards, moved.quantity)),
        Taken::Available => |level| level.available,
        Taken::Quarantined => |level| level.quarantined,
    };
    let shards = in_turn(0, level.spread, shards, has);
    let there = shards.iter().map(|(_, has)| has).sum::<u64>();
    if there < u64::from(moved.quantity) {
        return Err(TooFew {
            sku: moved.sku.clone(),
            warehouse: moved.warehouse.clone(),
            wanted: u64::from(moved.quantity),
            there,
        });
    }
    Ok(from_several(0, moved.quantity, shards))
}
