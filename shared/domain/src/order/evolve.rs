//! Folding events into the state of an order.

use jiff::Timestamp;

use super::{
    Order, OrderEvent, OrderPayment, OrderShipment, ReviewClaim, Round, Stage, cancel_rest,
    give_up, picking, proposal, service, supply,
};
use crate::aggregate::{Event, Misfit};
use crate::money::Money;
use crate::review_rules::Finding;

/// The order after `event`.
pub(super) fn evolve(state: Option<Order>, event: &OrderEvent) -> Result<Order, Misfit> {
    let Some(order) = state else {
        let OrderEvent::Received { order } = event else {
            return Err(Misfit {
                event: event.kind(),
                state: "none".to_owned(),
            });
        };
        return Ok((**order).clone());
    };
    let state = order.stage.name().name().to_owned();
    apply(order, event).ok_or(Misfit {
        event: event.kind(),
        state,
    })
}

/// The order after `event`, or `None` when the event cannot follow it.
fn apply(mut order: Order, event: &OrderEvent) -> Option<Order> {
    match event {
        OrderEvent::Received { .. } => return None,
        OrderEvent::ReviewDeferred { .. } => {
            if !matches!(order.stage, Stage::Received { .. }) {
                return None;
            }
        }
        OrderEvent::ReviewRequested { due, findings, .. } => {
            order.stage = awaiting_review(*due, findings);
        }
        OrderEvent::Rejected {
            at,
            findings,
            reason,
            ..
        } => {
            order.stage = Stage::Rejected {
                due: *at,
                findings: findings.clone(),
                reason: reason.clone(),
            };
            order.quotas.clear();
        }
        OrderEvent::NegotiationProposed {
            due,
            proposal,
            made,
        } => {
            if let Some(made) = made {
                order.rounds.push(Round {
                    proposal: proposal.clone(),
                    due: *due,
                    made: made.clone(),
                    answer: None,
                });
            }
            order.stage = Stage::Negotiating {
                due: *due,
                proposal: proposal.clone(),
            };
        }
        OrderEvent::NegotiationClosed {
            accepted,
            due,
            total,
            answer,
            findings,
        } => {
            let Stage::Negotiating { proposal, .. } = order.stage.clone() else {
                return None;
            };
            if let Some(round) = order.rounds.last_mut() {
                round.answer.clone_from(answer);
            }
            if *accepted {
                order = proposal::accept(order, &proposal, *total)?;
            }
            order.stage = awaiting_review(*due, findings);
        }
        OrderEvent::Approved {
            at,
            exposure,
            forms_contract,
            beyond_limit,
            ..
        } => {
            order.exposure = *exposure;
            order.beyond_limit = *beyond_limit;
            if *forms_contract {
                order.accepted_at = Some(*at);
            }
            order.stage = Stage::Approved { due: *at };
        }
        OrderEvent::PaymentAwaited { due } => order.stage = Stage::AwaitingPayment { due: *due },
        OrderEvent::Cleared { at, promise } => {
            order.delivery_promise = *promise;
            order.stage = Stage::Preparing {
                due: *at,
                short: Vec::new(),
            }
        }
        OrderEvent::ReservationGivenUp(given_up) => order = give_up::apply(order, given_up)?,
        OrderEvent::SplitAgreed { .. } => order.split_shipments = true,
        OrderEvent::Short { due, short } => {
            order.stage = Stage::Preparing {
                due: *due,
                short: short.clone(),
            }
        }
        OrderEvent::Reserved {
            due,
            consignments,
            short,
            ..
        } => {
            order.add_consignments(consignments);
            order.stage = Stage::Ready {
                due: *due,
                short: short.clone(),
            };
        }
        OrderEvent::Picked {
            consignment,
            picks,
            failure,
            ..
        } => {
            if !matches!(order.stage, Stage::Ready { .. }) {
                return None;
            }
            order.set_picks(*consignment, picks);
            order.pick_failures.extend(failure.as_deref().cloned());
        }
        OrderEvent::ReservationLost(lost) => order = picking::lost(order, lost)?,
        OrderEvent::Dispatched {
            due,
            shipment,
            more,
            rest_due,
        } => order = dispatched(order, *due, (shipment, more), *rest_due)?,
        OrderEvent::ParcelDelivered {
            carrier,
            waybill_no,
            at,
        } => {
            let mut parcels = order.shipments.iter_mut();
            let parcel = parcels.find(|parcel| parcel.is(carrier, waybill_no))?;
            parcel.delivered_at = Some(*at);
        }
        OrderEvent::Delivered { at } => order.stage = Stage::Delivered { due: *at, at: *at },
        OrderEvent::PaymentReceived {
            payment,
            allocated,
            released,
        } => {
            order.paid = order.paid.checked_add(*allocated)?;
            order.exposure = order.exposure.checked_sub(*released)?;
            order.payments.push(OrderPayment {
                payment: payment.clone(),
                allocated: *allocated,
            });
        }
        OrderEvent::Refunded { amount, .. } => {
            order.refunded = order.refunded.checked_add(*amount)?
        }
        OrderEvent::Billed { due } => {
            let Stage::Delivered { at, .. } = order.stage else {
                return None;
            };
            order.billed = true;
            order.stage = Stage::Delivered { due: *due, at };
        }
        OrderEvent::Settled { .. } => {}
        OrderEvent::Completed { at } => order.stage = Stage::Completed { due: *at },
        OrderEvent::Cancelled { at, reason } => {
            order.exposure = Money::ZERO;
            order.quotas.clear();
            order.consignments.clear();
            order.picks.clear();
            order.stage = Stage::Cancelled {
                due: *at,
                reason: reason.clone(),
            };
        }
        OrderEvent::RestCancelled { due, cancellation } => {
            order = cancel_rest::apply(order, *due, cancellation)?;
        }
        OrderEvent::ReviewClaimed { claim } | OrderEvent::ReviewReassigned { claim, .. } => {
            *claim_of(&mut order)? = Some(claim.clone());
        }
        OrderEvent::ReviewReleased { .. } => *claim_of(&mut order)? = None,
        OrderEvent::ReviewEscalated { escalation } => {
            let Stage::AwaitingReview {
                escalation: reached,
                ..
            } = &mut order.stage
            else {
                return None;
            };
            *reached = Some(*escalation);
        }
        OrderEvent::CreditOverridden { granted } => {
            order.credit_override = Some(granted.clone());
        }
        OrderEvent::QuotasTaken { taken } => {
            if !matches!(
                order.stage,
                Stage::Received { .. } | Stage::Negotiating { .. }
            ) {
                return None;
            }
            order.quotas.clone_from(taken);
        }
        OrderEvent::ServicesOrdered { services } => service::set_ordered(&mut order, services),
        OrderEvent::ServicesAwaited { due } => order.stage = Stage::Serving { due: *due },
        OrderEvent::ServiceBooked(booked) => {
            service::set_appointment(&mut order, &booked.sku, &booked.appointment)?;
            service::set_due(&mut order, booked.due);
        }
        OrderEvent::ServiceCompleted(done) => {
            service::set_completed(&mut order, &done.sku, done.at)?;
            service::set_due(&mut order, done.due);
        }
        OrderEvent::HoldPlaced { hold } => order.holds.push((**hold).clone()),
        OrderEvent::HoldReleased { hold, release } => {
            let held = order.holds.iter_mut().find(|held| held.id == *hold)?;
            held.release = Some(release.clone());
        }
        OrderEvent::SupplyPegged { due, supply } => {
            supply::await_goods(&mut order, *due)?;
            order.supplies.push(supply.clone());
        }
        OrderEvent::SupplyRescheduled {
            due,
            source,
            expected,
            before,
        } => {
            supply::await_goods(&mut order, *due)?;
            let supply = supply::supply_of(&mut order, source)?;
            supply.first_expected = supply.first_expected.or(*before);
            supply.expected = *expected;
        }
        OrderEvent::SupplyEnded {
            source, lacking, ..
        } => {
            let supply = supply::supply_of(&mut order, source)?;
            supply.ended = true;
            supply.lacking = *lacking;
        }
        OrderEvent::WaybillsRequested { waybills, cod, .. } => {
            if !matches!(order.stage, Stage::Ready { .. }) {
                return None;
            }
            order.waybills.add(waybills, *cod);
        }
        OrderEvent::WaybillVoided { no, .. } => order.waybills.take_out(*no)?,
    }
    Some(order)
}

/// The order after a consignment left: on its way with the last one, otherwise ready as long as one
/// waits, and preparing when only what is short is left.
fn dispatched(
    mut order: Order,
    due: Timestamp,
    (shipment, more): (&OrderShipment, &[OrderShipment]),
    rest_due: Option<Timestamp>,
) -> Option<Order> {
    let Stage::Ready { due: ready, short } = order.stage.clone() else {
        return None;
    };
    order.shipments.push(shipment.clone());
    order.shipments.extend_from_slice(more);
    order.stage = if !order.waiting_consignments().is_empty() {
        Stage::Ready { due: ready, short }
    } else if short.is_empty() {
        Stage::Dispatched { due }
    } else {
        Stage::Preparing {
            due: rest_due?,
            short,
        }
    };
    Some(order)
}

/// The stage in which a person must decide, fresh: nobody has claimed it and it is not late.
fn awaiting_review(due: Timestamp, findings: &[Finding]) -> Stage {
    Stage::AwaitingReview {
        due,
        findings: findings.to_vec(),
        claim: None,
        escalation: None,
    }
}

/// The place of the claim on the review; `None` unless the order waits for one.
fn claim_of(order: &mut Order) -> Option<&mut Option<ReviewClaim>> {
    match &mut order.stage {
        Stage::AwaitingReview { claim, .. } => Some(claim),
        Stage::Received { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Preparing { .. }
        | Stage::Ready { .. }
        | Stage::Dispatched { .. }
        | Stage::Serving { .. }
        | Stage::Delivered { .. }
        | Stage::Completed { .. }
        | Stage::Rejected { .. }
        | Stage::Cancelled { .. } => None,
    }
}
