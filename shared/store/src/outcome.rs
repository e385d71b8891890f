//! What became of a transaction.

use aws_sdk_dynamodb::types::CancellationReason;
use domain::aggregate::AggregateKind;
use domain::identifiers::{CustomerId, Sku};
use domain::lot::Lot;
use domain::money::Money;
use domain::quota::Quota;
use domain::stock::Warehouse;

use crate::error::StoreError;
use crate::item::{HASH, read_digest};
use crate::registration::Registration;
use crate::writes::{Purpose, Write};

/// What became of a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Written<T> {
    /// All of it is written.
    Done {
        /// What the plan was to hand back.
        output: T,
        /// The aggregates it moved, in the order of the plan.
        versions: Vec<Version>,
    },
    /// None of it is written, because these bounds refused it; at least one.
    Unmet(Vec<Unmet>),
}

/// The version an aggregate reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its kind.
    pub kind: AggregateKind,
    /// Its identifier within the kind.
    pub id: String,
    /// The number of its commits.
    pub version: u64,
}

/// A bound that refused a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// The key is taken, by this registration.
    Registered(Registration),
    /// Fewer pieces are available than were to be reserved.
    StockShort {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// Pieces that were to be reserved, net.
        wanted: u64,
        /// Pieces that are available.
        available: u64,
    },
    /// The level from which pieces were to be reserved is spread over shards, and none was named.
    StockSpread {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
    },
    /// Fewer pieces are quarantined than were to be released or scrapped.
    QuarantineShort {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// Pieces that were to be taken out of quarantine, net.
        wanted: u64,
        /// Pieces that are quarantined.
        quarantined: u64,
    },
    /// A lot holds fewer pieces than were to be taken, or to be taken out of quarantine.
    LotShort {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// The lot.
        lot: Lot,
        /// Whether they were to be taken out of quarantine.
        quarantined: bool,
        /// Pieces that were to be taken, net.
        wanted: u64,
        /// Pieces that are there.
        there: u64,
    },
    /// Another stocktake counts the level (5.2.2).
    UnderCount {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// The number of that stocktake.
        stocktake: String,
    },
    /// Pieces came with a lot where there are pieces without one, or the other way round.
    KeptOtherwise {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// Whether the pieces came with a lot.
        by_lot: bool,
    },
    /// Less credit is left than was to be reserved (8.1.2).
    CreditExceeded {
        /// Whose.
        customer: CustomerId,
        /// What was to be reserved, net.
        wanted: Money,
        /// What may be reserved; zero without an account.
        headroom: Money,
    },
    /// Fewer pieces of a quota are left than were to be taken (4.2.4).
    QuotaExceeded {
        /// Of which.
        quota: Quota,
        /// Pieces that were to be taken, net.
        wanted: u64,
        /// The most that orders may take in all.
        most: u64,
        /// What they have taken.
        taken: u64,
    },
}

/// What became of one try.
#[derive(Debug)]
pub(crate) enum Outcome {
    Applied,
    /// Somebody else was there first: decide again.
    Contended,
    Unmet(Vec<Unmet>),
}

const CONDITION: &str = "ConditionalCheckFailed";
/// Reasons that pass by themselves.
const PASSING: [&str; 4] = [
    "TransactionConflict",
    "ProvisionedThroughputExceeded",
    "ThrottlingError",
    "RequestLimitExceeded",
];

/// What a cancelled transaction means, from one reason for each write.
///
/// A changed version comes before any bound: the bound was asked for on a stale decision.
pub(crate) fn outcome_of(
    writes: &[Write],
    reasons: &[CancellationReason],
) -> Result<Outcome, StoreError> {
    if is_applied(writes, reasons) {
        return Ok(Outcome::Applied);
    }
    let failed = || {
        writes
            .iter()
            .zip(reasons)
            .filter_map(|(w, r)| Some((w, r, failure(r)?)))
    };
    if failed().any(|(write, reason, code)| is_contended(write, reason, code)) {
        return Ok(Outcome::Contended);
    }
    let unmet = failed().map(|(write, reason, code)| unmet_of(write, reason, code));
    let unmet = unmet.collect::<Result<Vec<_>, _>>()?;
    if unmet.is_empty() {
        return Err(StoreError::unwritable(
            "the service cancelled it and named no reason",
        ));
    }
    Ok(Outcome::Unmet(unmet))
}

/// Whether the very commits of this try are there already: it was applied and its reply lost.
fn is_applied(writes: &[Write], reasons: &[CancellationReason]) -> bool {
    let mut commits =
        writes
            .iter()
            .zip(reasons)
            .filter_map(|(write, reason)| match write.purpose {
                Purpose::Commit(hash) => Some((hash, reason)),
                Purpose::State
                | Purpose::Registration
                | Purpose::Stock(_)
                | Purpose::Lot(_)
                | Purpose::Issue(_)
                | Purpose::Credit(_)
                | Purpose::Quota(_)
                | Purpose::Unconditional => None,
            });
    let is_there = |(hash, reason): (_, &CancellationReason)| {
        let stored = reason.item().and_then(|item| read_digest(item, HASH).ok());
        stored == Some(hash)
    };
    let first = commits.next();
    first.is_some_and(is_there) && commits.all(is_there)
}

fn failure(reason: &CancellationReason) -> Option<&str> {
    reason.code().filter(|code| *code != "None")
}

fn is_contended(write: &Write, reason: &CancellationReason, code: &str) -> bool {
    if code != CONDITION {
        return PASSING.contains(&code);
    }
    match write.purpose {
        Purpose::State | Purpose::Commit(_) | Purpose::Unconditional => true,
        // The holder expired and was deleted between the check and the answer.
        Purpose::Registration => reason.item().is_none(),
        Purpose::Stock(_)
        | Purpose::Lot(_)
        | Purpose::Issue(_)
        | Purpose::Credit(_)
        | Purpose::Quota(_) => false,
    }
}

fn unmet_of(write: &Write, reason: &CancellationReason, code: &str) -> Result<Unmet, StoreError> {
    let refused = || StoreError::unwritable(format!("{}: the service answered {code}", write.key));
    if code != CONDITION {
        return Err(refused());
    }
    match &write.purpose {
        Purpose::Stock(change) => change.unmet(reason.item()),
        Purpose::Lot(change) => change.unmet(reason.item()),
        Purpose::Issue(change) => Err(change.unmet()),
        Purpose::Credit(change) => change.unmet(reason.item()),
        Purpose::Quota(change) => change.unmet(reason.item()),
        Purpose::Registration => {
            let held = reason.item().ok_or_else(refused)?;
            Registration::from_item(held).map(Unmet::Registered)
        }
        Purpose::State | Purpose::Commit(_) | Purpose::Unconditional => Err(refused()),
    }
}
