//! Shipments 运单 and what carriers report of them (5.3.2, 5.3.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::Event;
use crate::carrier::{CarrierChoice, CarrierComparison};
use crate::carrier_status::CanonicalStatus;
use crate::event_kind::EventKind;
use crate::identifiers::{CarrierCode, WaybillNo};
use crate::order::{OrderId, later};

mod evolve;
mod exception;
mod exception_kind;
mod handle;
mod policy;
mod silence;
mod track;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod week;

pub use exception::{
    ClaimFacts, ExceptionOwner, ExceptionRecord, Measure, Resolution, ShipmentException,
};
pub use exception_kind::{ExceptionKind, ExceptionOrigin, ExceptionSeverity, ResolutionKind};
pub use handle::{
    claim_exception, confirm_delivery, report_exception, resolve_exception, take_measure,
};
pub use policy::TrackingPolicy;
pub use silence::{escalate_exceptions, find_silence, silent_kinds};
pub use track::{CarrierReport, ExceptionFacts, tell_of_exceptions, track};

/// Shipments with an exception that is not settled, by the earliest deadline.
pub const EXCEPTION_LIST: &str = "shipment:exception";
/// Shipments of which every exception is late: the manager looks after them.
pub const MANAGER_LIST: &str = "shipment:exception:manager";

/// A shipment's identity: `<carrier>:<waybill>`, so a carrier's event finds it at once.
#[must_use]
pub fn shipment_id(carrier: &CarrierCode, waybill_no: &WaybillNo) -> String {
    format!("{carrier}:{waybill_no}")
}

/// A parcel with a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    /// Who carries it.
    pub carrier: CarrierCode,
    /// Under which number.
    pub waybill_no: WaybillNo,
    /// Which order it serves.
    pub order: OrderId,
    /// Weight, in grams.
    pub weight_g: u64,
    /// Why this carrier.
    pub choice: CarrierChoice,
    /// When it was handed over.
    pub booked_at: Timestamp,
    /// The furthest it is known to have come.
    pub status: CanonicalStatus,
    /// When that was, as the carrier says.
    pub status_at: Timestamp,
    /// The latest report that was no step, where it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard_at: Option<Timestamp>,
    /// What a person must look at, from before exceptions had records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<ShipmentException>,
    /// Exceptions: all that are open and the last that ended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionRecord>,
    /// Kinds of exceptions that the customer was told of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informed: Vec<ExceptionKind>,
}

/// An event of a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ShipmentEvent {
    /// It was handed to the carrier.
    Booked {
        /// The shipment as booked.
        shipment: Box<Shipment>,
        /// Every service that was compared, and why each was taken or not (5.3.1). Here and not in
        /// the state, which is written again with each report.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparison: Option<Box<CarrierComparison>>,
    },
    /// It came further.
    Progressed {
        /// How far.
        status: CanonicalStatus,
        /// When, as the carrier says.
        at: Timestamp,
        /// The carrier's code as it came.
        code: String,
    },
    /// It was heard of without coming further.
    Heard {
        /// When, as the carrier says.
        at: Timestamp,
        /// The carrier's code as it came.
        code: String,
    },
    /// Something a person must look at.
    ExceptionRaised {
        /// What.
        exception: ShipmentException,
        /// Its record; none from before there were records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<Box<ExceptionRecord>>,
    },
    /// The same was reported with another code while it is open.
    ExceptionRepeated {
        /// Which.
        no: u16,
        /// The source and code as they came.
        code: String,
        /// When, as the carrier says.
        at: Timestamp,
    },
    /// Somebody looks after it.
    ExceptionClaimed {
        /// Which.
        no: u16,
        /// Who.
        owner: ExceptionOwner,
    },
    /// Something was done about it.
    ExceptionMeasureTaken {
        /// Which.
        no: u16,
        /// What.
        measure: Measure,
    },
    /// It is late and the manager looks after it.
    ExceptionEscalated {
        /// Which.
        no: u16,
        /// Since when.
        at: Timestamp,
    },
    /// It ended.
    ExceptionResolved {
        /// Which.
        no: u16,
        /// How.
        resolution: Resolution,
    },
    /// The customer is told of a kind of exception, once (6.1.2).
    CustomerInformed {
        /// Of what.
        kind: ExceptionKind,
    },
    /// A person found out that the recipient has it.
    DeliveryConfirmed {
        /// When the recipient got it.
        at: Timestamp,
        /// How that is known.
        note: String,
    },
}

impl Event for ShipmentEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Booked { .. } => EventKind::ShipmentBooked,
            Self::Progressed { .. } => EventKind::ShipmentProgressed,
            Self::Heard { .. } => EventKind::ShipmentHeard,
            Self::ExceptionRaised { .. } => EventKind::ShipmentExceptionRaised,
            Self::ExceptionRepeated { .. } => EventKind::ShipmentExceptionRepeated,
            Self::ExceptionClaimed { .. } => EventKind::ShipmentExceptionClaimed,
            Self::ExceptionMeasureTaken { .. } => EventKind::ShipmentExceptionMeasureTaken,
            Self::ExceptionEscalated { .. } => EventKind::ShipmentExceptionEscalated,
            Self::ExceptionResolved { .. } => EventKind::ShipmentExceptionResolved,
            Self::CustomerInformed { .. } => EventKind::ShipmentCustomerInformed,
            Self::DeliveryConfirmed { .. } => EventKind::ShipmentDeliveryConfirmed,
        }
    }
}

impl Shipment {
    /// When it was expected to arrive when it left: a whole number of days later.
    #[must_use]
    pub fn expected_at(&self) -> Timestamp {
        let days = self.choice.chosen.days_until_arrival(self.booked_at);
        later(self.booked_at, days)
    }

    /// How far it has come: see [`CanonicalStatus::progress`].
    #[must_use]
    pub fn step(&self) -> u8 {
        self.status.progress().unwrap_or_default()
    }

    /// When it was last heard of, as far as that is written down.
    #[must_use]
    pub fn heard_at(&self) -> Timestamp {
        self.heard_at
            .map_or(self.status_at, |at| at.max(self.status_at))
    }

    /// Its exceptions that are not settled, those with records.
    pub fn open_exceptions(&self) -> impl Iterator<Item = &ExceptionRecord> {
        self.exceptions.iter().filter(|record| record.is_open())
    }

    /// All its exceptions, oldest first; one from before there were records too.
    #[must_use]
    pub fn all_exceptions(&self) -> Vec<ExceptionRecord> {
        let before = self.exception.as_ref().map(ExceptionRecord::adopted);
        let records = before.into_iter().chain(self.exceptions.iter().cloned());
        records.collect()
    }

    /// The number of the next exception.
    fn next_exception(&self) -> u16 {
        let numbers = self.exceptions.iter().map(|record| record.no);
        numbers.max().unwrap_or_default().saturating_add(1)
    }

    /// Whether the recipient has signed.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.status == CanonicalStatus::Signed
    }
}
