//! The order as a whole, the customer, the recipient and the address (4.1.3, 4.2.1, 2.3, 2.5).

use super::{Hits, RuleCode, fen};
use crate::order::{ContactGap, Facts, Order};
use crate::region::Level;

/// 4.1.3, 4.2.1 and 2.3, 2.5.
pub(super) fn examine(order: &Order, facts: &Facts<'_>, hits: &mut Hits) {
    if let Some(first) = order.likely_duplicate_of {
        hits.note(RuleCode::LikelyDuplicate, "", first.to_string());
    }
    for gap in &order.contact_gaps {
        let rule = match gap {
            ContactGap::RecipientName => RuleCode::RecipientMissing,
            ContactGap::Phone => RuleCode::PhoneInvalid,
            ContactGap::CustomerPhone => RuleCode::CustomerPhoneInvalid,
            ContactGap::CustomerName => RuleCode::CustomerNameInvalid,
        };
        hits.note(rule, "", "");
    }
    match order.deciding_region() {
        None => {
            let candidates = order.region_candidates.iter();
            let named = candidates.map(|region| format!("{region} {}", region.full_name()));
            let found = named.collect::<Vec<_>>().join("; ");
            hits.note(RuleCode::AddressUnresolved, "", found);
        }
        Some(region) if region.is_cross_border() => {
            hits.note(RuleCode::CrossBorder, "", region.to_string());
        }
        Some(region) if region.level() == Level::Province => {
            hits.note(RuleCode::AddressIncomplete, "city", region.to_string());
        }
        Some(_) => {}
    }
    let large = facts.policy.review.large_order;
    if order.total >= large {
        hits.note(RuleCode::CreditCheckRequired, fen(large), fen(order.total));
    }
    let key_customers = &facts.policy.review.sales.key_customers;
    if key_customers.contains(&order.customer) {
        hits.note(RuleCode::KeyCustomer, "", order.customer.as_str());
    }
}
