//! Who needs goods more, as data of the policy.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Claimant;
use crate::refusal::Refusal;

/// What decides which order needs goods more, the most important first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReallocationPolicy {
    /// The criteria; where they say nothing, who ordered first.
    pub criteria: Vec<ReallocationCriterion>,
}

/// What one order is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReallocationCriterion {
    /// The grade of the customer's credit, the best first; customers without an account come last.
    Grade,
    /// The date that the customer asked for, the earliest first; without one, last.
    RequestedDelivery,
    /// When it was received, the earliest first.
    Received,
}

impl Default for ReallocationPolicy {
    fn default() -> Self {
        Self {
            criteria: vec![
                ReallocationCriterion::Grade,
                ReallocationCriterion::RequestedDelivery,
                ReallocationCriterion::Received,
            ],
        }
    }
}

impl ReallocationPolicy {
    /// Whether the policy says what it says unless somebody changes it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Refuses criteria that are named twice.
    ///
    /// # Errors
    /// `invalid_value`.
    pub fn check(&self) -> Result<(), Refusal> {
        let criteria: BTreeSet<_> = self.criteria.iter().collect();
        if criteria.len() == self.criteria.len() {
            return Ok(());
        }
        Err(Refusal::invalid(
            "reallocation.criteria",
            "each criterion once",
            format!("{:?}", self.criteria),
        ))
    }

    /// Which of two orders needs goods more: it comes first.
    pub(super) fn compare(&self, a: &Claimant, b: &Claimant) -> Ordering {
        let by = |criterion: &ReallocationCriterion| match criterion {
            ReallocationCriterion::Grade => last_if_none(a.grade, b.grade),
            ReallocationCriterion::RequestedDelivery => {
                last_if_none(a.order.requested_delivery, b.order.requested_delivery)
            }
            ReallocationCriterion::Received => a.order.received_at.cmp(&b.order.received_at),
        };
        let judged = self.criteria.iter().map(by);
        let judged = judged.fold(Ordering::Equal, Ordering::then);
        judged
            .then_with(|| a.order.received_at.cmp(&b.order.received_at))
            .then_with(|| a.order.id.cmp(&b.order.id))
    }
}

fn last_if_none<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b))
}
