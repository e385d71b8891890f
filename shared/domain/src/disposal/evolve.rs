//! Folding events into the state of stock that may have to be disposed of.

use super::{Disposal, DisposalEvent, DisposalStage};
use crate::aggregate::{Event, Misfit};

/// The state after `event`.
pub(super) fn evolve(state: Option<Disposal>, event: &DisposalEvent) -> Result<Disposal, Misfit> {
    let name = state.as_ref().map_or("none", |known| known.stage.name());
    let misfit = Misfit {
        event: event.kind(),
        state: name.to_owned(),
    };
    match (state, event) {
        (
            state,
            DisposalEvent::Found {
                at,
                warehouse,
                sku,
                lot,
                cause,
                evidence,
                due,
            },
        ) if state.as_ref().is_none_or(Disposal::is_over) => Ok(Disposal {
            warehouse: warehouse.clone(),
            sku: sku.clone(),
            lot: lot.clone(),
            cause: *cause,
            evidence: evidence.clone(),
            found_at: *at,
            stage: DisposalStage::Found { due: *due },
            proposal: None,
            decided_by: None,
        }),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

/// The state after `event`, or `None` when the event cannot follow it.
fn apply(mut disposal: Disposal, event: &DisposalEvent) -> Option<Disposal> {
    disposal.stage = match (&disposal.stage, event) {
        (DisposalStage::Found { .. }, DisposalEvent::Proposed { proposal, due }) => {
            disposal.proposal = Some(proposal.clone());
            DisposalStage::Proposed { due: *due }
        }
        (DisposalStage::Proposed { .. }, DisposalEvent::Rejected { by, due, .. }) => {
            disposal.decided_by = Some(by.clone());
            DisposalStage::Found { due: *due }
        }
        (DisposalStage::Proposed { .. }, DisposalEvent::Approved { at, by, until }) => {
            disposal.decided_by = Some(by.clone());
            match until {
                Some(until) => DisposalStage::Kept { until: *until },
                None => DisposalStage::Disposed { at: *at },
            }
        }
        (DisposalStage::Found { .. }, DisposalEvent::Lapsed { at }) => {
            DisposalStage::Lapsed { at: *at }
        }
        _ => return None,
    };
    Some(disposal)
}

impl Disposal {
    /// Whether nobody has to do anything about it.
    pub(super) const fn is_over(&self) -> bool {
        match self.stage {
            DisposalStage::Found { .. } | DisposalStage::Proposed { .. } => false,
            DisposalStage::Disposed { .. }
            | DisposalStage::Kept { .. }
            | DisposalStage::Lapsed { .. } => true,
        }
    }
}
