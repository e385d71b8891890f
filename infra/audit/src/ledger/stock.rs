//! Writing into the ledger what there is, and what moved it.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

/// A shard of a level: the SKU, the warehouse and the number of the shard.
type Shard<'a> = (&'a str, &'a str, i64);

impl Ledger {
    pub(super) fn stock_moved(
        &mut self,
        (sku, warehouse, shard): Shard<'_>,
        [available, reserved, quarantined]: [i64; 3],
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO stock_moved VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE
             SET available = available + excluded.available, reserved = reserved + excluded.reserved,
                 quarantined = quarantined + excluded.quarantined",
            params![sku, warehouse, shard, available, reserved, quarantined],
        )
    }

    pub(crate) fn stock_level(
        &mut self,
        (sku, warehouse, shard): Shard<'_>,
        [available, reserved, quarantined]: [i64; 3],
        by_lot: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO stock_levels VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                sku,
                warehouse,
                shard,
                available,
                reserved,
                quarantined,
                by_lot
            ],
        )
    }

    pub(crate) fn stock_held(
        &mut self,
        (sku, warehouse, shard): Shard<'_>,
        quantity: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO stock_held VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET reserved = reserved + excluded.reserved",
            params![sku, warehouse, shard, quantity],
        )
    }

    /// Over how many shards a level is spread, as the level itself (`level`), its movements (`moved`) or its aggregate
    /// (`spread`) says.
    pub(crate) fn spread(
        &mut self,
        said_by: &str,
        sku: &str,
        warehouse: &str,
        [shards, widest]: [i64; 2],
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO spreads VALUES (?1, ?2, ?3, ?4, ?5)",
            params![said_by, sku, warehouse, shards, widest],
        )
    }
}
