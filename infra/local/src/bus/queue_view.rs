//! Looking into a queue without receiving: counts for `GetQueueAttributes`, messages for developers.

use super::ledger::Unit;
use super::message_attributes::MessageAttributes;
use super::queue::{self, QueueRecord};
use super::{Bus, BusError, receive};

/// How many messages a queue holds. Exact at the moment of the look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// Can be received now.
    pub visible: u64,
    /// Received and not yet deleted or back.
    pub in_flight: u64,
    /// Held back by a delay.
    pub delayed: u64,
    /// When the oldest message was sent, milliseconds since the Unix epoch.
    pub oldest_sent_ms: Option<i64>,
}

/// A message as it lies in its queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeekedMessage {
    /// The id it was sent with.
    pub message_id: String,
    /// The body.
    pub body: String,
    /// The attributes.
    pub attributes: MessageAttributes,
    /// When it was sent, milliseconds since the Unix epoch.
    pub sent_ms: i64,
    /// When it can be received, or since when it could.
    pub visible_at_ms: i64,
    /// How often it was received.
    pub receive_count: u32,
    /// In a dead-letter queue: the name of the queue it came from.
    pub dead_letter_source: Option<String>,
}

impl Bus {
    /// Counts the messages of a queue.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub async fn counts(&self, queue: &str) -> Result<QueueCounts, BusError> {
        let name = queue.to_owned();
        self.inner
            .ledger
            .run_repeatable(move |unit| counts(unit, &queue::find(unit, &name)?))
            .await
    }

    /// The oldest `limit` messages of a queue, in flight or not, without receiving them.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub async fn peek(&self, queue: &str, limit: u32) -> Result<Vec<PeekedMessage>, BusError> {
        let name = queue.to_owned();
        self.inner
            .ledger
            .run_repeatable(move |unit| peek(unit, &queue::find(unit, &name)?, limit))
            .await
    }
}

/// Counts the messages of a queue.
pub(super) fn counts(unit: &Unit<'_>, queue: &QueueRecord) -> Result<QueueCounts, BusError> {
    receive::drop_expired(unit, queue)?;
    // The first from the index alone: a long backlog is counted without touching its messages.
    let (visible, oldest_sent_ms) = unit
        .database
        .prepare_cached(
            "SELECT (SELECT COUNT(*) FROM message WHERE queue_id = ?1 AND visible_at_ms <= ?2),
                    (SELECT MIN(sent_ms) FROM message WHERE queue_id = ?1)",
        )?
        .query_row((queue.queue_id, unit.now_ms), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let (in_flight, delayed) = unit
        .database
        .prepare_cached(
            "SELECT COUNT(*) FILTER (WHERE receive_count > 0), COUNT(*) FILTER (WHERE receive_count = 0)
             FROM message WHERE queue_id = ?1 AND visible_at_ms > ?2",
        )?
        .query_row((queue.queue_id, unit.now_ms), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(QueueCounts {
        visible,
        in_flight,
        delayed,
        oldest_sent_ms,
    })
}

fn peek(unit: &Unit<'_>, queue: &QueueRecord, limit: u32) -> Result<Vec<PeekedMessage>, BusError> {
    receive::drop_expired(unit, queue)?;
    let mut statement = unit.database.prepare_cached(
        "SELECT message_id, body, attributes, sent_ms, visible_at_ms, receive_count, dead_letter_source
         FROM message WHERE queue_id = ?1 ORDER BY sent_ms, seq LIMIT ?2",
    )?;
    let mut rows = statement.query((queue.queue_id, limit))?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        let attributes: String = row.get(2)?;
        messages.push(PeekedMessage {
            message_id: row.get(0)?,
            body: row.get(1)?,
            attributes: serde_json::from_str(&attributes)?,
            sent_ms: row.get(3)?,
            visible_at_ms: row.get(4)?,
            receive_count: row.get(5)?,
            dead_letter_source: row.get(6)?,
        });
    }
    Ok(messages)
}
