//! What a level, its movements and its spread must agree about.

use super::{Rule, rule};
use crate::finding::Code;

/// What is compared of levels that are spread over shards.
pub(super) const RULES: [Rule; 2] = [
    rule(
        Code::SpreadDiffers,
        "SELECT 'stock of ' || sku || ' in ' || warehouse, 'its spread, its movements and its level of one mind about the shards',
                GROUP_CONCAT(said_by || ' ' || shards || ' of ' || widest, ', ')
         FROM spreads GROUP BY sku, warehouse
         HAVING COUNT(*) <> 3 OR MIN(shards) <> MAX(shards) OR MIN(widest) <> MAX(widest)",
    ),
    rule(
        Code::ShardUnseen,
        "SELECT 'stock of ' || level.sku || ' in ' || level.warehouse || ', shard ' || shard,
                'a shard below ' || COALESCE(widest, 1) || ', which is all that is looked at', 'this one'
         FROM stock_levels level LEFT JOIN spreads ON said_by = 'level' AND spreads.sku = level.sku
              AND spreads.warehouse = level.warehouse
         WHERE shard >= COALESCE(widest, 1)",
    ),
];
