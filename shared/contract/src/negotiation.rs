//! Rounds of negotiation as people see them (4.3.3).

use domain::order::Round;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::proposal::ProposalBody;

/// One round: what was proposed and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoundView {
    /// What was proposed.
    pub proposal: ProposalBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// By whom; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<String>,
    /// Until when it could be answered.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Whether it was accepted; absent while it waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// Whether nobody answered in time.
    pub expired: bool,
    /// When it was answered or ran out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// What the customer would rather have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl RoundView {
    /// The wire form, without who proposed it.
    #[must_use]
    pub fn of(round: &Round) -> Self {
        let answer = round.answer.as_ref();
        Self {
            proposal: ProposalBody::of(&round.proposal),
            proposed_at: round.made.at,
            proposed_by: None,
            due: round.due,
            accepted: answer.map(|answer| answer.accepted),
            expired: answer.is_some_and(|answer| answer.by.is_none()),
            answered_at: answer.map(|answer| answer.at),
            words: answer.and_then(|answer| answer.words.clone()),
        }
    }

    /// The same with who proposed it.
    #[must_use]
    pub fn for_staff(round: &Round) -> Self {
        Self {
            proposed_by: Some(round.made.by.clone()),
            ..Self::of(round)
        }
    }
}
