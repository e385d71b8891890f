//! Keys of stock levels, their shards, and what stands beside them (5.2.1).

use domain::identifiers::Sku;
use domain::stock_spread::Shard;

use super::lot_key;
use super::{BACKORDERS, ISSUES, Key, LEVELS, LOTS};

/// Partitions of the further shards of stock levels begin with this, each a partition of its own, so that
/// no partition takes all the writes of a hot SKU.
pub(super) const SHARDS: &str = "STOCK_SHARD";

/// The partition of a SKU: its levels, its lots, who got them, and its backorders.
pub(crate) fn stock_pk(sku: &Sku) -> String {
    format!("STOCK#{sku}")
}

/// The partition of a further shard of a SKU's levels.
pub(super) fn shard_pk(sku: &Sku, shard: Shard) -> String {
    format!("{SHARDS}#{shard:02}#{sku}")
}

/// The key in the partition of a SKU.
pub(super) fn parse(sku: Sku, sk: &str) -> Option<Key> {
    if let Some(warehouse) = sk.strip_prefix(LEVELS) {
        return Some(Key::StockLevel {
            sku,
            warehouse: warehouse.to_owned(),
        });
    }
    if sk.starts_with(LOTS) || sk.starts_with(ISSUES) {
        return lot_key::parse(sku, sk);
    }
    let (since, order) = sk.strip_prefix(BACKORDERS)?.split_once('#')?;
    Some(Key::Backorder {
        sku,
        since: since.parse().ok()?,
        order: order.parse().ok()?,
    })
}

/// The key of a further shard.
pub(super) fn parse_shard(rest: &str, sk: &str) -> Option<Key> {
    let (shard, sku) = rest.split_once('#')?;
    let shard: Shard = shard.parse().ok()?;
    (shard > 0).then_some(())?;
    Some(Key::StockShard {
        sku: Sku::parse(sku).ok()?,
        warehouse: sk.strip_prefix(LEVELS)?.to_owned(),
        shard,
    })
}
