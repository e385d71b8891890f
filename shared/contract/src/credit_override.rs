//! Letting an order exceed its customer's credit limit (8.1.2).

use domain::money::Money;
use domain::order::CreditOverride;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;

/// An order may exceed the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditOverrideRequest {
    /// How far the customer's exposure may exceed the limit once the order is approved, in fen.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub amount_fen: i64,
    /// Why; kept in the journal, so without names or phone numbers.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    /// Until when the order must be approved; at most 30 days from now.
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
}

/// What somebody allowed, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreditOverrideView {
    /// How far the customer's exposure may exceed the limit, in fen.
    pub amount_fen: i64,
    /// Why.
    pub reason: String,
    /// Who allowed it, and may not approve the order.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Until when the order must be approved.
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
}

impl CreditOverrideRequest {
    /// Amount, reason and end.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is bad.
    pub fn into_parts(self) -> Result<(Money, String, Timestamp), Refusal> {
        let mut mistakes = Mistakes::default();
        mistakes.within("amount_fen", self.amount_fen, &(1..=1_000_000_000_000));
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some((
            Money::from_fen(self.amount_fen),
            reason,
            self.expires,
        )))
    }
}

impl CreditOverrideView {
    /// The wire form.
    #[must_use]
    pub fn of(granted: &CreditOverride) -> Self {
        Self {
            amount_fen: granted.amount.fen(),
            reason: granted.reason.clone(),
            by: granted.by.clone(),
            at: granted.at,
            expires: granted.until,
        }
    }
}
