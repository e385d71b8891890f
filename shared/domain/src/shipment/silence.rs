//! What is wrong with a parcel of which nothing is heard (5.3.3).

use jiff::Timestamp;

use super::exception::ExceptionRecord;
use super::exception_kind::{ExceptionKind, ExceptionOrigin};
use super::track::{Found, found};
use super::{ExceptionFacts, Shipment, ShipmentEvent, TrackingPolicy};
use crate::aggregate::Decision;
use crate::carrier_status::CanonicalStatus;

/// The step from which a parcel is on its way.
const PICKED_UP: u8 = 1;
/// The step from which it waits for the recipient.
const ARRIVED: u8 = 4;

/// The exceptions that are found because too little was heard: not picked up, stalled, delayed; each once while it is
/// open, and again only when it stays silent for as long after somebody settled it. A delay is found once.
#[must_use]
pub fn find_silence(shipment: &Shipment, facts: &ExceptionFacts<'_>) -> Decision<ShipmentEvent> {
    let mut events = Vec::new();
    for kind in silent_kinds(shipment, facts) {
        let said = Found {
            kind,
            origin: ExceptionOrigin::Silence,
            code: format!("silence/{}", kind.name()),
            status: None,
            at: facts.now,
            note: None,
        };
        // Numbers are given one after another.
        let after = crate::aggregate::fold(Some(shipment.clone()), &events)
            .ok()
            .flatten();
        events.extend(found(after.as_ref().unwrap_or(shipment), said, Some(facts)));
    }
    Decision::of(events)
}

/// Escalates every open exception that is late to the manager, once.
#[must_use]
pub fn escalate_exceptions(shipment: &Shipment, now: Timestamp) -> Decision<ShipmentEvent> {
    let late = shipment
        .open_exceptions()
        .filter(|it| it.escalated_at.is_none() && it.deadline < now);
    let events = late.map(|it| ShipmentEvent::ExceptionEscalated { no: it.no, at: now });
    Decision::of(events.collect())
}

/// The kinds that silence means now and that have no open record.
#[must_use]
pub fn silent_kinds(shipment: &Shipment, facts: &ExceptionFacts<'_>) -> Vec<ExceptionKind> {
    let (step, policy, now) = (shipment.step(), facts.policy, facts.now);
    let stopped = shipment.open_exceptions().any(|it| it.kind.stops_the_way());
    if step >= ARRIVED || stopped || shipment.status == CanonicalStatus::Cancelled {
        return Vec::new();
    }
    let mut kinds = Vec::new();
    let settled = |kind| last_settled(shipment, kind);
    if step < PICKED_UP {
        let since = settled(ExceptionKind::NotPickedUp).max(Some(shipment.booked_at));
        let since = since.unwrap_or(shipment.booked_at);
        // Without the calendar of that year nobody can say whether it is late.
        let until = facts
            .calendar
            .add_working_minutes(since, policy.pick_up_working_minutes);
        if until.is_ok_and(|until| until < now) {
            kinds.push(ExceptionKind::NotPickedUp);
        }
    } else {
        let since = settled(ExceptionKind::Stalled).max(Some(shipment.heard_at()));
        let since = since.unwrap_or(shipment.booked_at);
        if TrackingPolicy::hours_after(since, policy.stalled_hours) < now {
            kinds.push(ExceptionKind::Stalled);
        }
    }
    let expected = TrackingPolicy::hours_after(shipment.expected_at(), policy.delayed_hours);
    let known = |it: &ExceptionRecord| it.kind == ExceptionKind::Delayed;
    if expected < now && !shipment.exceptions.iter().any(known) {
        kinds.push(ExceptionKind::Delayed);
    }
    kinds.retain(|kind| !shipment.open_exceptions().any(|it| it.kind == *kind));
    kinds
}

fn last_settled(shipment: &Shipment, kind: ExceptionKind) -> Option<Timestamp> {
    let same = shipment.exceptions.iter().filter(|it| it.kind == kind);
    same.filter_map(|it| it.resolution.as_ref().map(|end| end.at))
        .max()
}
