//! The promotion that a line names: known, running, and open to the order (4.2.4).

use super::{Hits, ReviewFacts, RuleCode};
use crate::order::{Line, Order};
use crate::promotion::Promotion;

/// 4.2.4: the promotion of the line's product that it names, if there is one.
pub(super) fn examine<'a>(
    order: &Order,
    line: &Line,
    review: &'a ReviewFacts,
    hits: &mut Hits,
) -> Option<&'a Promotion> {
    let id = line.promotion.as_ref()?;
    let known = review.promotion(id);
    let Some(promotion) = known.filter(|promotion| promotion.sku == line.sku) else {
        let found = known.map_or_else(|| id.to_string(), |other| format!("{id}, of {}", other.sku));
        let expected = format!("a promotion of {}", line.sku);
        hits.note(RuleCode::UnknownPromotion, expected, found);
        return None;
    };
    let ordered = order.ordered_at;
    if ordered < promotion.from {
        let from = promotion.from.to_string();
        hits.note(RuleCode::PromotionNotStarted, from, ordered.to_string());
    }
    if promotion.until <= ordered {
        let until = promotion.until.to_string();
        hits.note(RuleCode::PromotionOver, until, ordered.to_string());
    }
    let grade = review.account.as_ref().map(|account| account.grade);
    let pieces = pieces(&order.lines, promotion);
    for reason in promotion.keeps_out(order, grade, pieces) {
        let expected = format!("{id}: {}", reason.expected);
        hits.note(RuleCode::PromotionNotEligible, expected, reason.found);
    }
    Some(promotion)
}

/// Pieces that these lines ask for at the promotion's price.
pub(super) fn pieces(lines: &[Line], promotion: &Promotion) -> u64 {
    let lines = lines
        .iter()
        .filter(|line| line.promotion.as_ref() == Some(&promotion.id) && line.sku == promotion.sku);
    lines.fold(0_u64, |sum, line| {
        sum.saturating_add(u64::from(line.quantity))
    })
}
