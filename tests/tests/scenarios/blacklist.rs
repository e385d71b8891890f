//! Customers on the blacklist (4.2.4).

use contract::blacklist::BlacklistRequest;
use contract::review_trial::ReviewTrialRequest;
use domain::order::StageName;
use domain::review_rules::RuleCode;
use domain::role::Role;
use jiff::Span;
use serde_json::json;
use yudan_tests::purchase::{order, order_of, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

const REASON: &str = "多次拒付货款";

fn entry() -> BlacklistRequest {
    BlacklistRequest {
        reason: REASON.to_owned(),
        until: None,
    }
}

#[test]
fn orders_of_a_blacklisted_customer_are_rejected_until_it_is_lifted() {
    let (company, sku) = (company(), company().goods());
    let (manager, sales) = (company.person(Role::Manager), company.person(Role::Sales));
    let customer = unique("C");
    let placed = |quantity| {
        let order = order_of(&customer, &sku, quantity);
        sales.place_order(&order).unwrap().view
    };
    assert_eq!(placed(1).summary.stage, StageName::AwaitingReview);

    let listed = manager.blacklist(&customer, &entry()).unwrap();
    assert_eq!(
        (listed.standing.in_force, listed.standing.version),
        (true, 1)
    );
    assert_eq!(manager.blacklist(&customer, &entry()).unwrap(), listed);
    assert_eq!(sales.blacklist_entry(&customer).unwrap(), listed);
    let rejected = placed(2);
    assert_eq!(rejected.summary.stage, StageName::Rejected);
    let found = &rejected.findings[0];
    assert_eq!(found.rule, RuleCode::CustomerBlacklisted);
    assert_eq!(found.found, REASON);
    let other = sales.place_order(&order(&sku, 1)).unwrap().view;
    assert_eq!(other.summary.stage, StageName::AwaitingReview);

    let lifted = manager.lift_from_blacklist(&customer).unwrap();
    assert!(!lifted.standing.in_force && lifted.standing.lifted_at.is_some());
    assert_eq!(manager.lift_from_blacklist(&customer).unwrap(), lifted);
    assert_eq!(placed(3).summary.stage, StageName::AwaitingReview);
}

#[test]
fn a_blacklisted_customer_is_not_told_why() {
    let (company, sku) = (company(), company().goods());
    let customer = unique("C");
    let manager = company.person(Role::Manager);
    manager.blacklist(&customer, &entry()).unwrap();
    let buyer = company.customer(&customer);
    let mut wanted = order_of(&customer, &sku, 1);
    let checked = buyer.check_order(&wanted).unwrap();
    assert!(!checked.acceptable);
    wanted.external_no = Some(unique("T"));
    let placed = buyer.place_order(&wanted).unwrap().view;
    for found in [&checked.findings[0], &placed.findings[0]] {
        assert_eq!((found.expected.as_str(), found.found.as_str()), ("", ""));
        assert!(!found.text.contains(REASON) && !found.text.contains("黑名单"));
        assert!(!found.text_en.contains("blacklist"));
    }
    refused(buyer.blacklist_entry(&customer), 403, "forbidden");
}

#[test]
fn a_trial_knows_the_blacklist() {
    let (company, sku) = (company(), company().goods());
    let customer = unique("C");
    company.reviewed(&order_of(&customer, &sku, 1));
    let manager = company.person(Role::Manager);
    let mut policy = manager.policy().unwrap().policy;
    let severities = &mut policy.review.severities;
    severities.insert(
        RuleCode::CustomerBlacklisted,
        domain::review_rules::Severity::Manual,
    );
    let trial = ReviewTrialRequest {
        policy,
        stage: None,
        customer: Some(customer.clone()),
        cursor: None,
        limit: None,
    };
    assert_eq!(manager.simulate_review(&trial).unwrap().changed, 0);
    manager.blacklist(&customer, &entry()).unwrap();
    let told = manager.simulate_review(&trial).unwrap();
    assert_eq!((told.orders, told.changed), (1, 1));
    assert_eq!(told.rules[0].rule, RuleCode::CustomerBlacklisted);
}

#[test]
fn mistakes_in_an_entry_are_told_one_by_one() {
    let company = company();
    let manager = company.person(Role::Manager);
    let put = |customer: &str, body: serde_json::Value| {
        let body = serde_json::to_vec(&body).unwrap();
        let path = format!("/v1/blacklist/{customer}");
        problem(&manager.call("PUT", &path, &[], Some(&body)).unwrap())
    };
    let yesterday =
        domain::calendar::business_date(jiff::Timestamp::now()).saturating_sub(Span::new().days(1));
    for (customer, body, code, place) in [
        ("C-1", json!({ "reason": " " }), "invalid_value", "reason"),
        (
            "guest-1",
            json!({ "reason": REASON }),
            "invalid_value",
            "customer",
        ),
        (
            "C-1",
            json!({ "reason": REASON, "until": yesterday }),
            "invalid_value",
            "until",
        ),
        (
            "C-1",
            json!({ "reason": REASON, "since": 1 }),
            "invalid_body",
            "since",
        ),
    ] {
        let wrong = put(customer, body);
        assert_eq!((wrong.status, wrong.code.as_str()), (422, code));
        assert_eq!(wrong.errors[0].at, place);
    }
    let nobody = unique("C");
    refused(manager.blacklist_entry(&nobody), 404, "not_found");
    refused(manager.lift_from_blacklist(&nobody), 404, "not_found");
}
