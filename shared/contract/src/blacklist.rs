//! Customers and phones on the blacklist (4.2.4). None of this is for customers.

use std::fmt;

use domain::blacklist::BlacklistEntry;
use domain::identifiers::{CustomerId, InvalidPhone, Phone, PhoneDigest};
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
    /// What holds for it.
    #[serde(flatten)]
    pub standing: BlacklistStanding,
}

/// A phone number is put on the blacklist, or its entry is changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneBlacklistRequest {
    /// The number: a mobile, or a landline with its area code, written in any usual way. It is kept
    /// nowhere.
    #[schema(min_length = 1, max_length = 32, example = "13900139000")]
    pub phone: String,
    /// Why, for staff; kept in the journal, so without names or phone numbers.
    #[schema(min_length = 1, max_length = 500, example = "多次拒收货到付款订单")]
    pub reason: String,
    /// The last day on which it holds; until it is lifted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-31")]
    pub until: Option<Date>,
}

/// A phone number that the blacklist is asked about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneLookupRequest {
    /// The number, as in `PhoneBlacklistRequest`.
    #[schema(min_length = 1, max_length = 32, example = "13900139000")]
    pub phone: String,
}

/// What the blacklist says of a phone number, which it does not know itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlacklistedPhoneView {
    /// The entry: a digest that stands for the number.
    #[schema(
        pattern = "^[0-9a-f]{64}$",
        example = "fe7441fe7a9b02753d3d8deeb80fe9f48204d1539617e5d13f3e9e5d5815bbaa"
    )]
    pub entry: String,
    /// What holds for it.
    #[serde(flatten)]
    pub standing: BlacklistStanding,
}

/// What holds for whom an entry of the blacklist is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlacklistStanding {
    /// Whether orders are rejected for it now.
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

impl PhoneBlacklistRequest {
    /// The number, the reason and the last day.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is bad; the number is not repeated.
    pub fn into_parts(self) -> Result<(Phone, String, Option<Date>), Refusal> {
        let mut mistakes = Mistakes::default();
        let phone = phone(&mut mistakes, &self.phone);
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        if phone
            .as_ref()
            .is_some_and(|phone| phone.is_told_in(&reason))
        {
            mistakes.note("reason", "words without the number", "the number");
        }
        mistakes.none_in(phone.map(|phone| (phone, reason, self.until)))
    }
}

impl PhoneLookupRequest {
    /// The number.
    ///
    /// # Errors
    /// 422 `invalid_value` when it is none; it is not repeated.
    pub fn into_phone(self) -> Result<Phone, Refusal> {
        let mut mistakes = Mistakes::default();
        let phone = phone(&mut mistakes, &self.phone);
        mistakes.none_in(phone)
    }
}

/// A number, of which a mistake says what it looks like.
fn phone(mistakes: &mut Mistakes, text: &str) -> Option<Phone> {
    let parsed = Phone::parse(text);
    if let Err(error) = &parsed {
        mistakes.note("phone", InvalidPhone::EXPECTED, &error.found);
    }
    parsed.ok()
}

/// Printed without the number.
impl fmt::Debug for PhoneBlacklistRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneBlacklistRequest")
            .field("reason", &self.reason)
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}

/// Printed without the number.
impl fmt::Debug for PhoneLookupRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneLookupRequest").finish_non_exhaustive()
    }
}

impl BlacklistView {
    /// The wire form of a customer's entry after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(customer: &CustomerId, entry: &BlacklistEntry, version: u64, now: Timestamp) -> Self {
        Self {
            customer: customer.to_string(),
            standing: BlacklistStanding::of(entry, version, now),
        }
    }
}

impl BlacklistedPhoneView {
    /// The wire form of a phone's entry after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(digest: &PhoneDigest, entry: &BlacklistEntry, version: u64, now: Timestamp) -> Self {
        Self {
            entry: digest.to_string(),
            standing: BlacklistStanding::of(entry, version, now),
        }
    }
}

impl BlacklistStanding {
    fn of(entry: &BlacklistEntry, version: u64, now: Timestamp) -> Self {
        Self {
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

    #[test]
    fn no_mistake_repeats_a_number() {
        let of = |phone: &str, reason: &str| PhoneBlacklistRequest {
            phone: phone.to_owned(),
            reason: reason.to_owned(),
            until: None,
        };
        for (phone, reason, expected) in [
            ("1390013900", " ", &["phone", "reason"][..]),
            ("139 0013 9000", "139-00139000 拒收", &["reason"]),
        ] {
            let request = of(phone, reason);
            assert!(!format!("{request:?}").contains(phone));
            let refusal = request.into_parts().unwrap_err();
            let places: Vec<_> = refusal.evidence.iter().map(|at| at.at.as_str()).collect();
            assert_eq!(places, expected);
            assert!(!format!("{refusal:?}").contains("139"), "{refusal:?}");
        }
        let (phone, reason, until) = of("+86 139 0013 9000", " 拒收 ").into_parts().unwrap();
        assert_eq!(
            (phone.as_str(), reason.as_str(), until),
            ("13900139000", "拒收", None)
        );
    }
}
