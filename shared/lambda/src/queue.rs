//! Queue batches: each message by itself, and only the failed ones go back.

use std::time::Instant;

use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use contract::message::EventMessage;
use futures_util::StreamExt as _;
use serde::Serialize;
use tracing::Instrument as _;

use crate::fault::Fault;
use crate::metrics::{self, Unit};
use crate::serve::Answer;
use crate::telemetry;
use crate::unwind::caught;

/// How many aggregates of a batch are handled at a time.
const AT_A_TIME: usize = 10;

/// The answer to a batch: which of its records failed. All others are done.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchReply {
    batch_item_failures: Vec<FailedItem>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FailedItem {
    item_identifier: String,
}

impl BatchReply {
    pub(crate) fn of(failed: impl IntoIterator<Item = String>) -> Self {
        let failed = failed
            .into_iter()
            .map(|item_identifier| FailedItem { item_identifier });
        Self {
            batch_item_failures: failed.collect(),
        }
    }

    /// The identifiers of the records that failed.
    pub fn failed(&self) -> impl Iterator<Item = &str> {
        self.batch_item_failures
            .iter()
            .map(|item| item.item_identifier.as_str())
    }
}

/// A message with what the queue says of it.
struct Received {
    id: String,
    receipts: String,
    message: Result<EventMessage, Fault>,
}

/// Handles each message of a batch with `handle` and answers with the failed ones.
///
/// Messages about the same aggregate are handled one after the other in the order of the batch,
/// so that they do not conflict with each other; different aggregates are handled side by side.
/// An unreadable body, a fault and a panic fail their own message only.
pub async fn each<H>(batch: SqsEvent, handle: H) -> Answer
where
    H: AsyncFn(EventMessage) -> Result<(), Fault>,
{
    let handle = &handle;
    let failed: Vec<Vec<String>> = futures_util::stream::iter(by_aggregate(batch))
        .map(|group| async move {
            let mut failed = Vec::new();
            for received in group {
                let id = received.id.clone();
                if one(received, handle).await.is_err() {
                    failed.push(id);
                }
            }
            failed
        })
        .buffered(AT_A_TIME)
        .collect()
        .await;
    Answer::Batch(BatchReply::of(failed.into_iter().flatten()))
}

fn by_aggregate(batch: SqsEvent) -> Vec<Vec<Received>> {
    let mut groups: Vec<Vec<Received>> = Vec::new();
    for received in batch.records.into_iter().map(read) {
        let same = |group: &&mut Vec<Received>| {
            group
                .first()
                .is_some_and(|first| same_aggregate(first, &received))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(received),
            None => groups.push(vec![received]),
        }
    }
    groups
}

fn same_aggregate(one: &Received, other: &Received) -> bool {
    match (&one.message, &other.message) {
        (Ok(one), Ok(other)) => one.aggregate == other.aggregate && one.id == other.id,
        _ => false,
    }
}

fn read(record: SqsMessage) -> Received {
    Received {
        // Without an identifier the record cannot be named; an empty name makes the queue take
        // the whole batch back, which loses nothing.
        id: record.message_id.unwrap_or_default(),
        receipts: record
            .attributes
            .get("ApproximateReceiveCount")
            .cloned()
            .unwrap_or_default(),
        message: EventMessage::from_body(&record.body.unwrap_or_default()).map_err(Fault::poison),
    }
}

async fn one<H>(received: Received, handle: &H) -> Result<(), Fault>
where
    H: AsyncFn(EventMessage) -> Result<(), Fault>,
{
    let Received {
        id,
        receipts,
        message,
    } = received;
    let correlation_id = message
        .as_ref()
        .map_or("", |message| message.correlation_id.as_str());
    let span = tracing::info_span!("message", correlation_id);
    async {
        let started = Instant::now();
        let about = message.as_ref().map(About::of).unwrap_or_default();
        let result = match message {
            Ok(message) => match caught(handle(message)).await {
                Ok(result) => result,
                Err(panicked) => Err(Fault::poison(panicked)),
            },
            Err(fault) => Err(fault),
        };
        about.write(&id, &receipts, started, &result);
        result
    }
    .instrument(span)
    .await
}

/// What is logged of a message: it carries no personal data.
#[derive(Default)]
struct About {
    aggregate: &'static str,
    aggregate_id: String,
    sequence: u64,
}

impl About {
    fn of(message: &EventMessage) -> Self {
        Self {
            aggregate: message.aggregate.name(),
            aggregate_id: message.id.clone(),
            sequence: message.sequence,
        }
    }

    fn write(
        &self,
        message_id: &str,
        receipts: &str,
        started: Instant,
        result: &Result<(), Fault>,
    ) {
        let Self {
            aggregate,
            aggregate_id,
            sequence,
        } = self;
        let (function, duration_ms) = (telemetry::function(), telemetry::millis(started));
        match result {
            Ok(()) => {
                tracing::info!(
                    function,
                    aggregate,
                    aggregate_id,
                    sequence,
                    message_id,
                    receipts,
                    duration_ms,
                    "message"
                );
            }
            Err(fault) => {
                let (error, outcome) = (fault.chain(), fault.name());
                tracing::error!(
                    function,
                    aggregate,
                    aggregate_id,
                    sequence,
                    message_id,
                    receipts,
                    duration_ms,
                    outcome,
                    error,
                    "message failed"
                );
                let metric = match fault {
                    Fault::Retry(_) => "MessageRetried",
                    Fault::Poison(_) => "MessagePoisoned",
                };
                metrics::emit(metric, 1, Unit::Count);
            }
        }
    }
}

#[cfg(test)]
mod tests;
