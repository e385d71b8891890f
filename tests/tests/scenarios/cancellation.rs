//! Cancelling before an order leaves, which gives everything back (4.3.4).

use contract::order_view::OrderView;
use domain::order::StageName;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use crate::company;

type Walk = fn(&Company, &str) -> OrderView;

/// How an order of three pieces comes to each stage in which it can be cancelled.
const STAGES: [(StageName, Walk); 5] = [
    (StageName::AwaitingReview, |company, sku| {
        company.reviewed(&order(sku, 3))
    }),
    (StageName::Negotiating, |company, sku| {
        crate::negotiation::proposed(company, sku, 3)
    }),
    (StageName::AwaitingPayment, |company, sku| {
        company.approved(&order(sku, 3))
    }),
    (StageName::Preparing, |company, sku| {
        let approved = company.approved(&order(sku, 3));
        company.transfer(&approved, approved.outstanding_fen);
        until("the shortage", || {
            Some(company.order(approved.summary.id)).filter(|order| !order.short.is_empty())
        })
    }),
    (StageName::Ready, |company, sku| {
        company.stock(sku, 3);
        company.reserved(&order(sku, 3))
    }),
];

#[test]
fn an_order_can_be_cancelled_in_every_stage_before_dispatch_and_holds_nothing_then() {
    let company = company();
    for (stage, walk) in STAGES {
        let sku = company.goods();
        let standing = walk(company, &sku);
        assert_eq!(standing.summary.stage, stage);
        let id = standing.summary.id;
        let customer = company.customer(&standing.summary.customer);
        let cancelled = customer.cancel_order(id, "计划有变").unwrap();
        assert_eq!(cancelled.summary.stage, StageName::Cancelled, "{stage}");
        assert_eq!(cancelled.reason.as_deref(), Some("计划有变"));
        assert_eq!(cancelled.short, [], "{stage}");

        let again = customer.cancel_order(id, "又一次").unwrap();
        assert_eq!(
            again, cancelled,
            "{stage}: a repeated cancellation is the same one"
        );
        let pieces = if stage == StageName::Ready { 3 } else { 0 };
        assert_eq!(company.stock_of(&sku), (pieces, 0), "{stage}");
        nobody_is_in_line_before(company, &sku);
    }
}

/// A cancelled order that still stood in line would take what comes in first.
fn nobody_is_in_line_before(company: &Company, sku: &str) {
    let (there, _) = company.stock_of(sku);
    company.stock(sku, 3);
    let next = company.reserved(&order(sku, 3));
    assert_eq!(company.stock_of(sku), (there, 3));
    company
        .person(Role::Sales)
        .cancel_order(next.summary.id, "试单")
        .unwrap();
}

#[test]
fn an_order_that_has_left_cannot_be_cancelled() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let id = company.reserved(&order(&sku, 1)).summary.id;
    let parcel = company.ship(id);
    let service = company.person(Role::Service);
    refused(
        service.cancel_order(id, "太晚了"),
        409,
        "order_not_cancellable",
    );
    company.report(&parcel, &["3"]);
    company.comes_to(id, StageName::Completed);
    refused(
        service.cancel_order(id, "太晚了"),
        409,
        "order_not_cancellable",
    );
    assert_eq!(company.stock_of(&sku), (0, 0));
}

#[test]
fn a_cancellation_may_name_the_version_it_was_decided_on() {
    let company = company();
    let waits = company.reviewed(&order(&company.goods(), 1));
    let path = format!("/v1/orders/{}/cancel", waits.summary.id);
    let sales = company.person(Role::Sales);
    let cancel = |version: u64| {
        let (tag, body) = (
            format!("\"{version}\""),
            r#"{"reason":"计划有变"}"#.as_bytes(),
        );
        sales
            .call("POST", &path, &[("if-match", &tag)], Some(body))
            .unwrap()
            .status
    };
    let seen = waits.summary.version;
    assert_eq!((cancel(seen + 1), cancel(seen)), (412, 200));
}
