//! Negotiation 协商: a counter-proposal and the customer's answer (4.3.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::evolve::evolve;
use super::quota::with_quotas;
use super::review::{review_due, wrong_stage};
use super::service::with_services;
use super::{Facts, Order, OrderEvent, Proposal, Stage, proposed_total};
use crate::aggregate::Decision;
use crate::refusal::{Refusal, RefusalClass};
use crate::review_rules::{ReviewFacts, examine};

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
/// what the rules find in the order as it is then, and the order holds what it asks of quotas then
/// (4.2.4). Nothing to do when the same person gave the same answer before.
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
    let led_to = led_to.as_ref().unwrap_or(order);
    let closed = Decision::of(vec![closed(examine(led_to, review, facts))]);
    let closed = with_quotas(closed, order, led_to, review);
    Ok(with_services(closed, order, led_to, review))
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
    proposal.check(order, facts)?;
    proposed_total(order, proposal)?;
    let due = match proposal.answer_by {
        Some(by) => by,
        None => facts.working_days_on(facts.policy.review.negotiation_working_days)?,
    };
    Ok(Decision::of(vec![OrderEvent::NegotiationProposed {
        due,
        proposal: proposal.clone(),
        made: Some(ProposalMade {
            by: by.to_owned(),
            at: facts.now,
        }),
    }]))
}
