//! Folding events into the state of a stocktake.

use super::{Count, Stocktake, StocktakeApproval, StocktakeEvent, StocktakeStage};
use crate::aggregate::{Event, Misfit};

/// The stocktake after `event`.
pub(super) fn evolve(
    state: Option<Stocktake>,
    event: &StocktakeEvent,
) -> Result<Stocktake, Misfit> {
    let name = state.as_ref().map_or("none", |known| known.stage.name());
    let misfit = Misfit {
        event: event.kind(),
        state: name.to_owned(),
    };
    match (state, event) {
        (None, StocktakeEvent::Planned { stocktake }) => Ok((**stocktake).clone()),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

/// The stocktake after `event`, or `None` when the event cannot follow it.
fn apply(mut stocktake: Stocktake, event: &StocktakeEvent) -> Option<Stocktake> {
    let stage = stocktake.stage.clone();
    stocktake.stage = match (stage, event) {
        (
            StocktakeStage::Planned { due } | StocktakeStage::Counting { due },
            StocktakeEvent::Counted { .. },
        ) => {
            count(&mut stocktake, event)?;
            StocktakeStage::Counting { due }
        }
        (stage @ StocktakeStage::Recounting { .. }, StocktakeEvent::Counted { .. }) => {
            count(&mut stocktake, event)?;
            stage
        }
        (
            StocktakeStage::Counting { .. } | StocktakeStage::AwaitingApproval { .. },
            StocktakeEvent::RecountRequired { skus, due, .. },
        ) => {
            for sku in skus {
                let mut lines = stocktake.lines.iter_mut();
                lines.find(|line| line.sku == *sku)?.recount = true;
            }
            StocktakeStage::Recounting { due: *due }
        }
        (
            StocktakeStage::Counting { .. } | StocktakeStage::Recounting { .. },
            StocktakeEvent::CountCompleted { due, .. },
        ) => StocktakeStage::AwaitingApproval { due: *due },
        (StocktakeStage::AwaitingApproval { .. }, StocktakeEvent::Approved { at, by, reason }) => {
            stocktake.approval = Some(StocktakeApproval {
                by: by.clone(),
                at: *at,
                reason: reason.clone(),
            });
            StocktakeStage::Approved { at: *at }
        }
        (stage, StocktakeEvent::Cancelled { at, reason, .. }) if !stage.is_final() => {
            StocktakeStage::Cancelled {
                at: *at,
                reason: reason.clone(),
            }
        }
        _ => return None,
    };
    Some(stocktake)
}

/// Adds what was counted to the lines that were open for it.
fn count(stocktake: &mut Stocktake, event: &StocktakeEvent) -> Option<()> {
    let StocktakeEvent::Counted { at, by, lines } = event else {
        return None;
    };
    for counted in lines {
        let mut known = stocktake.lines.iter_mut();
        let line = known.find(|line| line.sku == counted.sku && line.is_open())?;
        line.recount = false;
        line.counts.push(Count {
            counted: counted.counted,
            book: counted.book,
            by: by.clone(),
            at: *at,
        });
    }
    Some(())
}
