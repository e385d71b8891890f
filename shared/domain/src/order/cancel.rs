//! Cancelling before dispatch: everything the order holds goes back (4.2.4, 4.3.4, 5.2.1, 8.1.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cancel_rest::cancel_rest;
use super::fulfil::backorder;
use super::pick::moved;
use super::quota::give_back;
use super::review::wrong_stage;
use super::{Consignment, Facts, Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, CreditMove};

/// Why an order was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum CancelReason {
    /// Somebody asked for it, in these words.
    Requested {
        /// Their words.
        words: String,
    },
    /// All its money went back before it left.
    FullyRefunded,
}

/// What of an order is to be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelScope {
    /// The whole order.
    Whole,
    /// What has not left, which is everything where nothing has. The last of what left is expected at
    /// `arrival`.
    Rest {
        /// When, if something left.
        arrival: Option<Timestamp>,
    },
}

/// Cancels an order that has not left, or the rest of one that left in part; nothing to do when it is already
/// cancelled.
///
/// # Errors
/// `order_not_cancellable` once it was dispatched or rejected; `order_refunded` for the rest of an order from which
/// money went back; `invalid_value` without words.
pub fn cancel(
    order: &Order,
    words: &str,
    scope: CancelScope,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::invalid(
            "reason",
            "why the order is cancelled",
            "nothing",
        ));
    }
    if matches!(order.stage, Stage::Cancelled { .. }) {
        return Ok(Decision::done());
    }
    if !is_cancellable(order) {
        if let CancelScope::Rest { arrival } = scope {
            return cancel_rest(order, words, arrival, facts);
        }
        left_in_part(order)?;
        return Err(wrong_stage(
            order,
            "order_not_cancellable",
            "未发货",
            "not yet dispatched",
        ));
    }
    let reason = CancelReason::Requested {
        words: words.to_owned(),
    };
    Ok(Decision::of(vec![OrderEvent::Cancelled {
        at: facts.now,
        reason,
    }])
    .with(unwind(order)))
}

/// Refuses to cancel the whole of what has left in part.
fn left_in_part(order: &Order) -> Result<(), Refusal> {
    let parcels = order.shipments.len();
    let waits = !order.stage.short().is_empty() || !order.waiting_consignments().is_empty();
    if parcels == 0 || !waits {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "order_not_cancellable",
        "订单已有部分货物发出，不能整单取消，只能取消其余部分",
        "a part of the order has left, so only the rest can be cancelled",
    )
    .because(Evidence::new("shipments", "none", parcels.to_string())))
}

/// Whether nothing of the order has left or was carried out, and it has not ended.
pub(super) fn is_cancellable(order: &Order) -> bool {
    let untouched = order.services.iter().all(|it| it.completed_at.is_none());
    order.shipments.is_empty()
        && untouched
        && match order.stage {
            Stage::Received { .. }
            | Stage::AwaitingReview { .. }
            | Stage::Negotiating { .. }
            | Stage::Approved { .. }
            | Stage::AwaitingPayment { .. }
            | Stage::Preparing { .. }
            | Stage::Ready { .. }
            | Stage::Serving { .. } => true,
            Stage::Dispatched { .. }
            | Stage::Delivered { .. }
            | Stage::Completed { .. }
            | Stage::Rejected { .. }
            | Stage::Cancelled { .. } => false,
        }
}

/// What puts back what is picked, and gives back what is reserved and has not left, and the places in line.
pub(super) fn goods_back(order: &Order) -> Vec<Adjustment> {
    let waiting = order.waiting_consignments();
    let picked = waiting
        .iter()
        .flat_map(|waits| moved(order, waits, &order.picks_of(waits.no), &[]));
    let reserved = waiting.iter().flat_map(Consignment::moves);
    let short = order.stage.short().iter();
    let places = short.map(|short| Adjustment::BackorderClose(backorder(order, &short.sku)));
    let reserved = reserved.map(Adjustment::StockRelease);
    picked.chain(reserved).chain(places).collect()
}

/// What gives back the stock, the places in line, the credit and the shares of quotas that the order
/// holds.
pub(super) fn unwind(order: &Order) -> Vec<Adjustment> {
    let mut back: Vec<Adjustment> = match &order.stage {
        Stage::Preparing { .. } | Stage::Ready { .. } => goods_back(order),
        Stage::Received { .. }
        | Stage::AwaitingReview { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Dispatched { .. }
        | Stage::Serving { .. }
        | Stage::Delivered { .. }
        | Stage::Completed { .. }
        | Stage::Rejected { .. }
        | Stage::Cancelled { .. } => Vec::new(),
    };
    if order.exposure.is_positive() {
        back.push(Adjustment::CreditRelease(CreditMove {
            customer: order.customer.clone(),
            amount: order.exposure,
        }));
    }
    back.extend(give_back(order));
    back
}
