//! Parcels and what befalls them, for stories.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::aggregate::{Decision, fold};
use crate::calendar::WorkingCalendar;
use crate::carrier::Quote;
use crate::money::Money;

/// Monday 09:00 in Chongqing.
pub(super) fn monday() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

pub(super) fn hours(hours: i64) -> Timestamp {
    monday() + SignedDuration::from_hours(hours)
}

pub(super) fn booked() -> Shipment {
    let carrier = CarrierCode::parse("shunfeng").unwrap();
    let chosen = Quote {
        carrier: carrier.clone(),
        service: None,
        agreement_no: None,
        agreement_version: 0,
        freight: Money::from_fen(1_400),
        transit_days: 1,
        leaves_on: None,
        arrives_on: None,
        performance_permille: None,
        rating: None,
    };
    Shipment {
        carrier,
        waybill_no: WaybillNo::parse("SF1234567890123").unwrap(),
        order: uuid::Uuid::nil(),
        weight_g: 750,
        choice: CarrierChoice {
            chosen,
            considered: Vec::new(),
        },
        booked_at: monday(),
        status: CanonicalStatus::Created,
        status_at: monday(),
        heard_at: None,
        exception: None,
        exceptions: Vec::new(),
        informed: Vec::new(),
    }
}

/// Decides with the usual policy at an instant.
pub(super) fn with<T>(now: Timestamp, decide: impl FnOnce(&ExceptionFacts<'_>) -> T) -> T {
    let (policy, calendar) = (TrackingPolicy::default(), WorkingCalendar::built_in());
    decide(&ExceptionFacts {
        now,
        policy: &policy,
        calendar: &calendar,
        claim: ClaimFacts {
            declared: Some(Money::from_fen(20_000)),
            insured: true,
            ..ClaimFacts::default()
        },
    })
}

pub(super) fn after(shipment: &Shipment, decision: &Decision<ShipmentEvent>) -> Shipment {
    fold(Some(shipment.clone()), &decision.events)
        .unwrap()
        .unwrap()
}

pub(super) fn reported(shipment: &Shipment, source: &str, code: &str, at: Timestamp) -> Shipment {
    let report = CarrierReport {
        source: source.to_owned(),
        code: code.to_owned(),
        at,
    };
    let decision = with(at, |facts| track(shipment, &report, Some(facts)));
    after(shipment, &decision)
}

pub(super) fn tracked(reports: &[(&str, &str)]) -> Shipment {
    let zip = reports.iter().zip(1..);
    zip.fold(booked(), |shipment, ((source, code), hour)| {
        reported(&shipment, source, code, hours(hour))
    })
}

pub(super) fn open(shipment: &Shipment) -> Vec<ExceptionKind> {
    let mut kinds: Vec<_> = shipment.open_exceptions().map(|it| it.kind).collect();
    kinds.sort();
    kinds
}

pub(super) fn silent(shipment: &Shipment, now: Timestamp) -> Shipment {
    after(shipment, &with(now, |facts| find_silence(shipment, facts)))
}
