//! Writing into the ledger what purchase orders, orders and suppliers say of each other.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

/// Sums of facts about deliveries of a supplier.
#[derive(Debug)]
pub(crate) struct Deliveries {
    pub(crate) inspected: i64,
    pub(crate) passed: i64,
    pub(crate) receipts: i64,
    pub(crate) on_time: i64,
}

impl Ledger {
    /// A purchase order says which order it was raised for, and whether more comes from it.
    pub(crate) fn peg(
        &mut self,
        order: &str,
        number: &str,
        sku: &str,
        pieces: i64,
        live: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO pegs VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, order, sku, pieces, live],
        )
    }

    /// An order says which purchase order was raised for it, and whether it waits for more from it.
    pub(crate) fn supply(
        &mut self,
        order: &str,
        number: &str,
        sku: &str,
        pieces: i64,
        live: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO supplies VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, order, sku, pieces, live],
        )
    }

    /// What came from a supplier, as it or one of its purchase orders says.
    pub(crate) fn deliveries(
        &mut self,
        supplier: &str,
        said_by: &str,
        sums: Deliveries,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO deliveries VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET inspected = inspected + excluded.inspected, passed = passed + excluded.passed,
             receipts = receipts + excluded.receipts, on_time = on_time + excluded.on_time",
            params![
                supplier,
                said_by,
                sums.inspected,
                sums.passed,
                sums.receipts,
                sums.on_time
            ],
        )
    }

    /// Pieces of a purchase order are on a return, as the `purchase order` or the `return` says.
    pub(crate) fn goods_return(
        &mut self,
        said_by: &str,
        number: &str,
        order: &str,
        from_stock: bool,
        pieces: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO goods_returns VALUES (?1, ?2, ?3, ?4, ?5)",
            params![number, order, from_stock, pieces, said_by],
        )
    }

    /// Pieces that had passed and went back, as the supplier or one of the returns says.
    pub(crate) fn pieces_back(
        &mut self,
        supplier: &str,
        said_by: &str,
        pieces: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO pieces_back VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET pieces = pieces + excluded.pieces",
            params![supplier, said_by, pieces],
        )
    }
}
