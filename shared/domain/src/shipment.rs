//! Shipments 运单 and what carriers report of them (5.3.2, 5.3.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit, WorkPlace};
use crate::carrier::{CarrierChoice, CarrierComparison};
use crate::carrier_status::{CanonicalStatus, canonical};
use crate::event_kind::EventKind;
use crate::identifiers::{CarrierCode, WaybillNo};
use crate::order::{OrderId, later};

/// Shipments with something that a person must look at.
pub const EXCEPTION_LIST: &str = "shipment:exception";

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
    /// Something that a person must look at, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<ShipmentException>,
}

/// What is wrong with a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentException {
    /// The carrier's source and code as they came.
    pub code: String,
    /// Its canonical meaning; `None` when the code is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CanonicalStatus>,
    /// When.
    pub at: Timestamp,
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
    /// Something a person must look at.
    ExceptionRaised {
        /// What.
        exception: ShipmentException,
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
            Self::ExceptionRaised { .. } => EventKind::ShipmentExceptionRaised,
            Self::DeliveryConfirmed { .. } => EventKind::ShipmentDeliveryConfirmed,
        }
    }
}

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

/// 5.3.3: what a report changes. States only move forward; late and repeated reports change
/// nothing; unknown codes and exceptions go to a person, once. A proxy's signature delivers
/// only with the recipient's consent (R4), so a person looks at it too.
#[must_use]
pub fn track(shipment: &Shipment, report: &CarrierReport) -> Decision<ShipmentEvent> {
    let status = canonical(&report.source, &report.code);
    let step = status
        .filter(|status| *status != CanonicalStatus::SignedByProxy)
        .and_then(CanonicalStatus::progress);
    let event = match (status, step) {
        (Some(status), Some(step)) if shipment.status.progress() < Some(step) => {
            ShipmentEvent::Progressed {
                status,
                at: report.at,
                code: report.code.clone(),
            }
        }
        (Some(_), Some(_)) => return Decision::done(),
        (status, _) => {
            let code = format!("{}/{}", report.source, report.code);
            if shipment
                .exception
                .as_ref()
                .is_some_and(|known| known.code == code)
                || shipment.is_delivered()
            {
                return Decision::done();
            }
            ShipmentEvent::ExceptionRaised {
                exception: ShipmentException {
                    code,
                    status,
                    at: report.at,
                },
            }
        }
    };
    Decision::of(vec![event])
}

/// 5.3.3: a person says that the recipient has the parcel, such as after a proxy signed with
/// consent (R4). Nothing to do when that is already known.
#[must_use]
pub fn confirm_delivery(shipment: &Shipment, at: Timestamp, note: &str) -> Decision<ShipmentEvent> {
    if shipment.is_delivered() {
        return Decision::done();
    }
    Decision::of(vec![ShipmentEvent::DeliveryConfirmed {
        at,
        note: note.to_owned(),
    }])
}

impl Shipment {
    /// When it was expected to arrive when it left: a whole number of days later.
    #[must_use]
    pub fn expected_at(&self) -> Timestamp {
        let days = self.choice.chosen.days_until_arrival(self.booked_at);
        later(self.booked_at, days)
    }

    /// Whether the recipient has signed.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.status == CanonicalStatus::Signed
    }
}

impl Aggregate for Shipment {
    const KIND: AggregateKind = AggregateKind::Shipment;
    type Event = ShipmentEvent;

    fn id(&self) -> String {
        shipment_id(&self.carrier, &self.waybill_no)
    }

    fn evolve(state: Option<Self>, event: &ShipmentEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (None, ShipmentEvent::Booked { shipment, .. }) => Ok((**shipment).clone()),
            (Some(shipment), ShipmentEvent::Progressed { status, at, .. }) => {
                let exception = shipment
                    .exception
                    .filter(|_| *status != CanonicalStatus::Signed);
                Ok(Self {
                    status: *status,
                    status_at: *at,
                    exception,
                    ..shipment
                })
            }
            (Some(shipment), ShipmentEvent::ExceptionRaised { exception }) => Ok(Self {
                exception: Some(exception.clone()),
                ..shipment
            }),
            (Some(shipment), ShipmentEvent::DeliveryConfirmed { at, .. }) => Ok(Self {
                status: CanonicalStatus::Signed,
                status_at: *at,
                exception: None,
                ..shipment
            }),
            (
                None,
                ShipmentEvent::Progressed { .. }
                | ShipmentEvent::ExceptionRaised { .. }
                | ShipmentEvent::DeliveryConfirmed { .. },
            ) => Err(Misfit {
                event: event.kind(),
                state: "none".to_owned(),
            }),
            (Some(shipment), ShipmentEvent::Booked { .. }) => Err(Misfit {
                event: event.kind(),
                state: format!("{:?}", shipment.status),
            }),
        }
    }

    fn index(&self) -> Index {
        let place = self
            .exception
            .as_ref()
            .map(|exception| WorkPlace::new(EXCEPTION_LIST, exception.at));
        Index {
            customer: None,
            work: place,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::aggregate::fold;
    use crate::carrier::Quote;
    use crate::money::Money;

    fn booked() -> Shipment {
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
            booked_at: Timestamp::UNIX_EPOCH,
            status: CanonicalStatus::Created,
            status_at: Timestamp::UNIX_EPOCH,
            exception: None,
        }
    }

    fn tracked(reports: &[(&str, &str)]) -> Shipment {
        reports.iter().fold(booked(), |shipment, (source, code)| {
            let report = CarrierReport {
                source: (*source).to_owned(),
                code: (*code).to_owned(),
                at: Timestamp::UNIX_EPOCH,
            };
            fold(Some(shipment.clone()), &track(&shipment, &report).events)
                .unwrap()
                .unwrap()
        })
    }

    #[test]
    fn an_unknown_code_goes_to_a_person_once_and_moves_nothing() {
        let shipment = tracked(&[
            ("kuaidi100", "103"),
            ("kuaidi100", "99999"),
            ("kuaidi100", "99999"),
        ]);
        assert_eq!(shipment.status, CanonicalStatus::PickedUp);
        assert_eq!(
            shipment.exception.map(|exception| exception.code),
            Some("kuaidi100/99999".to_owned())
        );
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_reports_the_shipment_ends_where_it_got(
            reports in Just(vec![("kuaidi100", "1"), ("kuaidi100", "0"), ("kuaidi100", "5"), ("kuaidi100", "3")])
                .prop_shuffle(),
            repeated in 0_usize..4,
        ) {
            let mut reports = reports;
            let again = reports[repeated];
            reports.push(again);
            let shipment = tracked(&reports);
            prop_assert!(shipment.is_delivered());
            prop_assert_eq!(shipment.exception, None);
        }
    }
}
