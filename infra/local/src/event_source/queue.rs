//! Polls a queue on behalf of a function.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::queue_event;
use super::report::{self, Verdict};
use crate::bus::{Bus, BusError, ReceiveRequest, ReceivedMessage};
use crate::runtime_api::{Outcome, Pool};
use crate::template::stack::QueueSource;

/// One receive waits at most this long, so that the end of the host is noticed. An arrival ends
/// the wait at once. Receives are never cut off: a message they have taken would stay invisible.
const WAIT_S: u32 = 1;
/// The most one receive gives.
const RECEIVE_MAX: u64 = 10;
/// Pause after the queue could not be read.
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(1);

/// A queue, the function it feeds, and how failed messages return.
#[derive(Clone)]
pub struct QueueMapping {
    /// The queues.
    pub bus: Bus,
    /// The function.
    pub pool: Arc<Pool>,
    /// What the template says.
    pub source: QueueSource,
    /// Overrides how long a failed message stays invisible; `None` is the queue's own timeout.
    pub retry_after_s: Option<u32>,
}

impl QueueMapping {
    /// Polls until the host ends. Run as many at once as the source allows.
    pub async fn run(self, ending: watch::Receiver<bool>) {
        while !*ending.borrow() {
            match self.gather().await {
                Ok(messages) if messages.is_empty() => {}
                Ok(messages) => {
                    if let Err(error) = self.process(messages).await {
                        tracing::warn!(queue = self.source.queue, %error, "a batch could not be settled; its messages return");
                    }
                }
                Err(error) => {
                    tracing::warn!(queue = self.source.queue, %error, "the queue cannot be read; trying again");
                    tokio::time::sleep(PAUSE_AFTER_ERROR).await;
                }
            }
        }
    }

    /// Receives until the batch is full or its window is over.
    async fn gather(&self) -> Result<Vec<ReceivedMessage>, BusError> {
        let mut batch = self.receive(self.source.batch_size, WAIT_S).await?;
        if batch.is_empty() {
            return Ok(batch);
        }
        let window_ends = Instant::now() + Duration::from_secs(self.source.batching_window_s);
        loop {
            let room = self.source.batch_size.saturating_sub(batch.len() as u64);
            if room == 0 {
                return Ok(batch);
            }
            let wait_s = if Instant::now() < window_ends {
                WAIT_S
            } else {
                0
            };
            let more = self.receive(room, wait_s).await?;
            if more.is_empty() && wait_s == 0 {
                return Ok(batch);
            }
            batch.extend(more);
        }
    }

    async fn receive(&self, room: u64, wait_s: u32) -> Result<Vec<ReceivedMessage>, BusError> {
        let request = ReceiveRequest {
            max: u32::try_from(room.clamp(1, RECEIVE_MAX)).unwrap_or(1),
            wait_s: Some(wait_s),
            visibility_timeout_s: None,
        };
        self.bus.receive(&self.source.queue, request).await
    }

    async fn process(&self, messages: Vec<ReceivedMessage>) -> Result<(), BusError> {
        let event = queue_event::build(&self.source.queue, &messages);
        let verdict = match self.pool.invoke(event).await {
            Outcome::Answer(answer) if self.source.reports_failures => {
                let identifiers: Vec<String> = messages
                    .iter()
                    .map(|message| message.message_id.clone())
                    .collect();
                report::read(&answer, &identifiers)
            }
            Outcome::Answer(_) => Verdict::AllDone,
            Outcome::Failed(_) | Outcome::TimedOut | Outcome::Crashed => Verdict::AllFailed,
        };
        let (failed, done): (Vec<_>, Vec<_>) =
            messages.into_iter().partition(|message| match &verdict {
                Verdict::AllDone => false,
                Verdict::SomeFailed(failed) => failed.contains(&message.message_id),
                Verdict::AllFailed => true,
            });
        self.delete(done).await?;
        self.give_back(failed).await
    }

    async fn delete(&self, done: Vec<ReceivedMessage>) -> Result<(), BusError> {
        for chunk in done.chunks(RECEIVE_MAX as usize) {
            let handles = chunk
                .iter()
                .map(|message| message.receipt_handle.clone())
                .collect();
            for outcome in self.bus.delete_batch(&self.source.queue, handles).await? {
                outcome?;
            }
        }
        Ok(())
    }

    /// Failed messages return when their visibility ends, which is now, later, or as the queue says.
    async fn give_back(&self, failed: Vec<ReceivedMessage>) -> Result<(), BusError> {
        let Some(after_s) = self.retry_after_s else {
            return Ok(());
        };
        for chunk in failed.chunks(RECEIVE_MAX as usize) {
            let changes = chunk
                .iter()
                .map(|message| (message.receipt_handle.clone(), after_s))
                .collect();
            for outcome in self
                .bus
                .change_visibility_batch(&self.source.queue, changes)
                .await?
            {
                outcome?;
            }
        }
        Ok(())
    }
}
