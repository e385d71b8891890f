//! How the order is to be paid (4.2.3).

use super::{Hits, ReviewFacts, RuleCode, fen, permille};
use crate::account::Grade;
use crate::money::Money;
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
    let grade = review.account.as_ref().map(|account| account.grade);
    if order.customer_kind == CustomerKind::Consumer && !policy.consumer_methods.contains(&method) {
        hits.note(
            RuleCode::PaymentMethodNotAllowed,
            names(&policy.consumer_methods),
            method.name(),
        );
    } else if !policy.sales.method_is_open(order, grade) {
        hits.note(RuleCode::PaymentMethodNotAllowed, "", method.name());
    }
    let cap = policy.sales.cash_bound(order, grade);
    let cap = cap.unwrap_or(policy.cash_on_delivery_cap);
    if method == PaymentMethod::CashOnDelivery && order.total > cap {
        hits.note(RuleCode::CashOnDeliveryOverCap, fen(cap), fen(order.total));
    }
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
    deposit(order, facts, hits);
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

/// R12, 民法典 586: all deposits together.
fn deposit(order: &Order, facts: &Facts<'_>, hits: &mut Hits) {
    let parts = order.payment.schedule.iter().filter(|part| part.deposit);
    // The schedule sums to the total, so no part of it overflows.
    let deposits = Money::sum(parts.map(|part| part.amount)).unwrap_or(order.total);
    let most = permille(order.total, facts.policy.review.sales.deposit_permille);
    if deposits > most {
        hits.note(RuleCode::DepositTooLarge, fen(most), fen(deposits));
    }
}

fn names(methods: &[PaymentMethod]) -> String {
    let names: Vec<&str> = methods.iter().map(|method| method.name()).collect();
    names.join(", ")
}
