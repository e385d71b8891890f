//! Receipts: what a receiver does with a message it holds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64_URL;
use rusqlite::OptionalExtension as _;

use super::ledger::Unit;
use super::queue::{self, QueueRecord};
use super::{Bus, BusError, ErrorCode, limits};

/// One receive of one message. The handle is its text, opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) queue: String,
    pub(super) seq: i64,
    pub(super) message_id: String,
    pub(super) receive_count: u32,
}

impl Receipt {
    /// The handle of this receipt.
    pub(super) fn handle(&self) -> String {
        let Self {
            queue,
            seq,
            message_id,
            receive_count,
        } = self;
        BASE64_URL.encode(format!("{queue}/{seq}/{message_id}/{receive_count}"))
    }

    /// The receipt behind a handle that was given out by `queue`.
    pub(super) fn read(queue: &str, handle: &str) -> Result<Self, BusError> {
        Self::parse(handle).filter(|receipt| receipt.queue == queue).ok_or_else(|| {
            BusError::new(
                ErrorCode::ReceiptHandleIsInvalid,
                format!(
                    "The input receipt handle \"{handle}\" is not a valid receipt handle of the queue {queue}."
                ),
            )
        })
    }

    fn parse(handle: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64_URL.decode(handle).ok()?).ok()?;
        let mut parts = text.split('/');
        let receipt = Self {
            queue: parts.next()?.to_owned(),
            seq: parts.next()?.parse().ok()?,
            message_id: parts.next()?.to_owned(),
            receive_count: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(receipt)
    }
}

impl Bus {
    /// Deletes a received message. Deleting it twice is no error, nor is a handle older than the last receive: that
    /// one deletes nothing.
    ///
    /// # Errors
    /// An unknown queue, a handle this queue never gave out, the database.
    pub async fn delete(&self, queue: &str, receipt_handle: &str) -> Result<(), BusError> {
        let (name, handle) = (queue.to_owned(), receipt_handle.to_owned());
        self.inner
            .ledger
            .run_repeatable(move |unit| delete(unit, &queue::find(unit, &name)?, &handle))
            .await
    }

    /// [`Bus::delete`] for several messages with one commit; each has its own outcome, in order.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub async fn delete_batch(
        &self,
        queue: &str,
        receipt_handles: Vec<String>,
    ) -> Result<Vec<Result<(), BusError>>, BusError> {
        let name = queue.to_owned();
        self.inner
            .ledger
            .run_repeatable(move |unit| {
                let queue = queue::find(unit, &name)?;
                Ok(receipt_handles
                    .iter()
                    .map(|handle| delete(unit, &queue, handle))
                    .collect())
            })
            .await
    }

    /// Makes a received message visible again in `visibility_timeout_s` seconds from now; 0: at once.
    ///
    /// # Errors
    /// An unknown queue, a wrong handle, a message that is no longer in flight, more than 43,200 seconds since the
    /// receive, the database.
    pub async fn change_visibility(
        &self,
        queue: &str,
        receipt_handle: &str,
        visibility_timeout_s: u32,
    ) -> Result<(), BusError> {
        let (name, handle) = (queue.to_owned(), receipt_handle.to_owned());
        self.inner
            .ledger
            .run_repeatable(move |unit| {
                change_visibility(
                    unit,
                    &queue::find(unit, &name)?,
                    &handle,
                    visibility_timeout_s,
                )
            })
            .await
    }

    /// [`Bus::change_visibility`] for several (handle, seconds) with one commit; each has its own outcome, in order.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub async fn change_visibility_batch(
        &self,
        queue: &str,
        changes: Vec<(String, u32)>,
    ) -> Result<Vec<Result<(), BusError>>, BusError> {
        let name = queue.to_owned();
        self.inner
            .ledger
            .run_repeatable(move |unit| {
                let queue = queue::find(unit, &name)?;
                let change = |(handle, timeout_s): &(String, u32)| {
                    change_visibility(unit, &queue, handle, *timeout_s)
                };
                Ok(changes.iter().map(change).collect())
            })
            .await
    }

    /// Makes every message in flight visible at once, because whoever received it is gone for good.
    ///
    /// Waits for the commit: meant for the start of the host, whose receivers ended with the host before it.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub fn return_held(&self, queue: &str) -> Result<(), BusError> {
        let name = queue.to_owned();
        self.inner.ledger.run_blocking(move |unit| {
            let queue = queue::find(unit, &name)?;
            unit.database
                .prepare_cached(
                    "UPDATE message SET visible_at_ms = ?2
                     WHERE queue_id = ?1 AND visible_at_ms > ?2 AND receive_count > 0",
                )?
                .execute((queue.queue_id, unit.now_ms))?;
            Ok(())
        })
    }

    /// Removes every message of a queue, those in flight too.
    ///
    /// # Errors
    /// An unknown queue, the database.
    pub async fn purge(&self, queue: &str) -> Result<(), BusError> {
        let name = queue.to_owned();
        self.inner
            .ledger
            .run(move |unit| {
                let queue = queue::find(unit, &name)?;
                unit.database
                    .prepare_cached("DELETE FROM message WHERE queue_id = ?1")?
                    .execute([queue.queue_id])?;
                Ok(())
            })
            .await
    }
}

fn delete(unit: &Unit<'_>, queue: &QueueRecord, handle: &str) -> Result<(), BusError> {
    let receipt = Receipt::read(&queue.spec.name, handle)?;
    unit.database
        .prepare_cached(
            "DELETE FROM message
             WHERE seq = ?1 AND queue_id = ?2 AND message_id = ?3 AND receive_count = ?4",
        )?
        .execute((
            receipt.seq,
            queue.queue_id,
            &receipt.message_id,
            receipt.receive_count,
        ))?;
    Ok(())
}

fn change_visibility(
    unit: &Unit<'_>,
    queue: &QueueRecord,
    handle: &str,
    timeout_s: u32,
) -> Result<(), BusError> {
    limits::in_range("VisibilityTimeout", timeout_s.into(), &limits::VISIBILITY_S)?;
    let receipt = Receipt::read(&queue.spec.name, handle)?;
    let held: Option<(i64, Option<i64>)> = unit
        .database
        .prepare_cached(
            "SELECT visible_at_ms, last_received_ms FROM message
             WHERE seq = ?1 AND queue_id = ?2 AND message_id = ?3 AND receive_count = ?4",
        )?
        .query_row(
            (
                receipt.seq,
                queue.queue_id,
                &receipt.message_id,
                receipt.receive_count,
            ),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((visible_at_ms, received_ms)) = held else {
        return Err(BusError::invalid(
            "ReceiptHandle",
            handle,
            "Message does not exist or is not available for visibility timeout change.",
        ));
    };
    if visible_at_ms <= unit.now_ms {
        return Err(BusError::new(
            ErrorCode::MessageNotInflight,
            "The message is not in flight: its visibility timeout is over and it can be received again.",
        ));
    }
    let until_ms = unit.now_ms + i64::from(timeout_s) * 1_000;
    if until_ms > received_ms.unwrap_or(unit.now_ms) + limits::VISIBILITY_S.end() * 1_000 {
        return Err(BusError::invalid(
            "VisibilityTimeout",
            timeout_s,
            "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].",
        ));
    }
    unit.database
        .prepare_cached("UPDATE message SET visible_at_ms = ?2 WHERE seq = ?1")?
        .execute((receipt.seq, until_ms))?;
    // Who waits must learn when to look again.
    unit.ring(&queue.spec.name);
    Ok(())
}
