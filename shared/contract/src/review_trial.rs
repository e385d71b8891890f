//! Trying a draft of the policy on past orders (4.3.1).

use domain::order::{Order, StageName};
use domain::policy::Policy;
use domain::review_rules::{ReviewOutcome, RuleCode};
use domain::review_trial::{Comparison, Judgement, Summary};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::finding::FindingView;
use crate::names;
use crate::policy::policy_schema;

/// The most orders in one trial.
pub const MOST_ORDERS: u32 = 100;

/// A draft, and the orders to try it on: those of a customer or those in a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewTrialRequest {
    /// The whole policy as it would be.
    #[schema(schema_with = policy_schema)]
    pub policy: Policy,
    /// Orders in this stage, the longest due first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::stage)]
    pub stage: Option<StageName>,
    /// Orders of this customer, the newest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub customer: Option<String>,
    /// Where to go on: `next_cursor` of the trial before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many orders: 1 to 100, 100 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

/// What the draft would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewTrialView {
    /// Orders that were looked at.
    pub orders: usize,
    /// Orders of which the draft makes something else: another outcome or other findings.
    pub changed: usize,
    /// How many orders go where, before and after.
    pub outcomes: Vec<OutcomeCount>,
    /// How many orders each rule hits, before and after; rules that hit none are left out.
    pub rules: Vec<RuleCount>,
    /// The orders that change, in the order of the list.
    pub changes: Vec<OrderChange>,
    /// Where the next trial goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Orders by what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutcomeCount {
    /// Under the rules in force.
    #[schema(schema_with = names::review_outcome)]
    pub before: ReviewOutcome,
    /// Under the draft.
    #[schema(schema_with = names::review_outcome)]
    pub after: ReviewOutcome,
    /// How many.
    pub orders: usize,
}

/// Orders that a rule hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleCount {
    /// The rule.
    #[schema(schema_with = names::rule)]
    pub rule: RuleCode,
    /// Under the rules in force.
    pub before: usize,
    /// Under the draft.
    pub after: usize,
}

/// What becomes of one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderChange {
    /// The order.
    pub order_id: Uuid,
    /// Where it stands now.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// Under the rules in force.
    pub before: JudgementView,
    /// Under the draft.
    pub after: JudgementView,
}

/// What the automatic review makes of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JudgementView {
    /// Where it goes.
    #[schema(schema_with = names::review_outcome)]
    pub outcome: ReviewOutcome,
    /// Everything that was found.
    pub findings: Vec<FindingView>,
}

impl OrderChange {
    /// The wire form of a comparison.
    #[must_use]
    pub fn of(order: &Order, comparison: &Comparison) -> Self {
        let view = |judged: &Judgement| JudgementView {
            outcome: judged.outcome,
            findings: judged.findings.iter().map(FindingView::of).collect(),
        };
        Self {
            order_id: order.id,
            stage: order.stage.name(),
            before: view(&comparison.before),
            after: view(&comparison.after),
        }
    }
}

impl ReviewTrialView {
    /// The wire form of a summary and its changes.
    #[must_use]
    pub fn of(summary: &Summary, changes: Vec<OrderChange>, next_cursor: Option<String>) -> Self {
        let outcomes = summary.outcomes.iter();
        let rules = summary.rules.iter();
        Self {
            orders: summary.orders,
            changed: summary.changed,
            outcomes: outcomes
                .map(|((before, after), orders)| OutcomeCount {
                    before: *before,
                    after: *after,
                    orders: *orders,
                })
                .collect(),
            rules: rules
                .map(|(rule, (before, after))| RuleCount {
                    rule: *rule,
                    before: *before,
                    after: *after,
                })
                .collect(),
            changes,
            next_cursor,
        }
    }
}
