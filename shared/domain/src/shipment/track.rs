//! What a carrier's report changes (5.3.3).

use jiff::{SignedDuration, Timestamp};

use super::exception::{ClaimFacts, ExceptionRecord, Resolution};
use super::exception_kind::{ExceptionKind, ExceptionOrigin, ResolutionKind};
use super::{Shipment, ShipmentEvent, ShipmentException, TrackingPolicy};
use crate::aggregate::{Decision, fold};
use crate::calendar::WorkingCalendar;
use crate::carrier_status::{CanonicalStatus, canonical};

/// A report without a step is written down when nothing was for so long; then silence is known to about this time,
/// and a chatty carrier costs at most two commits a day.
const HEARD_APART: SignedDuration = SignedDuration::from_hours(12);
/// The most codes kept of one exception.
const MOST_CODES: usize = 10;

/// One report of a carrier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierReport {
    /// Whose vocabulary the code is of, such as `kuaidi100`.
    pub source: String,
    /// The code as it came.
    pub code: String,
    /// When, as the carrier says.
    pub at: Timestamp,
}

/// What an exception rests on when it is found.
#[derive(Clone, Debug)]
pub struct ExceptionFacts<'a> {
    /// When it is found.
    pub now: Timestamp,
    /// How long it may take.
    pub policy: &'a TrackingPolicy,
    /// Working hours.
    pub calendar: &'a WorkingCalendar,
    /// What a claim will need.
    pub claim: ClaimFacts,
}

/// Whether one of the reports may be an exception, so that its facts are needed.
#[must_use]
pub fn tell_of_exceptions(reports: &[CarrierReport]) -> bool {
    reports
        .iter()
        .any(|report| exception_in(canonical(&report.source, &report.code)).is_some())
}

/// The exception that a report is, if it is one.
const fn exception_in(status: Option<CanonicalStatus>) -> Option<ExceptionKind> {
    match (status, step_of(status)) {
        (Some(CanonicalStatus::AtLocker), _) | (_, None) => Some(ExceptionKind::of(status)),
        (_, Some(_)) => None,
    }
}

/// The step of the way that a report is: a proxy's signature is none, for it delivers only with consent (R4).
const fn step_of(status: Option<CanonicalStatus>) -> Option<u8> {
    match status {
        None | Some(CanonicalStatus::SignedByProxy) => None,
        Some(status) => status.progress(),
    }
}

/// 5.3.3: what a report changes. States only move forward; late and repeated reports change nothing; unknown codes
/// and exceptions go to a person, one record of a kind at a time. What is left in a locker or signed for by a
/// proxy is delivered only with the recipient's consent (R4), so a person looks at it too.
///
/// Without facts, which is for reports that [tell of no exceptions](tell_of_exceptions), an exception is due at
/// once and a claim's facts are not known.
#[must_use]
pub fn track(
    shipment: &Shipment,
    report: &CarrierReport,
    facts: Option<&ExceptionFacts<'_>>,
) -> Decision<ShipmentEvent> {
    let status = canonical(&report.source, &report.code);
    let mut events = Vec::new();
    if let (Some(status), Some(step)) = (status, step_of(status)) {
        events = came(shipment, status, step, report, facts);
    }
    if let Some(kind) = exception_in(status) {
        let after = fold(Some(shipment.clone()), &events).ok().flatten();
        let after = after.as_ref().unwrap_or(shipment);
        let said = Found {
            kind,
            origin: ExceptionOrigin::Carrier,
            code: format!("{}/{}", report.source, report.code),
            status,
            at: report.at,
            note: None,
        };
        events.extend(found(after, said, facts));
    }
    Decision::of(events)
}

/// A step of the way, and the exceptions that it settles.
fn came(
    shipment: &Shipment,
    status: CanonicalStatus,
    step: u8,
    report: &CarrierReport,
    facts: Option<&ExceptionFacts<'_>>,
) -> Vec<ShipmentEvent> {
    let (before, heard) = (shipment.step(), shipment.heard_at());
    let news = report.at > heard && !shipment.is_delivered();
    let apart = heard.checked_add(HEARD_APART).unwrap_or(Timestamp::MAX);
    let mut silent = shipment.open_exceptions().filter(|it| is_stalled(it));
    let mut events = Vec::new();
    if step > before {
        events.push(ShipmentEvent::Progressed {
            status,
            at: report.at,
            code: report.code.clone(),
        });
    } else if news && (report.at >= apart || silent.next().is_some()) {
        events.push(ShipmentEvent::Heard {
            at: report.at,
            code: report.code.clone(),
        });
    }
    let at = facts.map_or(report.at, |facts| facts.now);
    let reached = before.max(step);
    let alive = step > before || news;
    events.extend(superseded(shipment, at, |it| {
        it.kind.ends_at().is_some_and(|end| end <= reached) || (alive && is_stalled(it))
    }));
    events
}

fn is_stalled(record: &ExceptionRecord) -> bool {
    record.kind == ExceptionKind::Stalled && record.origin == ExceptionOrigin::Silence
}

/// The end of every open exception that is settled by what happened.
pub(super) fn superseded(
    shipment: &Shipment,
    at: Timestamp,
    settled: impl Fn(&ExceptionRecord) -> bool,
) -> Vec<ShipmentEvent> {
    let records = shipment.open_exceptions().filter(|it| settled(it));
    let end = |record: &ExceptionRecord| ShipmentEvent::ExceptionResolved {
        no: record.no,
        resolution: Resolution {
            kind: ResolutionKind::Superseded,
            at,
            by: None,
            reason: None,
        },
    };
    records.map(end).collect()
}

/// Something that is wrong.
pub(super) struct Found {
    pub(super) kind: ExceptionKind,
    pub(super) origin: ExceptionOrigin,
    /// The source and code that say so.
    pub(super) code: String,
    pub(super) status: Option<CanonicalStatus>,
    /// When, as whoever found it says.
    pub(super) at: Timestamp,
    pub(super) note: Option<String>,
}

/// What becomes of something that is wrong: nothing where the parcel is past it or it was settled since; otherwise it
/// is one more code of the open record of its kind, or a record of its own, of which the customer is told once.
pub(super) fn found(
    shipment: &Shipment,
    found: Found,
    facts: Option<&ExceptionFacts<'_>>,
) -> Vec<ShipmentEvent> {
    let kind = found.kind;
    let past = kind.ends_at().is_some_and(|end| end <= shipment.step());
    let known_before = |known: &ShipmentException| known.code == found.code;
    if past || shipment.exception.as_ref().is_some_and(known_before) {
        return Vec::new();
    }
    if let Some(open) = shipment.open_exceptions().find(|it| it.kind == kind) {
        if open.said.contains(&found.code) || open.said.len() >= MOST_CODES {
            return Vec::new();
        }
        return vec![ShipmentEvent::ExceptionRepeated {
            no: open.no,
            code: found.code,
            at: found.at,
        }];
    }
    let settled_since = |record: &&ExceptionRecord| {
        record.kind == kind
            && record
                .resolution
                .as_ref()
                .is_some_and(|end| found.at <= end.at)
    };
    if shipment.exceptions.iter().any(|it| settled_since(&it)) {
        return Vec::new();
    }
    let (severity, found_at) = (kind.severity(), facts.map_or(found.at, |facts| facts.now));
    let record = ExceptionRecord {
        no: shipment.next_exception(),
        kind,
        severity,
        origin: found.origin,
        found_at,
        deadline: facts.map_or(found_at, |facts| {
            facts.policy.deadline(severity, facts.now, facts.calendar)
        }),
        escalated_at: None,
        said: match found.origin {
            ExceptionOrigin::Carrier => vec![found.code.clone()],
            ExceptionOrigin::Silence | ExceptionOrigin::Person => Vec::new(),
        },
        note: found.note,
        owner: None,
        measures: Vec::new(),
        resolution: None,
        claim: facts.map(|facts| facts.claim.clone()).unwrap_or_default(),
    };
    let mut events = vec![ShipmentEvent::ExceptionRaised {
        exception: ShipmentException {
            code: found.code,
            status: found.status,
            at: found.at,
        },
        record: Some(Box::new(record)),
    }];
    if kind.customer_should_know() && !shipment.informed.contains(&kind) {
        events.push(ShipmentEvent::CustomerInformed { kind });
    }
    events
}
