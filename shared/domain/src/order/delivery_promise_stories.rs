//! What is promised and expected of deliveries (6.1.1).

use jiff::civil::date;

use super::delivery_promise::promise;
use super::samples::{
    after, approved, facts, now, received, reserve_from, reserve_whole, reviewed, shipment, sku,
    with_facts,
};
use super::*;
use crate::identifiers::PurchaseOrderNo;
use crate::payment_terms::PaymentMethod;
use crate::refusal::RefusalClass;

/// Monday, 2 March: five working days to prepare, two to dispatch, three on the way.
const FIRST: Date = date(2026, 3, 14);

fn cleared() -> Order {
    approved(&reviewed(&received(PaymentMethod::CashOnDelivery)))
}

#[test]
fn nothing_is_promised_before_preparation_begins() {
    let waits = reviewed(&received(PaymentMethod::CashOnDelivery));
    assert_eq!((waits.delivery_promise, waits.expected_on()), (None, None));
    let order = approved(&waits);
    let promise = order.delivery_promise.unwrap();
    assert_eq!((promise.first, promise.after_ready_days), (FIRST, 5));
    assert_eq!(order.expected_on(), Some(FIRST));
}

#[test]
fn what_was_asked_for_is_promised_when_it_is_later_and_not_when_it_is_sooner() {
    for (asked, promised) in [
        (date(2026, 3, 20), date(2026, 3, 20)),
        (date(2026, 3, 3), FIRST),
    ] {
        let mut order = cleared();
        order.requested_delivery = Some(asked);
        let promise = facts(|facts| promise(&order, facts)).unwrap();
        assert_eq!((promise.first, promise.after_ready_days), (promised, 5));
    }
}

#[test]
fn a_slip_moves_what_is_expected_and_never_what_was_promised() {
    let order = cleared();
    let order = after(&order, reserve_from(&order, 1, 0));
    let number = SupplySource::PurchaseOrder(PurchaseOrderNo::parse("P-1").unwrap());
    let supply = Supply::new(number.clone(), sku("TEA-1"), 2, date(2026, 3, 4));
    let order = after(&order, peg_supply(&order, supply));
    assert_eq!(order.expected_on(), Some(FIRST), "in time");
    let late = reschedule_supply(&order, &number, date(2026, 3, 30));
    let order = after(&order, Ok(late));
    assert_eq!(order.expected_on(), Some(date(2026, 4, 4)));
    assert_eq!(order.delivery_promise.unwrap().first, FIRST);
    let order = after(&order, Ok(end_supply(&order, &number, 2, now())));
    let order = after(&order, reserve_whole(&order));
    assert_eq!(order.expected_on(), Some(FIRST));
}

#[test]
fn what_has_left_is_expected_as_the_carrier_has_it() {
    let order = after(&cleared(), reserve_whole(&cleared()));
    let left = facts(|facts| dispatch(&order, shipment(), 1, &[], facts));
    let order = after(&order, left);
    assert_eq!(order.stage.name(), StageName::Dispatched);
    assert_eq!(
        order.expected_on(),
        Some(crate::calendar::business_date(order.stage.due()))
    );
}

#[test]
fn a_calendar_that_ends_stops_no_order() {
    let order = received(PaymentMethod::CashOnDelivery);
    let late: Timestamp = "2099-12-31T02:00:00Z".parse().unwrap();
    let promised = with_facts(&Policy::default(), |facts| {
        let facts = Facts {
            now: late,
            ..*facts
        };
        let due = facts.working_days_on(5).unwrap_err();
        assert_eq!(due.class, RefusalClass::Conflict);
        promise(&order, &facts)
    });
    assert_eq!(promised, None);
}
