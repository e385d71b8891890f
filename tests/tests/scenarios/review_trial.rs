//! A draft of the policy, tried on past orders (4.3.1).

use contract::review_trial::{OutcomeCount, ReviewTrialRequest};
use domain::money::Money;
use domain::review_rules::{ReviewOutcome, RuleCode};
use domain::role::Role;
use yudan_tests::purchase::{LIST_PRICE, order_of, unique};
use yudan_tests::refused::refused;

use crate::company;

#[test]
fn a_trial_tells_what_a_draft_would_change_and_changes_nothing() {
    let company = company();
    let customer = unique("C");
    let sku = company.goods();
    let small = company.reviewed(&order_of(&customer, &sku, 1)).summary;
    let large = company.reviewed(&order_of(&customer, &sku, 3)).summary;
    let reviewer = company.person(Role::Reviewer);
    let mut draft = reviewer.policy().unwrap().policy;
    let mut trial = ReviewTrialRequest {
        policy: draft.clone(),
        stage: None,
        customer: Some(customer),
        cursor: None,
        limit: None,
    };
    let same = reviewer.simulate_review(&trial).unwrap();
    assert_eq!((same.orders, same.changed), (2, 0));

    draft.review.minimum_order = Money::from_fen(LIST_PRICE * 2);
    trial.policy = draft;
    let told = reviewer.simulate_review(&trial).unwrap();
    assert_eq!((told.orders, told.changed), (2, 1));
    let waits = ReviewOutcome::AwaitingReview;
    let count = |before, after| OutcomeCount {
        before,
        after,
        orders: 1,
    };
    assert_eq!(
        told.outcomes,
        [count(waits, ReviewOutcome::Rejected), count(waits, waits)]
    );
    let rule = told.rules[0];
    assert_eq!(
        (rule.rule, rule.before, rule.after),
        (RuleCode::BelowMinimumOrder, 0, 1)
    );
    assert_eq!(told.changes[0].order_id, small.id);
    for order in [small, large] {
        assert_eq!(company.order(order.id).summary, order, "nothing happened");
    }
}

#[test]
fn a_trial_goes_on_where_its_page_ended() {
    let company = company();
    let customer = unique("C");
    let sku = company.goods();
    for _ in 0..3 {
        company.reviewed(&order_of(&customer, &sku, 1));
    }
    let reviewer = company.person(Role::Reviewer);
    let mut trial = ReviewTrialRequest {
        policy: reviewer.policy().unwrap().policy,
        stage: None,
        customer: Some(customer),
        cursor: None,
        limit: Some(2),
    };
    let first = reviewer.simulate_review(&trial).unwrap();
    trial.cursor = first.next_cursor;
    let second = reviewer.simulate_review(&trial).unwrap();
    assert_eq!((first.orders, second.orders), (2, 1));
}

#[test]
fn a_trial_names_its_orders_in_one_way_and_a_draft_that_makes_sense() {
    let company = company();
    let reviewer = company.person(Role::Reviewer);
    let trial = ReviewTrialRequest {
        policy: reviewer.policy().unwrap().policy,
        stage: None,
        customer: None,
        cursor: None,
        limit: None,
    };
    refused(reviewer.simulate_review(&trial), 422, "invalid_value");
    let mut both = trial.clone();
    both.stage = Some(domain::order::StageName::Completed);
    both.customer = Some("C-1".to_owned());
    refused(reviewer.simulate_review(&both), 422, "invalid_value");
    let mut nonsense = trial.clone();
    nonsense.customer = Some("C-1".to_owned());
    nonsense.policy.review.working_days = 0;
    refused(reviewer.simulate_review(&nonsense), 422, "invalid_value");
    let mut endless = trial;
    endless.customer = Some("C-1".to_owned());
    endless.limit = Some(101);
    refused(reviewer.simulate_review(&endless), 422, "invalid_value");
}
