//! What orders leave of shards, one decision after another.

use super::SpreadLevels;
use crate::stock::{Adjustment, StockMove};

/// Takes from what is known of shards what orders reserve there, and gives back what they release; other movements and
/// other levels are left alone.
pub fn move_shards(levels: &mut SpreadLevels, adjustments: &[Adjustment]) {
    for adjustment in adjustments {
        match adjustment {
            Adjustment::StockReserve(moved) => change(levels, moved, u64::saturating_sub),
            Adjustment::StockRelease(moved) => change(levels, moved, u64::saturating_add),
            Adjustment::StockShip(_)
            | Adjustment::StockReceive(_)
            | Adjustment::StockWriteOff(_)
            | Adjustment::StockQuarantine(_)
            | Adjustment::StockReleaseQuarantined(_)
            | Adjustment::StockScrap(_)
            | Adjustment::StockReturn(_)
            | Adjustment::LotPick(_)
            | Adjustment::LotUnpick(_)
            | Adjustment::StockCountBegin(_)
            | Adjustment::StockCountEnd(_)
            | Adjustment::StockSpread { .. }
            | Adjustment::BackorderOpen(_)
            | Adjustment::BackorderClose(_)
            | Adjustment::CreditReserve(_)
            | Adjustment::CreditReserveBeyond { .. }
            | Adjustment::CreditRelease(_)
            | Adjustment::CreditLimit { .. }
            | Adjustment::QuotaTake { .. }
            | Adjustment::QuotaTakeBeyond(_)
            | Adjustment::QuotaGiveBack(_) => {}
        }
    }
}

fn change(levels: &mut SpreadLevels, moved: &StockMove, become_of: fn(u64, u64) -> u64) {
    let place = (moved.warehouse.clone(), moved.sku.clone());
    let shards = levels
        .get_mut(&place)
        .and_then(|level| level.shards.as_mut());
    let number = usize::from(moved.shard.unwrap_or_default());
    if let Some(shard) = shards.and_then(|shards| shards.get_mut(number)) {
        shard.available = become_of(shard.available, u64::from(moved.quantity));
    }
}
