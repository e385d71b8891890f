//! People's decisions on orders (4.3.3).

use domain::order::{ManualDecision, StageName};
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;
use crate::names;
use crate::problem::Problem;
use crate::proposal::ProposalBody;

/// The most decisions in one request.
pub const MOST_DECISIONS: usize = 100;

/// What a reviewer decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Take the order.
    Approve,
    /// Do not take it; needs a reason.
    Reject,
    /// Propose something else; needs a proposal.
    Negotiate,
}

/// A decision on one order. The version that the reviewer saw goes into `If-Match`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDecisionRequest {
    /// The decision.
    pub decision: Verdict,
    /// Why, in the words that the customer gets; for `reject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// What is proposed instead; for `negotiate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalBody>,
}

/// Decisions on many orders at once, each carried out by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDecisionsRequest {
    /// The decisions.
    #[schema(min_items = 1, max_items = 100)]
    pub decisions: Vec<OrderDecisionBody>,
}

/// A decision on one of many orders: to approve, or to reject with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderDecisionBody {
    /// The order.
    pub order_id: Uuid,
    /// The version that the reviewer saw; without one, whichever there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// The decision; `negotiate` is for single orders only.
    pub decision: Verdict,
    /// Why; for `reject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// A decision on one of many orders, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderDecision {
    /// The order.
    pub order: Uuid,
    /// The version that the reviewer saw.
    pub version: Option<u64>,
    /// The decision.
    pub decision: ManualDecision,
}

/// What became of each decision, in the order of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewDecisionsView {
    /// How many were carried out.
    pub done: usize,
    /// How many were not.
    pub refused: usize,
    /// One for each decision.
    pub results: Vec<OrderDecisionResult>,
}

/// What became of one decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderDecisionResult {
    /// The order.
    pub order_id: Uuid,
    /// Where the order stands now, if the decision was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::stage)]
    pub stage: Option<StageName>,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl ReviewDecisionsView {
    /// The results with their counts.
    #[must_use]
    pub fn of(results: Vec<OrderDecisionResult>) -> Self {
        let refused = results
            .iter()
            .filter(|result| result.problem.is_some())
            .count();
        Self {
            done: results.len().saturating_sub(refused),
            refused,
            results,
        }
    }
}

impl ReviewDecisionRequest {
    /// The decision.
    ///
    /// # Errors
    /// 422 `invalid_value` when it lacks what it needs, has what it does not, or a value is bad.
    pub fn into_decision(self) -> Result<ManualDecision, Refusal> {
        let mut mistakes = Mistakes::default();
        let decision = decision(
            &mut mistakes,
            "",
            self.decision,
            self.reason.as_deref(),
            self.proposal,
        );
        mistakes.none_in(decision)
    }
}

impl ReviewDecisionsRequest {
    /// The decisions.
    ///
    /// # Errors
    /// 422 `invalid_value` for none or more than a hundred, an order named twice, or a bad value.
    pub fn into_decisions(self) -> Result<Vec<OrderDecision>, Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("decisions", self.decisions.len(), &(1..=MOST_DECISIONS));
        let mut read: Vec<OrderDecision> = Vec::new();
        for (index, body) in self.decisions.into_iter().take(MOST_DECISIONS).enumerate() {
            let at = format!("decisions[{index}].");
            if read.iter().any(|earlier| earlier.order == body.order_id) {
                mistakes.note(
                    format!("{at}order_id"),
                    "each order once",
                    &body.order_id.to_string(),
                );
            } else if body.decision == Verdict::Negotiate {
                mistakes.note(format!("{at}decision"), "approve or reject", "negotiate");
            } else if let Some(decision) = decision(
                &mut mistakes,
                &at,
                body.decision,
                body.reason.as_deref(),
                None,
            ) {
                read.push(OrderDecision {
                    order: body.order_id,
                    version: body.version,
                    decision,
                });
            }
        }
        mistakes.none_in(Some(read))
    }
}

fn decision(
    mistakes: &mut Mistakes,
    at: &str,
    verdict: Verdict,
    reason: Option<&str>,
    proposal: Option<ProposalBody>,
) -> Option<ManualDecision> {
    let reason = mistakes.words_if_given(&format!("{at}reason"), reason, LONGEST_REASON);
    if verdict != Verdict::Negotiate && proposal.is_some() {
        mistakes.note(
            format!("{at}proposal"),
            "nothing unless negotiate",
            "a proposal",
        );
    }
    match (verdict, reason, proposal) {
        (Verdict::Approve, _, _) => Some(ManualDecision::Approve),
        (Verdict::Reject, Some(reason), _) => Some(ManualDecision::Reject { reason }),
        (Verdict::Reject, None, _) => {
            mistakes.note(format!("{at}reason"), "words for the customer", "nothing");
            None
        }
        (Verdict::Negotiate, _, Some(body)) => {
            Some(ManualDecision::Negotiate(body.read(mistakes, at)))
        }
        (Verdict::Negotiate, _, None) => {
            mistakes.note(
                format!("{at}proposal"),
                "what is proposed instead",
                "nothing",
            );
            None
        }
    }
}

#[cfg(test)]
mod tests;
