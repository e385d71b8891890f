//! Credit accounts: how a limit comes about and what it bounds (8.1.1, 8.1.2).

use contract::account::AccountProfileRequest;
use domain::account::Grade;
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_of, order_paid_by, unique};
use yudan_tests::refused::refused;

/// What the customer of [`creditworthy`] bought and paid in advance, in fen: below the total
/// that needs a credit check.
const SALES: i64 = 4_800_000;

/// A customer of many years without a fault.
fn profile() -> AccountProfileRequest {
    AccountProfileRequest {
        customer_since: date(2019, 1, 1),
        financials: 15,
        listed_abnormal: false,
        disputes: 0,
    }
}

/// Today, as the company counts days.
pub(crate) fn today() -> Date {
    domain::calendar::business_date(jiff::Timestamp::now())
}

/// Makes a customer of grade A, by an account, a year's sales and the credit job; gives its
/// limit in fen, three months' sales.
pub(crate) fn creditworthy(company: &Company, customer: &str) -> i64 {
    let finance = company.person(Role::Finance);
    let opened = finance
        .record_account_profile(customer, &profile())
        .unwrap();
    assert_eq!(
        (opened.grade, opened.limit_fen),
        (Grade::D, 0),
        "nobody is trusted unseen"
    );
    let sku = company.goods_by_agreement();
    company.stock(&sku, 1);
    let mut order = order_of(customer, &sku, 1);
    order.lines[0].unit_price_fen = SALES;
    company.completed(&order);

    company.run_job("credit", today());
    let account = finance.account(customer).unwrap();
    let assessment = account.assessment.unwrap();
    assert_eq!((account.grade, assessment.on), (Grade::A, today()));
    assert_eq!((assessment.paid_on_time, assessment.sales_fen), (1, SALES));
    assert_eq!(account.limit_fen, SALES / 12 * 3);
    account.limit_fen
}

#[test]
fn where_rules_approve_alone_an_order_beyond_the_limit_goes_to_a_person() {
    let company = Company::open(crate::program());
    let manager = company.person(Role::Manager);
    let seen = manager.policy().unwrap();
    let mut policy = seen.policy;
    policy.review.automatic_approval = true;
    manager.revise_policy(seen.version, &policy).unwrap();
    let customer = unique("C");
    let sku = company.goods_by_agreement();
    company.stock(&sku, 1);
    let finance = company.person(Role::Finance);
    finance
        .record_account_profile(&customer, &profile())
        .unwrap();
    let mut paid = order_of(&customer, &sku, 1);
    paid.lines[0].unit_price_fen = SALES;
    let approved = company.reviewed(&paid);
    assert_eq!(approved.summary.stage, StageName::AwaitingPayment);
    company.transfer(&approved, SALES);
    company.comes_to(approved.summary.id, StageName::Ready);
    company.deliver(approved.summary.id);
    company.run_job("credit", today());
    let limit = finance.account(&customer).unwrap().limit_fen;

    let on_credit = |fen| {
        let mut order = order_paid_by(PaymentMethod::CreditTerms, &sku, 1);
        order.customer.id = Some(customer.clone());
        order.lines[0].unit_price_fen = fen;
        company.reviewed(&order)
    };
    assert_eq!(on_credit(limit).summary.stage, StageName::Preparing);
    let beyond = on_credit(1).summary;
    assert_eq!(
        (beyond.stage, beyond.version),
        (StageName::AwaitingReview, 2)
    );
    let account = finance.account(&customer).unwrap();
    assert_eq!((account.exposure_fen, account.available_fen), (limit, 0));
    let happened = company.person(Role::Auditor).timeline(beyond.id).unwrap();
    let kinds: Vec<_> = happened.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::OrderReceived,
            EventKind::OrderReviewDeferred,
            EventKind::OrderReviewRequested
        ]
    );
}

#[test]
fn an_order_beyond_the_limit_is_refused_and_takes_nothing() {
    let company = Company::open(crate::program());
    let customer = unique("C");
    let limit = creditworthy(&company, &customer);
    let sku = company.goods_by_agreement();
    let on_credit = |fen| {
        let mut order = order_paid_by(PaymentMethod::CreditTerms, &sku, 1);
        order.customer.id = Some(customer.clone());
        order.lines[0].unit_price_fen = fen;
        company.reviewed(&order)
    };
    let account = || company.person(Role::Finance).account(&customer).unwrap();
    let (first, second) = (on_credit(limit - 100), on_credit(101));
    company.approve(&first).unwrap();
    assert_eq!(account().available_fen, 100);

    let refusal = refused(company.approve(&second), 409, "credit_limit_exceeded");
    assert_eq!(refusal.errors[0].found, "101");
    let waits = company.order(second.summary.id);
    assert_eq!(
        (waits.summary.stage, waits.summary.version),
        (StageName::AwaitingReview, second.summary.version)
    );
    assert_eq!(
        (account().exposure_fen, account().available_fen),
        (limit - 100, 100)
    );

    company
        .person(Role::Sales)
        .cancel_order(first.summary.id, "改为现款")
        .unwrap();
    assert_eq!(
        account().exposure_fen,
        0,
        "a cancelled order gives its credit back"
    );
    company.approve(&second).unwrap();
    assert_eq!(account().exposure_fen, 101);
}

#[test]
fn an_account_is_assessed_once_for_a_date() {
    let company = Company::open(crate::program());
    let customer = unique("C");
    creditworthy(&company, &customer);
    let finance = company.person(Role::Finance);
    let assessed = finance.account(&customer).unwrap();
    for date in [
        today(),
        today().yesterday().unwrap(),
        assessed.next_assessment.yesterday().unwrap(),
    ] {
        company.run_job("credit", date);
        assert_eq!(finance.account(&customer).unwrap(), assessed, "{date}");
    }

    let later = today().checked_add(28.days()).unwrap();
    assert_eq!(assessed.next_assessment, later);
    company.run_job("credit", later);
    let again = finance.account(&customer).unwrap();
    assert_eq!(again.version, assessed.version + 1);
    assert_eq!(
        (again.grade, again.limit_fen),
        (assessed.grade, assessed.limit_fen)
    );
    assert_eq!(again.assessment.unwrap().on, later);
}

#[test]
fn who_is_listed_as_abnormal_loses_the_limit_at_the_next_assessment() {
    let company = Company::open(crate::program());
    let customer = unique("C");
    let limit = creditworthy(&company, &customer);
    let finance = company.person(Role::Finance);
    let listed = AccountProfileRequest {
        listed_abnormal: true,
        ..profile()
    };
    let recorded = finance.record_account_profile(&customer, &listed).unwrap();
    assert_eq!(recorded.limit_fen, limit);
    company.run_job("credit", today());
    let account = finance.account(&customer).unwrap();
    assert_eq!((account.grade, account.limit_fen), (Grade::D, 0));
}
