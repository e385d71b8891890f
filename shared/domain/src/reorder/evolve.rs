//! Folding events into the state of a reorder point.

use super::{LowStock, ReorderPoint, ReorderPointEvent};
use crate::aggregate::{Event as _, Misfit};

/// The state after `event`.
pub(super) fn evolve(
    state: Option<ReorderPoint>,
    event: &ReorderPointEvent,
) -> Result<ReorderPoint, Misfit> {
    let misfit = Misfit {
        event: event.kind(),
        state: name(state.as_ref()).to_owned(),
    };
    match (state, event) {
        (
            None,
            ReorderPointEvent::Revised {
                warehouse,
                sku,
                levels,
                ..
            },
        ) => Ok(ReorderPoint {
            warehouse: warehouse.clone(),
            sku: sku.clone(),
            levels: *levels,
            falls: 0,
            low: None,
            supplies: Vec::new(),
            removed_at: None,
        }),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

const fn name(state: Option<&ReorderPoint>) -> &'static str {
    match state {
        None => "none",
        Some(point) if point.removed_at.is_some() => "removed",
        Some(point) if point.low.is_some() => "low",
        Some(_) => "watched",
    }
}

/// The state after `event`, or `None` when the event cannot follow it.
fn apply(mut point: ReorderPoint, event: &ReorderPointEvent) -> Option<ReorderPoint> {
    let watched = point.removed_at.is_none();
    match event {
        ReorderPointEvent::Revised {
            warehouse,
            sku,
            levels,
            ..
        } => {
            if (warehouse, sku) != (&point.warehouse, &point.sku) {
                return None;
            }
            point.levels = *levels;
            point.removed_at = None;
        }
        ReorderPointEvent::Removed { at, .. } if watched => {
            point.removed_at = Some(*at);
            point.low = None;
        }
        ReorderPointEvent::LowStockFound {
            at,
            available,
            on_order,
            reorder_point,
            due,
        } if watched && point.low.is_none() => {
            point.falls = point.falls.saturating_add(1);
            point.low = Some(LowStock {
                since: *at,
                due: *due,
                available: *available,
                on_order: *on_order,
                reorder_point: *reorder_point,
                proposal: None,
                not_ordered: None,
            });
        }
        ReorderPointEvent::SupplyOrdered {
            source, proposed, ..
        } if watched && !point.supplies.contains(source) => {
            if *proposed {
                let low = point.low.as_mut().filter(|low| low.proposal.is_none())?;
                low.proposal = Some(source.clone());
                low.not_ordered = None;
            }
            point.supplies.push(source.clone());
        }
        ReorderPointEvent::NotOrdered { because, .. } => {
            let low = point.low.as_mut().filter(|low| low.proposal.is_none())?;
            low.not_ordered = Some(*because);
        }
        ReorderPointEvent::SupplyEnded { source, .. } if point.supplies.contains(source) => {
            point.supplies.retain(|known| known != source);
        }
        ReorderPointEvent::Replenished { .. } if point.low.is_some() => point.low = None,
        ReorderPointEvent::Removed { .. }
        | ReorderPointEvent::LowStockFound { .. }
        | ReorderPointEvent::SupplyOrdered { .. }
        | ReorderPointEvent::SupplyEnded { .. }
        | ReorderPointEvent::Replenished { .. } => return None,
    }
    Some(point)
}
