//! Customers on the blacklist (4.2.4). None of this is for customers.

use domain::blacklist::{BlacklistEntry, BlacklistSubject};
use domain::identifiers::CustomerId;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;

/// A customer is put on the blacklist, or its entry is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlacklistRequest {
    /// Why, for staff; kept in the journal, so without names or phone numbers.
    #[schema(min_length = 1, max_length = 500, example = "多次拒付货款")]
    pub reason: String,
    /// The last day on which it holds; until it is lifted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-31")]
    pub until: Option<Date>,
}

/// What the blacklist says of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlacklistView {
    /// The customer.
    pub customer: String,
    /// Whether its orders are rejected now.
    pub in_force: bool,
    /// Why it was put there.
    pub reason: String,
    /// Since when, without a break.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// When it was lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub lifted_at: Option<Timestamp>,
    /// The number of its changes.
    pub version: u64,
}

impl BlacklistRequest {
    /// The customer of the path, the reason and the last day.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is bad.
    pub fn into_parts(self, customer: &str) -> Result<(CustomerId, String, Option<Date>), Refusal> {
        let mut mistakes = Mistakes::default();
        let customer = mistakes.parsed("customer", customer, CustomerId::parse);
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(customer.map(|customer| (customer, reason, self.until)))
    }
}

impl BlacklistView {
    /// The wire form of an entry after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(entry: &BlacklistEntry, version: u64, now: Timestamp) -> Self {
        let BlacklistSubject::Customer(customer) = &entry.subject;
        Self {
            customer: customer.to_string(),
            in_force: entry.is_in_force(now),
            reason: entry.reason.clone(),
            since: entry.since,
            until: entry.until,
            lifted_at: entry.lifted_at,
            version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_with_an_entry_is_told_at_once() {
        let wrong = BlacklistRequest {
            reason: " ".to_owned(),
            until: None,
        };
        let refusal = wrong.into_parts("C 1").unwrap_err();
        let places: Vec<_> = refusal.evidence.iter().map(|at| at.at.as_str()).collect();
        assert_eq!(places, ["customer", "reason"]);
    }
}
