//! Parameters of production (5.1.1).

use serde::{Deserialize, Serialize};

use super::Sampling;
use crate::refusal::Refusal;

/// How goods that were made are inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProductionPolicy {
    /// Working days for the inspection of what was made.
    pub inspection_working_days: u32,
    /// How many pieces of a lot are inspected, and how many of them may be defective.
    pub sampling: Sampling,
}

impl Default for ProductionPolicy {
    fn default() -> Self {
        Self {
            inspection_working_days: 1,
            sampling: Sampling::default(),
        }
    }
}

impl ProductionPolicy {
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
        if !(1..=60).contains(&self.inspection_working_days) {
            return Err(Refusal::invalid(
                "production.inspection_working_days",
                "1 to 60 working days",
                self.inspection_working_days.to_string(),
            ));
        }
        self.sampling.check()
    }
}
