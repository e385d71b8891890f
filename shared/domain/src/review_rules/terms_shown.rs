//! The terms that the customer was shown (4.3.4, R3).

use super::{Hits, RuleCode};
use crate::order::{Channel, Facts, Order};
use crate::terms;

/// 4.3.4, R3: which terms a customer of the own shop was shown. A marketplace shows its own.
pub(super) fn examine(order: &Order, facts: &Facts<'_>, hits: &mut Hits) {
    let versions = &facts.policy.terms;
    let shown = order.terms.as_ref();
    let known = shown.is_some_and(|shown| terms::may_rest_on(shown, versions, order.ordered_at));
    if order.channel == Channel::Website && !versions.is_empty() && !known {
        let expected = terms::in_force(versions, order.ordered_at);
        hits.note(
            RuleCode::TermsNotInForce,
            expected.map_or("", |version| version.version.as_str()),
            shown.map_or("", |shown| shown.version.as_str()),
        );
    }
}
