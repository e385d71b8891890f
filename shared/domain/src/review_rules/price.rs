//! Unit prices within the price policy (4.2.3).

use super::{Hits, RuleCode, fen, permille};
use crate::money::Money;
use crate::order::{Facts, Line};
use crate::product::{Product, ProductPrice};

/// 4.2.3: the unit price of a line.
pub(super) fn examine(line: &Line, product: &Product, facts: &Facts<'_>, hits: &mut Hits) {
    let ProductPrice::Listed { list, floor } = &product.price else {
        return;
    };
    if line.unit_price < *floor {
        hits.note(RuleCode::PriceBelowFloor, fen(*floor), fen(line.unit_price));
    } else if line.unit_price > *list
        || line.unit_price < lowest(*list, facts.policy.review.discount_permille)
    {
        hits.note(RuleCode::PriceOffList, fen(*list), fen(line.unit_price));
    }
}

/// The lowest price within the allowed discount off `list`.
fn lowest(list: Money, discount_permille: u16) -> Money {
    let discount = permille(list, discount_permille);
    list.checked_sub(discount).unwrap_or(Money::ZERO)
}
