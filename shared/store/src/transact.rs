use std::time::Duration;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use uuid::Uuid;

use crate::commit::CommitMeta;
use crate::error::StoreError;
use crate::outcome::{Outcome, Version, Written, outcome_of};
use crate::plan::{Parts, Plan};
use crate::table::Store;
use crate::writes::{Write, writes_of};

/// How often a plan is decided and tried.
const TRIES: u32 = 3;
/// The longest pause before the second try, in milliseconds; doubled before the third.
const PAUSE: u64 = 40;

impl Store {
    /// Decides and writes, all or nothing: the only write path.
    ///
    /// `decide` loads what it needs, decides, and returns the plan. When somebody else changed
    /// one of its aggregates meanwhile, or is in the middle of it, `decide` runs again, at most
    /// three times in all. A bound that refuses (stock, credit, registration) is a value, not
    /// retried. A plan that writes nothing is done at once.
    ///
    /// Each try carries a token by which the service recognises the SDK's own repetition of it
    /// for ten minutes, and a commit that is there already, with the digest of the one being
    /// written, counts as written: a lost reply is harmless.
    ///
    /// # Errors
    /// What `decide` returns; [`StoreError::Conflict`] after the last try;
    /// [`StoreError::Unavailable`], when it may or may not have been written: decide again;
    /// [`StoreError::Corrupt`] when a counter contradicts the journal;
    /// [`StoreError::Unwritable`] before any call for a plan no transaction can hold.
    pub async fn transact<T, E, F>(
        &self,
        meta: &CommitMeta,
        decide: impl Fn() -> F,
    ) -> Result<Written<T>, E>
    where
        F: Future<Output = Result<Plan<T>, E>>,
        E: From<StoreError>,
    {
        for attempt in 0..TRIES {
            let Plan { output, parts } = decide().await?;
            let writes = writes_of(&parts, meta, &self.table)?;
            match self.write(&writes).await? {
                Outcome::Applied => {
                    return Ok(Written::Done {
                        output,
                        versions: versions_of(parts),
                    });
                }
                Outcome::Unmet(unmet) => return Ok(Written::Unmet(unmet)),
                Outcome::Contended => {
                    tracing::debug!(attempt, "other writers were first");
                    tokio::time::sleep(pause_after(attempt)).await;
                }
            }
        }
        Err(StoreError::Conflict { tries: TRIES }.into())
    }

    /// One try.
    async fn write(&self, writes: &[Write]) -> Result<Outcome, StoreError> {
        if writes.is_empty() {
            return Ok(Outcome::Applied);
        }
        let sent = self
            .client
            .transact_write_items()
            .set_transact_items(Some(
                writes.iter().map(|write| write.operation.clone()).collect(),
            ))
            .client_request_token(Uuid::now_v7().to_string())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let error = match sent {
            Ok(output) => {
                self.meter.write(output.consumed_capacity());
                return Ok(Outcome::Applied);
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                outcome_of(writes, cancelled.cancellation_reasons())
            }
            _ => Err(StoreError::unavailable("TransactWriteItems", error)),
        }
    }
}

fn versions_of(parts: Parts) -> Vec<Version> {
    let version = |transition: crate::plan::Transition| Version {
        kind: transition.kind,
        id: transition.id,
        version: transition.version,
    };
    parts.transitions.into_iter().map(version).collect()
}

/// A random pause, so that writers who met do not meet again; none after the last try.
fn pause_after(attempt: u32) -> Duration {
    if attempt.saturating_add(1) >= TRIES {
        return Duration::ZERO;
    }
    Duration::from_millis(fastrand::u64(..PAUSE << attempt))
}
