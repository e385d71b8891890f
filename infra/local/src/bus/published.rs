//! The last published messages of a topic, kept for developers to look at.

use super::ledger::Unit;
use super::message_attributes::MessageAttributes;
use super::{Bus, BusError, Publication, limits, topic};

/// A published message as it is kept for developers to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedMessage {
    /// The id the publisher got.
    pub message_id: String,
    /// When, milliseconds since the Unix epoch.
    pub published_ms: i64,
    /// The subject.
    pub subject: Option<String>,
    /// The message.
    pub message: String,
    /// The attributes.
    pub attributes: MessageAttributes,
    /// The names of the queues it was put into.
    pub delivered_to: Vec<String>,
}

impl Bus {
    /// The last messages published to a topic, the newest first; 1,000 are kept.
    ///
    /// # Errors
    /// An unknown topic, the database.
    pub async fn recent(&self, topic: &str, limit: u32) -> Result<Vec<PublishedMessage>, BusError> {
        let topic = topic.to_owned();
        self.inner
            .ledger
            .run_repeatable(move |unit| recent(unit, &topic, limit))
            .await
    }
}

/// Keeps a message, and lets go of the one that is too many.
pub(super) fn keep(
    unit: &Unit<'_>,
    topic: &str,
    message_id: &str,
    publication: &Publication,
    delivered_to: &[String],
) -> Result<(), BusError> {
    let topic_id = topic::find_topic(unit, topic)?;
    let number: i64 = unit
        .database
        .prepare_cached("SELECT COALESCE(MAX(number), 0) + 1 FROM published WHERE topic_id = ?1")?
        .query_row([topic_id], |row| row.get(0))?;
    unit.database
        .prepare_cached(
            "INSERT INTO published (topic_id, number, message_id, published_ms, subject, message,
                 attributes, delivered_to)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            topic_id,
            number,
            message_id,
            unit.now_ms,
            &publication.subject,
            &publication.message,
            serde_json::to_string(&publication.attributes)?,
            serde_json::to_string(delivered_to)?,
        ))?;
    unit.database
        .prepare_cached("DELETE FROM published WHERE topic_id = ?1 AND number <= ?2")?
        .execute((topic_id, number - limits::PUBLISHED_KEPT))?;
    Ok(())
}

fn recent(unit: &Unit<'_>, topic: &str, limit: u32) -> Result<Vec<PublishedMessage>, BusError> {
    let topic_id = topic::find_topic(unit, topic)?;
    let mut statement = unit.database.prepare_cached(
        "SELECT message_id, published_ms, subject, message, attributes, delivered_to
         FROM published WHERE topic_id = ?1 ORDER BY number DESC LIMIT ?2",
    )?;
    let mut rows = statement.query((topic_id, limit))?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        let (attributes, delivered_to): (String, String) = (row.get(4)?, row.get(5)?);
        messages.push(PublishedMessage {
            message_id: row.get(0)?,
            published_ms: row.get(1)?,
            subject: row.get(2)?,
            message: row.get(3)?,
            attributes: serde_json::from_str(&attributes)?,
            delivered_to: serde_json::from_str(&delivered_to)?,
        });
    }
    Ok(messages)
}
