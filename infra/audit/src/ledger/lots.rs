//! Writing into the ledger what lots hold, and who got them.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

impl Ledger {
    /// What becomes available, picked and quarantined of a lot by movements, or is by its counter; its place begins
    /// with its warehouse.
    pub(crate) fn lot(
        &mut self,
        said_by: &str,
        sku: &str,
        lot: &str,
        [available, picked, quarantined]: [i64; 3],
    ) -> Result<(), AuditError> {
        let warehouse = lot
            .rsplit_once('#')
            .and_then(|(rest, _)| rest.rsplit_once('#'))
            .map_or("", |(warehouse, _)| warehouse);
        self.write(
            "INSERT INTO lots VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE
             SET available = available + excluded.available, picked = picked + excluded.picked,
                 quarantined = quarantined + excluded.quarantined",
            params![sku, warehouse, lot, said_by, available, picked, quarantined],
        )
    }

    /// Pieces of a lot that a consignment got: by movements, by the counter, or as its order says.
    pub(crate) fn lot_issue(
        &mut self,
        said_by: &str,
        sku: &str,
        place: &str,
        pieces: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO lot_issues VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET pieces = pieces + excluded.pieces",
            params![sku, place, said_by, pieces],
        )
    }
}
