//! How much of a product one customer may order over all its orders (4.2.4).

use std::thread;

use contract::finding::FindingView;
use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::product::{PriceRule, ProductRequest, PurchaseLimitBody};
use contract::review::{ReviewDecisionRequest, Verdict};
use domain::goods::LimitPeriod;
use domain::order::StageName;
use domain::review_rules::{RuleCode, Severity};
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_of, unique};

use crate::company;

/// Goods of which a customer may order so many pieces in a year.
fn limited(company: &Company, quantity: u32) -> String {
    let price = PriceRule::Listed {
        list_fen: LIST_PRICE,
        floor_fen: LIST_PRICE / 2,
    };
    let product = ProductRequest {
        purchase_limit: Some(PurchaseLimitBody {
            quantity,
            per: LimitPeriod::Year,
        }),
        ..ProductRequest::plain("限购茶", price, true, 100)
    };
    let sku = unique("LIMITED");
    let planner = company.person(Role::Planner);
    planner.put_product(&sku, &product).unwrap();
    sku
}

fn placed(order: &OrderRequest) -> OrderView {
    company()
        .person(Role::Sales)
        .place_order(order)
        .unwrap()
        .view
}

/// What the rules found, but that staff typed the like of it today.
fn found(view: &OrderView) -> Vec<(RuleCode, String, String)> {
    let other = |found: &&FindingView| found.rule != RuleCode::LikelyDuplicate;
    let found = view.findings.iter().filter(other).map(|found| {
        let (expected, found_there) = (found.expected.clone(), found.found.clone());
        (found.rule, expected, found_there)
    });
    found.collect()
}

#[test]
fn pieces_count_over_the_orders_of_a_customer_until_an_order_ends() {
    let (sku, customer) = (limited(company(), 5), unique("C"));
    let first = placed(&order_of(&customer, &sku, 3));
    assert_eq!(found(&first), []);
    let year = crate::credit::today().year();
    let over = |asked: u32, before: u32| {
        let (expected, told) = (
            format!("{sku}: 5 per year from {year}-01-01"),
            format!("{sku}: {asked} asked, {before} ordered before"),
        );
        vec![(RuleCode::PurchaseLimitExceeded, expected, told)]
    };
    let sales = company().person(Role::Sales);
    let check = sales.check_order(&order_of(&customer, &sku, 3)).unwrap();
    assert!(
        !check.acceptable,
        "the pre-check knows what was ordered before"
    );
    let second = placed(&order_of(&customer, &sku, 3));
    assert_eq!(second.summary.stage, StageName::Rejected);
    assert_eq!(found(&second), over(3, 3));
    assert_eq!(found(&placed(&order_of(&unique("C"), &sku, 3))), []);

    let third = placed(&order_of(&customer, &sku, 2));
    assert_eq!(found(&third), [], "what was rejected took nothing");
    assert_eq!(found(&placed(&order_of(&customer, &sku, 1))), over(1, 5));

    sales.cancel_order(third.summary.id, "计划有变").unwrap();
    sales.cancel_order(third.summary.id, "计划有变").unwrap();
    assert_eq!(found(&placed(&order_of(&customer, &sku, 3))), over(3, 3));
    let no = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("停止供应".to_owned()),
        proposal: None,
    };
    let reviewer = company().person(Role::Reviewer);
    let (id, version) = (first.summary.id, first.summary.version);
    reviewer.review_order(id, version, &no).unwrap();
    let all = placed(&order_of(&customer, &sku, 5));
    assert_eq!(found(&all), [], "what ended gave all of it back, once");
    let approved = company().approve(&all).unwrap();
    assert_eq!(approved.summary.stage, StageName::AwaitingPayment);
}

#[test]
fn of_orders_at_the_same_time_no_more_than_the_limit_pass() {
    let (sku, customer) = (limited(company(), 1), unique("C"));
    let orders: Vec<OrderView> = thread::scope(|scope| {
        let placing: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| placed(&order_of(&customer, &sku, 1))))
            .collect();
        placing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let (passed, rejected): (Vec<_>, Vec<_>) = orders
        .into_iter()
        .map(|order| company().order(order.summary.id))
        .partition(|order| order.summary.stage == StageName::AwaitingReview);
    assert_eq!((passed.len(), rejected.len()), (1, 7));
    for order in rejected {
        assert_eq!(order.summary.stage, StageName::Rejected);
        let over = order.findings.last().unwrap();
        assert_eq!(over.rule, RuleCode::PurchaseLimitExceeded);
        assert_eq!(over.severity, Severity::Reject);
    }
}
