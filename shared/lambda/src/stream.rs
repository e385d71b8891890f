//! Stream batches: changes of the table, in the order in which they happened.

use std::time::Instant;

use aws_lambda_events::dynamodb::{Event, EventRecord};
use serde_dynamo::{AttributeValue, Item};
use store::{Commit, Digest};

use crate::fault::Fault;
use crate::metrics::{self, Unit};
use crate::queue::BatchReply;
use crate::serve::Answer;
use crate::telemetry;
use crate::unwind::caught;

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

/// The first of some things that failed, and why.
pub struct Failed {
    /// Its place among them, from zero.
    pub place: usize,
    /// Why.
    pub fault: Fault,
}

/// Handles a batch and answers with the first record that failed; the stream then repeats it and
/// everything after it.
///
/// `prepare` makes of each record what is to be done about it, if anything; `carry_out` does
/// that, in the order of the records, and tells the first that failed. Some after it may have been done
/// already and will be done again. That is what at least once means: whoever is told must bear it.
pub async fn in_order<P, H, M>(batch: Event, prepare: P, carry_out: H) -> Answer
where
    P: Fn(&Record) -> Result<Option<M>, Fault>,
    H: AsyncFn(&[M]) -> Result<(), Failed>,
{
    let (started, total) = (Instant::now(), batch.records.len());
    let (mut numbers, mut prepared, mut unreadable) = (Vec::new(), Vec::new(), None);
    for (number, record) in batch.records.into_iter().map(Record::of) {
        match caught(async { record.and_then(|record| prepare(&record)) }).await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(one))) => {
                numbers.push(number);
                prepared.push(one);
            }
            Ok(Err(fault)) => {
                unreadable = Some((number, fault));
                break;
            }
            Err(panicked) => {
                unreadable = Some((number, Fault::poison(panicked)));
                break;
            }
        }
    }
    if let Err(Failed { place, fault }) = carry_out(&prepared).await {
        let number = numbers.into_iter().nth(place);
        return failed(number.unwrap_or_default(), &fault);
    }
    if let Some((number, fault)) = unreadable {
        return failed(number, &fault);
    }
    let (function, duration_ms, done) = (
        telemetry::function(),
        telemetry::millis(started),
        prepared.len(),
    );
    tracing::info!(function, records = total, done, duration_ms, "stream batch");
    Answer::Batch(BatchReply::default())
}

fn failed(sequence_number: String, fault: &Fault) -> Answer {
    log_failure(&sequence_number, fault);
    Answer::Batch(BatchReply::of([sequence_number]))
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

    fn commit(record: &Record) -> Result<Option<Commit>, Fault> {
        assert!(record.is_insert);
        record.commit().map(Some)
    }

    #[tokio::test]
    async fn every_record_is_handed_over_with_its_commit() {
        let seen = RefCell::new(Vec::new());
        let answer = in_order(batch(), commit, async |commits: &[Commit]| {
            seen.borrow_mut().extend_from_slice(commits);
            Ok(())
        })
        .await;
        assert_eq!(failed(&answer), Vec::<&str>::new());
        let seen = seen.into_inner();
        let first = &seen[0];
        assert_eq!(
            (seen.len(), first.kind, first.id.as_str(), first.sequence),
            (3, AggregateKind::Order, "o-1", 1)
        );
        assert_eq!(first.correlation_id, "demo-correlation-1");
    }

    #[tokio::test]
    async fn what_comes_before_a_record_that_cannot_be_prepared_is_done_also_when_it_panics() {
        for panics in [true, false] {
            let done = RefCell::new(0);
            let prepare = |record: &Record| match record.pk.as_str() {
                "ORDER#o-1" => Ok(Some(())),
                _ if panics => panic!("a defect"),
                _ => Err(Fault::poison("not what was expected")),
            };
            let answer = in_order(batch(), prepare, async |prepared: &[()]| {
                *done.borrow_mut() += prepared.len();
                Ok(())
            })
            .await;
            assert_eq!(failed(&answer), ["4421584500000000017450439092"]);
            assert_eq!(done.into_inner(), 1);
        }
    }

    #[tokio::test]
    async fn the_first_record_that_is_not_carried_out_is_named() {
        let answer = in_order(batch(), commit, async |_: &[Commit]| {
            Err(Failed {
                place: 1,
                fault: Fault::retry("not there just now"),
            })
        })
        .await;
        assert_eq!(failed(&answer), ["4421584500000000017450439092"]);
    }

    #[tokio::test]
    async fn a_record_of_another_table_or_shape_fails() {
        let done = async |_: &[Commit]| Ok(());
        let mut foreign = batch();
        foreign.records[0].change.keys = Item::default();
        assert_eq!(
            failed(&in_order(foreign, commit, done).await),
            ["4421584500000000017450439091"]
        );
        let mut shapeless = batch();
        shapeless.records[2].change.new_image = Item::default();
        let answer = in_order(shapeless, commit, done).await;
        assert_eq!(failed(&answer), ["4421584500000000017450439093"]);
    }
}
