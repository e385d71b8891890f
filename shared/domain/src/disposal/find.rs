//! Finding stock that may have to be disposed of (5.2.2).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{
    Disposal, DisposalCause, DisposalEvent, DisposalEvidence, DisposalPolicy, DisposalStage,
};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::identifiers::Sku;
use crate::lot::{Lot, LotLevel, LotStage, StockLot};
use crate::money::Money;
use crate::order::Facts;
use crate::refusal::Refusal;
use crate::stock::{StockLevel, Warehouse};

/// Stock that is as it should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Where.
    pub warehouse: Warehouse,
    /// The goods.
    pub sku: Sku,
    /// Of which lot, where the goods are kept by lot.
    pub lot: Option<Lot>,
    /// Why.
    pub cause: DisposalCause,
    /// What speaks for it.
    pub evidence: DisposalEvidence,
}

/// What a level shows of a cause; `None` where the cause is not there. When goods expire is a matter of their
/// lots, which levels know nothing of.
#[must_use]
pub fn sighting(
    level: &StockLevel,
    cause: DisposalCause,
    standard_cost: Option<Money>,
    policy: &DisposalPolicy,
    now: Timestamp,
) -> Option<Sighting> {
    let quantity = match cause {
        DisposalCause::SlowMoving => level.available,
        DisposalCause::Damaged => level.quarantined,
        DisposalCause::NearExpiry | DisposalCause::Expired => return None,
    };
    let there = quantity > 0;
    let holds = match cause {
        DisposalCause::SlowMoving => there && rests(level, policy, now),
        DisposalCause::Damaged => there,
        DisposalCause::NearExpiry | DisposalCause::Expired => false,
    };
    holds.then(|| Sighting {
        warehouse: level.warehouse.clone(),
        sku: level.sku.clone(),
        lot: None,
        cause,
        evidence: DisposalEvidence {
            quantity,
            last_issue: level.last_issue,
            stocked_since: level.stocked_since,
            value: value(quantity, standard_cost),
            unfit_on: None,
        },
    })
}

/// What a lot with an expiry shows of a cause on `today`; `None` where the cause is not there. It is near its expiry
/// while it may leave, though not for long; what is kept apart of it is damaged while it may leave, and expired from
/// then on.
#[must_use]
pub fn lot_sighting(
    lot: &StockLot,
    level: &LotLevel,
    cause: DisposalCause,
    standard_cost: Option<Money>,
    policy: &DisposalPolicy,
    today: Date,
) -> Option<Sighting> {
    let fit = lot.stage == LotStage::Fit && today < lot.unfit_on;
    let soon = today.saturating_add(i64::from(policy.near_expiry_days).days()) >= lot.unfit_on;
    let (holds, quantity) = match cause {
        DisposalCause::SlowMoving => (false, 0),
        DisposalCause::NearExpiry => (fit && soon, level.available),
        DisposalCause::Expired => (!fit, level.quarantined),
        DisposalCause::Damaged => (fit, level.quarantined),
    };
    (holds && quantity > 0).then(|| Sighting {
        warehouse: lot.warehouse.clone(),
        sku: lot.sku.clone(),
        lot: Some(lot.lot.clone()),
        cause,
        evidence: DisposalEvidence {
            quantity,
            last_issue: None,
            stocked_since: None,
            value: value(quantity, standard_cost),
            unfit_on: Some(lot.unfit_on),
        },
    })
}

/// What pieces are worth by standard cost, where that is known.
fn value(quantity: u64, standard_cost: Option<Money>) -> Option<Money> {
    let fen = standard_cost?
        .fen()
        .checked_mul(i64::try_from(quantity).ok()?)?;
    Some(Money::from_fen(fen))
}

/// Whether nothing left for as long as the policy says. Stock of which nobody knows since when it has been there
/// is older than the knowledge of it, and rests.
fn rests(level: &StockLevel, policy: &DisposalPolicy, now: Timestamp) -> bool {
    let long = SignedDuration::from_hours(i64::from(policy.slow_moving_days).saturating_mul(24));
    let last = level.last_issue.max(level.stocked_since);
    last.is_none_or(|last| now.duration_since(last) >= long)
}

/// Puts what was sighted on the list, unless it is there, or is kept until a day that has not passed.
///
/// # Errors
/// `calendar_year_missing`.
pub fn notice(
    known: Option<&Disposal>,
    sighting: Sighting,
    facts: &Facts<'_>,
) -> Result<Decision<DisposalEvent>, Refusal> {
    if let Some(known) = known {
        match known.stage {
            DisposalStage::Found { .. } | DisposalStage::Proposed { .. } => {
                return Ok(Decision::done());
            }
            DisposalStage::Kept { until } if business_date(facts.now) <= until => {
                return Ok(Decision::done());
            }
            DisposalStage::Kept { .. }
            | DisposalStage::Disposed { .. }
            | DisposalStage::Lapsed { .. } => {}
        }
    }
    let due = facts.working_days_on(facts.policy.disposal.proposal_working_days)?;
    let Sighting {
        warehouse,
        sku,
        lot,
        cause,
        evidence,
    } = sighting;
    Ok(Decision::of(vec![DisposalEvent::Found {
        at: facts.now,
        warehouse,
        sku,
        lot,
        cause,
        evidence,
        due,
    }]))
}

/// Takes off the list what nobody has proposed anything for and whose cause is gone.
#[must_use]
pub fn lapse(known: &Disposal, now: Timestamp) -> Decision<DisposalEvent> {
    match known.stage {
        DisposalStage::Found { .. } => Decision::of(vec![DisposalEvent::Lapsed { at: now }]),
        DisposalStage::Proposed { .. }
        | DisposalStage::Disposed { .. }
        | DisposalStage::Kept { .. }
        | DisposalStage::Lapsed { .. } => Decision::done(),
    }
}
