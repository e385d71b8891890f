//! Writing into the ledger what work orders and their lines say of each other.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

/// What is to be made of a work order, as it or its line says.
#[derive(Debug)]
pub(crate) struct Queued<'a> {
    pub(crate) line: &'a str,
    pub(crate) work_order: &'a str,
    pub(crate) said_by: &'a str,
    pub(crate) pieces: i64,
    pub(crate) started: bool,
}

impl Ledger {
    /// A work order or its line says what is to be made.
    pub(crate) fn queued(&mut self, queued: &Queued<'_>) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO queued VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                queued.work_order,
                queued.said_by,
                queued.line,
                queued.pieces,
                queued.started
            ],
        )
    }
}
