//! The policy's section `manual_review`: how people share the reviews (4.3.2, 4.3.3).

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// The longest time that a claim may last, in minutes: thirty days.
const LONGEST_CLAIM: u32 = 43_200;

/// The most rounds of negotiation that can be allowed: every one is kept with the order.
const MOST_ROUNDS: u16 = 20;

/// The longest time that a counter-proposal can be open, in days.
const LONGEST_ANSWER: u16 = 90;

/// Parameters of manual review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ManualReviewPolicy {
    /// Minutes after which a reviewer's claim ends by itself.
    pub claim_minutes: u32,
    /// Minutes after which a review that was handed to somebody is free again.
    pub assignment_minutes: u32,
    /// Working minutes between the escalation to the team lead, which comes as soon as the
    /// review is overdue, and the one to the manager.
    pub manager_after_minutes: u32,
    /// The most counter-proposals for one order (4.3.3).
    pub most_rounds: u16,
    /// Days within which a counter-proposal with an end of its own must end (4.3.3).
    pub longest_answer_days: u16,
}

impl Default for ManualReviewPolicy {
    fn default() -> Self {
        Self {
            claim_minutes: 30,
            assignment_minutes: 1_440,
            manager_after_minutes: 540,
            most_rounds: 5,
            longest_answer_days: 30,
        }
    }
}

impl ManualReviewPolicy {
    /// Refuses times that would let a claim last for ever or end at once.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        for (field, value) in [
            ("claim_minutes", self.claim_minutes),
            ("assignment_minutes", self.assignment_minutes),
            ("manager_after_minutes", self.manager_after_minutes),
        ] {
            if !(1..=LONGEST_CLAIM).contains(&value) {
                return Err(Refusal::invalid(
                    format!("manual_review.{field}"),
                    format!("1 to {LONGEST_CLAIM} minutes"),
                    value.to_string(),
                ));
            }
        }
        if !(1..=MOST_ROUNDS).contains(&self.most_rounds) {
            return Err(Refusal::invalid(
                "manual_review.most_rounds",
                format!("1 to {MOST_ROUNDS} rounds"),
                self.most_rounds.to_string(),
            ));
        }
        if !(1..=LONGEST_ANSWER).contains(&self.longest_answer_days) {
            return Err(Refusal::invalid(
                "manual_review.longest_answer_days",
                format!("1 to {LONGEST_ANSWER} days"),
                self.longest_answer_days.to_string(),
            ));
        }
        Ok(())
    }
}
