//! Orders with services (5.1, 5.3).

use jiff::{SignedDuration, Timestamp};

use super::samples::{
    after, approved, draft, facts, fen, known, now, received, reserve_whole, shipment, signed, sku,
};
use super::*;
use crate::aggregate::Decision;
use crate::dated::InForce;
use crate::goods::SupplyKind;
use crate::payment_terms::PaymentMethod;
use crate::refusal::Refusal;
use crate::stock::Adjustment;

const INSTALL: &str = "INSTALL-1";

fn hours(hours: i64) -> Timestamp {
    now()
        .checked_add(SignedDuration::from_hours(hours))
        .unwrap()
}

/// An approved order of goods, if it has any, and one service.
fn with_service(goods: bool, method: PaymentMethod) -> Order {
    let mut draft = draft(samples::CHENGDU, method);
    if !goods {
        draft.lines.clear();
    }
    draft.lines.push(Line::plain(sku(INSTALL), 1, fen(20_000)));
    let order = facts(|facts| receive(&draft, uuid::Uuid::nil(), facts)).unwrap();
    let mut review = known();
    let mut service = review.products[0].value.clone();
    service.sku = sku(INSTALL);
    service.supply = SupplyKind::Service;
    service.price = crate::product::ProductPrice::Agreed;
    review.products.push(InForce {
        version: 0,
        value: service,
    });
    let reviewed = facts(|facts| review_automatically(&order, &review, facts));
    approved(&after(&order, reviewed))
}

fn book(order: &Order, from: i64, until: i64) -> Result<Decision<OrderEvent>, Refusal> {
    let appointment = Appointment {
        from: hours(from),
        until: hours(until),
        by: "service-1".to_owned(),
    };
    facts(|facts| book_service(order, &sku(INSTALL), appointment, facts))
}

fn complete(order: &Order) -> Result<Decision<OrderEvent>, Refusal> {
    let completion = Completion {
        at: now(),
        by: "service-1",
        note: None,
    };
    complete_service(order, &sku(INSTALL), completion, now())
}

fn code(refused: Result<Decision<OrderEvent>, Refusal>) -> &'static str {
    refused.unwrap_err().code
}

#[test]
fn an_order_of_services_takes_no_stock_and_ends_with_the_last_of_them() {
    let order = with_service(false, PaymentMethod::CashOnDelivery);
    assert_eq!(order.stage.name(), StageName::Preparing);
    assert!(needs(&order).is_empty());
    assert_eq!(code(book(&order, 1, 2)), "order_not_served");

    let decision = reserve_whole(&order).unwrap();
    assert!(decision.adjustments.is_empty());
    let order = after(&order, Ok(decision));
    assert_eq!(order.stage.name(), StageName::Serving);
    assert_eq!(reserve_whole(&order).unwrap(), Decision::done());
    assert_eq!(code(complete(&order)), "appointment_missing");

    let order = after(&order, book(&order, 24, 26));
    assert_eq!(order.stage.due(), hours(26), "due when it is appointed");
    assert_eq!(book(&order, 24, 26).unwrap(), Decision::done());
    let order = after(&order, book(&order, 48, 50));
    assert_eq!(order.stage.due(), hours(50));

    let order = after(&order, complete(&order));
    assert_eq!(order.stage.name(), StageName::Delivered);
    assert_eq!(complete(&order).unwrap(), Decision::done());
    assert_eq!(code(book(&order, 60, 61)), "service_completed");
}

#[test]
fn goods_come_first_and_the_order_waits_for_its_service() {
    let order = with_service(true, PaymentMethod::CashOnDelivery);
    let taken = reserve_whole(&order).unwrap();
    let [Adjustment::StockReserve(taken_pieces)] = taken.adjustments.as_slice() else {
        panic!("{:?}", taken.adjustments);
    };
    assert_eq!(
        (taken_pieces.sku.as_str(), taken_pieces.quantity),
        ("TEA-1", 3)
    );
    let order = after(&order, Ok(taken));
    let left = facts(|facts| dispatch(&order, shipment(), 2, &[], facts));
    let order = after(&order, left);
    let booked = after(&order, book(&order, 24, 26));
    assert_eq!(booked.stage, order.stage, "on its way as before");

    let arrived = after(&booked, signed(&booked, &shipment()));
    assert_eq!(arrived.stage, Stage::Serving { due: hours(26) });
    assert_eq!(
        signed(&arrived, &shipment()).unwrap(),
        Decision::done(),
        "told again"
    );
    let ended = after(&arrived, complete(&arrived));
    assert_eq!(ended.stage.name(), StageName::Delivered);

    // Carried out before the parcel came: then the parcel is the last.
    let served = after(&booked, complete(&booked));
    assert_eq!(served.stage.name(), StageName::Dispatched);
    let ended = after(&served, signed(&served, &shipment()));
    assert_eq!(ended.stage.name(), StageName::Delivered);
}

#[test]
fn what_was_carried_out_is_not_cancelled_and_what_was_not_is() {
    let order = with_service(false, PaymentMethod::CashOnDelivery);
    let order = after(&order, reserve_whole(&order));
    let cancelled = facts(|facts| cancel(&order, "不再需要", CancelScope::Whole, facts)).unwrap();
    assert!(cancelled.adjustments.is_empty(), "nothing was reserved");
    let order = after(&order, book(&order, 1, 2));
    let order = after(&order, complete(&order));
    let late = facts(|facts| cancel(&order, "不再需要", CancelScope::Whole, facts));
    assert_eq!(late.unwrap_err().code, "order_not_cancellable");
}

#[test]
fn appointments_are_in_a_time_that_can_be_kept() {
    let order = with_service(false, PaymentMethod::CashOnDelivery);
    let order = after(&order, reserve_whole(&order));
    for (from, until) in [
        (2, 2),
        (3, 2),
        (-3, -1),
        (24 * 367, 24 * 367 + 1),
        (1, 24 * 40),
    ] {
        assert_eq!(
            code(book(&order, from, until)),
            "invalid_value",
            "{from} {until}"
        );
    }
    let unknown = Appointment {
        from: hours(1),
        until: hours(2),
        by: "service-1".to_owned(),
    };
    let refused = facts(|facts| book_service(&order, &sku("TEA-1"), unknown, facts)).unwrap_err();
    assert_eq!(refused.code, "service_not_ordered");
    assert_eq!(refused.evidence[0].expected, INSTALL);
}

#[test]
fn an_order_without_services_says_nothing_of_them() {
    let order = received(PaymentMethod::CashOnDelivery);
    let reviewed = facts(|facts| review_automatically(&order, &known(), facts)).unwrap();
    let mut events = reviewed.events.iter();
    assert!(!events.any(|event| matches!(event, OrderEvent::ServicesOrdered { .. })));
}
