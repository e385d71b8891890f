//! Sharing the reviews among people (4.3.2): claims, and handing a review to somebody.

use domain::order::{Order, Stage};
use domain::refusal::Refusal;
use domain::review_rules::Severity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;

/// The longest name of a person, in characters.
const LONGEST_SUBJECT: usize = 128;

/// A review is to be handed to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentRequest {
    /// The person, as the claim `sub` of their token names them.
    #[schema(example = "u-17", min_length = 1, max_length = 128)]
    pub to: String,
}

impl AssignmentRequest {
    /// The person.
    ///
    /// # Errors
    /// 422 `invalid_value` unless it has 1 to 128 characters.
    pub fn into_subject(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let to = mistakes.words("to", &self.to, LONGEST_SUBJECT);
        mistakes.none_in(Some(to))
    }
}

/// Where the review of an order stands, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewStateView {
    /// Who claimed it, while the claim lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub claimed_since: Option<Timestamp>,
    /// When the claim ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub claimed_until: Option<Timestamp>,
    /// Whose attention a late review was brought to: `team_lead` or `manager`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "team_lead")]
    pub escalation: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalated_at: Option<Timestamp>,
    /// How many findings the rules attached.
    pub findings: usize,
    /// The weightiest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::severity)]
    pub highest_severity: Option<Severity>,
    /// How many holds are open.
    pub open_holds: usize,
}

impl ReviewStateView {
    /// The review of an order at `now`; `None` unless it waits for one.
    #[must_use]
    pub fn of(order: &Order, now: Timestamp) -> Option<Self> {
        let Stage::AwaitingReview {
            findings,
            escalation,
            ..
        } = &order.stage
        else {
            return None;
        };
        let claim = order.claim_at(now);
        Some(Self {
            claimed_by: claim.map(|claim| claim.by.clone()),
            claimed_since: claim.map(|claim| claim.since),
            claimed_until: claim.map(|claim| claim.until),
            escalation: escalation.map(|reached| reached.level.name().to_owned()),
            escalated_at: escalation.map(|reached| reached.at),
            findings: findings.len(),
            highest_severity: findings.iter().map(|finding| finding.severity).max(),
            open_holds: order.open_holds().count(),
        })
    }
}
