//! Reserving, dispatching and delivering (5.2.1, 5.3).

use jiff::{SignedDuration, Timestamp};

use super::hold::not_on_hold;
use super::pick::shipped;
use super::pick_plan::plan;
use super::picking::picked;
use super::review::wrong_stage;
use super::service::await_services;
use super::{
    Consignment, Facts, LotGoods, Order, OrderEvent, OrderShipment, ShardPieces, Shortage, Stage,
};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::hold_policy::BlockedStep;
use crate::identifiers::Sku;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::sourcing::Sourced;
use crate::stock::{Adjustment, Backorder, MAIN_WAREHOUSE, Pieces, Warehouse};
use crate::stock_spread::Shard;

/// 5.2.1: what is to be reserved for the order now; nothing unless its goods are being found and no
/// hold blocks that.
#[must_use]
pub fn needs(order: &Order) -> Vec<Pieces> {
    let wanted = match &order.stage {
        Stage::Preparing { .. } => true,
        Stage::Ready { short, .. } => !short.is_empty(),
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
        | Stage::Cancelled { .. } => false,
    };
    if !wanted || order.is_on_hold(BlockedStep::Prepare) {
        return Vec::new();
    }
    order.unreserved()
}

/// 5.2.1: reserves what was `sourced`, and puts the order in line for what is missing of the rest; nothing to
/// do when it needs nothing, or stands in line for all of it. An order of nothing but services goes on to those.
///
/// Whether there is still enough is a condition of the transaction itself. When it fails, what the
/// warehouses have is looked up again.
///
/// # Errors
/// `calendar_year_missing`.
pub fn reserve(
    order: &Order,
    sourced: &Sourced,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if needs(order).is_empty() {
        return await_services(order, facts);
    }
    let missing = sourced.missing.iter().map(|pieces| Shortage {
        sku: pieces.sku.clone(),
        missing: pieces.quantity,
    });
    let short: Vec<Shortage> = missing.collect();
    if sourced.taken.is_empty() {
        return run_short(order, short, facts);
    }
    let due = if let Stage::Ready { due, .. } = order.stage {
        due
    } else {
        facts.working_days_on(facts.policy.due.dispatch_working_days)?
    };
    let reserved = consigned(order, sourced);
    let moves = reserved.iter().flat_map(Consignment::moves);
    let moves: Vec<Adjustment> = moves.map(Adjustment::StockReserve).collect();
    let places = places_in_line(order, &short);
    let event = OrderEvent::Reserved {
        due,
        consignments: if is_whole(order, sourced) {
            Vec::new()
        } else {
            reserved
        },
        short,
        considered: sourced.considered.clone(),
    };
    Ok(Decision::of(vec![event]).with(moves).with(places))
}

/// Whether everything comes from the main warehouse at once, which needs no writing down.
fn is_whole(order: &Order, sourced: &Sourced) -> bool {
    let from_main =
        matches!(sourced.taken.as_slice(), [(warehouse, _)] if warehouse == MAIN_WAREHOUSE);
    let unspread = sourced.drawn.is_empty();
    from_main && unspread && sourced.missing.is_empty() && order.consignments.is_empty()
}

/// What is taken, with the numbers of the consignments it goes into: of one that waits at the same
/// warehouse, or of a new one.
fn consigned(order: &Order, sourced: &Sourced) -> Vec<Consignment> {
    let waiting = order.waiting_consignments();
    // Never the number of one that was lost and whose waybills are not void yet.
    let labelled = order
        .waybills
        .live
        .iter()
        .map(|waybill| waybill.consignment);
    let known = order.consignments.iter().map(|known| known.no);
    let mut last = known.chain(labelled).max();
    let mut next = || {
        let no = last.unwrap_or_default().saturating_add(1);
        *last.insert(no)
    };
    let consigned = sourced.taken.iter().map(|(warehouse, pieces)| {
        // What is packed and labelled stays as it is.
        let joinable = |waits: &&Consignment| order.waybills.of(waits.no).next().is_none();
        let mut waiting = waiting.iter().filter(joinable);
        let joins = waiting.find(|waits| waits.warehouse == *warehouse);
        Consignment {
            no: joins.map_or_else(&mut next, |joined| joined.no),
            warehouse: warehouse.clone(),
            pieces: pieces.clone(),
            shards: shares(sourced, warehouse, pieces),
        }
    });
    consigned.collect()
}

/// The shards from which pieces in a warehouse are taken.
fn shares(sourced: &Sourced, warehouse: &Warehouse, pieces: &[Pieces]) -> Vec<ShardPieces> {
    let drawn = pieces.iter().filter_map(|pieces| {
        let place = (warehouse.clone(), pieces.sku.clone());
        Some((&pieces.sku, sourced.drawn.get(&place)?))
    });
    let share = |sku: &Sku, (shard, quantity): (Shard, u32)| ShardPieces {
        sku: sku.clone(),
        shard,
        quantity,
    };
    let shares = drawn.flat_map(|(sku, drawn)| drawn.iter().map(move |drawn| share(sku, *drawn)));
    shares.collect()
}

/// 5.2.1: puts the order in line for what is short; nothing to do when it already stands there.
fn run_short(
    order: &Order,
    short: Vec<Shortage>,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let Stage::Preparing { due, short: before } = &order.stage else {
        return Ok(Decision::done());
    };
    if short.is_empty() || short == *before {
        return Ok(Decision::done());
    }
    let due = match before.as_slice() {
        [] => facts.working_days_on(facts.policy.due.preparation_working_days)?,
        _ => *due,
    };
    let places = places_in_line(order, &short);
    Ok(Decision::of(vec![OrderEvent::Short { due, short }]).with(places))
}

/// The places in line that the order takes and leaves when `short` is what it lacks.
pub(super) fn places_in_line(order: &Order, short: &[Shortage]) -> Vec<Adjustment> {
    let before = order.stage.short();
    let has = |list: &[Shortage], sku: &Sku| list.iter().any(|shortage| shortage.sku == *sku);
    let opened = short.iter().filter(|s| !has(before, &s.sku));
    let closed = before.iter().filter(|s| !has(short, &s.sku));
    let opened = opened.map(|s| Adjustment::BackorderOpen(backorder(order, &s.sku)));
    let closed = closed.map(|s| Adjustment::BackorderClose(backorder(order, &s.sku)));
    opened.chain(closed).collect()
}

/// 5.3.2: hands a consignment to a carrier in one parcel, under a number that a person typed: the consignment
/// that the shipment names, or the only one. What of its `goods` is kept by lot and not picked, or may no longer leave,
/// is picked with it, what expires first (5.2.2).
///
/// # Errors
/// `lots_not_fit` when too little may still leave; `order_not_ready`; `consignment_not_named`; `consignment_not_waiting`; `order_on_hold`;
/// `payment_due_before_dispatch` when the schedule's share is not paid; `consignment_has_waybills` when
/// parcels of it have waybills.
pub fn dispatch(
    order: &Order,
    shipment: OrderShipment,
    transit_days: u16,
    goods: &[LotGoods],
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let consignment = ready_consignment(order, shipment.consignment)?;
    let labelled = order.waybills.of(consignment.no).count();
    if labelled > 0 {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "consignment_has_waybills",
            "该发货单已申请电子面单，请按面单交运，或先作废面单",
            "the consignment has waybills: dispatch it with them, or void them first",
        )
        .because(Evidence::new("waybills", "none", labelled.to_string())));
    }
    dispatch_parcels(
        order,
        &consignment,
        shipment,
        Vec::new(),
        transit_days,
        goods,
        facts,
    )
}

/// 5.3.2: hands all parcels of a consignment to a carrier at once: the first and the others.
///
/// # Errors
/// `lots_not_fit`; `order_on_hold`; `payment_due_before_dispatch` when the schedule's share is not paid.
pub fn dispatch_parcels(
    order: &Order,
    consignment: &Consignment,
    first: OrderShipment,
    others: Vec<OrderShipment>,
    transit_days: u16,
    goods: &[LotGoods],
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    not_on_hold(order, BlockedStep::Dispatch)?;
    paid_before_dispatch(order)?;
    let plan = plan(order, consignment, goods, business_date(facts.now));
    if !plan.missing.is_empty() {
        return Err(not_fit(&plan.missing));
    }
    let moves = shipped(consignment, &plan.picks);
    let by_lot = picked(order, consignment, plan.picks, DISPATCH, facts);
    let only_short_left =
        order.waiting_consignments().len() == 1 && !order.stage.short().is_empty();
    let rest_due = if only_short_left {
        let usual = facts.working_days_on(facts.policy.due.preparation_working_days)?;
        Some(order.supplied_by().map_or(usual, |there| there.max(usual)))
    } else {
        None
    };
    let explicit = !order.consignments.is_empty();
    let of_it = |parcel: OrderShipment| OrderShipment {
        consignment: explicit.then_some(consignment.no),
        ..parcel
    };
    let event = OrderEvent::Dispatched {
        due: later(facts.now, transit_days),
        shipment: of_it(first),
        more: others.into_iter().map(of_it).collect(),
        rest_due,
    };
    let events = by_lot.events.into_iter().chain([event]);
    Ok(Decision::of(events.collect())
        .with(by_lot.adjustments)
        .with(moves.into_iter().map(Adjustment::StockShip)))
}

/// Who picks what nobody picked before it leaves.
const DISPATCH: &str = "dispatch";

/// Goods that are reserved and of which too little may still leave.
fn not_fit(missing: &[Shortage]) -> Refusal {
    let refusal = Refusal::new(
        RefusalClass::Conflict,
        "lots_not_fit",
        "可发批次不足：其余批次已过期或剩余保质期不足；请先拣货，系统将重新备货",
        "too little of the goods may still leave: other lots expire too soon. Pick the consignment; what is missing is then found again",
    );
    missing.iter().fold(refusal, |refusal, short| {
        refusal.because(Evidence::new(
            format!("lots of {}", short.sku),
            "all pieces of the consignment from lots that may still leave",
            format!("{} pieces too few", short.missing),
        ))
    })
}

/// 7.1.1: refuses what is not paid as far as it must be before goods leave or services are carried out.
pub(super) fn paid_before_dispatch(order: &Order) -> Result<(), Refusal> {
    let needed = order.payment.due_before_dispatch();
    if order.paid >= needed {
        return Ok(());
    }
    Err(Refusal::new(
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
    )))
}

/// The consignment that is to leave next: the one with this number, or the only one.
///
/// # Errors
/// `order_not_ready`; `consignment_not_named`; `consignment_not_waiting`.
pub fn ready_consignment(order: &Order, no: Option<u16>) -> Result<Consignment, Refusal> {
    if !matches!(order.stage, Stage::Ready { .. }) {
        return Err(wrong_stage(
            order,
            "order_not_ready",
            "待发货",
            "ready for dispatch",
        ));
    }
    order.waiting_consignment(no)
}

pub(super) fn backorder(order: &Order, sku: &Sku) -> Backorder {
    Backorder {
        sku: sku.clone(),
        since: order.received_at,
        order: order.id,
    }
}

/// `days` calendar days after `at`, or `at` itself at the end of time.
#[must_use]
pub(crate) fn later(at: Timestamp, days: u16) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(
        i64::from(days).saturating_mul(24),
    ))
    .unwrap_or(at)
}
