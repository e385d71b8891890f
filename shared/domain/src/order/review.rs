//! Automatic review, and the decisions of people (4.3).

use jiff::Timestamp;

use super::claim::not_claimed_by_another;
use super::credit_override::allowed_beyond_limit;
use super::hold::not_on_hold;
use super::negotiation::propose;
use super::quota::{give_back, with_quotas};
use super::service::with_services;
use super::{Facts, Formation, Order, OrderEvent, Proposal, Stage, delivery_promise};
use crate::aggregate::Decision;
use crate::calendar::CalendarError;
use crate::hold_policy::BlockedStep;
use crate::money::Money;
use crate::payment_terms::PaymentMethod;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::review_rules::{Basis, ReviewFacts, ReviewOutcome, examine};
use crate::stock::{Adjustment, CreditMove};

/// A person's decision on an order awaiting review (4.3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManualDecision {
    /// Take the order.
    Approve,
    /// Do not take it, and why.
    Reject {
        /// The words that the customer gets.
        reason: String,
    },
    /// Propose something else.
    Negotiate(Proposal),
}

impl ManualDecision {
    /// Whether `event` is what this decision leads to, so that somebody who sends it again
    /// after a lost reply has already been served.
    #[must_use]
    pub fn led_to(&self, event: &OrderEvent) -> bool {
        match (self, event) {
            (Self::Approve, OrderEvent::Approved { .. }) => true,
            (Self::Reject { reason }, OrderEvent::Rejected { reason: told, .. }) => {
                told.as_ref() == Some(reason)
            }
            (Self::Negotiate(proposal), OrderEvent::NegotiationProposed { proposal: told, .. }) => {
                told == proposal
            }
            (Self::Approve | Self::Reject { .. } | Self::Negotiate(_), _) => false,
        }
    }
}

/// 4.3.1: the automatic review of a received order; nothing to do when it was already done. An order
/// that is not rejected takes what it asks of quotas (4.2.4).
///
/// # Errors
/// `calendar_year_missing` when the due time falls into a year without calendar data.
pub fn review_automatically(
    order: &Order,
    review: &ReviewFacts,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if !matches!(order.stage, Stage::Received { .. }) {
        return Ok(Decision::done());
    }
    let findings = examine(order, review, facts);
    let may_pass =
        facts.policy.review.automatic_approval && !order.is_on_hold(BlockedStep::Approve);
    match ReviewOutcome::of(&findings, may_pass) {
        ReviewOutcome::Rejected => Ok(Decision::of(vec![OrderEvent::Rejected {
            at: facts.now,
            findings,
            reason: None,
            basis: review.basis(),
        }])),
        ReviewOutcome::Passed => {
            let approved = approve(order, "policy", review.basis(), facts)?;
            let approved = with_quotas(approved, order, order, review);
            Ok(with_services(approved, order, order, review))
        }
        ReviewOutcome::AwaitingReview => {
            let requested = Decision::of(vec![OrderEvent::ReviewRequested {
                due: review_due(facts)?,
                findings,
                basis: review.basis(),
            }]);
            let requested = with_quotas(requested, order, order, review);
            Ok(with_services(requested, order, order, review))
        }
    }
}

/// 4.3.3: a person decides. `by` must not be who entered the order (four-eyes).
///
/// # Errors
/// `order_not_awaiting_review`, `review_claimed`, `order_on_hold`, `four_eyes_required`, `invalid_value` for an empty reason or
/// proposal, and whatever [`Facts`] refuse.
pub fn decide_manually(
    order: &Order,
    decision: &ManualDecision,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    awaiting_review(order)?;
    four_eyes(order, by, facts)?;
    not_claimed_by_another(order, by, facts)?;
    match decision {
        ManualDecision::Approve => {
            not_on_hold(order, BlockedStep::Approve)?;
            approve(order, by, Basis::default(), facts)
        }
        ManualDecision::Reject { reason } if reason.trim().is_empty() => Err(Refusal::invalid(
            "reason",
            "words for the customer",
            "nothing",
        )),
        ManualDecision::Reject { reason } => Ok(Decision::of(vec![OrderEvent::Rejected {
            at: facts.now,
            findings: Vec::new(),
            reason: Some(reason.clone()),
            basis: Basis::default(),
        }])
        .with(give_back(order))),
        ManualDecision::Negotiate(proposal) => propose(order, proposal, by, facts),
    }
}

/// Refuses unless the order waits for a person's decision.
pub(super) fn awaiting_review(order: &Order) -> Result<(), Refusal> {
    if matches!(order.stage, Stage::AwaitingReview { .. }) {
        return Ok(());
    }
    Err(wrong_stage(
        order,
        "order_not_awaiting_review",
        "待人工审核",
        "awaiting review",
    ))
}

/// 4.3.2: refuses a review by whoever entered the order, where the policy says so.
pub(super) fn four_eyes(order: &Order, by: &str, facts: &Facts<'_>) -> Result<(), Refusal> {
    if !facts.policy.review.four_eyes || by != order.entered_by {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Forbidden,
        "four_eyes_required",
        "录入订单的人不能审核同一订单，请由他人审核",
        "whoever entered an order may not review it; another person must",
    ))
}

/// Approval takes the credit it needs and goes on to payment or preparation at once.
fn approve(
    order: &Order,
    by: &str,
    basis: Basis,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let exposure = match order.payment.method {
        PaymentMethod::CreditTerms => order.outstanding(),
        PaymentMethod::Online | PaymentMethod::BankTransfer | PaymentMethod::CashOnDelivery => {
            Money::ZERO
        }
    };
    let beyond_limit = if exposure.is_positive() {
        allowed_beyond_limit(order, by, facts)?
    } else {
        Money::ZERO
    };
    let approved = OrderEvent::Approved {
        at: facts.now,
        by: by.to_owned(),
        exposure,
        forms_contract: order.formation() == Formation::Acceptance,
        basis,
        beyond_limit,
    };
    let next = if order.paid >= order.payment.due_before_preparation() {
        cleared(order, facts)
    } else {
        OrderEvent::PaymentAwaited {
            due: facts.working_days_on(facts.policy.due.payment_working_days)?,
        }
    };
    let customer = order.customer.clone();
    let credit = exposure.is_positive().then(|| {
        if beyond_limit.is_positive() {
            return Adjustment::CreditReserveBeyond {
                customer,
                amount: exposure,
                beyond: beyond_limit,
            };
        }
        Adjustment::CreditReserve(CreditMove {
            customer,
            amount: exposure,
        })
    });
    Ok(Decision::of(vec![approved, next]).with(credit))
}

/// Preparation begins, and with it the promise of when the order arrives.
pub(super) fn cleared(order: &Order, facts: &Facts<'_>) -> OrderEvent {
    OrderEvent::Cleared {
        at: facts.now,
        promise: delivery_promise::promise(order, facts),
    }
}

pub(super) fn review_due(facts: &Facts<'_>) -> Result<Timestamp, Refusal> {
    facts.working_days_on(facts.policy.review.working_days)
}

/// 409: the order is not in the stage that the command needs.
pub(super) fn wrong_stage(
    order: &Order,
    code: &'static str,
    needed_zh: &str,
    needed: &str,
) -> Refusal {
    let stage = order.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("订单须处于“{needed_zh}”状态，当前为 {stage}"),
        format!("the order must be {needed}, it is {stage}"),
    )
    .because(Evidence::new("stage", needed, stage.name()))
}

impl Facts<'_> {
    /// 18:00 of the `days`th working day from now.
    ///
    /// # Errors
    /// `calendar_year_missing` when that day lies in a year without calendar data (4.3.2).
    pub fn working_days_on(&self, days: u32) -> Result<Timestamp, Refusal> {
        let on = self.calendar.add_working_days(self.now, days);
        on.map_err(year_missing)
    }

    /// The instant by which so many working minutes have passed from now.
    ///
    /// # Errors
    /// `calendar_year_missing` as above.
    pub fn working_minutes_on(&self, minutes: u32) -> Result<Timestamp, Refusal> {
        let on = self.calendar.add_working_minutes(self.now, minutes);
        on.map_err(year_missing)
    }
}

pub(crate) fn year_missing(error: CalendarError) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "calendar_year_missing",
        format!("工作日历缺少数据，请先维护该年度节假日：{error}"),
        format!("the working calendar lacks a year, load its holidays first: {error}"),
    )
}
