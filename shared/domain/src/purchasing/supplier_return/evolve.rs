//! Folding events into the state of a return to a supplier.

use super::{ReturnStage, SupplierReturn, SupplierReturnEvent};
use crate::aggregate::{Event, Misfit};

/// The return after `event`.
pub(super) fn evolve(
    state: Option<SupplierReturn>,
    event: &SupplierReturnEvent,
) -> Result<SupplierReturn, Misfit> {
    let name = state.as_ref().map_or("none", |known| known.stage.name());
    let misfit = Misfit {
        event: event.kind(),
        state: name.to_owned(),
    };
    match (state, event) {
        (None, SupplierReturnEvent::Raised { supplier_return }) => Ok((**supplier_return).clone()),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

/// The return after `event`, or `None` when the event cannot follow it.
fn apply(mut goods: SupplierReturn, event: &SupplierReturnEvent) -> Option<SupplierReturn> {
    goods.stage = match (&goods.stage, event) {
        (
            ReturnStage::ToShip { .. },
            SupplierReturnEvent::Shipped {
                waybill_no, due, ..
            },
        ) => {
            goods.waybill_no = Some(waybill_no.clone());
            ReturnStage::Shipped { due: *due }
        }
        (ReturnStage::Shipped { .. }, SupplierReturnEvent::Answered { answer, due }) => {
            goods.answer = Some(answer.clone());
            ReturnStage::Answered { due: *due }
        }
        (ReturnStage::Answered { .. }, SupplierReturnEvent::Closed { at, .. }) => {
            ReturnStage::Closed { at: *at }
        }
        (ReturnStage::ToShip { .. }, SupplierReturnEvent::Cancelled { at, .. }) => {
            ReturnStage::Cancelled { at: *at }
        }
        _ => return None,
    };
    Some(goods)
}
