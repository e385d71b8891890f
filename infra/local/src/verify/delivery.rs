//! What is on its way in a data directory: unread stream records, messages, dead letters.

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use super::Disagreements;
use crate::bus::{self, DeadLetter};
use crate::data_files::{self, damaged, read_only};
use crate::engine::stream::stored_sequence;
use crate::error::HostError;
use crate::event_source::stream::checkpoint_name;
use crate::records::Records;
use crate::template::Stack;

/// What is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Each reader of a table's stream.
    pub streams: Vec<StreamState>,
    /// Each queue that holds something.
    pub queues: Vec<QueueState>,
}

/// How far a function has read a table's stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StreamState {
    /// Who reads.
    pub function: String,
    /// What.
    pub table: String,
    /// Number of the last record that is done; 0 before the first.
    pub done: i64,
    /// Number of the oldest and of the newest record that is kept.
    pub kept: Option<(i64, i64)>,
    /// Records that are not yet read and will be.
    pub unread: i64,
}

/// What lies in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueState {
    /// Its name.
    pub name: String,
    /// How many messages.
    pub messages: u64,
    /// Whether they were given up.
    pub dead: bool,
    /// The oldest that were given up, in words.
    pub reasons: Vec<String>,
}

/// Looks at the files of a directory that no host uses.
///
/// # Errors
/// [`HostError::Damaged`] when one of them does not read.
pub(crate) fn look(directory: &Path, stack: &Stack) -> Result<Delivery, HostError> {
    let records = Records::open(&directory.join(data_files::HOST))?;
    let path = directory.join(data_files::TABLES);
    let tables = read_only(&path)?;
    let mut streams = Vec::new();
    for function in &stack.functions {
        for source in &function.streams {
            let name = checkpoint_name(&function.name, &source.event);
            let done = records.checkpoint(&name)?;
            let done = done.as_deref().map_or(0, stored_sequence);
            let (kept, unread) = records_after(&tables, &source.table, done)
                .map_err(|error| damaged(&path, error.to_string()))?;
            streams.push(StreamState {
                function: function.name.clone(),
                table: source.table.clone(),
                done,
                kept,
                unread,
            });
        }
    }
    let queues = bus::survey(&directory.join(data_files::BUS))?;
    let queues = queues.into_iter().filter(|queue| queue.messages > 0);
    let queues = queues.map(|queue| QueueState {
        name: queue.name,
        messages: queue.messages,
        dead: queue.collects,
        reasons: queue.dead_letters.iter().map(reason).collect(),
    });
    Ok(Delivery {
        streams,
        queues: queues.collect(),
    })
}

/// The oldest and newest record that is kept, and how many come after `done`.
fn records_after(
    tables: &Connection,
    table: &str,
    done: i64,
) -> Result<(Option<(i64, i64)>, i64), rusqlite::Error> {
    tables.query_row(
        "SELECT MIN(number), MAX(number), COUNT(*) FILTER (WHERE number > ?2) FROM
             (SELECT CAST(sequence_number AS INTEGER) AS number FROM _stream_records WHERE table_name = ?1)",
        (table, done),
        |row| {
            let (oldest, newest): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
            Ok((oldest.zip(newest), row.get(2)?))
        },
    )
}

/// Why a message was given up, as far as it tells itself.
fn reason(letter: &DeadLetter) -> String {
    let body: Value = serde_json::from_str(&letter.body).unwrap_or_default();
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    if let Some(condition) = text("/requestContext/condition") {
        let function = text("/requestContext/functionArn").unwrap_or("a function");
        return format!("{condition} at {function}");
    }
    let source = letter.source.as_deref().unwrap_or("?");
    let what = match (text("/aggregate"), text("/id")) {
        (Some(kind), Some(id)) => format!("a message about {kind} {id}"),
        _ => format!("message {}", letter.message_id),
    };
    let receives = letter.receives;
    format!("{what} from {source}, received {receives} times; its reason is in the function's log")
}

impl Delivery {
    /// Notes what was lost: records that are neither read nor there to be read.
    pub(crate) fn judge(&self, disagreements: &mut Disagreements) {
        for stream in &self.streams {
            let StreamState {
                function,
                table,
                done,
                kept,
                unread,
            } = stream;
            let key = format!("stream of {table} for {function}");
            let (oldest, newest) = kept.unwrap_or((done.saturating_add(1), *done));
            if newest < *done {
                disagreements.add(
                    "stream_ahead",
                    &key,
                    format!("at most {newest} records done, as many as were ever written"),
                    done.to_string(),
                );
            }
            let next = done.saturating_add(1);
            let missing = newest.saturating_sub(*done).max(0).saturating_sub(*unread);
            if oldest > next || missing > 0 {
                disagreements.add(
                    "stream_gap",
                    &key,
                    format!("every record from {next} to {newest} read or kept"),
                    format!("{unread} kept, the oldest {oldest}"),
                );
            }
        }
    }
}

impl std::fmt::Display for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut lines = Vec::new();
        for stream in &self.streams {
            let StreamState {
                function,
                table,
                done,
                unread,
                ..
            } = stream;
            lines.push(format!(
                "stream of {table} for {function}: {done} records done, {unread} to be read"
            ));
        }
        for queue in &self.queues {
            let QueueState {
                name,
                messages,
                dead,
                reasons,
            } = queue;
            let what = if *dead { "dead letters" } else { "messages" };
            lines.push(format!("{name}: {messages} {what}"));
            lines.extend(reasons.iter().map(|reason| format!("  {reason}")));
        }
        if self.queues.is_empty() {
            lines.push("no message and no dead letter in any queue".to_owned());
        }
        f.write_str(&lines.join("\n"))
    }
}
