//! Reads a table's stream on behalf of a function, in order, at least once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use super::give_up::{self, Reason};
use super::report::{self, Verdict};
use crate::bus::{Bus, NewMessage};
use crate::engine::stream::{Found, StreamReader};
use crate::error::HostError;
use crate::records::Records;
use crate::runtime_api::{Outcome, Pool};
use crate::template::stack::StreamSource;

/// How often the file is checked for writes nobody announced. The check costs microseconds.
const IDLE_POLL: Duration = Duration::from_millis(20);
/// Records read at once; more than a batch, because most records are filtered out.
const READ_AHEAD: usize = 500;
const FIRST_BACK_OFF: Duration = Duration::from_millis(100);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(10);

/// How far a consumer has come, shared with status and pruning.
#[derive(Debug, Default)]
pub struct Progress {
    sequence: Mutex<Option<String>>,
}

impl Progress {
    /// Sequence number of the last record that is done.
    pub fn sequence(&self) -> Option<String> {
        self.sequence
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, sequence: &str) {
        *self.sequence.lock().unwrap_or_else(PoisonError::into_inner) = Some(sequence.to_owned());
    }
}

/// Name under which the progress of a function with an event of the template is kept.
pub(crate) fn checkpoint_name(function: &str, event: &str) -> String {
    format!("{function}/{event}")
}

/// A table stream and the function it feeds.
pub struct StreamMapping {
    /// What the template says.
    pub source: StreamSource,
    /// The function.
    pub pool: Arc<Pool>,
    /// Where records that are given up are noted.
    pub bus: Bus,
    /// Where progress is kept.
    pub records: Arc<Records>,
    /// How far this consumer has come.
    pub progress: Arc<Progress>,
    /// Changes whenever an invocation ends anywhere in the host.
    pub activity: watch::Receiver<u64>,
    /// Changes when the host ends.
    pub ending: watch::Receiver<bool>,
}

impl StreamMapping {
    /// Name under which progress is kept.
    fn checkpoint(&self) -> String {
        checkpoint_name(&self.pool.name, &self.source.event)
    }

    /// Reads until the host ends.
    pub async fn run(mut self, mut reader: StreamReader) {
        match self.records.checkpoint(&self.checkpoint()) {
            Ok(Some(sequence)) => self.progress.set(&sequence),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, "a stream's checkpoint cannot be read; starting at its oldest record")
            }
        }
        let mut more = true;
        while !*self.ending.borrow() {
            if !more && !reader.file_changed() {
                self.rest().await;
                continue;
            }
            let read = self.read(reader).await;
            let (returned, result) = match read {
                Some(read) => read,
                None => return,
            };
            reader = returned;
            match result {
                Ok(found) => {
                    more = found.seen == READ_AHEAD;
                    self.consume(found).await;
                }
                Err(error) => {
                    tracing::warn!(%error, table = self.source.table, "the stream cannot be read; trying again");
                    more = true;
                    tokio::time::sleep(FIRST_BACK_OFF).await;
                }
            }
        }
    }

    async fn rest(&mut self) {
        tokio::select! {
            _ = self.activity.changed() => {}
            _ = self.ending.changed() => {}
            () = tokio::time::sleep(IDLE_POLL) => {}
        }
    }

    /// Reads on a thread that may block; `None` when the host is going down.
    async fn read(&self, reader: StreamReader) -> Option<(StreamReader, Result<Found, HostError>)> {
        let (after, patterns) = (self.progress.sequence(), self.source.filters.clone());
        tokio::task::spawn_blocking(move || {
            let found = reader.read_matching(after.as_deref(), READ_AHEAD, &patterns);
            (reader, found)
        })
        .await
        .ok()
    }

    /// Works through records in order; the ones the filters dropped count as done.
    async fn consume(&mut self, found: Found) {
        let batch_size = usize::try_from(self.source.batch_size)
            .unwrap_or(usize::MAX)
            .max(1);
        let mut records = found.records.into_iter();
        loop {
            let batch: Vec<Value> = records.by_ref().take(batch_size).collect();
            if batch.is_empty() {
                break;
            }
            if !self.finish(batch).await {
                return;
            }
        }
        if let Some(last) = found.last {
            self.progress.set(&last);
        }
    }

    /// Sees a batch through to the end, whatever that end is; false if the host ends first.
    async fn finish(&mut self, mut batch: Vec<Value>) -> bool {
        let mut size = batch.len();
        let mut invocations = 0;
        let mut back_off = FIRST_BACK_OFF;
        while !batch.is_empty() {
            let failed_from = self.invoke(&batch[..size]).await;
            invocations += 1;
            let done = failed_from.unwrap_or(size);
            if done > 0 {
                self.advance(&batch[done - 1]);
                batch.drain(..done);
                invocations = u64::from(failed_from.is_some());
                back_off = FIRST_BACK_OFF;
            }
            if failed_from.is_none() {
                size = batch.len();
                continue;
            }
            size = (size - done).min(batch.len());
            if *self.ending.borrow() {
                return false;
            }
            if let Some(reason) = self.gives_up(&batch, size, invocations) {
                self.note_given_up(&batch[..size], reason, invocations)
                    .await;
                self.advance(&batch[size - 1]);
                batch.drain(..size);
                (size, invocations, back_off) = (batch.len(), 0, FIRST_BACK_OFF);
                continue;
            }
            if self.source.bisect_on_error && size > 1 {
                // Halving is not a retry: it finds the record that fails.
                (size, invocations) = (size.div_ceil(2), 0);
            }
            self.pause(back_off).await;
            back_off = (back_off * 2).min(LONGEST_BACK_OFF);
        }
        true
    }

    /// Runs the function on `records`; the index of the first that failed, or `None`.
    async fn invoke(&self, records: &[Value]) -> Option<usize> {
        let event = match serde_json::to_vec(&Batch { records }) {
            Ok(event) => Bytes::from(event),
            Err(error) => {
                tracing::error!(%error, "a batch of records has no form on the wire");
                return Some(0);
            }
        };
        let verdict = match self.pool.invoke(event).await {
            Outcome::Answer(answer) if self.source.reports_failures => {
                let sequences: Vec<String> = records.iter().map(sequence_of).collect();
                report::read(&answer, &sequences)
            }
            Outcome::Answer(_) => Verdict::AllDone,
            Outcome::Failed(_) | Outcome::TimedOut | Outcome::Crashed => Verdict::AllFailed,
        };
        match verdict {
            Verdict::AllDone => None,
            Verdict::AllFailed => Some(0),
            Verdict::SomeFailed(failed) => records
                .iter()
                .position(|record| failed.contains(&sequence_of(record))),
        }
    }

    fn gives_up(&self, batch: &[Value], size: usize, invocations: u64) -> Option<Reason> {
        let age_s = batch.first().map(age_in_seconds).unwrap_or_default();
        if self.source.max_age_s.is_some_and(|limit| age_s > limit) {
            return Some(Reason::RecordAgeExceeded);
        }
        let may_halve = self.source.bisect_on_error && size > 1;
        let exhausted = self
            .source
            .max_retries
            .is_some_and(|retries| invocations > retries);
        (exhausted && !may_halve).then_some(Reason::RetryAttemptsExhausted)
    }

    async fn note_given_up(&self, records: &[Value], reason: Reason, invocations: u64) {
        tracing::warn!(
            function = self.pool.name,
            count = records.len(),
            ?reason,
            "stream records were given up"
        );
        let Some(queue) = &self.source.on_failure_queue else {
            return;
        };
        let note = give_up::note(&self.pool.name, records, reason, invocations);
        if let Err(error) = self.bus.send(queue, NewMessage::with_body(note)).await {
            tracing::error!(queue, %error, "records that were given up could not be noted");
        }
    }

    fn advance(&self, record: &Value) {
        let sequence = sequence_of(record);
        self.progress.set(&sequence);
        if let Err(error) = self.records.save_checkpoint(&self.checkpoint(), &sequence) {
            // The records are done; they are delivered once more if the host ends before the next save.
            tracing::warn!(%error, "a stream's progress could not be saved");
        }
    }

    async fn pause(&mut self, time: Duration) {
        let until = Instant::now() + time;
        tokio::select! {
            () = tokio::time::sleep_until(until) => {}
            _ = self.ending.changed() => {}
        }
    }
}

/// The event of a batch.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Batch<'a> {
    records: &'a [Value],
}

fn sequence_of(record: &Value) -> String {
    let sequence = record
        .pointer("/dynamodb/SequenceNumber")
        .and_then(Value::as_str);
    sequence.unwrap_or_default().to_owned()
}

fn age_in_seconds(record: &Value) -> u64 {
    let created = record
        .pointer("/dynamodb/ApproximateCreationDateTime")
        .and_then(Value::as_f64);
    let created = created
        .and_then(|seconds| format!("{seconds:.0}").parse::<i64>().ok())
        .unwrap_or_default();
    u64::try_from(Timestamp::now().as_second() - created).unwrap_or_default()
}
