//! Prices agreed with a customer or for a grade (4.2.3).

use domain::agreed_price::{AgreedPrice, PriceAudience};
use domain::identifiers::Sku;
use domain::money::Money;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

mod list;

pub use list::{AgreedPriceRow, AgreedPricesView, TABLE};

/// Fen of a price: up to ten billion yuan.
const HIGHEST: i64 = 1_000_000_000_000;

/// A price is agreed, in place of what was agreed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreedPriceRequest {
    /// The unit price, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 11800)]
    pub price_fen: i64,
    /// The first day on which it holds.
    #[schema(value_type = String, format = Date, example = "2026-12-01")]
    pub from: Date,
    /// The last day; until another price is agreed if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2027-11-30")]
    pub until: Option<Date>,
}

/// An agreed price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgreedPriceView {
    /// For whom: `customer:<id>` or `grade:<letter>`.
    #[schema(example = "grade:A")]
    pub audience: String,
    /// The goods.
    pub sku: String,
    /// The unit price, in fen.
    pub price_fen: i64,
    /// The first day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Whether it holds now.
    pub valid: bool,
    /// The number of its changes.
    pub version: u64,
}

impl AgreedPriceRequest {
    /// The agreement for the audience and SKU of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is bad.
    pub fn into_agreed(self, audience: &str, sku: &str) -> Result<AgreedPrice, Refusal> {
        let mut mistakes = Mistakes::default();
        let audience = mistakes.parsed("audience", audience, PriceAudience::parse);
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        mistakes.within("price_fen", self.price_fen, &(0..=HIGHEST));
        mistakes.none_in(audience.zip(sku).map(|(audience, sku)| AgreedPrice {
            audience,
            sku,
            price: Money::from_fen(self.price_fen),
            from: self.from,
            until: self.until,
        }))
    }
}

impl AgreedPriceView {
    /// The wire form of a price after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(agreed: &AgreedPrice, version: u64, now: Timestamp) -> Self {
        Self {
            audience: agreed.audience.to_string(),
            sku: agreed.sku.to_string(),
            price_fen: agreed.price.fen(),
            from: agreed.from,
            until: agreed.until,
            valid: agreed.is_valid(now),
            version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_with_a_price_is_told_at_once() {
        let wrong = AgreedPriceRequest {
            price_fen: -1,
            from: jiff::civil::date(2026, 1, 1),
            until: None,
        };
        let refusal = wrong.into_agreed("grade:E", "a b").unwrap_err();
        let places: Vec<_> = refusal.evidence.iter().map(|at| at.at.as_str()).collect();
        assert_eq!(places, ["audience", "sku", "price_fen"]);
        assert_eq!(
            refusal.evidence[0].expected,
            "customer:<id> or grade:<A, B, C or D>"
        );
    }
}
