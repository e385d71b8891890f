//! Receiving: what is due is handed out; a receive waits for it if there is nothing.

use super::ledger::Unit;
use super::queue::{self, QueueRecord};
use super::{Bus, BusError, ReceivedMessage, due_messages, limits};

/// What a receive asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiveRequest {
    /// At most this many messages, 1–10.
    pub max: u32,
    /// Wait this long for the first one, up to 20 seconds; `None`: what the queue says.
    pub wait_s: Option<u32>,
    /// Keep them invisible this long, seconds; `None`: what the queue says.
    pub visibility_timeout_s: Option<u32>,
}

impl Default for ReceiveRequest {
    fn default() -> Self {
        Self {
            max: 1,
            wait_s: None,
            visibility_timeout_s: None,
        }
    }
}

impl ReceiveRequest {
    /// Up to `max` messages, everything else as the queue says.
    pub fn up_to(max: u32) -> Self {
        Self {
            max,
            ..Self::default()
        }
    }

    fn check(&self) -> Result<(), BusError> {
        limits::in_range("MaxNumberOfMessages", self.max.into(), &(1..=10))?;
        if let Some(wait_s) = self.wait_s {
            limits::in_range("WaitTimeSeconds", wait_s.into(), &limits::WAIT_S)?;
        }
        if let Some(visibility) = self.visibility_timeout_s {
            limits::in_range(
                "VisibilityTimeout",
                visibility.into(),
                &limits::VISIBILITY_S,
            )?;
        }
        Ok(())
    }
}

/// What one look into a queue found.
struct Look {
    messages: Vec<ReceivedMessage>,
    /// When the next message becomes visible, if one is waiting for that.
    next_visible_ms: Option<i64>,
    receive_wait_s: u32,
}

impl Bus {
    /// Receives messages: those that are due, or, if there is none, the first to come within the waiting time. It
    /// wakes at once on an arrival or when an invisible message comes back, and sleeps in between.
    ///
    /// # Errors
    /// An unknown queue, a request out of its limits, the database.
    pub async fn receive(
        &self,
        queue: &str,
        request: ReceiveRequest,
    ) -> Result<Vec<ReceivedMessage>, BusError> {
        request.check()?;
        let bell = self.inner.arrivals.bell(queue);
        let clock = &self.inner.clock;
        let started_ms = clock.now_ms();
        loop {
            let arrival = bell.notified();
            tokio::pin!(arrival);
            // Before looking, so that nothing can arrive unnoticed between the look and the wait.
            arrival.as_mut().enable();
            let name = queue.to_owned();
            let look = self
                .inner
                .ledger
                .run_repeatable(move |unit| look(unit, &name, request))
                .await?;
            let wait_s = request.wait_s.unwrap_or(look.receive_wait_s);
            let end_ms = started_ms + i64::from(wait_s) * 1_000;
            if !look.messages.is_empty() || clock.now_ms() >= end_ms {
                return Ok(look.messages);
            }
            let look_again_ms = look.next_visible_ms.map_or(end_ms, |next| next.min(end_ms));
            tokio::select! {
                () = arrival => {}
                () = clock.sleep_until(look_again_ms) => {}
            }
        }
    }
}

fn look(unit: &Unit<'_>, name: &str, request: ReceiveRequest) -> Result<Look, BusError> {
    let queue = queue::find(unit, name)?;
    drop_expired(unit, &queue)?;
    let messages = due_messages::take(unit, &queue, request)?;
    let next_visible_ms = if messages.is_empty() {
        next_visible(unit, queue.queue_id)?
    } else {
        None
    };
    Ok(Look {
        messages,
        next_visible_ms,
        receive_wait_s: queue.spec.receive_wait_s,
    })
}

/// Removes the messages older than the queue keeps them; in a dead-letter queue the age counts from the first sending.
pub(super) fn drop_expired(unit: &Unit<'_>, queue: &QueueRecord) -> Result<(), BusError> {
    let oldest_kept_ms = unit.now_ms - i64::from(queue.spec.retention_s) * 1_000;
    unit.database
        .prepare_cached("DELETE FROM message WHERE queue_id = ?1 AND sent_ms <= ?2")?
        .execute((queue.queue_id, oldest_kept_ms))?;
    Ok(())
}

fn next_visible(unit: &Unit<'_>, queue_id: i64) -> Result<Option<i64>, BusError> {
    let next = unit
        .database
        .prepare_cached(
            "SELECT MIN(visible_at_ms) FROM message WHERE queue_id = ?1 AND visible_at_ms > ?2",
        )?
        .query_row((queue_id, unit.now_ms), |row| row.get(0))?;
    Ok(next)
}
