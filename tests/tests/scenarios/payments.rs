//! Money that comes in: counted once, and set aside when it fits nowhere (7.1.1).

use contract::order_view::OrderView;
use contract::payment::{PaymentNotifyRequest, ReceivedBy};
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use jiff::Timestamp;
use lambda::signature::{LARGEST_SKEW, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use uuid::Uuid;
use yudan::client::Secret;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

/// An order over two pieces that waits for its online payment.
fn unpaid(company: &Company) -> OrderView {
    company.approved(&order_paid_by(PaymentMethod::Online, &company.goods(), 2))
}

fn is_quarantined(company: &Company, payment: &str) -> bool {
    let list = company
        .person(Role::Finance)
        .work("quarantine", None)
        .unwrap();
    assert!(list.next_cursor.is_none());
    list.items.iter().any(|item| item.id == payment)
}

#[test]
fn a_repeated_notice_counts_once() {
    let company = company();
    let order = unpaid(company);
    let notice = Company::notice(&order, LIST_PRICE);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| company.pay_online(&notice));
        }
    });
    let payment = company.pay_online(&notice);
    let paid = company.order(order.summary.id);
    assert_eq!(
        (paid.summary.paid_fen, paid.outstanding_fen),
        (LIST_PRICE, LIST_PRICE)
    );
    assert_eq!(paid.summary.stage, StageName::AwaitingPayment);
    let timeline = company
        .person(Role::Finance)
        .timeline(order.summary.id)
        .unwrap();
    let counted = timeline
        .entries
        .iter()
        .filter(|entry| entry.kind == EventKind::PaymentRecorded);
    assert_eq!(counted.count(), 1);
    assert!(!is_quarantined(company, &payment));

    let differs = PaymentNotifyRequest {
        amount_fen: LIST_PRICE + 1,
        ..notice
    };
    let secret = company.access().payment_secret();
    let told = company.nobody().notify_payment(secret, "wechat", &differs);
    refused(told, 409, "payment_differs");
}

#[test]
fn a_repeated_reference_of_finance_is_one_payment() {
    let company = company();
    let order = unpaid(company);
    let money = Company::money(&order, ReceivedBy::BankTransfer, LIST_PRICE);
    let finance = company.person(Role::Finance);
    let first = finance.record_payment(&money).unwrap();
    let again = finance.record_payment(&money).unwrap();
    assert_eq!((first.new, again.new), (true, false));
    assert_eq!(again.view, first.view);
    assert_eq!(company.order(order.summary.id).summary.paid_fen, LIST_PRICE);
}

#[test]
fn money_that_fits_nowhere_waits_for_finance() {
    let company = company();
    let open = unpaid(company);
    let closed = unpaid(company);
    company
        .person(Role::Sales)
        .cancel_order(closed.summary.id, "计划有变")
        .unwrap();
    let nowhere = Company::notice(&open, LIST_PRICE);
    let nowhere = PaymentNotifyRequest {
        order_id: Uuid::nil(),
        ..nowhere
    };
    let foreign = PaymentNotifyRequest {
        currency: "USD".to_owned(),
        ..Company::notice(&open, 100)
    };
    let stories = [
        ("unknown order", nowhere, 0),
        ("other currency", foreign, 0),
        ("closed order", Company::notice(&closed, LIST_PRICE), 0),
        (
            "overpaid",
            Company::notice(&open, 2 * LIST_PRICE + 1),
            2 * LIST_PRICE,
        ),
        ("paid already", Company::notice(&open, 1), 2 * LIST_PRICE),
    ];
    for (story, notice, paid_then) in stories {
        let payment = company.pay_online(&notice);
        assert!(is_quarantined(company, &payment), "{story}");
        if notice.order_id == open.summary.id {
            assert_eq!(
                company.order(open.summary.id).summary.paid_fen,
                paid_then,
                "{story}"
            );
        }
    }
    assert_eq!(company.order(closed.summary.id).summary.paid_fen, 0);
}

#[test]
fn finance_sends_back_what_was_overpaid_and_the_order_keeps_its_money() {
    use contract::payment::RefundRequest;

    let company = company();
    let order = unpaid(company);
    let payment = company.pay_online(&Company::notice(&order, 2 * LIST_PRICE + 500));
    let refund = RefundRequest {
        refund_no: Some(unique("TK")),
        amount_fen: 500,
        reason: "多付".to_owned(),
        refunded_at: None,
    };
    let refunded = company
        .person(Role::Finance)
        .refund(&payment, &refund)
        .unwrap()
        .view;
    assert_eq!(
        (refunded.allocated_fen, refunded.refunded_fen),
        (2 * LIST_PRICE, 500)
    );
    assert!(!is_quarantined(company, &payment));
    let order = company.order(order.summary.id);
    assert_eq!(
        (order.summary.paid_fen, order.refunded_fen),
        (2 * LIST_PRICE, 0)
    );
}

#[test]
fn a_call_that_is_not_signed_as_it_should_be_is_refused() {
    let company = company();
    let order = unpaid(company);
    let body = serde_json::to_vec(&Company::notice(&order, LIST_PRICE)).unwrap();
    let now = Timestamp::now().as_second();
    let (at, old, early) = (
        now.to_string(),
        (now - LARGEST_SKEW - 5).to_string(),
        (now + LARGEST_SKEW + 5).to_string(),
    );
    let secret = company.access().payment_secret();
    let wrong = Secret::new("another secret of some length....");
    let table = [
        ("no signature", None, None, TIMESTAMP_HEADER),
        (
            "no timestamp",
            None,
            Some(sign(secret, &at, &body)),
            TIMESTAMP_HEADER,
        ),
        (
            "an old timestamp",
            Some(&old),
            Some(sign(secret, &old, &body)),
            TIMESTAMP_HEADER,
        ),
        (
            "a timestamp to come",
            Some(&early),
            Some(sign(secret, &early, &body)),
            TIMESTAMP_HEADER,
        ),
        (
            "another secret",
            Some(&at),
            Some(sign(&wrong, &at, &body)),
            SIGNATURE_HEADER,
        ),
        (
            "the carriers' secret",
            Some(&at),
            Some(sign(company.access().carrier_secret(), &at, &body)),
            SIGNATURE_HEADER,
        ),
        (
            "another body",
            Some(&at),
            Some(sign(secret, &at, b"{}")),
            SIGNATURE_HEADER,
        ),
        (
            "another time",
            Some(&at),
            Some(sign(secret, &old, &body)),
            SIGNATURE_HEADER,
        ),
    ];
    for (story, timestamp, signature, at) in table {
        let headers: Vec<(&str, &str)> = timestamp
            .iter()
            .map(|timestamp| (TIMESTAMP_HEADER, timestamp.as_str()))
            .chain(
                signature
                    .iter()
                    .map(|signature| (SIGNATURE_HEADER, signature.as_str())),
            )
            .collect();
        let path = "/v1/payments/wechat/notify";
        let answer = company
            .nobody()
            .call("POST", path, &headers, Some(&body))
            .unwrap();
        let problem = problem(&answer);
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (401, "invalid_signature"),
            "{story}"
        );
        assert_eq!(problem.errors[0].at, at, "{story}");
    }
    assert_eq!(company.order(order.summary.id).summary.paid_fen, 0);
}
