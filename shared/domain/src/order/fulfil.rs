//! Reserving, dispatching and delivering (5.2.1, 5.3).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::hold::not_on_hold;
use super::review::wrong_stage;
use super::settle::settled;
use super::{Facts, Order, OrderEvent, OrderShipment, Shortage, Stage};
use crate::aggregate::Decision;
use crate::hold_policy::BlockedStep;
use crate::identifiers::Sku;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, Backorder, MAIN_WAREHOUSE, StockMove};

/// What the warehouse has of a SKU that could not be reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The goods.
    pub sku: Sku,
    /// Pieces available when it was tried.
    pub available: u64,
}

/// 5.2.1: reserves every line or nothing; nothing to do unless the order is preparing and no
/// hold blocks it.
///
/// Whether there is enough is a condition of the transaction itself. When it fails, the
/// order goes on with [`run_short`].
///
/// # Errors
/// `calendar_year_missing`.
pub fn reserve(order: &Order, facts: &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Preparing { short, .. } = &order.stage else {
        return Ok(Decision::done());
    };
    if order.is_on_hold(BlockedStep::Prepare) {
        return Ok(Decision::done());
    }
    let due = facts.working_days_on(facts.policy.due.dispatch_working_days)?;
    let closed = short
        .iter()
        .map(|shortage| Adjustment::BackorderClose(backorder(order, &shortage.sku)));
    Ok(Decision::of(vec![OrderEvent::Reserved { due }])
        .with(stock_moves(order).into_iter().map(Adjustment::StockReserve))
        .with(closed))
}

/// 5.2.1: puts the order in line for what is short; nothing to do when it already stands there.
///
/// # Errors
/// `calendar_year_missing`.
pub fn run_short(
    order: &Order,
    shortfalls: &[Shortfall],
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Preparing { due, short: before } = &order.stage else {
        return Ok(Decision::done());
    };
    if order.is_on_hold(BlockedStep::Prepare) {
        return Ok(Decision::done());
    }
    let short: Vec<Shortage> = stock_moves(order)
        .into_iter()
        .filter_map(|wanted| {
            let available = shortfalls
                .iter()
                .find(|found| found.sku == wanted.sku)?
                .available;
            let missing = u64::from(wanted.quantity)
                .checked_sub(available)
                .filter(|missing| *missing > 0)?;
            Some(Shortage {
                sku: wanted.sku,
                missing: u32::try_from(missing).unwrap_or(u32::MAX),
            })
        })
        .collect();
    if short.is_empty() || short == *before {
        return Ok(Decision::done());
    }
    let due = match before.as_slice() {
        [] => facts.working_days_on(facts.policy.due.preparation_working_days)?,
        _ => *due,
    };
    let has = |list: &[Shortage], sku: &Sku| list.iter().any(|shortage| shortage.sku == *sku);
    let opened = short
        .iter()
        .filter(|s| !has(before, &s.sku))
        .map(|s| &s.sku);
    let closed = before
        .iter()
        .filter(|s| !has(&short, &s.sku))
        .map(|s| &s.sku);
    let adjustments: Vec<Adjustment> = opened
        .map(|sku| Adjustment::BackorderOpen(backorder(order, sku)))
        .chain(closed.map(|sku| Adjustment::BackorderClose(backorder(order, sku))))
        .collect();
    let event = OrderEvent::Short {
        due,
        short: short.clone(),
    };
    Ok(Decision::of(vec![event]).with(adjustments))
}

/// 5.3.2: hands the reserved goods to a carrier.
///
/// # Errors
/// `order_not_ready`; `order_on_hold`; `payment_due_before_dispatch` when the schedule's share is not paid.
pub fn dispatch(
    order: &Order,
    shipment: OrderShipment,
    transit_days: u16,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if !matches!(order.stage, Stage::Ready { .. }) {
        return Err(wrong_stage(
            order,
            "order_not_ready",
            "待发货",
            "ready for dispatch",
        ));
    }
    not_on_hold(order, BlockedStep::Dispatch)?;
    let needed = order.payment.due_before_dispatch();
    if order.paid < needed {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "payment_due_before_dispatch",
            format!("发货前应收 {needed}，已收 {}", order.paid),
            format!(
                "{needed} is due before dispatch, {} has been paid",
                order.paid
            ),
        )
        .because(Evidence::new(
            "paid",
            needed.fen().to_string(),
            order.paid.fen().to_string(),
        )));
    }
    let due = later(facts.now, transit_days);
    Ok(Decision::of(vec![OrderEvent::Dispatched { due, shipment }])
        .with(stock_moves(order).into_iter().map(Adjustment::StockShip)))
}

/// 5.3.3: the recipient signed at `at`, as is known `now`; nothing to do when that is already
/// known. What is paid in full is settled and completed with it (7.1.1).
///
/// # Errors
/// `order_not_dispatched` when it never left.
pub fn deliver(
    order: &Order,
    at: Timestamp,
    now: Timestamp,
) -> Result<Decision<OrderEvent>, Refusal> {
    match &order.stage {
        Stage::Dispatched { .. } => {
            let mut events = vec![OrderEvent::Delivered { at }];
            if order.outstanding().is_zero() {
                events.extend(settled(now));
            }
            Ok(Decision::of(events))
        }
        Stage::Delivered { .. } | Stage::Completed { .. } => Ok(Decision::done()),
        Stage::Received { .. }
        | Stage::AwaitingReview { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Preparing { .. }
        | Stage::Ready { .. }
        | Stage::Rejected { .. }
        | Stage::Cancelled { .. } => Err(wrong_stage(
            order,
            "order_not_dispatched",
            "已发货",
            "dispatched",
        )),
    }
}

/// Pieces per SKU: two lines of one SKU are one movement.
pub(super) fn stock_moves(order: &Order) -> Vec<StockMove> {
    let mut pieces: BTreeMap<&Sku, u32> = BTreeMap::new();
    for line in &order.lines {
        let sum = pieces.entry(&line.sku).or_default();
        // Receiving bounds lines and quantities far below the type's range.
        *sum = sum.saturating_add(line.quantity);
    }
    pieces
        .into_iter()
        .map(|(sku, quantity)| StockMove {
            sku: sku.clone(),
            warehouse: MAIN_WAREHOUSE.to_owned(),
            quantity,
        })
        .collect()
}

pub(super) fn backorder(order: &Order, sku: &Sku) -> Backorder {
    Backorder {
        sku: sku.clone(),
        since: order.received_at,
        order: order.id,
    }
}

/// `days` calendar days after `at`, or `at` itself at the end of time.
pub(super) fn later(at: Timestamp, days: u16) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(
        i64::from(days).saturating_mul(24),
    ))
    .unwrap_or(at)
}
