//! Stream batches: changes of the table, in the order in which they happened.

use std::time::Instant;

use aws_lambda_events::dynamodb::{Event, EventRecord};
use futures_util::StreamExt as _;
use serde_dynamo::{AttributeValue, Item};
use store::{Commit, Digest};

use crate::fault::Fault;
use crate::metrics::{self, Unit};
use crate::queue::BatchReply;
use crate::serve::Answer;
use crate::telemetry;
use crate::unwind::caught;

/// How many records are under way at a time.
const AT_A_TIME: usize = 10;

/// One change of the table.
pub struct Record {
    /// The partition key.
    pub pk: String,
    /// The sort key.
    pub sk: String,
    /// Whether the item is new, in contrast to changed or removed.
    pub is_insert: bool,
    /// The item after the change; empty when it was removed.
    image: Item,
    sequence_number: String,
}

/// A stream record that has not the keys of our table.
#[derive(Debug, thiserror::Error)]
#[error(
    "expected the keys pk and sk as text, found a stream record without: is this the stream of the orders table?"
)]
struct ForeignRecord;

/// A commit item without its body or its digest.
#[derive(Debug, thiserror::Error)]
#[error("expected a commit with a body and a digest of 32 bytes, found the item {pk} {sk} without")]
struct NoCommit {
    pk: String,
    sk: String,
}

impl Record {
    /// The commit that this record's item is.
    ///
    /// # Errors
    /// [`Fault::Poison`] when the item is none, or does not read.
    pub fn commit(&self) -> Result<Commit, Fault> {
        let body = match self.image.get("body") {
            Some(AttributeValue::S(body)) => Some(body.clone()),
            _ => None,
        };
        let hash = match self.image.get("hash") {
            Some(AttributeValue::B(hash)) => Digest::from_bytes(hash),
            _ => None,
        };
        let (Some(body), Some(hash)) = (body, hash) else {
            return Err(Fault::poison(NoCommit {
                pk: self.pk.clone(),
                sk: self.sk.clone(),
            }));
        };
        Ok(Commit::parse(&self.pk, &self.sk, body, hash)?)
    }

    fn of(record: EventRecord) -> (String, Result<Self, Fault>) {
        // Without a sequence number the failure cannot be named; an empty one makes the stream
        // repeat the whole batch, which loses nothing.
        let sequence_number = record.change.sequence_number.unwrap_or_default();
        let read = match (
            text(&record.change.keys, "pk"),
            text(&record.change.keys, "sk"),
        ) {
            (Some(pk), Some(sk)) => Ok(Self {
                pk,
                sk,
                is_insert: record.event_name == "INSERT",
                image: record.change.new_image,
                sequence_number: sequence_number.clone(),
            }),
            _ => Err(Fault::poison(ForeignRecord)),
        };
        (sequence_number, read)
    }
}

fn text(keys: &Item, name: &str) -> Option<String> {
    match keys.get(name) {
        Some(AttributeValue::S(value)) => Some(value.clone()),
        _ => None,
    }
}

/// Handles a batch and answers with the first record that failed; the stream then repeats it and
/// everything after it.
///
/// Up to ten records are under way at a time and their results are taken in order, so some after
/// a failed one may have been done already and will be done again. That is what at least once
/// means: handlers must bear it.
pub async fn in_order<H>(batch: Event, handle: H) -> Answer
where
    H: AsyncFn(&Record) -> Result<(), Fault>,
{
    let started = Instant::now();
    let (handle, total) = (&handle, batch.records.len());
    let mut results = futures_util::stream::iter(batch.records.into_iter().map(Record::of))
        .map(
            |(sequence_number, record)| async move { (sequence_number, one(record, handle).await) },
        )
        .buffered(AT_A_TIME);
    let mut done = 0_usize;
    while let Some((sequence_number, result)) = results.next().await {
        if let Err(fault) = result {
            log_failure(&sequence_number, &fault);
            return Answer::Batch(BatchReply::of([sequence_number]));
        }
        done = done.saturating_add(1);
    }
    let (function, duration_ms) = (telemetry::function(), telemetry::millis(started));
    tracing::info!(function, records = total, done, duration_ms, "stream batch");
    Answer::Batch(BatchReply::default())
}

async fn one<H>(record: Result<Record, Fault>, handle: &H) -> Result<(), Fault>
where
    H: AsyncFn(&Record) -> Result<(), Fault>,
{
    let record = record?;
    match caught(handle(&record)).await {
        Ok(result) => result,
        Err(panicked) => Err(Fault::poison(panicked)),
    }
}

fn log_failure(sequence_number: &str, fault: &Fault) {
    let (function, outcome, error) = (telemetry::function(), fault.name(), fault.chain());
    tracing::error!(
        function,
        sequence_number,
        outcome,
        error,
        "stream record failed"
    );
    metrics::emit("StreamRecordFailed", 1, Unit::Count);
}

/// Only what identifies it.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Record({} {} at {})",
            self.pk, self.sk, self.sequence_number
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::aggregate::AggregateKind;
    use std::cell::RefCell;

    fn batch() -> Event {
        serde_json::from_str(include_str!("../tests/events/stream_batch.json")).unwrap()
    }

    fn failed(answer: &Answer) -> Vec<&str> {
        answer.failed_records().unwrap()
    }

    #[tokio::test]
    async fn every_record_is_handed_over_with_its_commit() {
        let seen = RefCell::new(Vec::new());
        let answer = in_order(batch(), async |record| {
            let commit = record.commit()?;
            assert!(record.is_insert);
            seen.borrow_mut().push((
                commit.kind,
                commit.id,
                commit.sequence,
                commit.correlation_id,
            ));
            Ok(())
        })
        .await;
        assert_eq!(failed(&answer), Vec::<&str>::new());
        let first = (
            AggregateKind::Order,
            "o-1".to_owned(),
            1,
            "demo-correlation-1".to_owned(),
        );
        assert_eq!(seen.borrow().len(), 3);
        assert_eq!(seen.borrow()[0], first);
    }

    #[tokio::test]
    async fn the_first_failed_record_is_named_also_when_it_panics() {
        for panics in [true, false] {
            let answer = in_order(batch(), async |record| match record.pk.as_str() {
                "ORDER#o-1" => Ok(()),
                _ if panics => panic!("a defect"),
                _ => Err(Fault::retry("not there just now")),
            })
            .await;
            assert_eq!(failed(&answer), ["4421584500000000017450439092"]);
        }
    }

    #[tokio::test]
    async fn a_record_of_another_table_or_shape_fails() {
        let mut foreign = batch();
        foreign.records[0].change.keys = Item::default();
        assert_eq!(
            failed(&in_order(foreign, async |_| Ok(())).await),
            ["4421584500000000017450439091"]
        );
        let mut shapeless = batch();
        shapeless.records[2].change.new_image = Item::default();
        let answer = in_order(shapeless, async |record| record.commit().map(drop)).await;
        assert_eq!(failed(&answer), ["4421584500000000017450439093"]);
    }
}
