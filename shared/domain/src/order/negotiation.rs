//! Negotiation 协商: a counter-proposal and the customer's answer (4.3.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::evolve::evolve;
use super::review::{review_due, wrong_stage};
use super::{Facts, Line, Order, OrderEvent, Stage, receive};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::money::Money;
use crate::refusal::{Refusal, RefusalClass};
use crate::review_rules::{ReviewFacts, examine};

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

/// Who made a counter-proposal, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalMade {
    /// The reviewer.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How a counter-proposal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalAnswer {
    /// Whether it was accepted.
    pub accepted: bool,
    /// Who answered; nobody when the time ran out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it ended.
    pub at: Timestamp,
    /// What the customer would rather have, in words that name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// One round of negotiation: what was proposed and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// What was proposed.
    pub proposal: Proposal,
    /// Until when it could be answered.
    pub due: Timestamp,
    /// Who proposed it, and when.
    #[serde(flatten)]
    pub made: ProposalMade,
    /// How it ended; `None` while it waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<ProposalAnswer>,
}

/// What a customer, or sales for it, says to a counter-proposal.
#[derive(Clone, Copy, Debug)]
pub struct CustomerAnswer<'a> {
    /// Yes or no.
    pub accepted: bool,
    /// What it would rather have.
    pub words: Option<&'a str>,
    /// Who says it.
    pub by: &'a str,
}

/// 4.3.3: the customer's answer to a counter-proposal. Either way a person decides next, with
/// what the rules find in the order as it is then. Nothing to do when the same person gave the
/// same answer before.
///
/// # Errors
/// `order_not_negotiating`; `proposal_expired`; `amount_too_large` when the new total does not fit.
pub fn answer_proposal(
    order: &Order,
    answer: CustomerAnswer<'_>,
    review: &ReviewFacts,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Negotiating { due, proposal } = &order.stage else {
        let last = order.rounds.last().and_then(|round| round.answer.as_ref());
        let same = last.is_some_and(|given| {
            given.accepted == answer.accepted
                && given.by.as_deref() == Some(answer.by)
                && given.words.as_deref() == answer.words
        });
        if same {
            return Ok(Decision::done());
        }
        return Err(wrong_stage(
            order,
            "order_not_negotiating",
            "协商中",
            "negotiating",
        ));
    };
    if *due < facts.now && answer.accepted {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "proposal_expired",
            format!("协商方案已于 {due} 过期"),
            format!("the proposal ran out at {due}"),
        ));
    }
    let given = ProposalAnswer {
        accepted: answer.accepted,
        by: Some(answer.by.to_owned()),
        at: facts.now,
        words: answer.words.map(str::to_owned),
    };
    close(order, proposal, given, review, facts)
}

/// 4.3.3: closes a negotiation that nobody answered in time; nothing to do otherwise.
///
/// # Errors
/// As [`answer_proposal`].
pub fn proposal_expired(
    order: &Order,
    review: &ReviewFacts,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Negotiating { due, proposal } = &order.stage else {
        return Ok(Decision::done());
    };
    if *due >= facts.now {
        return Ok(Decision::done());
    }
    let silence = ProposalAnswer {
        accepted: false,
        by: None,
        at: facts.now,
        words: None,
    };
    close(order, proposal, silence, review, facts)
}

/// Back to the reviewers, with what the rules find in the order that the answer leads to.
fn close(
    order: &Order,
    proposal: &Proposal,
    answer: ProposalAnswer,
    review: &ReviewFacts,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let accepted = answer.accepted;
    let total = if accepted {
        proposed_total(order, proposal)?
    } else {
        order.total
    };
    let due = review_due(facts)?;
    let closed = |findings| OrderEvent::NegotiationClosed {
        accepted,
        due,
        total,
        answer: Some(answer.clone()),
        findings,
    };
    // An order that cannot be told is examined as it stands; the event is refused later.
    let led_to = evolve(Some(order.clone()), &closed(Vec::new()));
    let findings = examine(led_to.as_ref().unwrap_or(order), review, facts);
    Ok(Decision::of(vec![closed(findings)]))
}

pub(super) fn propose(
    order: &Order,
    proposal: &Proposal,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let most = usize::from(facts.policy.manual_review.most_rounds);
    if order.rounds.len() >= most {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_rounds",
            format!("同一订单最多协商 {most} 轮，请通过或拒绝"),
            format!("an order is negotiated {most} times at most; approve or reject it"),
        ));
    }
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
        made: Some(ProposalMade {
            by: by.to_owned(),
            at: facts.now,
        }),
    }]))
}

/// The order's total under the proposal, in fen, which must not fall below what was already paid: a
/// customer may pay while negotiating.
///
/// # Errors
/// `amount_too_large`; `invalid_value` when more was paid already.
pub fn proposed_total(order: &Order, proposal: &Proposal) -> Result<Money, Refusal> {
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
