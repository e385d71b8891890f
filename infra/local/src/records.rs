//! The host's own durable records: stream checkpoints, schedule runs, table definitions.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::HostError;

/// A small SQLite file beside the tables. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Records {
    connection: Mutex<Connection>,
}

impl Records {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// The file cannot be opened as a database.
    pub fn open(path: &Path) -> Result<Self, HostError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A checkpoint lost with the power only means that records are delivered again.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS checkpoint (source TEXT PRIMARY KEY, sequence TEXT NOT NULL) WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS schedule_run (schedule TEXT PRIMARY KEY, last_run TEXT NOT NULL) WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS table_definition (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Sequence number of the last record a stream consumer is done with.
    pub fn checkpoint(&self, source: &str) -> Result<Option<String>, HostError> {
        self.text("SELECT sequence FROM checkpoint WHERE source = ?1", source)
    }

    /// Remembers the last record a stream consumer is done with.
    pub fn save_checkpoint(&self, source: &str, sequence: &str) -> Result<(), HostError> {
        self.put(
            "INSERT OR REPLACE INTO checkpoint VALUES (?1, ?2)",
            source,
            sequence,
        )
    }

    /// Scheduled time of the last run of a schedule.
    pub fn last_run(&self, schedule: &str) -> Result<Option<Timestamp>, HostError> {
        let text = self.text(
            "SELECT last_run FROM schedule_run WHERE schedule = ?1",
            schedule,
        )?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Remembers the scheduled time of the last run.
    pub fn save_last_run(&self, schedule: &str, at: Timestamp) -> Result<(), HostError> {
        self.put(
            "INSERT OR REPLACE INTO schedule_run VALUES (?1, ?2)",
            schedule,
            &at.to_string(),
        )
    }

    /// The definition a table was created with.
    pub fn table_definition(&self, table: &str) -> Result<Option<String>, HostError> {
        self.text(
            "SELECT definition FROM table_definition WHERE name = ?1",
            table,
        )
    }

    /// Remembers the definition a table was created with.
    pub fn save_table_definition(&self, table: &str, definition: &str) -> Result<(), HostError> {
        self.put(
            "INSERT OR REPLACE INTO table_definition VALUES (?1, ?2)",
            table,
            definition,
        )
    }

    fn text(&self, query: &str, key: &str) -> Result<Option<String>, HostError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(query)?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    fn put(&self, statement: &str, key: &str, value: &str) -> Result<(), HostError> {
        let connection = self.connection();
        connection
            .prepare_cached(statement)?
            .execute(params![key, value])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_there_after_reopening() {
        let path =
            std::env::temp_dir().join(format!("yudan-records-{}.sqlite", uuid::Uuid::now_v7()));
        let run: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        {
            let records = Records::open(&path).unwrap();
            assert_eq!(records.checkpoint("relay").unwrap(), None);
            records.save_checkpoint("relay", "100").unwrap();
            records.save_checkpoint("relay", "101").unwrap();
            records.save_last_run("daily", run).unwrap();
        }
        let records = Records::open(&path).unwrap();
        assert_eq!(records.checkpoint("relay").unwrap().as_deref(), Some("101"));
        assert_eq!(records.last_run("daily").unwrap(), Some(run));
        std::fs::remove_file(path).unwrap();
    }
}
