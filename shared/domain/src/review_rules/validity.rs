//! Whether the order may be at all: minimum, limits, blacklist, date (4.2.4).

use std::collections::BTreeSet;

use super::{Hits, ReviewFacts, RuleCode, fen, quotas};
use crate::blacklist::BlacklistSubject;
use crate::calendar::business_date;
use crate::identifiers::Sku;
use crate::order::{Facts, Order};

/// 4.2.4.
pub(super) fn examine(order: &Order, review: &ReviewFacts, facts: &Facts<'_>, hits: &mut Hits) {
    let least = facts.policy.review.minimum_order;
    if order.total < least {
        hits.note(RuleCode::BelowMinimumOrder, fen(least), fen(order.total));
    }
    least_quantities(order, review, hits);
    quotas::examine(order, review, hits);
    embargoes(order, review, facts, hits);
    for entry in &review.blacklisted {
        let rule = match entry.subject {
            BlacklistSubject::Customer(_) => RuleCode::CustomerBlacklisted,
            BlacklistSubject::Phone(_) => RuleCode::PhoneBlacklisted,
        };
        hits.note(rule, "", entry.reason.as_str());
    }
    let today = business_date(facts.now);
    if let Some(date) = order.requested_delivery.filter(|date| *date < today) {
        hits.note(
            RuleCode::DeliveryDatePassed,
            today.to_string(),
            date.to_string(),
        );
    }
}

/// Pieces of each product over all lines, against its least.
fn least_quantities(order: &Order, review: &ReviewFacts, hits: &mut Hits) {
    for (sku, pieces) in quotas::pieces(&order.lines) {
        let Some(product) = review.product(sku) else {
            continue;
        };
        if pieces < u64::from(product.minimum_quantity) {
            hits.note(
                RuleCode::BelowMinimumQuantity,
                format!("{sku}: {}", product.minimum_quantity),
                format!("{sku}: {pieces}"),
            );
        }
    }
}

/// Each product of the order once, against what must not go where.
fn embargoes(order: &Order, review: &ReviewFacts, facts: &Facts<'_>, hits: &mut Hits) {
    let skus: BTreeSet<&Sku> = order.lines.iter().map(|line| &line.sku).collect();
    for product in skus.into_iter().filter_map(|sku| review.product(sku)) {
        let sales = &facts.policy.review.sales;
        if let Some(embargo) = sales.embargo(product, order.ship_to_region) {
            hits.note(
                RuleCode::Embargoed,
                embargo.reason.as_str(),
                product.sku.as_str(),
            );
        }
    }
}
