//! Goods that are reserved go to the orders that need them more (5.2.1, 5.1.3).

use contract::account::AccountProfileRequest;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::civil::date;
use uuid::Uuid;
use yudan_tests::company::Company;
use yudan_tests::purchase::{order_paid_by, unique};
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

/// An approved order of so many pieces, of a customer with an account or without one.
pub(crate) fn wants(company: &Company, sku: &str, quantity: u32, trusted: bool) -> Uuid {
    let mut request = order_paid_by(PaymentMethod::CashOnDelivery, sku, quantity);
    if trusted {
        let customer = unique("K");
        let profile = AccountProfileRequest {
            customer_since: date(2019, 1, 1),
            financials: 15,
            listed_abnormal: false,
            disputes: 0,
        };
        let finance = company.person(Role::Finance);
        finance.record_account_profile(&customer, &profile).unwrap();
        request.customer.id = Some(customer);
    }
    company.approved(&request).summary.id
}

#[test]
fn a_trusted_customer_gets_goods_as_they_were_shown_and_the_other_stands_in_line() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 2);
    let holder = wants(company, &sku, 2, false);
    company.comes_to(holder, StageName::Ready);
    let planner = company.person(Role::Planner);
    refused(
        planner.quote_reallocation(&sku),
        409,
        "nothing_to_reallocate",
    );
    let trusted = wants(company, &sku, 2, true);
    until("the shortage", || {
        (!company.order(trusted).short.is_empty()).then_some(())
    });
    let shown = planner.quote_reallocation(&sku).unwrap();
    let told: Vec<_> = shown
        .orders
        .iter()
        .map(|it| (it.order_id, it.before.reserved, it.after.reserved))
        .collect();
    assert_eq!(told, [(trusted, 0, 2), (holder, 2, 0)]);
    assert_eq!(company.order(holder).summary.stage, StageName::Ready);

    let mut other = shown.changes();
    other[0].version += 1;
    refused(planner.reallocate(&sku, other), 409, "reallocation_stale");
    refused(planner.reallocate(&sku, Vec::new()), 422, "invalid_value");
    let sales = company.person(Role::Sales);
    refused(sales.reallocate(&sku, shown.changes()), 403, "forbidden");

    planner.reallocate(&sku, shown.changes()).unwrap();
    assert_eq!(company.order(trusted).summary.stage, StageName::Ready);
    let gave = company.order(holder);
    assert_eq!(gave.summary.stage, StageName::Preparing);
    assert_eq!(gave.short[0].missing, 2);
    assert_eq!(company.stock_of(&sku), (0, 2));
    let again = planner.reallocate(&sku, shown.changes());
    refused(again, 409, "nothing_to_reallocate");
    // It is the first in line for what comes next.
    company.stock(&sku, 2);
    company.comes_to(holder, StageName::Ready);
}
