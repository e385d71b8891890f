//! Writing into the ledger what stock levels and stocktakes say of each other.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

impl Ledger {
    /// A level is counted by a stocktake, as the `level` or the `sheet` says.
    pub(crate) fn count_open(
        &mut self,
        said_by: &str,
        sku: &str,
        warehouse: &str,
        stocktake: &str,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO counts_open VALUES (?1, ?2, ?3, ?4)",
            params![sku, warehouse, stocktake, said_by],
        )
    }
}
