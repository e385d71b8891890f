//! What lies in the queues of a host that is not running.
//!
//! Looks with a connection of its own that cannot write: what a running host is asked for goes
//! through [`Bus`](super::Bus), which also lets go of what has expired.

use std::path::Path;

use rusqlite::Connection;

use super::database::SCHEMA_VERSION;
use super::limits;
use crate::data_files::{damaged, read_only};
use crate::error::HostError;

/// Dead letters that are shown of each queue.
const SHOWN: u32 = 20;

/// What lies in one queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSurvey {
    /// Its name.
    pub name: String,
    /// Messages in it, whether they can be received now or later.
    pub messages: u64,
    /// Whether it collects what others gave up: it passes nothing on itself.
    pub collects: bool,
    /// The oldest messages of a queue that collects.
    pub dead_letters: Vec<DeadLetter>,
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The message's id.
    pub message_id: String,
    /// When it was sent first, milliseconds since the Unix epoch.
    pub sent_ms: i64,
    /// The queue it came from; `None` for a note about something that was no queue message.
    pub source: Option<String>,
    /// How often it was received in all.
    pub receives: u32,
    /// The body.
    pub body: String,
}

/// What was published last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publications {
    /// Times in milliseconds since the Unix epoch and messages, the oldest first, of every topic.
    pub messages: Vec<(i64, String)>,
    /// Whether a topic published more than is kept.
    pub cut_off: bool,
}

/// What topics of the database at `path` published last.
///
/// # Errors
/// [`HostError::Damaged`] when it does not read.
pub fn publications(path: &Path) -> Result<Publications, HostError> {
    let told = |error: rusqlite::Error| damaged(path, error.to_string());
    let connection = read_only(path)?;
    let cut_off = connection
        .query_row(
            "SELECT COALESCE(MAX(number), 0) > ?1 FROM published",
            [limits::PUBLISHED_KEPT],
            |row| row.get(0),
        )
        .map_err(told)?;
    let mut statement = connection
        .prepare("SELECT published_ms, message FROM published ORDER BY published_ms, number")
        .map_err(told)?;
    let messages = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(told)?;
    Ok(Publications { messages, cut_off })
}

/// Looks into the queues of the database at `path`, in the order of their names.
///
/// # Errors
/// [`HostError::Damaged`] when it is not a database of queues, or of another version.
pub fn survey(path: &Path) -> Result<Vec<QueueSurvey>, HostError> {
    let connection = read_only(path)?;
    let told = |error: rusqlite::Error| damaged(path, error.to_string());
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(told)?;
    if version != SCHEMA_VERSION {
        return Err(damaged(
            path,
            format!("version {SCHEMA_VERSION} of the queue database expected, found {version}"),
        ));
    }
    queues(&connection).map_err(told)
}

fn queues(connection: &Connection) -> Result<Vec<QueueSurvey>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT queue_id, name, dead_letter_queue IS NULL,
                (SELECT COUNT(*) FROM message WHERE message.queue_id = queue.queue_id)
         FROM queue ORDER BY name",
    )?;
    let mut rows = statement.query([])?;
    let mut queues = Vec::new();
    while let Some(row) = rows.next()? {
        let (queue_id, collects): (i64, bool) = (row.get(0)?, row.get(2)?);
        let messages: i64 = row.get(3)?;
        queues.push(QueueSurvey {
            name: row.get(1)?,
            messages: u64::try_from(messages).unwrap_or_default(),
            collects,
            dead_letters: if collects {
                dead_letters(connection, queue_id)?
            } else {
                Vec::new()
            },
        });
    }
    Ok(queues)
}

fn dead_letters(
    connection: &Connection,
    queue_id: i64,
) -> Result<Vec<DeadLetter>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT message_id, sent_ms, dead_letter_source, receive_count, body
         FROM message WHERE queue_id = ?1 ORDER BY sent_ms, seq LIMIT ?2",
    )?;
    let rows = statement.query_map((queue_id, SHOWN), |row| {
        Ok(DeadLetter {
            message_id: row.get(0)?,
            sent_ms: row.get(1)?,
            source: row.get(2)?,
            receives: row.get(3)?,
            body: row.get(4)?,
        })
    })?;
    rows.collect()
}
