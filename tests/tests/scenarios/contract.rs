//! When there is a contract, and on which terms (4.3.4, R1–R3).

use contract::order_request::{OrderRequest, TermsShownBody};
use contract::review::{ReviewDecisionRequest, Verdict};
use domain::order::{Channel, CustomerKind, Formation, StageName};
use domain::payment_terms::PaymentMethod;
use domain::review_rules::RuleCode;
use domain::role::Role;
use domain::terms::TermsVersion;
use yudan_tests::purchase::order;
use yudan_tests::refused::refused;

use crate::{company, program};

fn bought_online(sku: &str) -> OrderRequest {
    let mut order = order(sku, 1);
    order.channel = Channel::Website;
    order.customer.kind = CustomerKind::Consumer;
    order.payment.method = PaymentMethod::Online;
    order
}

#[test]
fn a_consumers_online_order_is_a_contract_and_its_rejection_ends_it() {
    let company = company();
    let waits = company.reviewed(&bought_online(&company.goods()));
    assert_eq!(
        (waits.contract.formed_by, waits.contract.formed_at),
        (Formation::Submission, Some(waits.summary.ordered_at))
    );
    assert_eq!(waits.contract.ended_at, None);
    let reject = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("无货".to_owned()),
        proposal: None,
    };
    let rejected = company
        .person(Role::Reviewer)
        .review_order(waits.summary.id, waits.summary.version, &reject)
        .unwrap();
    assert_eq!(rejected.summary.stage, StageName::Rejected);
    assert_eq!(rejected.contract.ended_at, Some(rejected.summary.due));
}

#[test]
fn an_order_by_phone_becomes_a_contract_when_it_is_approved() {
    let company = company();
    let waits = company.reviewed(&order(&company.goods(), 1));
    assert_eq!(
        (waits.contract.formed_by, waits.contract.formed_at),
        (Formation::Acceptance, None)
    );
    let approve = ReviewDecisionRequest {
        decision: Verdict::Approve,
        reason: None,
        proposal: None,
    };
    let approved = company
        .person(Role::Reviewer)
        .review_order(waits.summary.id, waits.summary.version, &approve)
        .unwrap();
    let formed_at = approved.contract.formed_at.unwrap();
    assert!(formed_at > waits.summary.received_at);
    let seen = company.order(waits.summary.id);
    assert_eq!(seen.contract, approved.contract);
}

#[test]
fn an_order_of_the_shop_names_the_terms_in_force() {
    let company = yudan_tests::company::Company::open(program());
    let shop = company.person(Role::Sales);
    refused(shop.terms(), 404, "no_terms_in_force");
    let manager = company.person(Role::Manager);
    let seen = manager.policy().unwrap();
    let mut policy = seen.policy;
    policy.terms = vec![TermsVersion {
        version: "2026-03".to_owned(),
        digest: "a1".repeat(32),
        url: "https://shop.example/terms/2026-03".to_owned(),
        effective_from: "2026-03-01T00:00:00Z".parse().unwrap(),
    }];
    manager.revise_policy(seen.version, &policy).unwrap();

    let shown =
        yudan_tests::waiting::until("the terms are in force", || company.nobody().terms().ok());
    let sku = company.goods();
    let mut order = bought_online(&sku);
    let says = |order: &OrderRequest| {
        let check = shop.check_order(order).unwrap();
        check
            .findings
            .iter()
            .any(|finding| finding.rule == RuleCode::TermsNotInForce)
    };
    // Whoever told the terms need not be who checks: each instance reads the rules for itself.
    let told = |why: &str, order: &OrderRequest| {
        yudan_tests::waiting::until(why, || says(order).then_some(()));
    };
    told("it names none", &order);
    order.terms = Some(TermsShownBody {
        version: shown.version.clone(),
        digest: "b2".repeat(32),
    });
    told("it names another text", &order);
    order.terms = Some(TermsShownBody {
        version: shown.version.clone(),
        digest: shown.digest.clone(),
    });
    assert!(!says(&order));
    let placed = shop.place_order(&order).unwrap().view;
    assert_eq!(placed.contract.terms_version, Some(shown.version));
    assert_eq!(placed.contract.terms_digest, Some(shown.digest));
}
