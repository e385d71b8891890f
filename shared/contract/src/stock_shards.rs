//! Over how many shards the level of a hot SKU is spread (5.2.1).

use domain::refusal::Refusal;
use domain::stock_spread::{MOST_SHARDS, ShardLevel, StockSpread};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// Spread a stock level over shards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockShardsRequest {
    /// How many; 1 is a level that is not spread.
    #[schema(minimum = 1, maximum = 16, example = 8)]
    pub shards: u8,
}

/// A stock level and its shards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockShardsView {
    /// The goods.
    pub sku: String,
    /// Where.
    pub warehouse: String,
    /// Over how many shards it is spread; 1 when it is not.
    pub shards: u8,
    /// What each shard holds; those past the number of shards are being drained.
    pub levels: Vec<StockShardView>,
    /// The number of changes, for `If-Match`; 0 when it was never spread.
    pub version: u64,
}

/// What one shard holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockShardView {
    /// Its number, from 0.
    pub shard: u8,
    /// Pieces that can still be promised.
    pub available: u64,
    /// Pieces promised to orders.
    pub reserved: u64,
    /// Pieces kept apart.
    pub quarantined: u64,
}

impl StockShardsRequest {
    /// The number of shards.
    ///
    /// # Errors
    /// 422 `invalid_value` unless it is from 1 to 16.
    pub fn into_shards(self) -> Result<u8, Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("shards", self.shards, &(1..=MOST_SHARDS));
        mistakes.none_in(Some(self.shards))
    }
}

impl StockShardsView {
    /// The wire form; `known` is `None` for a level that was never spread.
    #[must_use]
    pub fn of(
        sku: &str,
        warehouse: &str,
        known: Option<(&StockSpread, u64)>,
        levels: &[ShardLevel],
    ) -> Self {
        let view = |(shard, level): (u8, &ShardLevel)| StockShardView {
            shard,
            available: level.available,
            reserved: level.reserved,
            quarantined: level.quarantined,
        };
        Self {
            sku: sku.to_owned(),
            warehouse: warehouse.to_owned(),
            shards: known.map_or(1, |(spread, _)| spread.spread.shards),
            levels: (0..).zip(levels).map(view).collect(),
            version: known.map_or(0, |(_, version)| version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_one_to_sixteen_shards() {
        for (shards, taken) in [(0, false), (1, true), (16, true), (17, false)] {
            let parsed = StockShardsRequest { shards }.into_shards();
            assert_eq!(parsed.is_ok(), taken, "{shards}");
        }
    }
}
