//! Money that goes back the way it came (7.1.1).

use contract::order_view::OrderView;
use contract::payment::RefundRequest;
use domain::order::StageName;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order, unique};
use yudan_tests::refused::refused;

use crate::company;

fn refund(amount_fen: i64) -> RefundRequest {
    RefundRequest {
        refund_no: Some(unique("TK")),
        amount_fen,
        reason: "客户取消订单".to_owned(),
        refunded_at: None,
    }
}

/// A paid order of two pieces that waits for its goods, and its payment.
fn paid(company: &Company) -> (OrderView, String) {
    let sku = company.goods();
    company.stock(&sku, 2);
    let approved = company.approved(&order(&sku, 2));
    let payment = company.transfer(&approved, 2 * LIST_PRICE).id;
    (
        company.comes_to(approved.summary.id, StageName::Ready),
        payment,
    )
}

/// The payments on a list that finance works through.
fn listed(company: &Company, list: &str, payment: &str) -> bool {
    let mut cursor = None;
    loop {
        let page = company
            .person(Role::Finance)
            .work(list, cursor.as_deref())
            .unwrap();
        if page.items.iter().any(|item| item.id == payment) {
            return true;
        }
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return false,
        }
    }
}

#[test]
fn a_paid_and_cancelled_order_stands_on_the_list_of_refunds_until_the_money_is_back() {
    let company = company();
    let (order, payment) = paid(company);
    assert!(!listed(company, "refunds", &payment));
    company
        .person(Role::Sales)
        .cancel_order(order.summary.id, "计划有变")
        .unwrap();
    assert!(
        listed(company, "refunds", &payment),
        "in the cancelling transaction itself"
    );

    let finance = company.person(Role::Finance);
    let part = finance.refund(&payment, &refund(LIST_PRICE)).unwrap().view;
    assert_eq!(
        (part.refund_due_fen, part.refunded_fen),
        (LIST_PRICE, LIST_PRICE)
    );
    assert!(listed(company, "refunds", &payment));
    let rest = finance.refund(&payment, &refund(LIST_PRICE)).unwrap().view;
    assert_eq!(
        (rest.refund_due_fen, rest.refunded_fen),
        (0, 2 * LIST_PRICE)
    );
    assert!(!listed(company, "refunds", &payment));
    assert!(!listed(company, "quarantine", &payment));
    let closed = company.order(order.summary.id);
    assert_eq!(
        (closed.summary.stage, closed.refunded_fen),
        (StageName::Cancelled, 2 * LIST_PRICE)
    );
}

#[test]
fn an_order_rejected_after_it_was_paid_stands_on_the_list_of_refunds() {
    use contract::review::{ReviewDecisionRequest, Verdict};

    let company = company();
    let waits = company.reviewed(&order(&company.goods(), 1));
    let payment = company.transfer(&waits, LIST_PRICE).id;
    let seen = company.order(waits.summary.id).summary;
    let reject = ReviewDecisionRequest {
        decision: Verdict::Reject,
        reason: Some("无货".to_owned()),
        proposal: None,
    };
    company
        .person(Role::Reviewer)
        .review_order(seen.id, seen.version, &reject)
        .unwrap();
    assert!(listed(company, "refunds", &payment));
}

#[test]
fn a_full_refund_before_dispatch_cancels_the_order() {
    let company = company();
    let (order, payment) = paid(company);
    let sku = &order.lines[0].sku;
    let finance = company.person(Role::Finance);
    finance.refund(&payment, &refund(LIST_PRICE)).unwrap();
    assert_eq!(
        company.order(order.summary.id).summary.stage,
        StageName::Ready
    );
    assert_eq!(company.stock_of(sku), (0, 2));
    finance.refund(&payment, &refund(LIST_PRICE)).unwrap();
    let cancelled = company.order(order.summary.id);
    assert_eq!(cancelled.summary.stage, StageName::Cancelled);
    assert_eq!(company.stock_of(sku), (2, 0));
    assert!(!listed(company, "refunds", &payment));
}

#[test]
fn a_repeated_refund_number_is_one_refund() {
    let company = company();
    let (order, payment) = paid(company);
    let finance = company.person(Role::Finance);
    let request = refund(1_000);
    let first = finance.refund(&payment, &request).unwrap();
    let again = finance.refund(&payment, &request).unwrap();
    assert_eq!((first.new, again.new), (true, false));
    assert_eq!(again.view, first.view);
    let other = RefundRequest {
        amount_fen: 2_000,
        ..request
    };
    refused(finance.refund(&payment, &other), 409, "refund_no_reused");
    assert_eq!(company.order(order.summary.id).refunded_fen, 1_000);

    let keyed = |key: &str| {
        let body = r#"{"amount_fen":500,"reason":"补偿"}"#.as_bytes();
        let path = format!("/v1/payments/{payment}/refunds");
        finance
            .call("POST", &path, &[("idempotency-key", key)], Some(body))
            .unwrap()
            .status
    };
    let key = unique("key");
    assert_eq!(
        (keyed(&key), keyed(&key), keyed(&unique("key"))),
        (201, 200, 201)
    );
    assert_eq!(company.order(order.summary.id).refunded_fen, 2_000);
}

#[test]
fn no_more_goes_back_than_came_in() {
    let company = company();
    let (order, payment) = paid(company);
    let finance = company.person(Role::Finance);
    for amount in [0, -1, 2 * LIST_PRICE + 1, i64::MAX] {
        refused(
            finance.refund(&payment, &refund(amount)),
            422,
            "invalid_value",
        );
    }
    refused(
        finance.refund("bank_transfer:NONE", &refund(1)),
        404,
        "not_found",
    );
    let mut unnumbered = refund(1);
    unnumbered.refund_no = None;
    refused(finance.refund(&payment, &unnumbered), 422, "invalid_value");
    assert_eq!(company.order(order.summary.id).refunded_fen, 0);
}

#[test]
fn a_refund_after_delivery_leaves_the_order_completed() {
    let company = company();
    let (order, payment) = paid(company);
    company.deliver(order.summary.id);
    company.comes_to(order.summary.id, StageName::Completed);
    company
        .person(Role::Finance)
        .refund(&payment, &refund(2 * LIST_PRICE))
        .unwrap();
    let refunded = company.order(order.summary.id);
    assert_eq!(refunded.summary.stage, StageName::Completed);
    assert_eq!(refunded.refunded_fen, 2 * LIST_PRICE);
}
