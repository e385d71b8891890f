//! Orders beyond the limit, as a second authorised person allows (8.1.2).

use contract::credit_override::CreditOverrideRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::ToSpan;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::walk::APPROVE;

use super::credit::creditworthy;

#[test]
fn an_order_beyond_the_limit_is_approved_as_far_as_another_person_allowed() {
    let company = Company::open(crate::program());
    let customer = unique("C");
    let limit = creditworthy(&company, &customer);
    let sku = company.goods_by_agreement();
    let mut order = order_paid_by(PaymentMethod::CreditTerms, &sku, 1);
    order.customer.id = Some(customer.clone());
    order.lines[0].unit_price_fen = limit + 500;
    let waits = company.reviewed(&order);
    let id = waits.summary.id;
    refused(company.approve(&waits), 409, "credit_limit_exceeded");
    let allow = |amount_fen| CreditOverrideRequest {
        amount_fen,
        reason: "长期客户，已有订金".to_owned(),
        expires: jiff::Timestamp::now() + 48.hours(),
    };
    let reviewer = company.person(Role::Reviewer);
    refused(reviewer.override_credit(id, &allow(500)), 403, "forbidden");
    let finance = company.named("allows", "finance,reviewer");
    let too_little = finance.override_credit(id, &allow(499)).unwrap();
    let refusal = refused(company.approve(&too_little), 409, "credit_limit_exceeded");
    assert_eq!(
        refusal.errors[0].expected,
        format!("at most {}", limit + 499)
    );
    let enough = finance.override_credit(id, &allow(500)).unwrap();
    assert_eq!(enough.credit_override.as_ref().unwrap().by, "allows");
    refused(
        finance.review_order(id, enough.summary.version, &APPROVE),
        403,
        "four_eyes_required",
    );
    let approved = company.approve(&enough).unwrap();
    assert_eq!(approved.summary.stage, StageName::Preparing);
    let account = company.person(Role::Finance).account(&customer).unwrap();
    assert_eq!(account.exposure_fen, limit + 500);
    let seen = company.customer(&customer).order(id).unwrap();
    assert_eq!(seen.credit_override, None, "overrides are for staff");
    company
        .person(Role::Sales)
        .cancel_order(id, "客户取消")
        .unwrap();
    let account = company.person(Role::Finance).account(&customer).unwrap();
    assert_eq!((account.exposure_fen, account.available_fen), (0, limit));
}
