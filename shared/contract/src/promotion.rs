//! Promotions (4.2.4).

use std::ops::RangeInclusive;

use domain::account::Grade;
use domain::dated::Dated;
use domain::identifiers::{PromotionId, Sku};
use domain::money::Money;
use domain::order::{Channel, CustomerKind};
use domain::promotion::Promotion;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;

mod list;

pub use list::{PromotionRow, PromotionsView, TABLE};

/// Pieces of a least or greatest quantity.
const PIECES: RangeInclusive<u32> = 1..=1_000_000;
/// Fen of a price: up to ten billion yuan.
const HIGHEST: i64 = 1_000_000_000_000;

/// A promotion is entered or changed, as a whole. Of each list that is not left out, one must fit the
/// order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromotionRequest {
    /// The goods.
    #[schema(example = "TEA-001", min_length = 1, max_length = 64)]
    pub sku: String,
    /// The unit price in place of the list price, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 9900)]
    pub price_fen: i64,
    /// Whether the price may be below the product's floor price; only managers may say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub below_floor: bool,
    /// From when it runs.
    #[schema(value_type = String, format = DateTime, example = "2026-11-10T12:00:00Z")]
    pub from: Timestamp,
    /// When it is over.
    #[schema(value_type = String, format = DateTime, example = "2026-11-11T16:00:00Z")]
    pub until: Timestamp,
    /// Where the order came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = names::channels)]
    pub channels: Vec<Channel>,
    /// Consumers or businesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = names::customer_kinds)]
    pub customer_kinds: Vec<CustomerKind>,
    /// Grades of the customer's credit account; a customer without one has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = names::grades)]
    pub grades: Vec<Grade>,
    /// The fewest pieces of an order; any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub minimum_quantity: Option<u32>,
    /// The most pieces that one customer may order at this price; any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub per_customer: Option<u32>,
    /// The most pieces over all orders; any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub total: Option<u32>,
    /// Since when this is valid; at once if left out. Up to eight versions may wait for their day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub effective_from: Option<Timestamp>,
}

/// A promotion: the version that is valid now or, before the first one is, that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromotionView {
    /// Its name, which order lines give.
    pub id: String,
    /// Counts its changes.
    pub version: u64,
    /// The number of the version shown.
    pub valid_version: u64,
    /// What is valid.
    #[serde(flatten)]
    pub promotion: PromotionRequest,
    /// Pieces that orders have taken at this price; left out where nothing bounds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<u64>,
    /// Versions to come, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingPromotion>,
}

/// A version of a promotion that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingPromotion {
    /// Its number.
    pub version: u64,
    /// What will be valid, and since when.
    pub promotion: PromotionRequest,
}

impl PromotionRequest {
    /// The promotion with the name of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_promotion(self, id: &str) -> Result<Promotion, Refusal> {
        let mut mistakes = Mistakes::default();
        let id = mistakes.parsed("id", id, PromotionId::parse);
        let sku = mistakes.parsed("sku", &self.sku, Sku::parse);
        mistakes.within("price_fen", self.price_fen, &(0..=HIGHEST));
        for (at, pieces, most) in [
            ("minimum_quantity", self.minimum_quantity, *PIECES.end()),
            ("per_customer", self.per_customer, *PIECES.end()),
            ("total", self.total, 1_000_000_000),
        ] {
            if let Some(pieces) = pieces {
                mistakes.within(at, pieces, &(*PIECES.start()..=most));
            }
        }
        mistakes.none_in(id.zip(sku).map(|(id, sku)| {
            Promotion {
                id,
                sku,
                price: Money::from_fen(self.price_fen),
                below_floor: self.below_floor,
                from: self.from,
                until: self.until,
                channels: self.channels,
                customer_kinds: self.customer_kinds,
                grades: self.grades,
                // One piece is the fewest there can be.
                minimum_quantity: self
                    .minimum_quantity
                    .filter(|least| *least > 1)
                    .unwrap_or(0),
                per_customer: self.per_customer,
                total: self.total,
            }
        }))
    }

    /// The request that would enter this promotion as it is, at once.
    #[must_use]
    pub fn of(promotion: &Promotion) -> Self {
        Self {
            sku: promotion.sku.to_string(),
            price_fen: promotion.price.fen(),
            below_floor: promotion.below_floor,
            from: promotion.from,
            until: promotion.until,
            channels: promotion.channels.clone(),
            customer_kinds: promotion.customer_kinds.clone(),
            grades: promotion.grades.clone(),
            minimum_quantity: Some(promotion.minimum_quantity).filter(|least| *least > 1),
            per_customer: promotion.per_customer,
            total: promotion.total,
            effective_from: None,
        }
    }
}

impl PromotionView {
    /// The wire form of a promotion after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(dated: &Dated<Promotion>, version: u64, taken: Option<u64>, now: Timestamp) -> Self {
        let valid = dated.at_or_first(now);
        let upcoming = dated.after(now).into_iter().map(|next| UpcomingPromotion {
            version: next.version,
            promotion: PromotionRequest {
                effective_from: Some(next.effective_from),
                ..PromotionRequest::of(&next.value)
            },
        });
        Self {
            id: valid.value.id.to_string(),
            version,
            valid_version: valid.version,
            promotion: PromotionRequest::of(valid.value),
            taken,
            upcoming: upcoming.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_with_a_promotion_is_told_at_once() {
        let wrong = PromotionRequest {
            sku: "a b".to_owned(),
            price_fen: -1,
            below_floor: false,
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
            channels: Vec::new(),
            customer_kinds: Vec::new(),
            grades: Vec::new(),
            minimum_quantity: Some(0),
            per_customer: Some(0),
            total: Some(0),
            effective_from: None,
        };
        let refusal = wrong.into_promotion("11/11").unwrap_err();
        let places: Vec<_> = refusal.evidence.iter().map(|at| at.at.as_str()).collect();
        let expected = [
            "id",
            "sku",
            "price_fen",
            "minimum_quantity",
            "per_customer",
            "total",
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_promotion_is_shown_as_it_was_entered() {
        let entered = PromotionRequest {
            sku: "TEA-1".to_owned(),
            price_fen: 9_900,
            below_floor: true,
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::MAX,
            channels: vec![Channel::Website],
            customer_kinds: vec![CustomerKind::Consumer],
            grades: vec![Grade::A],
            minimum_quantity: Some(2),
            per_customer: Some(4),
            total: Some(100),
            effective_from: None,
        };
        let promotion = entered.clone().into_promotion("11.11").unwrap();
        assert_eq!(PromotionRequest::of(&promotion), entered);
    }
}
