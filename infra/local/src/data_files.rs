//! The databases of a data directory, looked at before anything opens them to write.
//!
//! SQLite takes an empty file for a new database, and finds damage only when it comes to the
//! page that has it. Both would be noticed too late: after a fresh table was made where there
//! had been orders, or in the middle of a request.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::error::HostError;

/// The host's own records.
pub(crate) const HOST: &str = "host.sqlite";
/// Queues and topics.
pub(crate) const BUS: &str = "bus.sqlite";
/// The tables of the engine.
pub(crate) const TABLES: &str = "tables.sqlite";

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of a SQLite file's header.
const HEADER: usize = 100;
/// Files up to this size are read through at every start; it takes well under a second.
const READ_THROUGH: u64 = 128 * 1024 * 1024;

/// How thoroughly files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thoroughness {
    /// Beginning and length; small files and those of a strange length whole.
    Quick,
    /// Every page of every file.
    Whole,
}

/// Refuses a directory with a damaged database, or with one missing that belongs to the others.
/// Changes nothing. Must be called by whoever holds the directory.
///
/// # Errors
/// [`HostError::Damaged`] with the file and what is wrong with it.
pub fn check(directory: &Path, thoroughness: Thoroughness) -> Result<(), HostError> {
    let mut filled = Vec::new();
    for name in [HOST, BUS, TABLES] {
        if check_file(&directory.join(name), thoroughness)? {
            filled.push(name);
        }
    }
    let known = if filled.contains(&HOST) {
        known_tables(&directory.join(HOST))?
    } else {
        Vec::new()
    };
    if known.is_empty() {
        return nothing_is_orphaned(directory, filled.contains(&TABLES));
    }
    for name in [BUS, TABLES] {
        if !filled.contains(&name) {
            return Err(damaged(
                &directory.join(name),
                "the file is missing or empty, but this directory was in use",
            ));
        }
    }
    let path = directory.join(TABLES);
    let tables = read_only(&path)?;
    for table in known {
        let there = tables
            .query_row(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1",
                [&table],
                |_| Ok(()),
            )
            .optional()
            .map_err(|error| damaged(&path, error.to_string()))?;
        if there.is_none() {
            return Err(damaged(&path, format!("the table {table} is not in it")));
        }
    }
    Ok(())
}

/// Opens a database of the directory without the right to change it.
///
/// # Errors
/// [`HostError::Damaged`] when it cannot be opened.
pub(crate) fn read_only(path: &Path) -> Result<Connection, HostError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| damaged(path, error.to_string()))?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

pub(crate) fn damaged(path: &Path, problem: impl Into<String>) -> HostError {
    HostError::Damaged {
        path: path.to_owned(),
        problem: problem.into(),
    }
}

/// Whether the file is a database with something in it; `false` for none and for an empty one.
fn check_file(path: &Path, thoroughness: Thoroughness) -> Result<bool, HostError> {
    let reading = || HostError::io(format!("reading {}", path.display()));
    let length = match path.metadata() {
        Ok(found) => found.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(reading()(error)),
    };
    if length == 0 {
        return Ok(false);
    }
    let mut header = [0; HEADER];
    let mut file = File::open(path).map_err(reading())?;
    let mut begun = file.by_ref().take(HEADER as u64);
    let mut read = Vec::with_capacity(HEADER);
    begun.read_to_end(&mut read).map_err(reading())?;
    if read.len() < HEADER || !read.starts_with(MAGIC) {
        return Err(damaged(path, "it is not a SQLite database"));
    }
    header.copy_from_slice(&read);
    let strange = stated_length(&header).is_none_or(|stated| length < stated);
    let whole = thoroughness == Thoroughness::Whole || length <= READ_THROUGH || strange;
    let connection = read_only(path)?;
    let check = if whole {
        "PRAGMA quick_check(1)"
    } else {
        "SELECT 'ok' FROM sqlite_master LIMIT 1"
    };
    let verdict: Option<String> = connection
        .query_row(check, [], |row| row.get(0))
        .optional()
        .map_err(|error| damaged(path, error.to_string()))?;
    match verdict.as_deref() {
        None | Some("ok") => Ok(true),
        Some(problem) => Err(damaged(path, problem)),
    }
}

/// How long the file was when its header was written. After a crash it may be shorter, and what
/// is missing lies in the log beside it.
fn stated_length(header: &[u8; HEADER]) -> Option<u64> {
    let number = |at: usize| {
        let bytes = header.get(at..at.saturating_add(4))?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let size = u16::from_be_bytes(header.get(16..18)?.try_into().ok()?);
    let page = if size == 1 { 65_536 } else { u64::from(size) };
    // The count is only good if it was written together with the last change.
    let (changes, pages, counted_at) = (number(24)?, number(28)?, number(92)?);
    if changes == counted_at {
        page.checked_mul(u64::from(pages))
    } else {
        Some(0)
    }
}

/// The tables that a host has made here.
fn known_tables(path: &Path) -> Result<Vec<String>, HostError> {
    let told = |error: rusqlite::Error| damaged(path, error.to_string());
    let connection = read_only(path)?;
    let begun = connection
        .query_row(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'table_definition'",
            [],
            |_| Ok(()),
        )
        .optional()
        .map_err(told)?;
    if begun.is_none() {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare("SELECT name FROM table_definition ORDER BY name")
        .map_err(told)?;
    let names = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(told)?;
    Ok(names)
}

/// Items in tables that no host remembers making: its records are gone, and with them how far
/// the stream was read. A first start that was cut short leaves empty tables.
fn nothing_is_orphaned(directory: &Path, there_are_tables: bool) -> Result<(), HostError> {
    if !there_are_tables {
        return Ok(());
    }
    let path = directory.join(TABLES);
    let told = |error: rusqlite::Error| damaged(&path, error.to_string());
    let connection = read_only(&path)?;
    let mut statement = connection
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table'
             AND substr(name, 1, 1) <> '_' AND name NOT LIKE 'sqlite%'",
        )
        .map_err(told)?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(told)?;
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let filled: bool = connection
            .query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM \"{quoted}\")"),
                [],
                |row| row.get(0),
            )
            .map_err(told)?;
        if filled {
            return Err(damaged(
                &PathBuf::from(directory).join(HOST),
                format!("the file is missing or empty, but {TABLES} holds items"),
            ));
        }
    }
    Ok(())
}
