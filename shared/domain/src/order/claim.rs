//! Claims on reviews 认领审核 (4.3.2): one person at a time decides, and nobody keeps an order
//! for ever.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::review::{awaiting_review, four_eyes};
use super::{Facts, Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// Who reviews an order, and until when nobody else may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewClaim {
    /// The reviewer.
    pub by: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
}

impl Order {
    /// The claim that holds at `now`, if the order waits for a review and somebody claimed it.
    #[must_use]
    pub fn claim_at(&self, now: Timestamp) -> Option<&ReviewClaim> {
        let Stage::AwaitingReview { claim, .. } = &self.stage else {
            return None;
        };
        claim.as_ref().filter(|claim| now < claim.until)
    }
}

/// `by` takes the review; nothing to do while more than half of an own claim is left, which
/// after that is renewed.
///
/// # Errors
/// `order_not_awaiting_review`, `four_eyes_required`, 409 `review_claimed` by another.
pub fn claim_review(
    order: &Order,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    awaiting_review(order)?;
    four_eyes(order, by, facts)?;
    not_claimed_by_another(order, by, facts)?;
    let claim = claim(by, facts.policy.manual_review.claim_minutes, facts);
    let lasts = order.claim_at(facts.now).is_some_and(|held| {
        let left = held.until.duration_since(facts.now);
        left.saturating_mul(2) > held.until.duration_since(held.since)
    });
    if lasts {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![OrderEvent::ReviewClaimed { claim }]))
}

/// `by` gives its claim back; nothing to do without one.
///
/// # Errors
/// 409 `review_claimed` when the claim is another's.
pub fn release_claim(
    order: &Order,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    not_claimed_by_another(order, by, facts)?;
    if order.claim_at(facts.now).is_none() {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![OrderEvent::ReviewReleased {
        by: by.to_owned(),
        at: facts.now,
    }]))
}

/// `by` hands the review to `to`, whoever has it now; nothing to do when `to` has it.
///
/// # Errors
/// `order_not_awaiting_review`; `invalid_value` when `to` entered the order.
pub fn assign_review(
    order: &Order,
    to: &str,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    awaiting_review(order)?;
    if four_eyes(order, to, facts).is_err() {
        return Err(Refusal::invalid(
            "to",
            "somebody who did not enter the order",
            "who entered it",
        ));
    }
    if order.claim_at(facts.now).is_some_and(|held| held.by == to) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![OrderEvent::ReviewReassigned {
        claim: claim(to, facts.policy.manual_review.assignment_minutes, facts),
        by: by.to_owned(),
    }]))
}

/// Refuses a step of the review to whoever does not have the claim on it.
///
/// # Errors
/// 409 `review_claimed`, with who has it, since when and until when.
pub(super) fn not_claimed_by_another(
    order: &Order,
    by: &str,
    facts: &Facts<'_>,
) -> Result<(), Refusal> {
    let Some(held) = order.claim_at(facts.now).filter(|held| held.by != by) else {
        return Ok(());
    };
    let (who, since, until) = (&held.by, held.since, held.until);
    Err(Refusal::new(
        RefusalClass::Conflict,
        "review_claimed",
        format!("该订单已由 {who} 于 {since} 认领审核，至 {until} 为止"),
        format!("{who} claimed the review at {since}; the claim ends at {until}"),
    )
    .because(Evidence::new("claimed_by", by, who))
    .because(Evidence::new(
        "claimed_since",
        "no claim of another",
        since.to_string(),
    ))
    .because(Evidence::new(
        "claimed_until",
        "no claim of another",
        until.to_string(),
    )))
}

fn claim(by: &str, minutes: u32, facts: &Facts<'_>) -> ReviewClaim {
    let lasts = SignedDuration::from_mins(i64::from(minutes));
    ReviewClaim {
        by: by.to_owned(),
        since: facts.now,
        // A claim at the end of time ends at once.
        until: facts.now.checked_add(lasts).unwrap_or(facts.now),
    }
}
