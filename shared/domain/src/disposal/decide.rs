//! Proposing what becomes of stock, and deciding on it (5.2.2).

use jiff::ToSpan as _;

use super::{Disposal, DisposalEvent, DisposalProposal, DisposalStage, DisposalWay};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// What a manager says to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is carried out.
    Approve,
    /// Something else is to be proposed.
    Reject {
        /// Why.
        reason: String,
    },
}

/// Proposes what is to become of it. Nothing to do when the same person proposed the same.
///
/// # Errors
/// `disposal_not_to_propose`; `invalid_value` for no piece, a price that is none
/// and a day that has passed; `calendar_year_missing`.
pub fn propose(
    disposal: &Disposal,
    proposal: DisposalProposal,
    facts: &Facts<'_>,
) -> Result<Decision<DisposalEvent>, Refusal> {
    let same = disposal.proposal.as_ref().is_some_and(|known| {
        (&known.way, known.quantity, &known.reason, &known.by)
            == (
                &proposal.way,
                proposal.quantity,
                &proposal.reason,
                &proposal.by,
            )
    });
    if same && !matches!(disposal.stage, DisposalStage::Found { .. }) {
        return Ok(Decision::done());
    }
    if !matches!(disposal.stage, DisposalStage::Found { .. }) {
        let stage = ("待提出处置方案", "waiting for a proposal");
        return Err(wrong_stage(disposal, "disposal_not_to_propose", stage));
    }
    check(&proposal, facts)?;
    let due = facts.working_days_on(facts.policy.disposal.decision_working_days)?;
    Ok(Decision::of(vec![DisposalEvent::Proposed {
        proposal,
        due,
    }]))
}

fn check(proposal: &DisposalProposal, facts: &Facts<'_>) -> Result<(), Refusal> {
    if proposal.quantity == 0 {
        return Err(Refusal::invalid("quantity", "one piece or more", "0"));
    }
    match &proposal.way {
        DisposalWay::MarkDown { price, .. } if !price.is_positive() => {
            let found = price.fen().to_string();
            Err(Refusal::invalid(
                "mark_down.price_fen",
                "one fen or more",
                found,
            ))
        }
        DisposalWay::Keep { until } if *until <= business_date(facts.now) => {
            let expected = format!("a day after {}", business_date(facts.now));
            Err(Refusal::invalid("keep.until", expected, until.to_string()))
        }
        DisposalWay::Scrap
        | DisposalWay::MarkDown { .. }
        | DisposalWay::ReturnToSupplier { .. }
        | DisposalWay::Keep { .. } => Ok(()),
    }
}

/// Decides on a proposal. What is approved is carried out in the same transaction: what is thrown away leaves
/// stock, and what goes back to the supplier is kept apart until it leaves; that it is there is a condition of the
/// transaction. Nothing to do when the same person decided before.
///
/// # Errors
/// `disposal_not_proposed`; 403 `four_eyes_required` for whoever proposed it; `calendar_year_missing`.
pub fn decide(
    disposal: &Disposal,
    verdict: &Verdict,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<DisposalEvent>, Refusal> {
    if decided_so(disposal, verdict, by) {
        return Ok(Decision::done());
    }
    let proposed = matches!(disposal.stage, DisposalStage::Proposed { .. });
    let Some(proposal) = disposal.proposal.as_ref().filter(|_| proposed) else {
        let stage = ("待决定", "proposed");
        return Err(wrong_stage(disposal, "disposal_not_proposed", stage));
    };
    if proposal.by == by {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "four_eyes_required",
            "处置须由提出方案以外的经理决定",
            "a disposal is decided on by another manager than who proposed it",
        )
        .because(Evidence::new(
            "decision",
            "another person than who proposed it",
            "the same person",
        )));
    }
    let policy = &facts.policy.disposal;
    if let Verdict::Reject { reason } = verdict {
        return Ok(Decision::of(vec![DisposalEvent::Rejected {
            at: facts.now,
            by: by.to_owned(),
            reason: reason.clone(),
            due: facts.working_days_on(policy.proposal_working_days)?,
        }]));
    }
    let review = i64::from(policy.mark_down_review_days).days();
    let until = match &proposal.way {
        DisposalWay::Keep { until } => Some(*until),
        DisposalWay::MarkDown { .. } => Some(business_date(facts.now).saturating_add(review)),
        DisposalWay::Scrap | DisposalWay::ReturnToSupplier { .. } => None,
    };
    Ok(Decision::of(vec![DisposalEvent::Approved {
        at: facts.now,
        by: by.to_owned(),
        until,
    }])
    .with(movement(disposal, proposal)))
}

/// Whether the same person decided so before, and it is still so.
fn decided_so(disposal: &Disposal, verdict: &Verdict, by: &str) -> bool {
    let stands = match verdict {
        Verdict::Approve => matches!(
            disposal.stage,
            DisposalStage::Disposed { .. } | DisposalStage::Kept { .. }
        ),
        Verdict::Reject { .. } => {
            disposal.proposal.is_some() && matches!(disposal.stage, DisposalStage::Found { .. })
        }
    };
    stands && disposal.decided_by.as_deref() == Some(by)
}

/// What the carried out proposal moves.
fn movement(disposal: &Disposal, proposal: &DisposalProposal) -> Option<Adjustment> {
    let moved = StockMove {
        sku: disposal.sku.clone(),
        warehouse: disposal.warehouse.clone(),
        quantity: proposal.quantity,
        lot: disposal.lot.clone(),
        shard: None,
    };
    match (&proposal.way, disposal.cause.is_kept_apart()) {
        (DisposalWay::Scrap, true) => Some(Adjustment::StockScrap(moved)),
        (DisposalWay::Scrap, false) => Some(Adjustment::StockWriteOff(moved)),
        (DisposalWay::ReturnToSupplier { .. }, false) => Some(Adjustment::StockQuarantine(moved)),
        (DisposalWay::ReturnToSupplier { .. }, true)
        | (DisposalWay::MarkDown { .. } | DisposalWay::Keep { .. }, _) => None,
    }
}

/// 409 because of where it stands.
fn wrong_stage(disposal: &Disposal, code: &'static str, (zh, en): (&str, &str)) -> Refusal {
    let stage = disposal.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("处置须处于“{zh}”状态，当前为 {stage}"),
        format!("the disposal must be {en}, it is {stage}"),
    )
    .because(Evidence::new("stage", en, stage))
}
