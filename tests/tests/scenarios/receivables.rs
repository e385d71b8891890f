//! The daily ageing of what customers owe (8.1.3).

use contract::order_view::OrderView;
use contract::payment::ReceivedBy;
use contract::receivable::{ReceivableView, ReceivablesView};
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::ToSpan;
use jiff::civil::Date;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by};
use yudan_tests::waiting::until;

use crate::credit::today;

/// A delivered order that is not paid, and is due on the day of its delivery.
fn owed(company: &Company) -> OrderView {
    let sku = company.goods();
    company.stock(&sku, 1);
    let reserved = company.reserved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, 1));
    company.deliver(reserved.summary.id);
    until("the receivable", || {
        let open = list(company, "open").items;
        open.iter()
            .any(|item| item.order_id == reserved.summary.id)
            .then_some(())
    });
    company.order(reserved.summary.id)
}

fn list(company: &Company, name: &str) -> ReceivablesView {
    let path = format!("/v1/receivables?list={name}");
    company
        .person(Role::Finance)
        .call("GET", &path, &[], None)
        .unwrap()
        .json()
        .unwrap()
}

fn overdue(company: &Company) -> Vec<ReceivableView> {
    list(company, "overdue").items
}

/// How often each order's receivable was told to have grown older.
fn aged(company: &Company, order: &OrderView) -> usize {
    let timeline = company
        .person(Role::Finance)
        .timeline(order.summary.id)
        .unwrap();
    timeline
        .entries
        .iter()
        .filter(|entry| entry.kind.name() == "receivable_aged")
        .count()
}

fn run(company: &Company, date: Date) {
    company.run_job("receivables", date);
}

#[test]
fn the_job_lists_what_is_overdue_and_repeats_and_earlier_days_change_nothing() {
    let company = Company::open(crate::program());
    let (one, other) = (owed(&company), owed(&company));
    run(&company, today());
    assert_eq!(
        overdue(&company),
        [],
        "the last day to pay is still in time"
    );

    let month_later = today().checked_add(31.days()).unwrap();
    for date in [today().tomorrow().unwrap(), month_later] {
        run(&company, date);
        let found = overdue(&company);
        assert_eq!(found.len(), 2, "{date}");
        assert_eq!(list(&company, "open").items, []);
        let ages = (aged(&company, &one), aged(&company, &other));
        for before in [date, today(), today().yesterday().unwrap()] {
            run(&company, before);
            assert_eq!(overdue(&company), found, "run of {before} after {date}");
            assert_eq!((aged(&company, &one), aged(&company, &other)), ages);
        }
    }
    assert_eq!(aged(&company, &one), 2, "1-30, then 31-60");
    let listed = company.person(Role::Finance).work("overdue", None).unwrap();
    assert_eq!(listed.items.len(), 2);
    until("staff to hear of it", || {
        let notices = company.notices("StaffTopic", one.summary.id);
        notices
            .contains(&"receivable_aged".to_owned())
            .then_some(())
    });
}

#[test]
fn what_is_paid_leaves_the_lists_and_grows_no_older() {
    let company = Company::open(crate::program());
    let order = owed(&company);
    run(&company, today().tomorrow().unwrap());
    let part = Company::money(&order, ReceivedBy::CashOnDelivery, 1_000);
    company.receive_money(&part);
    let left = overdue(&company);
    assert_eq!(
        (left[0].amount_fen, left[0].outstanding_fen),
        (LIST_PRICE, LIST_PRICE - 1_000)
    );
    assert_eq!(
        list(&company, "overdue").page_outstanding_fen,
        LIST_PRICE - 1_000
    );

    let rest = Company::money(&order, ReceivedBy::CashOnDelivery, LIST_PRICE - 1_000);
    company.receive_money(&rest);
    assert_eq!(overdue(&company), []);
    company.comes_to(order.summary.id, StageName::Completed);
    let before = aged(&company, &order);
    run(&company, today().checked_add(100.days()).unwrap());
    assert_eq!(
        (overdue(&company), aged(&company, &order)),
        (vec![], before)
    );
}
