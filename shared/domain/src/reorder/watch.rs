//! What the hourly job makes of what it sees (5.2.1).
//!
//! A fall begins when available and on order together are below the reorder point. It ends when so much is available
//! again, or when what was raised for it came; if stock is low even then, another fall begins. So each fall is told once
//! and raises at most one order, however often the job runs. What a person closes or cancels is not raised again: the
//! alert stays with people until enough is available.

use jiff::Timestamp;

use super::{MOST_SUPPLIES, NotOrdered, ReorderPoint, ReorderPointEvent};
use crate::aggregate::{Misfit, fold};
use crate::order::{Facts, SupplySource};
use crate::refusal::Refusal;

/// Calendar days within which replenishment should arrive; among those that do, the cheapest is chosen.
pub const NEEDED_WITHIN_DAYS: i64 = 30;

/// What there is of a SKU in a warehouse, and what comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockSeen {
    /// Pieces that can be promised.
    pub available: u64,
    /// How the reorder point's supplies stand.
    pub supplies: Vec<(SupplySource, SupplySeen)>,
}

/// How a supply stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupplySeen {
    /// So many pieces are still to come.
    Open(u32),
    /// All that could come of it came.
    Came,
    /// A person closed or cancelled it.
    GivenUp,
}

impl StockSeen {
    /// Pieces that are on order for stock.
    #[must_use]
    pub fn on_order(&self) -> u64 {
        let pieces = self.supplies.iter().map(|(_, seen)| match seen {
            SupplySeen::Open(pieces) => u64::from(*pieces),
            SupplySeen::Came | SupplySeen::GivenUp => 0,
        });
        pieces.fold(0, u64::saturating_add)
    }

    /// Available and on order 库存位置.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.available.saturating_add(self.on_order())
    }
}

/// What is new about a reorder point; nothing when all of it is known.
///
/// # Errors
/// `calendar_year_missing`.
pub fn watch(
    point: &ReorderPoint,
    seen: &StockSeen,
    facts: &Facts<'_>,
) -> Result<Vec<ReorderPointEvent>, Refusal> {
    if point.removed_at.is_some() {
        return Ok(Vec::new());
    }
    let (now, proposal) = (facts.now, proposal(point));
    let mut events = Vec::new();
    let mut came = false;
    for (source, stands) in &seen.supplies {
        let known = point.supplies.contains(source);
        let ended = match stands {
            SupplySeen::Open(_) => continue,
            SupplySeen::Came => true,
            SupplySeen::GivenUp => false,
        };
        if known {
            came |= ended && proposal == Some(source);
            events.push(ReorderPointEvent::SupplyEnded {
                at: now,
                source: source.clone(),
                came: ended,
            });
        }
    }
    let levels = point.levels;
    let enough = seen.available >= u64::from(levels.reorder_point);
    let mut low = point.low.is_some();
    if low && (enough || came) {
        low = false;
        events.push(ReorderPointEvent::Replenished {
            at: now,
            available: seen.available,
            on_order: seen.on_order(),
        });
    }
    if !low && seen.position() < u64::from(levels.reorder_point) {
        events.push(ReorderPointEvent::LowStockFound {
            at: now,
            available: seen.available,
            on_order: seen.on_order(),
            reorder_point: levels.reorder_point,
            due: due(point, seen, facts)?,
        });
    }
    Ok(events)
}

fn proposal(point: &ReorderPoint) -> Option<&SupplySource> {
    point.low.as_ref()?.proposal.as_ref()
}

/// By when somebody should look at it: at once where it is below the safety stock.
fn due(point: &ReorderPoint, seen: &StockSeen, facts: &Facts<'_>) -> Result<Timestamp, Refusal> {
    let safety = point.levels.safety_stock.map_or(0, u64::from);
    if seen.available < safety {
        return Ok(facts.now);
    }
    facts.working_days_on(facts.policy.purchasing.placement_working_days)
}

/// Pieces to order for a fall for which nothing was raised: what brings available and on order up to the target.
/// `None` where nothing is to be raised.
#[must_use]
pub fn wanted(point: &ReorderPoint, seen: &StockSeen) -> Option<u32> {
    let low = point.low.as_ref()?;
    let position = seen.position();
    let below = position < u64::from(point.levels.reorder_point);
    let room = point.supplies.len() < MOST_SUPPLIES;
    (low.proposal.is_none() && below && room).then_some(())?;
    let lacking = u64::from(point.levels.order_up_to).saturating_sub(position);
    u32::try_from(lacking).ok()
}

/// Pieces were raised for a fall.
#[must_use]
pub const fn ordered(source: SupplySource, quantity: u32, now: Timestamp) -> ReorderPointEvent {
    ReorderPointEvent::SupplyOrdered {
        at: now,
        source,
        quantity,
        proposed: true,
    }
}

/// Nothing could be raised for a fall; `None` when that is known.
#[must_use]
pub fn not_ordered(
    point: &ReorderPoint,
    because: NotOrdered,
    now: Timestamp,
) -> Option<ReorderPointEvent> {
    let low = point.low.as_ref()?;
    (low.not_ordered != Some(because)).then_some(ReorderPointEvent::NotOrdered { at: now, because })
}

impl ReorderPoint {
    /// As it stands after some events.
    ///
    /// # Errors
    /// [`Misfit`] when one of them cannot follow.
    pub fn after(&self, events: &[ReorderPointEvent]) -> Result<Self, Misfit> {
        let folded = fold(Some(self.clone()), events)?;
        Ok(folded.unwrap_or_else(|| self.clone()))
    }
}
