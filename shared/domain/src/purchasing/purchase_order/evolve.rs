//! Folding events into the state of a purchase order.

use super::{Approval, Promise, PurchaseOrder, PurchaseOrderEvent, PurchaseStage};
use crate::aggregate::{Event, Misfit};

/// The purchase order after `event`.
pub(super) fn evolve(
    state: Option<PurchaseOrder>,
    event: &PurchaseOrderEvent,
) -> Result<PurchaseOrder, Misfit> {
    let name = state.as_ref().map_or("none", |known| known.stage.name());
    let misfit = Misfit {
        event: event.kind(),
        state: name.to_owned(),
    };
    match (state, event) {
        (None, PurchaseOrderEvent::Raised { purchase_order }) => Ok((**purchase_order).clone()),
        (Some(known), event) => apply(known, event).ok_or(misfit),
        (None, _) => Err(misfit),
    }
}

/// The purchase order after `event`, or `None` when the event cannot follow it.
fn apply(mut order: PurchaseOrder, event: &PurchaseOrderEvent) -> Option<PurchaseOrder> {
    let stage = order.stage.clone();
    order.stage = match (stage, event) {
        (PurchaseStage::AwaitingApproval { .. }, PurchaseOrderEvent::Approved { at, by, due }) => {
            order.approval = Some(Approval {
                by: by.clone(),
                at: *at,
            });
            PurchaseStage::ToPlace { due: *due }
        }
        (
            PurchaseStage::ToPlace { .. },
            PurchaseOrderEvent::Placed {
                at,
                by,
                contract,
                promised,
            },
        ) => {
            order.contract = Some(contract.clone());
            order.promises.push(Promise {
                date: *promised,
                at: *at,
                by: by.clone(),
                reason: None,
            });
            PurchaseStage::Placed {
                promised: *promised,
            }
        }
        (
            PurchaseStage::Placed { .. },
            PurchaseOrderEvent::PromiseMoved {
                at,
                by,
                promised,
                reason,
            },
        ) => {
            order.promises.push(Promise {
                date: *promised,
                at: *at,
                by: by.clone(),
                reason: Some(reason.clone()),
            });
            PurchaseStage::Placed {
                promised: *promised,
            }
        }
        (stage @ PurchaseStage::Placed { .. }, PurchaseOrderEvent::GoodsReceived { receipt }) => {
            order.receipts.push(receipt.clone());
            match order.outstanding() {
                0 => PurchaseStage::Received { at: receipt.at },
                _ => stage,
            }
        }
        (PurchaseStage::Placed { .. }, PurchaseOrderEvent::Closed { at, reason, .. }) => {
            PurchaseStage::Closed {
                at: *at,
                reason: reason.clone(),
            }
        }
        (
            PurchaseStage::AwaitingApproval { .. }
            | PurchaseStage::ToPlace { .. }
            | PurchaseStage::Placed { .. },
            PurchaseOrderEvent::Cancelled { at, reason, .. },
        ) => PurchaseStage::Cancelled {
            at: *at,
            reason: reason.clone(),
        },
        (stage, PurchaseOrderEvent::PegReleased { at }) => {
            order.peg.as_mut()?.released_at = Some(*at);
            stage
        }
        (stage, PurchaseOrderEvent::ReturnRaised { goods, .. }) => {
            order.returns.push(goods.clone());
            stage
        }
        (stage, PurchaseOrderEvent::ReturnCancelled { number, .. }) => {
            order.returns.retain(|goods| goods.number != *number);
            stage
        }
        _ => return None,
    };
    Some(order)
}
