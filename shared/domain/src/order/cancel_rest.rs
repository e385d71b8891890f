//! Cancelling what has not left of an order that left in part (4.3.4, 5.2.1, 7.1.1): the order becomes one of what
//! the customer has or gets, with its total, its instalments, its credit and its money.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cancel::goods_back;
use super::service::delivered;
use super::{Facts, Line, Order, OrderEvent, OrderPayment, Stage, receive};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::money::Money;
use crate::payment_terms::{Instalment, PaymentTerms};
use crate::quota::{Quota, QuotaShare};
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, CreditMove, Pieces};

/// What was cancelled of an order that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestCancellation {
    /// When.
    pub at: Timestamp,
    /// Why, in somebody's words.
    pub words: String,
    /// What was cancelled: pieces of goods and services.
    pub pieces: Vec<Pieces>,
    /// The total of what is left, in fen.
    pub total: Money,
    /// Credit given back to the account, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub released: Money,
    /// What of which payment no longer counts towards the order and is to go back, in fen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<OrderPayment>,
}

/// Cancels the rest of an order of which a part has left or was carried out. The last of what left is expected at
/// `arrival`.
///
/// # Errors
/// `order_not_cancellable` when nothing is left to cancel; `order_refunded` when money of it went back before.
pub(super) fn cancel_rest(
    order: &Order,
    words: &str,
    arrival: Option<Timestamp>,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let lines = kept_lines(order);
    if lines == order.lines || !goes_on(order) {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "order_not_cancellable",
            "订单没有未发货或未完成的部分，不能取消",
            "nothing of the order is left that could be cancelled",
        )
        .because(Evidence::new(
            "stage",
            "a part that has not left",
            order.stage.name().name(),
        )));
    }
    if order.refunded.is_positive() {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "order_refunded",
            "订单已有退款，剩余部分须由财务处理后再取消",
            "money of the order went back already, so what is left of it cannot be told from its total",
        )
        .because(Evidence::new(
            "refunded_fen",
            "0",
            order.refunded.fen().to_string(),
        )));
    }
    let total = receive::total(&lines)?;
    let freed = freed(order, total);
    let mut rest = order.clone();
    rest.total = total;
    rest.paid = rest.paid.min(total);
    let exposure = order.exposure.min(rest.outstanding());
    let released = order.exposure.checked_sub(exposure).unwrap_or_default();
    let event = OrderEvent::RestCancelled {
        due: arrival.map_or(facts.now, |arrival| arrival.max(facts.now)),
        cancellation: RestCancellation {
            at: facts.now,
            words: words.to_owned(),
            pieces: cancelled_pieces(&order.lines, &lines),
            total,
            released,
            freed,
        },
    };
    let mut events = vec![event];
    if let Some(at) = everything_is_there(order) {
        events.extend(delivered(&rest, at, facts.now));
    }
    Ok(Decision::of(events).with(given_back(order, &lines, released)))
}

/// The order without what was cancelled; `None` when nothing of it goes on.
pub(super) fn apply(
    mut order: Order,
    due: Timestamp,
    cancellation: &RestCancellation,
) -> Option<Order> {
    if !goes_on(&order) {
        return None;
    }
    let lines = kept_lines(&order);
    order.quotas = kept_shares(&order, &lines);
    order.payment = PaymentTerms {
        method: order.payment.method,
        schedule: shortened(&order.payment.schedule, cancellation.total)?,
    };
    let waiting: Vec<u16> = order
        .waiting_consignments()
        .iter()
        .map(|it| it.no)
        .collect();
    order.consignments.retain(|it| !waiting.contains(&it.no));
    order.picks.retain(|it| !waiting.contains(&it.consignment));
    order.services.retain(|it| it.completed_at.is_some());
    order.lines = lines;
    order.total = cancellation.total;
    order.exposure = order.exposure.checked_sub(cancellation.released)?;
    for freed in &cancellation.freed {
        order.paid = order.paid.checked_sub(freed.allocated)?;
        let mut counted = order.payments.iter_mut();
        let counted = counted.find(|counted| counted.payment == freed.payment)?;
        counted.allocated = counted.allocated.checked_sub(freed.allocated)?;
    }
    order.stage = Stage::Dispatched { due };
    order.rest_cancelled = Some(cancellation.clone());
    Some(order)
}

/// Whether something of the order left or was carried out, and it has not ended.
fn goes_on(order: &Order) -> bool {
    let begun =
        !order.shipments.is_empty() || order.services.iter().any(|it| it.completed_at.is_some());
    begun
        && match order.stage {
            Stage::Preparing { .. }
            | Stage::Ready { .. }
            | Stage::Dispatched { .. }
            | Stage::Serving { .. } => true,
            Stage::Received { .. }
            | Stage::AwaitingReview { .. }
            | Stage::Negotiating { .. }
            | Stage::Approved { .. }
            | Stage::AwaitingPayment { .. }
            | Stage::Delivered { .. }
            | Stage::Completed { .. }
            | Stage::Rejected { .. }
            | Stage::Cancelled { .. } => false,
        }
}

/// The lines with the pieces that left and the services that were carried out, the first of a SKU filled first.
fn kept_lines(order: &Order) -> Vec<Line> {
    let waiting = order.waiting_consignments();
    let mut left: BTreeMap<Sku, u32> = BTreeMap::new();
    let consignments = order.consignments();
    let gone = consignments.iter().filter(|it| !waiting.contains(it));
    for pieces in gone.flat_map(|consignment| &consignment.pieces) {
        let sum = left.entry(pieces.sku.clone()).or_default();
        *sum = sum.saturating_add(pieces.quantity);
    }
    let open = |sku: &Sku| order.open_services().any(|service| service.sku == *sku);
    let kept = order.lines.iter().filter_map(|line| {
        let quantity = if order.is_service(&line.sku) {
            if open(&line.sku) { 0 } else { line.quantity }
        } else {
            let left = left.entry(line.sku.clone()).or_default();
            let quantity = line.quantity.min(*left);
            *left = left.saturating_sub(quantity);
            quantity
        };
        (quantity > 0).then(|| Line {
            quantity,
            ..line.clone()
        })
    });
    kept.collect()
}

/// The pieces of each SKU that are in the lines before and not after.
fn cancelled_pieces(before: &[Line], after: &[Line]) -> Vec<Pieces> {
    let of = |lines: &[Line], sku: &Sku| {
        let lines = lines.iter().filter(|line| line.sku == *sku);
        lines.map(|line| line.quantity).fold(0, u32::saturating_add)
    };
    let mut skus: Vec<&Sku> = before.iter().map(|line| &line.sku).collect();
    skus.sort();
    skus.dedup();
    let pieces = skus.into_iter().map(|sku| Pieces {
        sku: sku.clone(),
        quantity: of(before, sku).saturating_sub(of(after, sku)),
    });
    pieces.filter(|pieces| pieces.quantity > 0).collect()
}

/// When the last of what left or was carried out was with the customer; `None` while something is on its way.
fn everything_is_there(order: &Order) -> Option<Timestamp> {
    let parcels = order.shipments.iter().map(|parcel| parcel.delivered_at);
    let completed = order.services.iter().filter_map(|it| it.completed_at);
    let all: Option<Vec<Timestamp>> = parcels.chain(completed.map(Some)).collect();
    all?.into_iter().max()
}

/// The instalments of a smaller total: what is due last falls away first.
fn shortened(schedule: &[Instalment], total: Money) -> Option<Vec<Instalment>> {
    let mut left = total;
    let mut parts = Vec::new();
    for part in schedule {
        let amount = part.amount.min(left);
        left = left.checked_sub(amount)?;
        if amount.is_positive() {
            parts.push(Instalment { amount, ..*part });
        }
    }
    Some(parts)
}

/// What of the order's payments is more than the new total, of the latest first.
fn freed(order: &Order, total: Money) -> Vec<OrderPayment> {
    let mut excess = order.paid.checked_sub(total).unwrap_or_default();
    let mut freed = Vec::new();
    for counted in order.payments.iter().rev() {
        let allocated = counted.allocated.min(excess);
        if !allocated.is_positive() {
            continue;
        }
        excess = excess.checked_sub(allocated).unwrap_or_default();
        freed.push(OrderPayment {
            payment: counted.payment.clone(),
            allocated,
        });
    }
    freed
}

/// What the cancelled part held: picked and reserved pieces, places in line, credit and shares of quotas.
fn given_back(order: &Order, lines: &[Line], released: Money) -> Vec<Adjustment> {
    let goods = goods_back(order).into_iter();
    let credit = released.is_positive().then(|| {
        Adjustment::CreditRelease(CreditMove {
            customer: order.customer.clone(),
            amount: released,
        })
    });
    let kept = kept_shares(order, lines);
    let shares = order.quotas.iter().filter_map(|share| {
        let mut kept = kept.iter();
        let kept = kept.find(|kept| kept.quota == share.quota);
        let kept = kept.map_or(0, |kept| kept.quantity);
        let quantity = share.quantity.saturating_sub(kept);
        let quota = share.quota.clone();
        (quantity > 0).then_some(Adjustment::QuotaGiveBack(QuotaShare { quota, quantity }))
    });
    goods.chain(credit).chain(shares).collect()
}

/// What the order holds of quotas when only these lines are left.
fn kept_shares(order: &Order, lines: &[Line]) -> Vec<QuotaShare> {
    let cancelled = |quota: &Quota| {
        let asks = |line: &&Line| match quota {
            Quota::Purchases { sku, .. } => line.sku == *sku,
            Quota::Promotion { promotion } | Quota::PromotionOfCustomer { promotion, .. } => {
                line.promotion.as_ref() == Some(promotion)
            }
        };
        let pieces = |lines: &[Line]| {
            let asking = lines.iter().filter(asks);
            asking.map(|line| u64::from(line.quantity)).sum::<u64>()
        };
        pieces(&order.lines).saturating_sub(pieces(lines))
    };
    let kept = order.quotas.iter().filter_map(|share| {
        let quantity = share.quantity.saturating_sub(cancelled(&share.quota));
        let quota = share.quota.clone();
        (quantity > 0).then_some(QuotaShare { quota, quantity })
    });
    kept.collect()
}
