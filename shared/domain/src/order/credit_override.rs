//! Credit overrides 超额授信 (8.1.2): a second authorised person lets one order exceed the limit.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::review::awaiting_review;
use super::{Facts, Order, OrderEvent};
use crate::aggregate::Decision;
use crate::money::Money;
use crate::payment_terms::PaymentMethod;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The longest time for which an override is granted, in days.
pub const LONGEST_OVERRIDE_DAYS: i64 = 30;

/// What somebody allowed one order beyond its customer's limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditOverride {
    /// How far the customer's exposure may exceed the limit once the order is approved, in fen;
    /// positive.
    pub amount: Money,
    /// Why, in words that name nobody.
    pub reason: String,
    /// Who allowed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Until when the order must be approved.
    pub until: Timestamp,
}

/// `by` allows the order that waits for its review to exceed the limit by `amount`, if it is
/// approved until `until`; it takes the place of what was allowed before. Nothing to do when
/// the same person allowed the same.
///
/// # Errors
/// `order_not_awaiting_review`, 403 `four_eyes_required` for whoever entered the order, 409
/// `order_not_on_credit`, `invalid_value` for an amount that is not positive or a time that has
/// passed or is too far off.
pub fn override_credit(
    order: &Order,
    amount: Money,
    reason: &str,
    until: Timestamp,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    awaiting_review(order)?;
    // Without exception: the policy's switch for reviews does not reach this far.
    if by == order.entered_by {
        return Err(another_must(
            "录入订单的人不能批准超额授信",
            "whoever entered an order may not let it exceed the limit",
        ));
    }
    if order.payment.method != PaymentMethod::CreditTerms {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "order_not_on_credit",
            "该订单不是账期付款，不占用信用额度",
            "the order is not paid on credit terms and takes no credit",
        )
        .because(Evidence::new(
            "payment.method",
            PaymentMethod::CreditTerms.name(),
            order.payment.method.name(),
        )));
    }
    if !amount.is_positive() {
        return Err(Refusal::invalid(
            "amount_fen",
            "1 or more",
            amount.fen().to_string(),
        ));
    }
    let longest = SignedDuration::from_hours(24_i64.saturating_mul(LONGEST_OVERRIDE_DAYS));
    if until <= facts.now || until.duration_since(facts.now) > longest {
        return Err(Refusal::invalid(
            "expires",
            format!("within {LONGEST_OVERRIDE_DAYS} days from now"),
            until.to_string(),
        ));
    }
    let same = order.credit_override.as_ref().is_some_and(|known| {
        (known.amount, known.until) == (amount, until) && known.by == by && known.reason == reason
    });
    if same {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![OrderEvent::CreditOverridden {
        granted: CreditOverride {
            amount,
            reason: reason.to_owned(),
            by: by.to_owned(),
            at: facts.now,
            until,
        },
    }]))
}

/// How far an approval by `by` may take the exposure beyond the limit, in fen: nothing without
/// an override that still holds.
///
/// # Errors
/// 403 `four_eyes_required` when `by` granted the override.
pub(super) fn allowed_beyond_limit(
    order: &Order,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Money, Refusal> {
    let granted = order.credit_override.as_ref();
    let Some(granted) = granted.filter(|granted| facts.now <= granted.until) else {
        return Ok(Money::ZERO);
    };
    if granted.by == by {
        return Err(another_must(
            "批准超额授信的人不能审核通过同一订单",
            "whoever let an order exceed the limit may not approve it",
        ));
    }
    Ok(granted.amount)
}

fn another_must(chinese: &str, english: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Forbidden,
        "four_eyes_required",
        format!("{chinese}，请由他人办理"),
        format!("{english}; another person must"),
    )
}
