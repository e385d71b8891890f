//! What is on its way in a data directory: unread stream records, messages, dead letters.

use std::collections::HashSet;
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

/// Between why and where records were given up.
const GIVEN_UP_AT: &str = " at ";

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
    /// Number of the newest record; the newest is always kept.
    pub newest: Option<i64>,
    /// Records that are not yet read and will be.
    pub unread: i64,
    /// Records that are missing among those.
    pub missing: i64,
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
            let (newest, unread, missing) = records_after(&tables, &source.table, done)
                .map_err(|error| damaged(&path, error.to_string()))?;
            streams.push(StreamState {
                function: function.name.clone(),
                table: source.table.clone(),
                done,
                newest,
                unread,
                missing,
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

/// The newest record, how many come after `done`, and how many are missing among those: rows of
/// the stream are counted one by one, whichever table they are of.
fn records_after(
    tables: &Connection,
    table: &str,
    done: i64,
) -> Result<(Option<i64>, i64, i64), rusqlite::Error> {
    tables.query_row(
        "WITH record AS (SELECT id, CAST(sequence_number AS INTEGER) AS number
                         FROM _stream_records WHERE table_name = ?1),
              unread AS (SELECT MIN(id) AS first, MAX(id) AS last, COUNT(*) AS count
                         FROM record WHERE number > ?2)
         SELECT (SELECT MAX(number) FROM record), count,
                COALESCE(last - first + 1, 0)
                    - (SELECT COUNT(*) FROM _stream_records WHERE id BETWEEN first AND last)
         FROM unread",
        (table, done),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Sort and partition keys of the items whose records are not yet read.
///
/// # Errors
/// [`HostError::Damaged`] when the tables do not read.
pub(crate) fn unread(
    directory: &Path,
    delivery: &Delivery,
) -> Result<HashSet<(String, String)>, HostError> {
    let path = directory.join(data_files::TABLES);
    let tables = read_only(&path)?;
    let mut keys = HashSet::new();
    for stream in &delivery.streams {
        let told = |error: rusqlite::Error| damaged(&path, error.to_string());
        let mut statement = tables
            .prepare(
                "SELECT keys_json FROM _stream_records
                 WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) > ?2",
            )
            .map_err(told)?;
        let mut rows = statement
            .query((&stream.table, stream.done))
            .map_err(told)?;
        while let Some(row) = rows.next().map_err(told)? {
            let text: String = row.get(0).map_err(told)?;
            let key: Value = serde_json::from_str(&text).unwrap_or_default();
            let part = |pointer: &str| key.pointer(pointer)?.as_str().map(str::to_owned);
            keys.extend(part("/pk/S").zip(part("/sk/S")));
        }
    }
    Ok(keys)
}

/// Why a message was given up, as far as it tells itself.
fn reason(letter: &DeadLetter) -> String {
    let body: Value = serde_json::from_str(&letter.body).unwrap_or_default();
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    if let Some(condition) = text("/requestContext/condition") {
        let function = text("/requestContext/functionArn").unwrap_or("a function");
        return format!("{condition}{GIVEN_UP_AT}{function}");
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
    /// Whether records of a stream lie among the dead letters.
    pub(crate) fn gave_up_records(&self) -> bool {
        let dead = self.queues.iter().filter(|queue| queue.dead);
        dead.flat_map(|queue| &queue.reasons)
            .any(|reason| reason.contains(GIVEN_UP_AT))
    }

    /// Notes what was lost: records that are neither read nor there to be read.
    pub(crate) fn judge(&self, disagreements: &mut Disagreements) {
        for stream in &self.streams {
            let key = format!("stream of {} for {}", stream.table, stream.function);
            let (done, newest) = (stream.done, stream.newest.unwrap_or_default());
            if newest < done {
                disagreements.add(
                    "stream_ahead",
                    &key,
                    format!("records read up to {newest}, the last that was written"),
                    format!("up to {done}: the tables are older than the host's records"),
                );
            }
            if stream.missing > 0 {
                disagreements.add(
                    "stream_gap",
                    &key,
                    "every record that is not yet read",
                    format!("{} of them gone", stream.missing),
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
                unread,
                ..
            } = stream;
            lines.push(format!(
                "stream of {table} for {function}: {unread} records to be read"
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
