//! Entering a reorder point and taking it away, and noting what is ordered for its stock (5.2.1).

use jiff::Timestamp;

use super::{MOST_SUPPLIES, ReorderLevels, ReorderPoint, ReorderPointEvent};
use crate::aggregate::Decision;
use crate::identifiers::Sku;
use crate::order::SupplySource;
use crate::refusal::Refusal;
use crate::stock::Warehouse;

/// Enters a reorder point, or changes it; nothing to do when it is so.
///
/// # Errors
/// `invalid_value` for levels that make no sense together.
pub fn revise(
    known: Option<&ReorderPoint>,
    (warehouse, sku): (&Warehouse, &Sku),
    levels: ReorderLevels,
    by: &str,
    now: Timestamp,
) -> Result<Decision<ReorderPointEvent>, Refusal> {
    levels.check()?;
    if known.is_some_and(|known| known.levels == levels && known.removed_at.is_none()) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![ReorderPointEvent::Revised {
        at: now,
        by: by.to_owned(),
        warehouse: warehouse.clone(),
        sku: sku.clone(),
        levels,
    }]))
}

/// Watches it no more; nothing to do when it is so. What was ordered for it still comes.
#[must_use]
pub fn remove(point: &ReorderPoint, by: &str, now: Timestamp) -> Decision<ReorderPointEvent> {
    if point.removed_at.is_some() {
        return Decision::done();
    }
    Decision::of(vec![ReorderPointEvent::Removed {
        at: now,
        by: by.to_owned(),
    }])
}

/// A person has ordered pieces for its stock, and they count from now on. Nothing to do where it is watched no more,
/// knows them, or knows as many supplies as it can.
#[must_use]
pub fn note_supply(
    point: &ReorderPoint,
    source: SupplySource,
    quantity: u32,
    now: Timestamp,
) -> Decision<ReorderPointEvent> {
    let full = point.supplies.len() >= MOST_SUPPLIES;
    if full || point.removed_at.is_some() || point.supplies.contains(&source) {
        return Decision::done();
    }
    Decision::of(vec![ReorderPointEvent::SupplyOrdered {
        at: now,
        source,
        quantity,
        proposed: false,
    }])
}
