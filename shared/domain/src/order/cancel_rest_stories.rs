//! Orders that left in part and of which the rest was cancelled (4.3.4).

use super::samples::{
    after, approved, draft, facts, fen, known, now, numbered, reserve_from, signed,
};
use super::*;
use crate::aggregate::Decision;
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod};
use crate::refusal::Refusal;
use crate::stock::Adjustment;

/// Three pieces at 50 yuan, of which one left from the second warehouse, one waits at the main one and one is short;
/// 40 yuan before preparation, 30 before dispatch, 80 after delivery.
fn left_in_part() -> Order {
    let mut draft = draft(samples::CHENGDU, PaymentMethod::BankTransfer);
    draft.split_shipments = true;
    let part = |due, amount| Instalment::of(due, fen(amount));
    draft.schedule = Some(vec![
        part(DueWhen::OnOrder, 4_000),
        part(DueWhen::OnDispatch, 3_000),
        part(DueWhen::AfterDelivery { days: 30 }, 8_000),
    ]);
    let order = facts(|facts| receive(&draft, uuid::Uuid::nil(), facts)).unwrap();
    let order = after(
        &order,
        facts(|facts| review_automatically(&order, &known(), facts)),
    );
    let order = approved(&order);
    let order = pay(&order, "p:1", 4_000);
    let order = after(&order, reserve_from(&order, 1, 1));
    let order = pay(&order, "p:2", 3_000);
    after(
        &order,
        facts(|facts| dispatch(&order, numbered(1), 2, &[], facts)),
    )
}

fn pay(order: &Order, payment: &str, amount: i64) -> Order {
    after(
        order,
        Ok(facts(|facts| {
            receive_payment(order, payment, fen(amount), facts)
        })),
    )
}

fn cancel_rest(order: &Order) -> Result<Decision<OrderEvent>, Refusal> {
    let scope = CancelScope::Rest { arrival: None };
    facts(|facts| cancel(order, "剩余不再需要", scope, facts))
}

#[test]
fn the_order_becomes_one_of_what_left() {
    let order = left_in_part();
    assert_eq!(order.stage.name(), StageName::Ready);
    let whole = facts(|facts| cancel(&order, "不再需要", CancelScope::Whole, facts));
    assert_eq!(whole.unwrap_err().code, "order_not_cancellable");

    let decision = cancel_rest(&order).unwrap();
    let [
        Adjustment::StockRelease(released),
        Adjustment::BackorderClose(left),
    ] = decision.adjustments.as_slice()
    else {
        panic!("{:?}", decision.adjustments);
    };
    assert_eq!((released.warehouse.as_str(), released.quantity), ("CQ1", 1));
    assert_eq!(left.sku.as_str(), "TEA-1");

    let rest = after(&order, Ok(decision));
    assert_eq!(rest.stage, Stage::Dispatched { due: now() });
    assert_eq!(rest.lines.len(), 1);
    assert_eq!((rest.lines[0].quantity, rest.total), (1, fen(5_000)));
    let schedule: Vec<i64> = rest
        .payment
        .schedule
        .iter()
        .map(|it| it.amount.fen())
        .collect();
    assert_eq!(
        schedule,
        [4_000, 1_000],
        "what is due last falls away first"
    );
    assert_eq!(rest.paid, fen(5_000), "the latest payment is freed first");
    let cancellation = rest.rest_cancelled.clone().unwrap();
    assert_eq!(cancellation.pieces[0].quantity, 2);
    let [freed] = cancellation.freed.as_slice() else {
        panic!("{:?}", cancellation.freed);
    };
    assert_eq!(
        (freed.payment.as_str(), freed.allocated),
        ("p:2", fen(2_000))
    );

    let again = cancel_rest(&rest).unwrap_err();
    assert_eq!(again.code, "order_not_cancellable");
    let ended = after(&rest, signed(&rest, &numbered(1)));
    assert_eq!(ended.stage.name(), StageName::Completed);
}

#[test]
fn where_everything_that_left_is_there_the_order_is_delivered() {
    let order = left_in_part();
    let arrived = after(&order, signed(&order, &numbered(1)));
    assert_eq!(arrived.stage.name(), StageName::Ready);
    let ended = after(&arrived, cancel_rest(&arrived));
    assert_eq!(ended.stage.name(), StageName::Completed, "paid in full");
}

#[test]
fn where_nothing_left_the_rest_is_everything_and_refunds_are_for_finance() {
    let order = samples::approved(&samples::reviewed(&samples::received(
        PaymentMethod::CashOnDelivery,
    )));
    let cancelled = after(&order, cancel_rest(&order));
    assert_eq!(cancelled.stage.name(), StageName::Cancelled);

    let order = left_in_part();
    let refunded = facts(|facts| refund(&order, "p:1", fen(100), facts));
    let order = after(&order, refunded);
    assert_eq!(cancel_rest(&order).unwrap_err().code, "order_refunded");
}
