//! Parameters of disposal (5.2.2).

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// What counts as slow, and how long each step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DisposalPolicy {
    /// Stock of which nothing left for so many calendar days is slow-moving.
    pub slow_moving_days: u32,
    /// A lot that may leave for fewer calendar days than these is near its expiry.
    pub near_expiry_days: u32,
    /// What is marked down is looked at again after so many calendar days.
    pub mark_down_review_days: u32,
    /// Working days to propose what becomes of it.
    pub proposal_working_days: u32,
    /// Working days to decide on a proposal.
    pub decision_working_days: u32,
}

impl Default for DisposalPolicy {
    fn default() -> Self {
        Self {
            slow_moving_days: 180,
            near_expiry_days: 30,
            mark_down_review_days: 30,
            proposal_working_days: 5,
            decision_working_days: 2,
        }
    }
}

impl DisposalPolicy {
    /// Whether these are the usual parameters.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Refuses numbers that would make the policy meaningless.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (at, days, least, most) in [
            ("slow_moving_days", self.slow_moving_days, 0, 3_660),
            ("near_expiry_days", self.near_expiry_days, 0, 3_660),
            ("mark_down_review_days", self.mark_down_review_days, 1, 366),
            ("proposal_working_days", self.proposal_working_days, 1, 60),
            ("decision_working_days", self.decision_working_days, 1, 60),
        ] {
            if !(least..=most).contains(&days) {
                return Err(Refusal::invalid(
                    format!("disposal.{at}"),
                    format!("{least} to {most} days"),
                    days.to_string(),
                ));
            }
        }
        Ok(())
    }
}
