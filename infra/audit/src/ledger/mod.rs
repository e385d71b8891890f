//! What partitions say of each other, in a private temporary database that spills to disk.

mod comparison;
mod counting;
mod entries;
mod lots;
mod production;
mod purchasing;
mod stock;
mod waybills;

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::AuditError;
use crate::report::Money;

pub(crate) use entries::{OrderFacts, PaymentFacts};
pub(crate) use production::Queued;
pub(crate) use purchasing::Deliveries;
pub(crate) use waybills::WaybillFacts;

/// The ledger. SQLite keeps what its cache cannot hold in a file that nobody else sees and that
/// is gone with the connection.
#[derive(Debug)]
pub(crate) struct Ledger {
    connection: Connection,
}

impl Ledger {
    pub(crate) fn open() -> Result<Self, AuditError> {
        let connection = Connection::open("")?;
        connection.set_prepared_statement_cache_capacity(32);
        connection.execute_batch(include_str!("schema.sql"))?;
        // One transaction from first to last: nothing is ever rolled back.
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection })
    }

    /// Orders by stage.
    pub(crate) fn stages(&self) -> Result<BTreeMap<String, u64>, AuditError> {
        let mut statement = self
            .connection
            .prepare("SELECT stage, COUNT(*) FROM orders GROUP BY stage")?;
        let rows = statement.query_map([], |row| {
            let count: i64 = row.get(1)?;
            Ok((row.get(0)?, u64::try_from(count).unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Payments by the part of their identity before the colon: a provider, a bank, cash.
    pub(crate) fn money(&self) -> Result<BTreeMap<String, Money>, AuditError> {
        let mut statement = self.connection.prepare(
            "SELECT substr(id, 1, instr(id, ':') - 1) AS provider, SUM(amount), SUM(counted), SUM(refunded)
             FROM payments GROUP BY provider",
        )?;
        let rows = statement.query_map([], |row| {
            let money = Money {
                received: row.get(1)?,
                counted: row.get(2)?,
                refunded: row.get(3)?,
            };
            Ok((row.get(0)?, money))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
