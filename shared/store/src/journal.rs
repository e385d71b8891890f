//! The journal of an aggregate: reading it, and proving it unbroken.

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use domain::aggregate::AggregateKind;

use crate::commit::Commit;
use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{PK, SK, text};
use crate::key::{COMMITS_END, Key};
use crate::page::{Page, bounded};
use crate::table::Store;

/// How far a chain reaches: the last commit's sequence number and digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// 0 before the first commit.
    pub sequence: u64,
    /// Zeros before the first commit.
    pub hash: Digest,
}

impl Head {
    /// Before the first commit.
    pub const START: Self = Self {
        sequence: 0,
        hash: Digest::ZERO,
    };
}

/// Where a chain of commits breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {fault}")]
pub struct ChainBreak {
    /// The first commit that does not fit.
    pub key: Key,
    /// What is wrong with it.
    pub fault: ChainFault,
}

/// What is wrong with a commit in its chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// A commit is missing, repeated or out of order.
    #[error("commit {expected} was expected here")]
    Sequence {
        /// The sequence number that would continue the chain.
        expected: u64,
    },
    /// It belongs to another aggregate than the one before it.
    #[error("it belongs to another aggregate")]
    Foreign,
    /// It, or what stands before it, is not as it was written.
    #[error("its digest does not match its content and the commit before it")]
    Digest,
}

/// Checks that `commits` continue the chain at `head`, oldest first, each as it was written.
///
/// A long journal is checked page by page, handing the head on. That the end is not cut off
/// shows when the last head equals [`Loaded::head`](crate::Loaded::head).
///
/// # Errors
/// [`ChainBreak`] names the first commit that does not fit.
pub fn verify_chain(head: Head, commits: &[Commit]) -> Result<Head, ChainBreak> {
    let owner = commits.first().map(|first| (first.kind, first.id.as_str()));
    commits.iter().try_fold(head, |head, commit| {
        let key = commit.key();
        let expected = head.sequence.saturating_add(1);
        let fault = if owner != Some((commit.kind, commit.id.as_str())) {
            Some(ChainFault::Foreign)
        } else if commit.sequence != expected {
            Some(ChainFault::Sequence { expected })
        } else if commit.hash != Digest::of_commit(&head.hash, &key.pk(), &key.sk(), &commit.body) {
            Some(ChainFault::Digest)
        } else {
            None
        };
        match fault {
            Some(fault) => Err(ChainBreak { key, fault }),
            None => Ok(Head {
                sequence: commit.sequence,
                hash: commit.hash,
            }),
        }
    })
}

impl Store {
    /// One commit of an aggregate, read consistently; `None` when there is none of this number.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn commit(
        &self,
        kind: AggregateKind,
        id: &str,
        sequence: u64,
    ) -> Result<Option<Commit>, StoreError> {
        let id = id.to_owned();
        let item = self.get(&Key::Commit { kind, id, sequence }).await?;
        item.as_ref().map(Commit::from_item).transpose()
    }

    /// Up to `limit` (1–100) commits of an aggregate after sequence number `after`, oldest
    /// first, read consistently. `next` is the `after` of the following page.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn commits(
        &self,
        kind: AggregateKind,
        id: &str,
        after: u64,
        limit: u32,
    ) -> Result<Page<Commit, u64>, StoreError> {
        let (id, sequence) = (id.to_owned(), after.saturating_add(1));
        let first = Key::Commit { kind, id, sequence };
        if !first.fits() {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
        let output = self
            .client
            .query()
            .table_name(self.table_name())
            .consistent_read(true)
            .limit(bounded(limit))
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :first AND :last")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .expression_attribute_values(":pk", text(first.pk()))
            .expression_attribute_values(":first", text(first.sk()))
            .expression_attribute_values(":last", text(COMMITS_END))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::unavailable("Query", error))?;
        self.meter.read(output.consumed_capacity());
        let items = output
            .items()
            .iter()
            .map(Commit::from_item)
            .collect::<Result<Vec<_>, _>>()?;
        let more = output.last_evaluated_key().is_some();
        let next = items.last().map(|commit| commit.sequence).filter(|_| more);
        Ok(Page { items, next })
    }
}
