//! What is bought and made for orders that are short (5.1.3).

use jiff::civil::{Date, date};

use super::samples::{
    after, approved, facts, now, received, reserve_from, reserve_whole, reviewed, shipment, sku,
};
use super::*;
use crate::aggregate::Decision;
use crate::identifiers::{PurchaseOrderNo, WorkOrderNo};
use crate::payment_terms::PaymentMethod;

/// An order of three pieces of which so many are there.
fn short(available: u64) -> Order {
    let order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    assert_eq!(order.stage.name(), StageName::Preparing);
    run_short_again(&order, available)
}

fn run_short_again(order: &Order, available: u64) -> Order {
    after(order, reserve_from(order, available, 0))
}

fn number(text: &str) -> SupplySource {
    SupplySource::PurchaseOrder(PurchaseOrderNo::parse(text).unwrap())
}

fn made(text: &str) -> SupplySource {
    SupplySource::WorkOrder(WorkOrderNo::parse(text).unwrap())
}

fn supply(purchase_order: &str, quantity: u32, expected: Date) -> Supply {
    Supply::new(number(purchase_order), sku("TEA-1"), quantity, expected)
}

fn missing(order: &Order) -> Vec<u32> {
    order.uncovered().iter().map(|it| it.missing).collect()
}

#[test]
fn what_was_bought_once_is_not_bought_again_and_more_is_when_more_is_missing() {
    let order = short(1);
    assert_eq!(missing(&order), [2]);
    let order = after(
        &order,
        peg_supply(&order, supply("P-1", 2, date(2026, 3, 4))),
    );
    assert!(missing(&order).is_empty());
    let order = run_short_again(&order, 0);
    assert_eq!(missing(&order), [1]);
    let order = after(&order, Ok(end_supply(&order, &number("P-1"), 0, now())));
    assert_eq!(missing(&order), [1], "a person decides about what ended");
    let order = run_short_again(&order, 2);
    assert!(missing(&order).is_empty());
}

#[test]
fn the_order_is_due_when_the_last_of_its_goods_is_expected() {
    let order = short(0);
    let before = order.stage.due();
    let order = after(
        &order,
        peg_supply(&order, supply("P-1", 2, date(2026, 3, 3))),
    );
    assert_eq!(order.stage.due(), before, "sooner than it was due anyway");
    let order = after(
        &order,
        peg_supply(&order, supply("P-2", 1, date(2026, 3, 20))),
    );
    let closing = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(order.stage.due(), closing("2026-03-20T10:00:00Z"));
    let order = after(
        &order,
        Ok(reschedule_supply(&order, &number("P-1"), date(2026, 4, 1))),
    );
    assert_eq!(order.stage.due(), closing("2026-04-01T10:00:00Z"));
    assert_eq!(order.expected(&sku("TEA-1")), Some(date(2026, 4, 1)));
    let again = reschedule_supply(&order, &number("P-1"), date(2026, 4, 1));
    assert_eq!(again, Decision::done());
    let order = after(&order, Ok(end_supply(&order, &number("P-1"), 0, now())));
    assert_eq!(order.expected(&sku("TEA-1")), Some(date(2026, 3, 20)));
    let ended = reschedule_supply(&order, &number("P-1"), date(2026, 4, 2));
    assert_eq!(ended, Decision::done());
    assert_eq!(
        end_supply(&order, &number("P-1"), 0, now()),
        Decision::done()
    );
}

#[test]
fn nothing_is_bought_for_an_order_that_is_not_short_of_it() {
    let order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    let refused = peg_supply(&order, supply("P-1", 1, date(2026, 3, 3))).unwrap_err();
    assert_eq!(refused.code, "order_not_short");
    let order = short(0);
    let other = Supply {
        sku: sku("TEA-2"),
        ..supply("P-1", 1, date(2026, 3, 3))
    };
    assert_eq!(
        peg_supply(&order, other).unwrap_err().code,
        "order_not_short"
    );
    let order = after(
        &order,
        peg_supply(&order, supply("P-1", 3, date(2026, 3, 3))),
    );
    let reserved = after(&order, reserve_whole(&order));
    let moved = reschedule_supply(&reserved, &number("P-1"), date(2026, 4, 1));
    assert_eq!(moved, Decision::done());
    // What it has reserved may turn out not to be there; what has left is there.
    assert_eq!(
        end_supply(&reserved, &number("P-1"), 0, now()).events.len(),
        1
    );
    let left = facts(|facts| dispatch(&reserved, shipment(), 2, &[], facts));
    let left = after(&reserved, left);
    assert_eq!(
        end_supply(&left, &number("P-1"), 0, now()),
        Decision::done()
    );
    assert!(reserved.uncovered().is_empty());
}

#[test]
fn only_pieces_that_were_made_and_lost_are_made_again_and_once() {
    let order = short(0);
    let first = Supply {
        source: made("W-1"),
        ..supply("P", 3, date(2026, 3, 4))
    };
    let order = after(&order, peg_supply(&order, first));
    assert!(missing(&order).is_empty());
    let order = after(&order, Ok(end_supply(&order, &made("W-1"), 2, now())));
    assert_eq!(missing(&order), [2]);
    let again = Supply {
        source: made("W-2"),
        ..supply("P", 2, date(2026, 3, 6))
    };
    let order = after(&order, peg_supply(&order, again));
    assert_eq!(order.supplies[1].replaces, 2);
    assert!(missing(&order).is_empty());
    // One of them is lost too.
    let order = after(&order, Ok(end_supply(&order, &made("W-2"), 1, now())));
    assert_eq!(missing(&order), [1]);
    // Goods came from elsewhere meanwhile.
    let order = run_short_again(&order, 3);
    assert!(missing(&order).is_empty());
}

#[test]
fn the_first_promise_of_a_line_is_kept_beside_the_present_one() {
    let order = short(0);
    let order = after(
        &order,
        peg_supply(&order, supply("P-1", 3, date(2026, 3, 4))),
    );
    let dates = |order: &Order| {
        let promises = order.promises();
        let promises = promises.iter();
        let dates = promises.map(|it| (it.left, it.first_expected, it.expected));
        dates.collect::<Vec<_>>()
    };
    let day = |day| Some(date(2026, 3, day));
    assert_eq!(
        dates(&order),
        [(2, day(4), day(4)), (1, day(4), day(4))],
        "two lines of one SKU"
    );
    let moved = |order: &Order, day| {
        let moved = reschedule_supply(order, &number("P-1"), date(2026, 3, day));
        after(order, Ok(moved))
    };
    let order = moved(&moved(&order, 9), 6);
    assert_eq!(dates(&order)[0], (2, day(4), day(6)));
    assert_eq!(order.promises()[0].supplies.len(), 1);
    let ready = after(&order, reserve_whole(&order));
    assert_eq!(dates(&ready), [(0, None, None), (0, None, None)]);
    assert_eq!(ready.promises()[1].reserved, 1);
}

#[test]
fn supplies_of_before_read_as_they_were_written() {
    let old = r#"{"purchase_order":"P-1","sku":"TEA-1","quantity":3,"expected":"2026-03-04"}"#;
    let read: Supply = serde_json::from_str(old).unwrap();
    assert_eq!(read, supply("P-1", 3, date(2026, 3, 4)));
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let old = r#"{"event":"supply_rescheduled","due":"2026-03-04T10:00:00Z","purchase_order":"P-1","expected":"2026-03-05"}"#;
    let read: OrderEvent = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let old = r#"{"event":"supply_ended","at":"2026-03-04T10:00:00Z","purchase_order":"P-1"}"#;
    let read: OrderEvent = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
}
