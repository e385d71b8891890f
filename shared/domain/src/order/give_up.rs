//! Giving up goods that are reserved, for an order that needs them more (5.2.1, 5.1.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::fulfil::places_in_line;
use super::{Consignment, Facts, Order, OrderEvent, ShardPieces, Shortage, Stage};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::refusal::Refusal;
use crate::stock::{Adjustment, Pieces, Warehouse};

/// What an order gave up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// When it should be there again, if no consignment waits.
    pub due: Timestamp,
    /// What was given up, by consignment.
    pub released: Vec<Consignment>,
    /// What is short then.
    pub short: Vec<Shortage>,
}

/// What is reserved for the order of a SKU in a warehouse and has not left, in pieces.
#[must_use]
pub fn reserved_of(order: &Order, sku: &Sku, warehouse: &Warehouse) -> u32 {
    let waiting = order.waiting_consignments();
    let there = waiting.iter().filter(|it| it.warehouse == *warehouse);
    let pieces = there.flat_map(|it| &it.pieces).filter(|it| it.sku == *sku);
    pieces.map(|it| it.quantity).fold(0, u32::saturating_add)
}

/// Gives back what is reserved of a SKU in a warehouse, and stands in line for it again; an order that may not be
/// split gives back everything. Nothing to do when nothing is reserved, or something is picked or has a waybill.
///
/// # Errors
/// `calendar_year_missing`.
pub fn give_up(
    order: &Order,
    sku: &Sku,
    warehouse: &Warehouse,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let lost = reserved_of(order, sku, warehouse);
    if lost == 0
        || !order.picks.is_empty()
        || !order.waybills.live.is_empty()
        || !matches!(order.stage, Stage::Ready { .. })
    {
        return Ok(Decision::done());
    }
    let mut released = order.waiting_consignments();
    if order.split_shipments {
        released.retain(|it| it.warehouse == *warehouse);
        for consignment in &mut released {
            consignment.pieces.retain(|pieces| pieces.sku == *sku);
            consignment.shards.retain(|share| share.sku == *sku);
        }
        released.retain(|it| !it.pieces.is_empty());
    }
    let mut short = order.stage.short().to_vec();
    match short.iter_mut().find(|short| short.sku == *sku) {
        Some(short) => short.missing = short.missing.saturating_add(lost),
        None => short.push(Shortage {
            sku: sku.clone(),
            missing: lost,
        }),
    }
    let places = places_in_line(order, &short);
    let moves = released.iter().flat_map(Consignment::moves);
    let moves: Vec<Adjustment> = moves.map(Adjustment::StockRelease).collect();
    let given_up = GivenUp {
        due: facts.working_days_on(facts.policy.due.preparation_working_days)?,
        released,
        short,
    };
    let event = OrderEvent::ReservationGivenUp(given_up);
    Ok(Decision::of(vec![event]).with(moves).with(places))
}

/// The order after it: ready as long as a consignment waits, and due by what was given up otherwise.
pub(super) fn apply(mut order: Order, given_up: &GivenUp) -> Option<Order> {
    let Stage::Ready { due: ready, .. } = order.stage else {
        return None;
    };
    let mut kept = order.consignments();
    for gone in &given_up.released {
        let consignment = kept.iter_mut().find(|it| it.no == gone.no)?;
        for pieces in &gone.pieces {
            take_out(&mut consignment.pieces, pieces)?;
        }
        for share in &gone.shards {
            take_share(&mut consignment.shards, share)?;
        }
    }
    kept.retain(|it| !it.pieces.is_empty());
    order.consignments = kept;
    let waits = !order.consignments.is_empty() && !order.waiting_consignments().is_empty();
    let short = given_up.short.clone();
    order.stage = if waits {
        Stage::Ready { due: ready, short }
    } else {
        let due = given_up.due;
        Stage::Preparing { due, short }
    };
    Some(order)
}

fn take_out(pieces: &mut Vec<Pieces>, gone: &Pieces) -> Option<()> {
    let known = pieces.iter_mut().find(|known| known.sku == gone.sku)?;
    known.quantity = known.quantity.checked_sub(gone.quantity)?;
    pieces.retain(|pieces| pieces.quantity > 0);
    Some(())
}

/// The shards of what is left: what was reserved there and is given up is no longer there.
fn take_share(shares: &mut Vec<ShardPieces>, gone: &ShardPieces) -> Option<()> {
    let same = |share: &&mut ShardPieces| (&share.sku, share.shard) == (&gone.sku, gone.shard);
    let known = shares.iter_mut().find(same)?;
    known.quantity = known.quantity.checked_sub(gone.quantity)?;
    shares.retain(|share| share.quantity > 0);
    Some(())
}
