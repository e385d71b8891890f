//! How the order is to be paid (4.2.3).

use super::{Hits, ReviewFacts, RuleCode, fen, permille};
use crate::account::Grade;
use crate::order::{CustomerKind, Facts, Order};
use crate::payment_terms::PaymentMethod;

/// 4.2.3: method and schedule.
pub(super) fn examine(order: &Order, review: &ReviewFacts, facts: &Facts<'_>, hits: &mut Hits) {
    method(order, review, facts, hits);
    schedule(order, facts, hits);
}

fn method(order: &Order, review: &ReviewFacts, facts: &Facts<'_>, hits: &mut Hits) {
    let policy = &facts.policy.review;
    let method = order.payment.method;
    if order.customer_kind == CustomerKind::Consumer && !policy.consumer_methods.contains(&method) {
        hits.note(
            RuleCode::PaymentMethodNotAllowed,
            names(&policy.consumer_methods),
            method.name(),
        );
    }
    if method == PaymentMethod::CashOnDelivery && order.total > policy.cash_on_delivery_cap {
        hits.note(
            RuleCode::CashOnDeliveryOverCap,
            fen(policy.cash_on_delivery_cap),
            fen(order.total),
        );
    }
    let grade = review.account.as_ref().map(|account| account.grade);
    if method == PaymentMethod::CreditTerms && grade.is_none_or(|grade| grade == Grade::D) {
        hits.note(
            RuleCode::NoCreditStanding,
            "C",
            grade.map_or("none", Grade::name),
        );
    }
}

fn schedule(order: &Order, facts: &Facts<'_>, hits: &mut Hits) {
    let policy = &facts.policy.review;
    let schedule = &order.payment.schedule;
    if schedule.len() > usize::from(policy.most_instalments) {
        hits.note(
            RuleCode::TooManyInstalments,
            policy.most_instalments.to_string(),
            schedule.len().to_string(),
        );
    }
    if let [first, _, ..] = schedule.as_slice() {
        let least = permille(order.total, policy.first_instalment_permille);
        if first.amount < least {
            hits.note(
                RuleCode::FirstInstalmentTooSmall,
                fen(least),
                fen(first.amount),
            );
        }
    }
}

fn names(methods: &[PaymentMethod]) -> String {
    let names: Vec<&str> = methods.iter().map(|method| method.name()).collect();
    names.join(", ")
}
