//! What is bought for orders that are short (5.1.3).

use jiff::civil::{Date, date};

use super::samples::{after, approved, now, received, reserve_from, reserve_whole, reviewed, sku};
use super::*;
use crate::aggregate::Decision;
use crate::identifiers::PurchaseOrderNo;
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

fn number(text: &str) -> PurchaseOrderNo {
    PurchaseOrderNo::parse(text).unwrap()
}

fn supply(purchase_order: &str, quantity: u32, expected: Date) -> Supply {
    Supply {
        purchase_order: number(purchase_order),
        sku: sku("TEA-1"),
        quantity,
        expected,
        ended: false,
    }
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
    let order = after(&order, Ok(end_supply(&order, &number("P-1"), now())));
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
    let order = after(&order, Ok(end_supply(&order, &number("P-1"), now())));
    assert_eq!(order.expected(&sku("TEA-1")), Some(date(2026, 3, 20)));
    let ended = reschedule_supply(&order, &number("P-1"), date(2026, 4, 2));
    assert_eq!(ended, Decision::done());
    assert_eq!(end_supply(&order, &number("P-1"), now()), Decision::done());
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
    assert_eq!(
        end_supply(&reserved, &number("P-1"), now()),
        Decision::done()
    );
    assert!(reserved.uncovered().is_empty());
}
