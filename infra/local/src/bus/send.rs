//! Sending: a message comes into a queue.

use uuid::Uuid;

use super::ledger::Unit;
use super::message::{NewMessage, SentMessage, md5_of_body};
use super::queue::{self, QueueRecord};
use super::{Bus, BusError, limits, message_attributes};

impl Bus {
    /// Puts a message into a queue; it is on disk when this comes back.
    ///
    /// # Errors
    /// An unknown queue, a message out of its limits, the database.
    pub async fn send(&self, queue: &str, message: NewMessage) -> Result<SentMessage, BusError> {
        let parcel = Parcel::pack(&message)?;
        let queue = queue.to_owned();
        self.inner
            .ledger
            .run(move |unit| {
                let queue = queue::find(unit, &queue)?;
                insert(unit, &queue, &parcel)?;
                Ok(parcel.sent)
            })
            .await
    }

    /// Puts up to ten messages into a queue with one commit. A bad one among them is refused alone, in its place.
    ///
    /// # Errors
    /// An unknown queue, more than 256 KiB in total, the database: nothing was sent.
    pub async fn send_batch(
        &self,
        queue: &str,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<SentMessage, BusError>>, BusError> {
        limits::check_batch_bytes(messages.iter().map(NewMessage::bytes).sum())?;
        let parcels: Vec<_> = messages.iter().map(Parcel::pack).collect();
        let queue = queue.to_owned();
        self.inner
            .ledger
            .run(move |unit| {
                let queue = queue::find(unit, &queue)?;
                for parcel in parcels.iter().flatten() {
                    insert(unit, &queue, parcel)?;
                }
                Ok(parcels.into_iter().map(|parcel| Ok(parcel?.sent)).collect())
            })
            .await
    }
}

/// A checked message with everything worked out that needs no database.
pub(super) struct Parcel {
    /// What its sender is told.
    pub(super) sent: SentMessage,
    body: String,
    attributes: String,
    delay_s: Option<u32>,
}

impl Parcel {
    /// Checks and packs a message.
    pub(super) fn pack(message: &NewMessage) -> Result<Self, BusError> {
        message.check()?;
        Ok(Self {
            sent: SentMessage {
                message_id: Uuid::now_v7().to_string(),
                md5_of_body: md5_of_body(&message.body),
                md5_of_attributes: message_attributes::md5(&message.attributes),
            },
            body: message.body.clone(),
            attributes: serde_json::to_string(&message.attributes)?,
            delay_s: message.delay_s,
        })
    }
}

/// Writes the message and wakes those who wait for it.
pub(super) fn insert(
    unit: &Unit<'_>,
    queue: &QueueRecord,
    parcel: &Parcel,
) -> Result<(), BusError> {
    let delay_s = parcel.delay_s.unwrap_or(queue.spec.delay_s);
    unit.database
        .prepare_cached(
            "INSERT INTO message (queue_id, message_id, body, attributes, sent_ms, visible_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            queue.queue_id,
            &parcel.sent.message_id,
            &parcel.body,
            &parcel.attributes,
            unit.now_ms,
            unit.now_ms + i64::from(delay_s) * 1_000,
        ))?;
    // Also for a delayed one: who waits must learn when to look again.
    unit.ring(&queue.spec.name);
    Ok(())
}
