//! The SQLite database of the queues.
//!
//! **Durability.** The log (WAL) is written at every commit: what is in it survives a killed process (`kill -9`), and
//! `synchronous=NORMAL` would be enough for that. A power cut also takes what the system has not yet put on the disk.
//! Losing a receive, a delete or a change of visibility to it only means that a message is delivered once more, which
//! every consumer must bear anyway; losing a message that was answered as sent would lose it for good, while the table
//! engine, which syncs every commit, remembers that it was passed on. So a commit with something else than the former
//! in it is followed by a sync of the log, the others are not: one sync for each message on its way instead of three.
//! The sync is ours, because a change of `synchronous` makes SQLite prepare every statement anew.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{BusError, ErrorCode};

/// Where the queues are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// Gone when the last [`super::Bus`] is dropped.
    Memory,
    /// A SQLite file, made if it is not there. Its directory must exist.
    File(PathBuf),
}

/// What a commit outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durability {
    /// The end of the process.
    KilledProcess,
    /// The end of the machine. Syncs the earlier commits, too.
    PowerCut,
}

/// `PRAGMA user_version` of a database with the tables of `schema.sql`.
pub(super) const SCHEMA_VERSION: i64 = 1;

/// The log of a database file, for as long as the database is open.
pub(super) struct Log(Option<File>);

impl Log {
    /// The log of the database at `location`, which is open.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub(super) fn of(location: &Location) -> std::io::Result<Self> {
        match location {
            Location::Memory => Ok(Self(None)),
            Location::File(path) => File::options()
                .append(true)
                .open(log_path(path))
                .map(Some)
                .map(Self),
        }
    }

    /// Puts every commit so far on the disk.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn sync(&self) -> std::io::Result<()> {
        self.0.as_ref().map_or(Ok(()), File::sync_data)
    }
}

fn log_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Opens the database, with its tables. Nobody else can open it meanwhile, so that no commit has
/// to ask whether somebody has.
pub(super) fn connect(location: &Location) -> Result<Connection, BusError> {
    let connection = match location {
        Location::Memory => Connection::open_in_memory()?,
        Location::File(path) => Connection::open(path).map_err(|error| {
            BusError::new(
                ErrorCode::StorageFailure,
                format!(
                    "the queue database {} could not be opened: {error}",
                    path.display()
                ),
            )
        })?,
    };
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match found {
        SCHEMA_VERSION => {}
        0 => connection.execute_batch(&format!(
            "BEGIN; {} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;",
            include_str!("schema.sql")
        ))?,
        other => {
            return Err(BusError::new(
                ErrorCode::StorageFailure,
                format!(
                    "the queue database has version {other}, this program reads version {SCHEMA_VERSION}: use the program that wrote it, or start with another --data DIR"
                ),
            ));
        }
    }
    Ok(connection)
}
