//! What people do about a parcel: report what is wrong, look after it, write down measures, settle it (5.3.3).

use jiff::Timestamp;

use super::exception::{ExceptionOwner, ExceptionRecord, Measure, Resolution};
use super::exception_kind::{ExceptionKind, ExceptionOrigin, ResolutionKind};
use super::track::{Found, found, superseded};
use super::{ExceptionFacts, Shipment, ShipmentEvent};
use crate::aggregate::Decision;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most measures of one exception.
const MOST_MEASURES: usize = 20;
/// The step of a signature.
const SIGNED: u8 = 5;

/// 5.3.3: a person says that the recipient has the parcel, such as after a proxy signed with consent (R4). Nothing to
/// do when that is already known.
#[must_use]
pub fn confirm_delivery(shipment: &Shipment, at: Timestamp, note: &str) -> Decision<ShipmentEvent> {
    if shipment.is_delivered() {
        return Decision::done();
    }
    let mut events = vec![ShipmentEvent::DeliveryConfirmed {
        at,
        note: note.to_owned(),
    }];
    events.extend(superseded(shipment, at, |it| {
        it.kind.ends_at().is_some_and(|end| end <= SIGNED)
    }));
    Decision::of(events)
}

/// A person reports what is wrong with a parcel. Nothing to do while one of that kind is open.
///
/// # Errors
/// 409 `exception_out_of_place` for what the parcel is past, such as a parcel that was signed for and is said to be
/// stalled.
pub fn report_exception(
    shipment: &Shipment,
    kind: ExceptionKind,
    note: &str,
    facts: &ExceptionFacts<'_>,
) -> Result<Decision<ShipmentEvent>, Refusal> {
    if shipment.open_exceptions().any(|it| it.kind == kind) {
        return Ok(Decision::done());
    }
    if kind.ends_at().is_some_and(|end| end <= shipment.step()) {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "exception_out_of_place",
            "包裹已越过该阶段，不能登记此类异常",
            "the parcel is past that: an exception of this kind cannot be reported",
        )
        .because(Evidence::new(
            "kind",
            format!("a kind that a parcel can have that is {}", shipment.status),
            kind.name(),
        )));
    }
    let said = Found {
        kind,
        origin: ExceptionOrigin::Person,
        code: format!("person/{}", kind.name()),
        status: None,
        at: facts.now,
        note: Some(note.to_owned()),
    };
    Ok(Decision::of(found(shipment, said, Some(facts))))
}

/// Somebody looks after an exception from now on. Nothing to do when that is the same person.
///
/// # Errors
/// 404 `not_found`; 409 `exception_resolved`; 409 `exception_claimed` when somebody else does.
pub fn claim_exception(
    shipment: &Shipment,
    no: u16,
    by: &str,
    now: Timestamp,
) -> Result<Decision<ShipmentEvent>, Refusal> {
    let record = open(shipment, no)?;
    match &record.owner {
        Some(owner) if owner.by == by => Ok(Decision::done()),
        Some(owner) => Err(Refusal::new(
            RefusalClass::Conflict,
            "exception_claimed",
            "该物流异常已由他人处理",
            "somebody else looks after this exception",
        )
        .because(Evidence::new("owner", by, owner.by.clone()))),
        None => Ok(Decision::of(vec![ShipmentEvent::ExceptionClaimed {
            no,
            owner: ExceptionOwner {
                by: by.to_owned(),
                at: now,
            },
        }])),
    }
}

/// Writes down what was done about an exception. Nothing to do when the same person wrote the same last.
///
/// # Errors
/// 404 `not_found`; 409 `exception_resolved`; 409 `too_many_measures`.
pub fn take_measure(
    shipment: &Shipment,
    no: u16,
    measure: Measure,
) -> Result<Decision<ShipmentEvent>, Refusal> {
    let record = open(shipment, no)?;
    let same = |last: &Measure| last.by == measure.by && last.note == measure.note;
    if record.measures.last().is_some_and(same) {
        return Ok(Decision::done());
    }
    if record.measures.len() >= MOST_MEASURES {
        let refusal = Refusal::new(
            RefusalClass::Conflict,
            "too_many_measures",
            "该物流异常的处理措施过多",
            "there are too many measures of this exception",
        );
        let (most, found) = (format!("at most {MOST_MEASURES}"), record.measures.len());
        return Err(refusal.because(Evidence::new("measures", most, found.to_string())));
    }
    Ok(Decision::of(vec![ShipmentEvent::ExceptionMeasureTaken {
        no,
        measure,
    }]))
}

/// A person settles an exception. Nothing to do when the same was said of it before.
///
/// # Errors
/// 404 `not_found`; 409 `exception_resolved` when it ended otherwise.
pub fn resolve_exception(
    shipment: &Shipment,
    no: u16,
    by: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Decision<ShipmentEvent>, Refusal> {
    let record = record(shipment, no)?;
    if let Some(end) = &record.resolution {
        if end.reason.as_deref() == Some(reason) {
            return Ok(Decision::done());
        }
        return Err(resolved(end));
    }
    Ok(Decision::of(vec![ShipmentEvent::ExceptionResolved {
        no,
        resolution: Resolution {
            kind: ResolutionKind::Resolved,
            at: now,
            by: Some(by.to_owned()),
            reason: Some(reason.to_owned()),
        },
    }]))
}

fn open(shipment: &Shipment, no: u16) -> Result<ExceptionRecord, Refusal> {
    let record = record(shipment, no)?;
    match &record.resolution {
        None => Ok(record),
        Some(end) => Err(resolved(end)),
    }
}

fn record(shipment: &Shipment, no: u16) -> Result<ExceptionRecord, Refusal> {
    let mut records = shipment.all_exceptions().into_iter();
    records.find(|it| it.no == no).ok_or_else(|| {
        let id = format!("{}-{no}", shipment.waybill_no);
        Refusal::not_found("exception", "物流异常", &id)
    })
}

fn resolved(end: &Resolution) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "exception_resolved",
        "该物流异常已了结",
        "this exception is settled",
    )
    .because(Evidence::new("resolution", "none", end.kind.name()))
}
