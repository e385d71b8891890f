//! The database under the queues: one thread owns it and commits the requests of the moment together.
//!
//! **Why a thread.** SQLite has one writer anyway. With a thread the requests that come in while one commit is being
//! written all join the next one (group commit): the cost of a commit is shared exactly when there is load, and no
//! worker of the asynchronous runtime ever waits for a disk. A request is answered after its commit, never before.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::arrivals::Arrivals;
use super::database::{self, Durability, Log};
use super::{BusError, Clock, ErrorCode, Location};

/// Most requests in one commit: bounds how long the first one waits.
const GROUP: usize = 128;

/// What a request works with while it runs.
pub(super) struct Unit<'a> {
    /// The open transaction.
    pub(super) database: &'a Connection,
    /// The time of the request, milliseconds since the Unix epoch.
    pub(super) now_ms: i64,
    arrivals: RefCell<BTreeSet<String>>,
}

impl Unit<'_> {
    /// Once this is committed, wakes the receives waiting at `queue`.
    pub(super) fn ring(&self, queue: &str) {
        let mut arrivals = self.arrivals.borrow_mut();
        if !arrivals.contains(queue) {
            arrivals.insert(queue.to_owned());
        }
    }
}

type Answer = Box<dyn FnOnce() + Send>;

struct Job {
    work: Box<dyn FnOnce(&Unit<'_>) -> Answer + Send>,
    durability: Durability,
}

/// The way to the thread; it ends when the last clone is dropped.
#[derive(Clone)]
pub(super) struct Ledger {
    jobs: mpsc::Sender<Job>,
}

impl Ledger {
    /// Opens the database and starts the thread.
    pub(super) fn open(
        location: &Location,
        clock: Clock,
        arrivals: Arc<Arrivals>,
    ) -> Result<Self, BusError> {
        let connection = database::connect(location)?;
        let log = Log::of(location).map_err(|error| {
            BusError::new(
                ErrorCode::StorageFailure,
                format!("the log of the queue database could not be opened: {error}"),
            )
        })?;
        let (jobs, inbox) = mpsc::channel();
        std::thread::Builder::new()
            .name("bus-ledger".to_owned())
            .spawn(move || keep(connection, &log, &inbox, &clock, &arrivals))
            .map_err(|error| {
                BusError::new(
                    ErrorCode::StorageFailure,
                    format!("the thread of the queue database could not be started: {error}"),
                )
            })?;
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction and answers when that is synced to the disk. An `Err` of it undoes its writes, not
    /// those of the requests beside it.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Unit<'_>) -> Result<T, BusError> + Send + 'static,
    ) -> Result<T, BusError> {
        self.run_with(Durability::PowerCut, work).await
    }

    /// [`Ledger::run`] for work whose loss in a power cut is made good by delivering a message again. It survives a
    /// killed process all the same.
    pub(super) async fn run_repeatable<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Unit<'_>) -> Result<T, BusError> + Send + 'static,
    ) -> Result<T, BusError> {
        self.run_with(Durability::KilledProcess, work).await
    }

    /// [`Ledger::run`] for callers that are not asynchronous.
    pub(super) fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Unit<'_>) -> Result<T, BusError> + Send + 'static,
    ) -> Result<T, BusError> {
        let (reply, outcome) = mpsc::sync_channel(1);
        self.submit(Durability::PowerCut, work, move |result| {
            let _ = reply.send(result);
        })?;
        outcome.recv().unwrap_or_else(|_| Err(not_committed()))
    }

    async fn run_with<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Unit<'_>) -> Result<T, BusError> + Send + 'static,
    ) -> Result<T, BusError> {
        let (reply, outcome) = oneshot::channel();
        self.submit(durability, work, move |result| {
            // A caller that has gone away needs no answer.
            let _ = reply.send(result);
        })?;
        outcome.await.unwrap_or_else(|_| Err(not_committed()))
    }

    fn submit<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Unit<'_>) -> Result<T, BusError> + Send + 'static,
        answer: impl FnOnce(Result<T, BusError>) + Send + 'static,
    ) -> Result<(), BusError> {
        let work = move |unit: &Unit<'_>| -> Answer {
            let result = attempt(unit, work);
            Box::new(move || answer(result))
        };
        let job = Job {
            work: Box::new(work),
            durability,
        };
        self.jobs.send(job).map_err(|_| not_committed())
    }
}

fn not_committed() -> BusError {
    BusError::new(
        ErrorCode::StorageFailure,
        "the queue database could not commit the request, nothing of it was kept: the log says why",
    )
}

/// Runs one request so that its failure leaves no trace among those that share its transaction.
fn attempt<T>(
    unit: &Unit<'_>,
    work: impl FnOnce(&Unit<'_>) -> Result<T, BusError>,
) -> Result<T, BusError> {
    unit.database
        .prepare_cached("SAVEPOINT request")?
        .execute([])?;
    let result = work(unit);
    if result.is_err() {
        unit.database
            .prepare_cached("ROLLBACK TO request")?
            .execute([])?;
    }
    unit.database
        .prepare_cached("RELEASE request")?
        .execute([])?;
    result
}

fn keep(
    mut connection: Connection,
    log: &Log,
    inbox: &mpsc::Receiver<Job>,
    clock: &Clock,
    arrivals: &Arrivals,
) {
    while let Ok(first) = inbox.recv() {
        let mut group = vec![first];
        group.extend(inbox.try_iter().take(GROUP - 1));
        match commit(&mut connection, log, group, clock) {
            Ok((answers, arrived)) => {
                arrived.iter().for_each(|queue| arrivals.ring(queue));
                answers.into_iter().for_each(|answer| answer());
            }
            // The answers are dropped with the error, which tells every waiting caller.
            Err(error) => tracing::error!(%error, "a commit of the queue database failed"),
        }
    }
}

fn commit(
    connection: &mut Connection,
    log: &Log,
    group: Vec<Job>,
    clock: &Clock,
) -> Result<(Vec<Answer>, BTreeSet<String>), BusError> {
    let outlives = group.iter().map(|job| job.durability).max();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut unit = Unit {
        database: &transaction,
        now_ms: 0,
        arrivals: RefCell::new(BTreeSet::new()),
    };
    let mut answers = Vec::new();
    for job in group {
        unit.now_ms = clock.now_ms();
        answers.push((job.work)(&unit));
    }
    let arrived = unit.arrivals.into_inner();
    transaction.commit()?;
    if outlives == Some(Durability::PowerCut) {
        log.sync().map_err(|error| {
            let what = format!("the log of the queue database could not be synced: {error}");
            BusError::new(ErrorCode::StorageFailure, what)
        })?;
    }
    Ok((answers, arrived))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Arrivals, Clock, Ledger, Location, Unit};
    use crate::bus::{BusError, ErrorCode, due_messages, topic};

    fn ledger() -> Ledger {
        Ledger::open(
            &Location::Memory,
            Clock::Wall,
            Arc::new(Arrivals::default()),
        )
        .unwrap()
    }

    fn topics(unit: &Unit<'_>) -> Result<i64, BusError> {
        Ok(unit
            .database
            .query_row("SELECT COUNT(*) FROM topic", [], |row| row.get(0))?)
    }

    #[tokio::test]
    async fn a_failed_request_leaves_nothing_and_does_not_touch_those_beside_it() {
        let ledger = ledger();
        let refused = ledger.run(|unit| {
            topic::ensure_topic(unit, "first")?;
            topic::ensure_topic(unit, "no name").map(drop)
        });
        let kept = ledger.run(|unit| topic::ensure_topic(unit, "second"));
        let (refused, kept) = tokio::join!(refused, kept);
        assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidParameterValue);
        kept.unwrap();
        assert_eq!(ledger.run(topics).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_receive_goes_through_the_index_in_its_order() {
        let plan = ledger()
            .run(|unit| {
                let query = format!("EXPLAIN QUERY PLAN {}", due_messages::DUE);
                let mut statement = unit.database.prepare(&query)?;
                let steps = statement.query_map((1, 1, 1, 1, 1), |row| row.get::<_, String>(3))?;
                Ok(steps.collect::<Result<Vec<_>, _>>()?)
            })
            .await
            .unwrap();
        let expected = "SEARCH message USING INDEX message_by_visibility (queue_id=? AND visible_at_ms>? AND visible_at_ms<?)";
        assert_eq!(plan, [expected]);
    }
}
