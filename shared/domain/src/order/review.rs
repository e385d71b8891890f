//! Automatic and manual review, and negotiation (4.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Facts, Formation, Line, Order, OrderEvent, Stage, receive};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::money::Money;
use crate::payment_terms::PaymentMethod;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::review_rules::{Basis, ReviewFacts, Severity, examine};
use crate::stock::{Adjustment, CreditMove};

/// A seller's counter-proposal 协商方案 (4.3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed, in words for the customer.
    pub note: String,
    /// New prices of single SKUs, in fen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<ProposedPrice>,
    /// A new delivery date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_delivery: Option<Date>,
}

/// A proposed price of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPrice {
    /// The goods.
    pub sku: Sku,
    /// Price of one piece, in fen.
    pub unit_price: Money,
}

impl Proposal {
    /// The unit price of each line if the proposal is accepted.
    pub(super) fn unit_prices(&self, lines: &[Line]) -> Vec<Money> {
        lines
            .iter()
            .map(|line| {
                let proposed = self.prices.iter().find(|price| price.sku == line.sku);
                proposed.map_or(line.unit_price, |price| price.unit_price)
            })
            .collect()
    }
}

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

/// 4.3.1: the automatic review of a received order; nothing to do when it was already done.
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
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Reject)
    {
        return Ok(Decision::of(vec![OrderEvent::Rejected {
            at: facts.now,
            findings,
            reason: None,
            basis: review.basis(),
        }]));
    }
    let clean = findings
        .iter()
        .all(|finding| finding.severity == Severity::Info);
    if facts.policy.review.automatic_approval && clean {
        return approve(order, "policy", review.basis(), facts);
    }
    Ok(Decision::of(vec![OrderEvent::ReviewRequested {
        due: review_due(facts)?,
        findings,
        basis: review.basis(),
    }]))
}

/// 4.3.3: a person decides. `by` must not be who entered the order (four-eyes).
///
/// # Errors
/// `order_not_awaiting_review`, `four_eyes_required`, `invalid_value` for an empty reason or
/// proposal, and whatever [`Facts`] refuse.
pub fn decide_manually(
    order: &Order,
    decision: &ManualDecision,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if !matches!(order.stage, Stage::AwaitingReview { .. }) {
        return Err(wrong_stage(
            order,
            "order_not_awaiting_review",
            "待人工审核",
            "awaiting review",
        ));
    }
    if facts.policy.review.four_eyes && by == order.entered_by {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "four_eyes_required",
            "录入订单的人不能审核同一订单，请由他人审核",
            "whoever entered an order may not review it; another person must",
        ));
    }
    match decision {
        ManualDecision::Approve => approve(order, by, Basis::default(), facts),
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
        }])),
        ManualDecision::Negotiate(proposal) => propose(order, proposal, facts),
    }
}

/// 4.3.3: the customer's answer to a counter-proposal; either way a person decides next.
///
/// # Errors
/// `order_not_negotiating`; `amount_too_large` when the new total does not fit.
pub fn answer_proposal(
    order: &Order,
    accepted: bool,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Negotiating { due, proposal } = &order.stage else {
        return Err(wrong_stage(
            order,
            "order_not_negotiating",
            "协商中",
            "negotiating",
        ));
    };
    if *due < facts.now && accepted {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "proposal_expired",
            format!("协商方案已于 {due} 过期"),
            format!("the proposal ran out at {due}"),
        ));
    }
    Ok(Decision::of(vec![close_negotiation(
        order, proposal, accepted, facts,
    )?]))
}

/// 4.3.3: closes a negotiation that nobody answered in time; nothing to do otherwise.
///
/// # Errors
/// As [`answer_proposal`].
pub fn proposal_expired(order: &Order, facts: &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Negotiating { due, proposal } = &order.stage else {
        return Ok(Decision::done());
    };
    if *due >= facts.now {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![close_negotiation(
        order, proposal, false, facts,
    )?]))
}

fn close_negotiation(
    order: &Order,
    proposal: &Proposal,
    accepted: bool,
    facts: &Facts<'_>,
) -> Result<OrderEvent, Refusal> {
    let total = if accepted {
        proposed_total(order, proposal)?
    } else {
        order.total
    };
    Ok(OrderEvent::NegotiationClosed {
        accepted,
        due: review_due(facts)?,
        total,
    })
}

fn propose(
    order: &Order,
    proposal: &Proposal,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if proposal.note.trim().is_empty() {
        return Err(Refusal::invalid(
            "proposal.note",
            "words for the customer",
            "nothing",
        ));
    }
    for price in &proposal.prices {
        if !order.lines.iter().any(|line| line.sku == price.sku) {
            return Err(Refusal::invalid(
                "proposal.prices",
                "SKUs of this order",
                price.sku.to_string(),
            ));
        }
    }
    proposed_total(order, proposal)?;
    let due = facts.working_days_on(facts.policy.review.negotiation_working_days)?;
    Ok(Decision::of(vec![OrderEvent::NegotiationProposed {
        due,
        proposal: proposal.clone(),
    }]))
}

/// The total under the proposal, which must not fall below what was already paid: a customer
/// may pay while negotiating.
fn proposed_total(order: &Order, proposal: &Proposal) -> Result<Money, Refusal> {
    let prices = proposal.unit_prices(&order.lines);
    let lines: Vec<Line> = order
        .lines
        .iter()
        .zip(prices)
        .map(|(line, unit_price)| Line {
            unit_price,
            ..line.clone()
        })
        .collect();
    let total = receive::total(&lines)?;
    if total < order.paid {
        return Err(Refusal::invalid(
            "proposal.prices",
            format!(
                "a total of at least the {} fen already paid",
                order.paid.fen()
            ),
            total.fen().to_string(),
        ));
    }
    Ok(total)
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
    let approved = OrderEvent::Approved {
        at: facts.now,
        by: by.to_owned(),
        exposure,
        forms_contract: order.formation() == Formation::Acceptance,
        basis,
    };
    let next = if order.paid >= order.payment.due_before_preparation() {
        OrderEvent::Cleared { at: facts.now }
    } else {
        OrderEvent::PaymentAwaited {
            due: facts.working_days_on(facts.policy.due.payment_working_days)?,
        }
    };
    let credit = exposure.is_positive().then(|| {
        Adjustment::CreditReserve(CreditMove {
            customer: order.customer.clone(),
            amount: exposure,
        })
    });
    Ok(Decision::of(vec![approved, next]).with(credit))
}

fn review_due(facts: &Facts<'_>) -> Result<Timestamp, Refusal> {
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
        self.calendar
            .add_working_days(self.now, days)
            .map_err(|error| {
                Refusal::new(
                    RefusalClass::Conflict,
                    "calendar_year_missing",
                    format!("工作日历缺少数据，请先维护该年度节假日：{error}"),
                    format!("the working calendar lacks a year, load its holidays first: {error}"),
                )
            })
    }
}
