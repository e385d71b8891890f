//! Money in, money back, and the end of an order (7.1.1, 8.1.3).

use jiff::Timestamp;

use super::cancel::unwind;
use super::fulfil::later;
use super::hold::not_on_hold;
use super::review::cleared;
use super::{CancelReason, Facts, Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::hold_policy::BlockedStep;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::stock::{Adjustment, CreditMove};

/// 7.1.1: counts `amount` of a payment towards the order, as much of it as is outstanding.
/// The rest stays with the payment. Nothing to do when the payment was already counted.
///
/// Clears the order for preparation when it waited for this, and settles and completes it
/// when it was delivered and is now paid in full.
#[must_use]
pub fn receive_payment(
    order: &Order,
    payment: &str,
    amount: Money,
    facts: &Facts<'_>,
) -> Decision<OrderEvent> {
    let allocated = amount.min(order.outstanding());
    let known = order
        .payments
        .iter()
        .any(|counted| counted.payment == payment);
    if known || !allocated.is_positive() || is_closed(order) {
        return Decision::done();
    }
    let released = allocated.min(order.exposure);
    let mut events = vec![OrderEvent::PaymentReceived {
        payment: payment.to_owned(),
        allocated,
        released,
    }];
    let paid = order.paid.checked_add(allocated).unwrap_or(order.total);
    let waited = matches!(order.stage, Stage::AwaitingPayment { .. });
    if waited && paid >= order.payment.due_before_preparation() {
        events.push(cleared(order, facts));
    }
    if matches!(order.stage, Stage::Delivered { .. }) && paid >= order.total {
        events.extend(settled(facts.now));
    }
    let credit = released.is_positive().then(|| {
        Adjustment::CreditRelease(CreditMove {
            customer: order.customer.clone(),
            amount: released,
        })
    });
    Decision::of(events).with(credit)
}

/// 7.1.1: counts money that went back. An order whose money all went back before it left
/// is cancelled.
///
/// # Errors
/// `invalid_value` when more goes back than is held; `order_on_hold`.
pub fn refund(
    order: &Order,
    payment: &str,
    amount: Money,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if amount > order.held() || !amount.is_positive() {
        return Err(Refusal::invalid(
            "amount_fen",
            format!("1 to {}", order.held().fen()),
            amount.fen().to_string(),
        ));
    }
    not_on_hold(order, BlockedStep::Refund)?;
    let refunded = OrderEvent::Refunded {
        payment: payment.to_owned(),
        amount,
    };
    let all_back = amount == order.held() && order.paid >= order.total;
    if !all_back || !super::cancel::is_cancellable(order) {
        return Ok(Decision::of(vec![refunded]));
    }
    let cancelled = OrderEvent::Cancelled {
        at: facts.now,
        reason: CancelReason::FullyRefunded,
    };
    Ok(Decision::of(vec![refunded, cancelled]).with(unwind(order)))
}

/// After delivery: bills what is still owed (8.1.3), or settles and completes what was paid
/// meanwhile. Nothing to do unless the order is delivered and not yet billed.
#[must_use]
pub fn bill_or_settle(order: &Order, facts: &Facts<'_>) -> Decision<OrderEvent> {
    let Stage::Delivered { at, .. } = order.stage else {
        return Decision::done();
    };
    if order.outstanding().is_zero() {
        return Decision::of(settled(facts.now).to_vec());
    }
    if order.billed {
        return Decision::done();
    }
    Decision::of(vec![OrderEvent::Billed {
        due: later(at, order.payment.days_after_delivery()),
    }])
}

/// The end of an order that was delivered and paid in full.
pub(super) fn settled(at: Timestamp) -> [OrderEvent; 2] {
    [OrderEvent::Settled { at }, OrderEvent::Completed { at }]
}

/// Whether the order takes no more money.
fn is_closed(order: &Order) -> bool {
    order.stage.name().is_final()
}
