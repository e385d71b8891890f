//! Parameters of stocktakes (5.2.2).

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::refusal::Refusal;

/// How far a count may be off before somebody else counts again, and how long each step may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StocktakePolicy {
    /// A variance of more pieces than this is counted again by another person.
    pub tolerance_pieces: u32,
    /// So is one worth more than this by standard cost, in fen; without it, only pieces count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance_value: Option<Money>,
    /// Working days to count a sheet.
    pub counting_working_days: u32,
    /// Working days to count again.
    pub recount_working_days: u32,
    /// Working days for the approval.
    pub approval_working_days: u32,
}

impl Default for StocktakePolicy {
    fn default() -> Self {
        Self {
            tolerance_pieces: 1,
            tolerance_value: Some(Money::from_fen(10_000)),
            counting_working_days: 2,
            recount_working_days: 1,
            approval_working_days: 1,
        }
    }
}

impl StocktakePolicy {
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
        if let Some(value) = self.tolerance_value.filter(|value| value.is_negative()) {
            let found = value.fen().to_string();
            return Err(Refusal::invalid(
                "stocktake.tolerance_value",
                "zero or more fen",
                found,
            ));
        }
        for (at, days) in [
            ("counting_working_days", self.counting_working_days),
            ("recount_working_days", self.recount_working_days),
            ("approval_working_days", self.approval_working_days),
        ] {
            if !(1..=60).contains(&days) {
                return Err(Refusal::invalid(
                    format!("stocktake.{at}"),
                    "1 to 60 working days",
                    days.to_string(),
                ));
            }
        }
        Ok(())
    }

    /// Whether a variance is so large that somebody else must count again. What a piece costs is not known
    /// of everything; then only the pieces count.
    #[must_use]
    pub fn wants_recount(&self, variance: i128, standard_cost: Option<Money>) -> bool {
        let pieces = variance.unsigned_abs();
        if pieces > u128::from(self.tolerance_pieces) {
            return true;
        }
        let Some((most, cost)) = self.tolerance_value.zip(standard_cost) else {
            return false;
        };
        let value = u128::from(cost.fen().unsigned_abs()).saturating_mul(pieces);
        value > u128::from(most.fen().unsigned_abs())
    }
}
