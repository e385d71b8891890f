//! Unit prices within the price policy (4.2.3).

use super::{Hits, RuleCode, fen, permille};
use crate::money::Money;
use crate::order::{Facts, Line, Order};
use crate::product::{Product, ProductPrice};
use crate::promotion::Promotion;

/// A price in place of the list price, agreed with the customer or of a promotion.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpecialPrice {
    price: Money,
    /// Whether it may be below the floor price.
    below_floor: bool,
}

impl SpecialPrice {
    /// What is agreed with a customer, which the floor price bounds.
    pub(super) const fn agreed(price: Money) -> Self {
        Self {
            price,
            below_floor: false,
        }
    }

    /// The price of a promotion.
    pub(super) const fn of(promotion: &Promotion) -> Self {
        Self {
            price: promotion.price,
            below_floor: promotion.below_floor,
        }
    }

    /// The lowest price, where the product's is `floor`.
    fn floor(self, floor: Money) -> Money {
        if self.below_floor {
            floor.min(self.price)
        } else {
            floor
        }
    }
}

/// 4.2.3: the unit price of a line, against the product's prices and what takes the list price's place.
///
/// A special price takes the place of the list price. What the allowed discount off the list price
/// reaches is right all the same; no discount goes off a special price.
pub(super) fn examine(
    order: &Order,
    line: &Line,
    (product, special): (&Product, Option<SpecialPrice>),
    facts: &Facts<'_>,
    hits: &mut Hits,
) {
    let policy = &facts.policy.review;
    let own = order
        .entered_as
        .and_then(|role| policy.sales.discounts.get(&role).copied());
    let discount = own.unwrap_or(policy.discount_permille);
    let (floor, right) = match (&product.price, special) {
        (ProductPrice::Listed { list, floor }, None) => (*floor, lowest(*list, discount)..=*list),
        (ProductPrice::Listed { list, floor }, Some(special)) => (
            special.floor(*floor),
            lowest(*list, discount).min(special.price)..=special.price,
        ),
        (ProductPrice::Agreed, Some(special)) => (Money::ZERO, special.price..=special.price),
        (ProductPrice::Agreed, None) => return,
    };
    if line.unit_price < floor {
        hits.note(RuleCode::PriceBelowFloor, fen(floor), fen(line.unit_price));
    } else if !right.contains(&line.unit_price) {
        hits.note(
            RuleCode::PriceOffList,
            fen(*right.end()),
            fen(line.unit_price),
        );
    }
}

/// 4.2.3: the total that the caller stated, against the sum of the lines.
pub(super) fn total(order: &Order, hits: &mut Hits) {
    if let Some(stated) = order.stated_total {
        hits.note(RuleCode::TotalMismatch, fen(order.total), fen(stated));
    }
}

/// The lowest price within the allowed discount off `list`.
fn lowest(list: Money, discount_permille: u16) -> Money {
    let discount = permille(list, discount_permille);
    list.checked_sub(discount).unwrap_or(Money::ZERO)
}
