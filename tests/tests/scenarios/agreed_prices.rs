//! Prices agreed with customers and for grades (4.2.3).

use contract::account::AccountProfileRequest;
use contract::agreed_price::AgreedPriceRequest;
use contract::review_trial::ReviewTrialRequest;
use domain::money::Money;
use domain::review_rules::RuleCode;
use domain::role::Role;
use jiff::{Span, Timestamp};
use serde_json::json;
use yudan_tests::purchase::{LIST_PRICE, order_of, rules_hit, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

/// More than the usual discount off the list price, and above the floor.
const LOW: i64 = LIST_PRICE * 4 / 5;

fn agreed(price_fen: i64) -> AgreedPriceRequest {
    AgreedPriceRequest {
        price_fen,
        from: domain::calendar::business_date(Timestamp::now()),
        until: None,
    }
}

/// What the rules find in an order of a customer at a price, but that staff typed the like of it today.
fn found(customer: &str, sku: &str, price: i64) -> Vec<RuleCode> {
    let mut order = order_of(customer, sku, 1);
    order.lines[0].unit_price_fen = price;
    let sales = company().person(Role::Sales);
    let checked = sales.check_order(&order).unwrap();
    let placed = sales.place_order(&order).unwrap().view;
    assert_eq!(checked.findings, placed.findings);
    rules_hit(&placed.findings)
}

#[test]
fn an_order_at_the_price_agreed_with_its_customer_needs_no_other() {
    let (manager, sku) = (company().person(Role::Manager), company().goods());
    let (customer, other) = (unique("C"), unique("C"));
    assert_eq!(found(&customer, &sku, LOW), [RuleCode::PriceOffList]);
    let audience = format!("customer:{customer}");
    let shown = manager
        .agree_on_price(&audience, &sku, &agreed(LOW))
        .unwrap();
    assert_eq!((shown.valid, shown.version), (true, 1));
    assert_eq!(shown.audience, audience);
    let again = manager
        .agree_on_price(&audience, &sku, &agreed(LOW))
        .unwrap();
    assert_eq!(again, shown);
    let sales = company().person(Role::Sales);
    assert_eq!(sales.agreed_price(&audience, &sku).unwrap(), shown);

    assert_eq!(found(&customer, &sku, LOW), []);
    assert_eq!(found(&customer, &sku, LIST_PRICE), [RuleCode::PriceOffList]);
    assert_eq!(found(&other, &sku, LOW), [RuleCode::PriceOffList]);

    let below_floor = agreed(1);
    manager
        .agree_on_price(&audience, &sku, &below_floor)
        .unwrap();
    assert_eq!(found(&customer, &sku, 1), [RuleCode::PriceBelowFloor]);

    let mut later = agreed(LOW);
    later.from = later.from.saturating_add(Span::new().days(7));
    let shown = manager.agree_on_price(&audience, &sku, &later).unwrap();
    assert_eq!((shown.valid, shown.version), (false, 3));
    assert_eq!(found(&customer, &sku, LIST_PRICE), []);
}

#[test]
fn a_customer_whose_grade_is_known_has_the_price_of_the_grade() {
    let (manager, sku) = (company().person(Role::Manager), company().goods());
    let customer = unique("C");
    let profile = AccountProfileRequest {
        customer_since: domain::calendar::business_date(Timestamp::now()),
        financials: 0,
        listed_abnormal: false,
        disputes: 0,
    };
    let opened = manager.record_account_profile(&customer, &profile).unwrap();
    let audience = format!("grade:{}", opened.grade.name());
    manager
        .agree_on_price(&audience, &sku, &agreed(LOW))
        .unwrap();
    assert_eq!(found(&customer, &sku, LOW), []);
    assert_eq!(found(&unique("C"), &sku, LOW), [RuleCode::PriceOffList]);
    let own = format!("customer:{customer}");
    manager
        .agree_on_price(&own, &sku, &agreed(LOW + 1))
        .unwrap();
    assert_eq!(found(&customer, &sku, LOW), [RuleCode::PriceOffList]);
    assert_eq!(found(&customer, &sku, LOW + 1), []);
}

#[test]
fn a_trial_knows_agreed_prices() {
    let (manager, sku) = (company().person(Role::Manager), company().goods());
    let customer = unique("C");
    let audience = format!("customer:{customer}");
    manager
        .agree_on_price(&audience, &sku, &agreed(LOW))
        .unwrap();
    assert_eq!(found(&customer, &sku, LOW), []);
    let mut policy = manager.policy().unwrap().policy;
    policy.review.minimum_order = Money::from_fen(LOW + 1);
    let trial = ReviewTrialRequest {
        policy,
        stage: None,
        customer: Some(customer),
        cursor: None,
        limit: None,
    };
    let told = manager.simulate_review(&trial).unwrap();
    let rules: Vec<RuleCode> = told.rules.iter().map(|count| count.rule).collect();
    assert_eq!(rules, [RuleCode::BelowMinimumOrder]);
}

#[test]
fn mistakes_in_a_price_are_told_one_by_one() {
    let manager = company().person(Role::Manager);
    let put = |path: &str, body: serde_json::Value| {
        let body = serde_json::to_vec(&body).unwrap();
        let path = format!("/v1/prices/{path}");
        problem(&manager.call("PUT", &path, &[], Some(&body)).unwrap())
    };
    let good = json!({ "price_fen": 1, "from": "2026-01-01" });
    for (path, body, code, place) in [
        ("grade:E/TEA-1", good.clone(), "invalid_value", "audience"),
        (
            "customer:guest-1/TEA-1",
            good.clone(),
            "invalid_value",
            "audience",
        ),
        ("grade:A/a%20b", good, "invalid_value", "sku"),
        (
            "grade:A/TEA-1",
            json!({ "price_fen": -1, "from": "2026-01-01" }),
            "invalid_value",
            "price_fen",
        ),
        (
            "grade:A/TEA-1",
            json!({ "price_fen": 1, "from": "2026-01-02", "until": "2026-01-01" }),
            "invalid_value",
            "until",
        ),
        (
            "grade:A/TEA-1",
            json!({ "price_fen": 1 }),
            "invalid_body",
            "from",
        ),
    ] {
        let wrong = put(path, body);
        assert_eq!((wrong.status, wrong.code.as_str()), (422, code), "{path}");
        assert_eq!(wrong.errors[0].at, place);
    }
    let sku = unique("SKU");
    refused(manager.agreed_price("grade:A", &sku), 404, "not_found");
    refused(manager.agreed_price("everybody", &sku), 404, "not_found");
    let sales = company().person(Role::Sales);
    refused(
        sales.agree_on_price("grade:A", &sku, &agreed(1)),
        403,
        "forbidden",
    );
}
