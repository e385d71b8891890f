//! Queues: their attributes, made from the template at every start.

use rusqlite::OptionalExtension as _;

use super::ledger::Unit;
use super::{Bus, BusError, ErrorCode, address, limits};

/// A queue as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSpec {
    /// 1–80 letters, digits, hyphens, underscores.
    pub name: String,
    /// How long a received message stays invisible, seconds.
    pub visibility_timeout_s: u32,
    /// How long a new message is held back, seconds.
    pub delay_s: u32,
    /// How long a message is kept, seconds.
    pub retention_s: u32,
    /// How long a receive waits for a message unless it says otherwise, seconds.
    pub receive_wait_s: u32,
    /// Where messages go that were received too often.
    pub redrive: Option<Redrive>,
}

/// When and where to a message is put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redrive {
    /// The name of the dead-letter queue; it must exist first.
    pub dead_letter_queue: String,
    /// A message is received this many times, then put aside.
    pub max_receive_count: u32,
}

impl QueueSpec {
    /// A queue with the attributes of a real one that was given none.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            visibility_timeout_s: 30,
            delay_s: 0,
            retention_s: 345_600,
            receive_wait_s: 0,
            redrive: None,
        }
    }

    fn check(&self) -> Result<(), BusError> {
        if !limits::is_plain_name(&self.name, 80) {
            return Err(BusError::invalid(
                "QueueName",
                &self.name,
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.",
            ));
        }
        let attributes = [
            (
                "VisibilityTimeout",
                self.visibility_timeout_s,
                limits::VISIBILITY_S,
            ),
            ("DelaySeconds", self.delay_s, limits::DELAY_S),
            (
                "MessageRetentionPeriod",
                self.retention_s,
                limits::RETENTION_S,
            ),
            (
                "ReceiveMessageWaitTimeSeconds",
                self.receive_wait_s,
                limits::WAIT_S,
            ),
        ];
        let count = self.redrive.iter().map(|redrive| {
            (
                "maxReceiveCount",
                redrive.max_receive_count,
                limits::RECEIVE_COUNT,
            )
        });
        for (name, value, range) in attributes.into_iter().chain(count) {
            limits::in_range(name, value.into(), &range).map_err(|error| BusError {
                code: ErrorCode::InvalidAttributeValue,
                ..error
            })?;
        }
        Ok(())
    }
}

/// A queue as it is.
#[derive(Debug, Clone)]
pub(super) struct QueueRecord {
    pub(super) queue_id: i64,
    pub(super) spec: QueueSpec,
    pub(super) created_ms: i64,
    pub(super) modified_ms: i64,
}

impl Bus {
    /// Makes the queue, or gives the one there is these attributes; its messages stay. The dead-letter queue must be
    /// made first.
    ///
    /// Waits for the commit: meant for the start of the host, not for request paths.
    ///
    /// # Errors
    /// A name or attribute out of its limits, a dead-letter queue that does not exist, the database.
    pub fn ensure_queue(&self, spec: QueueSpec) -> Result<(), BusError> {
        self.inner
            .ledger
            .run_blocking(move |unit| ensure(unit, &spec))
    }

    /// The ARN of a queue, whether or not it exists.
    pub fn queue_arn(&self, queue: &str) -> String {
        address::queue_arn(&self.inner.region, queue)
    }

    /// The URL of a queue at the base URL of the moment.
    pub fn queue_url(&self, queue: &str) -> String {
        address::queue_url(&self.base_url(), queue)
    }

    /// The names of all queues, sorted.
    ///
    /// # Errors
    /// The database.
    pub async fn queues(&self) -> Result<Vec<String>, BusError> {
        self.inner.ledger.run(names).await
    }
}

/// Makes or changes a queue.
pub(super) fn ensure(unit: &Unit<'_>, spec: &QueueSpec) -> Result<(), BusError> {
    spec.check()?;
    if let Some(redrive) = &spec.redrive
        && redrive.dead_letter_queue == spec.name
    {
        return Err(BusError::invalid(
            "RedrivePolicy",
            &spec.name,
            "A queue cannot be its own dead letter target.",
        ));
    }
    if let Some(redrive) = &spec.redrive
        && try_find(unit, &redrive.dead_letter_queue)?.is_none()
    {
        return Err(BusError::invalid(
            "RedrivePolicy",
            &redrive.dead_letter_queue,
            "Dead letter target does not exist: make it before the queue that uses it.",
        ));
    }
    unit.database
        .prepare_cached(
            "INSERT INTO queue (name, visibility_timeout_s, delay_s, retention_s, receive_wait_s,
                 dead_letter_queue, max_receive_count, created_ms, modified_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
             ON CONFLICT (name) DO UPDATE SET
                 visibility_timeout_s = excluded.visibility_timeout_s, delay_s = excluded.delay_s,
                 retention_s = excluded.retention_s, receive_wait_s = excluded.receive_wait_s,
                 dead_letter_queue = excluded.dead_letter_queue,
                 max_receive_count = excluded.max_receive_count, modified_ms = excluded.modified_ms",
        )?
        .execute((
            &spec.name,
            spec.visibility_timeout_s,
            spec.delay_s,
            spec.retention_s,
            spec.receive_wait_s,
            spec.redrive.as_ref().map(|redrive| &redrive.dead_letter_queue),
            spec.redrive.as_ref().map(|redrive| redrive.max_receive_count),
            unit.now_ms,
        ))?;
    Ok(())
}

/// The queue `name`.
pub(super) fn find(unit: &Unit<'_>, name: &str) -> Result<QueueRecord, BusError> {
    try_find(unit, name)?.ok_or_else(|| BusError::no_queue(name))
}

/// The queue `name`, if there is one.
pub(super) fn try_find(unit: &Unit<'_>, name: &str) -> Result<Option<QueueRecord>, BusError> {
    let found = unit
        .database
        .prepare_cached(
            "SELECT queue_id, name, visibility_timeout_s, delay_s, retention_s, receive_wait_s,
                 dead_letter_queue, max_receive_count, created_ms, modified_ms
             FROM queue WHERE name = ?1",
        )?
        .query_row([name], |row| {
            let dead_letter_queue: Option<String> = row.get(6)?;
            let max_receive_count: Option<u32> = row.get(7)?;
            Ok(QueueRecord {
                queue_id: row.get(0)?,
                spec: QueueSpec {
                    name: row.get(1)?,
                    visibility_timeout_s: row.get(2)?,
                    delay_s: row.get(3)?,
                    retention_s: row.get(4)?,
                    receive_wait_s: row.get(5)?,
                    redrive: dead_letter_queue.zip(max_receive_count).map(
                        |(dead_letter_queue, max_receive_count)| Redrive {
                            dead_letter_queue,
                            max_receive_count,
                        },
                    ),
                },
                created_ms: row.get(8)?,
                modified_ms: row.get(9)?,
            })
        })
        .optional()?;
    Ok(found)
}

fn names(unit: &Unit<'_>) -> Result<Vec<String>, BusError> {
    let mut statement = unit
        .database
        .prepare_cached("SELECT name FROM queue ORDER BY name")?;
    let names = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(names)
}
