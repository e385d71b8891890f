//! Escalation of overdue reviews 超时升级 (4.3.2): to the team lead, then to the manager, each
//! once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Facts, Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::refusal::Refusal;

/// Who has to look after a review that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationLevel {
    /// The team lead, as soon as it is overdue.
    TeamLead,
    /// The manager, when that did not help in time.
    Manager,
}

impl EscalationLevel {
    /// Every level, the most urgent first.
    pub const ALL: [Self; 2] = [Self::Manager, Self::TeamLead];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TeamLead => "team_lead",
            Self::Manager => "manager",
        }
    }

    /// The level with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The index partition of the reviews at this level.
    #[must_use]
    pub const fn work_list(self) -> &'static str {
        match self {
            Self::TeamLead => "order:awaiting_review:team_lead",
            Self::Manager => "order:awaiting_review:manager",
        }
    }
}

/// How far an overdue review has been escalated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// To whom.
    pub level: EscalationLevel,
    /// When.
    pub at: Timestamp,
    /// When it goes to the next level; `None` at the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
}

/// Escalates a review that is late by one level; nothing to do before its time, at the last level,
/// or when the order does not wait for a review.
///
/// # Errors
/// `calendar_year_missing`.
pub fn escalate_review(order: &Order, facts: &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::AwaitingReview {
        due, escalation, ..
    } = &order.stage
    else {
        return Ok(Decision::done());
    };
    let reached = match escalation {
        None if *due < facts.now => {
            let minutes = facts.policy.manual_review.manager_after_minutes;
            Escalation {
                level: EscalationLevel::TeamLead,
                at: facts.now,
                next: Some(facts.working_minutes_on(minutes)?),
            }
        }
        Some(Escalation {
            level: EscalationLevel::TeamLead,
            next: Some(next),
            ..
        }) if *next < facts.now => Escalation {
            level: EscalationLevel::Manager,
            at: facts.now,
            next: None,
        },
        None | Some(_) => return Ok(Decision::done()),
    };
    Ok(Decision::of(vec![OrderEvent::ReviewEscalated {
        escalation: reached,
    }]))
}
