//! An order from receipt to completion, by each way of paying (4 to 8).

use contract::order_view::OrderView;
use contract::payment::ReceivedBy;
use domain::event_kind::EventKind;
use domain::order::StageName;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::waiting::until;
use yudan_tests::walk::USUAL_WAY;

use crate::company;
use crate::credit::creditworthy;

/// What happened to the order, and nothing of what happened to its parcel and its money.
fn happened(company: &Company, order: &OrderView) -> Vec<EventKind> {
    let timeline = company
        .person(Role::Auditor)
        .timeline(order.summary.id)
        .unwrap();
    assert_eq!(
        timeline.stage,
        company.order(order.summary.id).summary.stage
    );
    let kinds = timeline.entries.into_iter().map(|entry| entry.kind);
    kinds
        .filter(|kind| kind.name().starts_with("order_"))
        .collect()
}

/// The end that every way of paying comes to: 2 of 10 pieces gone, nothing held, nothing owed.
fn is_complete(company: &Company, sku: &str, completed: &OrderView) {
    assert_eq!(company.stock_of(sku), (8, 0));
    assert_eq!(completed.summary.paid_fen, 2 * LIST_PRICE);
    assert_eq!((completed.outstanding_fen, completed.refunded_fen), (0, 0));
    assert_eq!(completed.shipments.len(), 1);
}

#[test]
fn an_order_paid_online_goes_from_receipt_to_completion() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let approved = company.approved(&order_paid_by(PaymentMethod::Online, &sku, 2));
    let id = approved.summary.id;
    assert_eq!(approved.summary.stage, StageName::AwaitingPayment);
    company.pay_online(&Company::notice(&approved, 2 * LIST_PRICE));
    company.comes_to(id, StageName::Ready);
    assert_eq!(company.stock_of(&sku), (8, 2));

    let parcel = company.ship(id);
    assert_eq!(company.order(id).summary.stage, StageName::Dispatched);
    assert_eq!(
        (parcel.carrier.as_str(), parcel.weight_g),
        ("zhongtong", 360)
    );
    assert_eq!(parcel.considered.len(), 5, "{parcel:?}");
    assert_eq!(company.report(&parcel, &USUAL_WAY[..3]), "out_for_delivery");
    assert_eq!(company.order(id).summary.stage, StageName::Dispatched);
    assert_eq!(company.report(&parcel, &USUAL_WAY[3..]), "signed");

    is_complete(company, &sku, &company.comes_to(id, StageName::Completed));
    assert_eq!(
        happened(company, &approved),
        [
            EventKind::OrderReceived,
            EventKind::OrderReviewRequested,
            EventKind::OrderApproved,
            EventKind::OrderPaymentAwaited,
            EventKind::OrderPaymentReceived,
            EventKind::OrderCleared,
            EventKind::OrderReserved,
            EventKind::OrderDispatched,
            EventKind::OrderDelivered,
            EventKind::OrderSettled,
            EventKind::OrderCompleted,
        ]
    );
}

#[test]
fn finance_records_the_bank_transfer_that_an_order_waits_for() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let approved = company.approved(&order_paid_by(PaymentMethod::BankTransfer, &sku, 2));
    let half = company.transfer(&approved, LIST_PRICE);
    assert_eq!((half.allocated_fen, half.quarantined), (LIST_PRICE, None));
    let waiting = company.order(approved.summary.id);
    assert_eq!(waiting.summary.stage, StageName::AwaitingPayment);
    assert_eq!(
        (waiting.summary.paid_fen, waiting.outstanding_fen),
        (LIST_PRICE, LIST_PRICE)
    );

    company.transfer(&approved, LIST_PRICE);
    company.comes_to(approved.summary.id, StageName::Ready);
    company.deliver(approved.summary.id);
    is_complete(
        company,
        &sku,
        &company.comes_to(approved.summary.id, StageName::Completed),
    );
}

#[test]
fn cash_on_delivery_is_owed_until_the_carrier_remits_it() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let request = order_paid_by(PaymentMethod::CashOnDelivery, &sku, 2);
    let approved = company.approved(&request);
    assert_eq!(
        approved.summary.stage,
        StageName::Preparing,
        "nothing is due before delivery"
    );
    let id = approved.summary.id;
    company.comes_to(id, StageName::Ready);
    company.deliver(id);
    let owed = receivable_of(company, &approved, 2 * LIST_PRICE);
    assert_eq!(owed, 2 * LIST_PRICE);

    let cash = Company::money(&approved, ReceivedBy::CashOnDelivery, 2 * LIST_PRICE);
    company.receive_money(&cash);
    is_complete(company, &sku, &company.comes_to(id, StageName::Completed));
    assert_eq!(receivable_of(company, &approved, 0), 0);
}

#[test]
fn an_order_on_credit_takes_the_limit_until_it_is_paid() {
    let company = Company::open(crate::program());
    let sku = company.goods();
    company.stock(&sku, 10);
    let customer = unique("C");
    let limit = creditworthy(&company, &customer);
    let mut request = order_paid_by(PaymentMethod::CreditTerms, &sku, 2);
    request.customer.id = Some(customer.clone());

    let approved = company.approved(&request);
    let id = approved.summary.id;
    let account = || company.person(Role::Finance).account(&customer).unwrap();
    let (used, left) = (account().exposure_fen, account().available_fen);
    assert_eq!((used, left), (2 * LIST_PRICE, limit - 2 * LIST_PRICE));
    company.comes_to(id, StageName::Ready);
    company.deliver(id);
    assert_eq!(
        receivable_of(&company, &approved, 2 * LIST_PRICE),
        2 * LIST_PRICE
    );

    company.transfer(&approved, LIST_PRICE);
    assert_eq!(
        account().exposure_fen,
        LIST_PRICE,
        "what is paid can be used again"
    );
    assert_eq!(receivable_of(&company, &approved, LIST_PRICE), LIST_PRICE);
    company.transfer(&approved, LIST_PRICE);
    is_complete(&company, &sku, &company.comes_to(id, StageName::Completed));
    assert_eq!(
        (account().exposure_fen, account().available_fen),
        (0, limit)
    );
    assert_eq!(receivable_of(&company, &approved, 0), 0);
    assert_eq!(
        happened(&company, &approved)[2..],
        [
            EventKind::OrderApproved,
            EventKind::OrderCleared,
            EventKind::OrderReserved,
            EventKind::OrderDispatched,
            EventKind::OrderDelivered,
            EventKind::OrderBilled,
            EventKind::OrderPaymentReceived,
            EventKind::OrderPaymentReceived,
            EventKind::OrderSettled,
            EventKind::OrderCompleted,
        ]
    );
}

/// Waits until the customer of an order owes this much for it.
fn receivable_of(company: &Company, order: &OrderView, expected: i64) -> i64 {
    let path = format!(
        "/v1/receivables?customer={}&limit=100",
        order.summary.customer
    );
    until("the receivable", || {
        let answer = company
            .person(Role::Finance)
            .call("GET", &path, &[], None)
            .unwrap();
        let view: contract::receivable::ReceivablesView = answer.json().unwrap();
        let mut items = view.items.iter();
        let found = items
            .find(|item| item.order_id == order.summary.id)?
            .outstanding_fen;
        (found == expected).then_some(found)
    })
}

#[test]
fn a_schedule_gates_preparation_and_dispatch() {
    use contract::order_request::{ScheduledPayment, When};

    let company = company();
    let sku = company.goods();
    company.stock(&sku, 10);
    let mut request = order_paid_by(PaymentMethod::BankTransfer, &sku, 2);
    let part = |when, amount_fen| ScheduledPayment {
        when,
        days: None,
        amount_fen,
        deposit: false,
    };
    let schedule = vec![part(When::OnOrder, 10_000), part(When::OnDispatch, 15_600)];
    request.payment.schedule = Some(schedule);
    let approved = company.approved(&request);
    let id = approved.summary.id;
    company.transfer(&approved, 10_000);
    company.comes_to(id, StageName::Ready);

    let shipment = contract::shipment::ShipmentRequest {
        consignment: None,
        carrier: None,
        waybill_no: unique("WAYBILL"),
    };
    let early = company.person(Role::Logistics).ship(id, &shipment);
    yudan_tests::refused::refused(early, 409, "payment_due_before_dispatch");
    company.transfer(&approved, 15_600);
    company.deliver(id);
    is_complete(company, &sku, &company.comes_to(id, StageName::Completed));
}

#[test]
fn customers_and_staff_hear_of_what_concerns_them() {
    let company = company();
    let sku = company.goods();
    let approved = company.approved(&order_paid_by(PaymentMethod::BankTransfer, &sku, 2));
    let id = approved.summary.id;
    company.transfer(&approved, 2 * LIST_PRICE);
    until("the shortage", || {
        (!company.order(id).short.is_empty()).then_some(())
    });
    company.stock(&sku, 2);
    company.comes_to(id, StageName::Ready);
    company.deliver(id);
    company.comes_to(id, StageName::Completed);

    let customers = [
        "order_approved",
        "order_completed",
        "order_delivered",
        "order_dispatched",
        "order_payment_awaited",
        "order_received",
        "order_reserved",
        "order_short",
    ];
    for (topic, expected) in [
        ("CustomerTopic", &customers[..]),
        ("StaffTopic", &["order_review_requested", "order_short"]),
    ] {
        until(&format!("{topic} to have all of {expected:?}"), || {
            let mut found = company.notices(topic, id);
            found.sort();
            // The same notice may come twice.
            found.dedup();
            (found == expected).then_some(())
        });
    }
    for notice in company.notices_in_full("CustomerTopic", id) {
        let text = notice.to_string();
        for personal in [
            "李四",
            "13900139000",
            "028-88886666",
            "成都示范",
            "人民南路",
        ] {
            assert!(!text.contains(personal), "{text}");
        }
        assert_eq!(notice["customer"], approved.summary.customer.as_str());
    }
}
