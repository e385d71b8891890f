//! How events change a shipment, and where it stands in the indexes.

use super::{EXCEPTION_LIST, ExceptionRecord, MANAGER_LIST, Shipment, ShipmentEvent, shipment_id};
use crate::aggregate::{Aggregate, AggregateKind, Event as _, Index, Misfit, WorkPlace};
use crate::carrier_status::CanonicalStatus;

/// The most exceptions kept in the state. More than there are kinds, so that all that are open fit; those that ended
/// stay in the journal.
const MOST_KEPT: usize = 24;

impl Aggregate for Shipment {
    const KIND: AggregateKind = AggregateKind::Shipment;
    type Event = ShipmentEvent;

    fn id(&self) -> String {
        shipment_id(&self.carrier, &self.waybill_no)
    }

    fn evolve(state: Option<Self>, event: &ShipmentEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (Some(shipment), event) => shipment.after(event),
            (None, ShipmentEvent::Booked { shipment, .. }) => Ok((**shipment).clone()),
            (
                None,
                ShipmentEvent::Progressed { .. }
                | ShipmentEvent::Heard { .. }
                | ShipmentEvent::ExceptionRaised { .. }
                | ShipmentEvent::ExceptionRepeated { .. }
                | ShipmentEvent::ExceptionClaimed { .. }
                | ShipmentEvent::ExceptionMeasureTaken { .. }
                | ShipmentEvent::ExceptionEscalated { .. }
                | ShipmentEvent::ExceptionResolved { .. }
                | ShipmentEvent::CustomerInformed { .. }
                | ShipmentEvent::DeliveryConfirmed { .. },
            ) => Err(Misfit {
                event: event.kind(),
                state: "none".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        let open = || self.open_exceptions();
        let before = self.exception.iter().map(|exception| exception.at);
        let waiting = open().filter(|it| it.escalated_at.is_none());
        let waiting = waiting.map(|it| it.deadline).chain(before).min();
        let escalated = open().filter(|it| it.escalated_at.is_some());
        let escalated = escalated.map(|it| it.deadline).min();
        let work = match (waiting, escalated) {
            (Some(due), _) => Some(WorkPlace::new(EXCEPTION_LIST, due)),
            (None, Some(due)) => Some(WorkPlace::new(MANAGER_LIST, due)),
            (None, None) => None,
        };
        Index {
            customer: None,
            work,
        }
    }
}

impl Shipment {
    fn after(mut self, event: &ShipmentEvent) -> Result<Self, Misfit> {
        match event {
            ShipmentEvent::Booked { .. } => {
                return Err(Misfit {
                    event: event.kind(),
                    state: self.status.to_string(),
                });
            }
            ShipmentEvent::Progressed { status, at, .. } => {
                if *status == CanonicalStatus::Signed {
                    self.exception = None;
                }
                self.status = *status;
                self.status_at = *at;
            }
            ShipmentEvent::DeliveryConfirmed { at, .. } => {
                self.status = CanonicalStatus::Signed;
                self.status_at = *at;
                self.exception = None;
            }
            ShipmentEvent::Heard { at, .. } => self.heard_at = Some(*at),
            ShipmentEvent::ExceptionRaised {
                exception,
                record: None,
            } => self.exception = Some(exception.clone()),
            ShipmentEvent::ExceptionRaised {
                record: Some(record),
                ..
            } => self.keep((**record).clone()),
            ShipmentEvent::ExceptionRepeated { no, code, .. } => {
                self.record(*no, event)?.said.push(code.clone());
            }
            ShipmentEvent::ExceptionClaimed { no, owner } => {
                self.record(*no, event)?.owner = Some(owner.clone());
            }
            ShipmentEvent::ExceptionMeasureTaken { no, measure } => {
                self.record(*no, event)?.measures.push(measure.clone());
            }
            ShipmentEvent::ExceptionEscalated { no, at } => {
                self.record(*no, event)?.escalated_at = Some(*at);
            }
            ShipmentEvent::ExceptionResolved { no, resolution } => {
                self.record(*no, event)?.resolution = Some(resolution.clone());
            }
            ShipmentEvent::CustomerInformed { kind } => self.informed.push(*kind),
        }
        Ok(self)
    }

    /// Keeps one more exception; the oldest that ended makes room.
    fn keep(&mut self, record: ExceptionRecord) {
        if self.exceptions.len() >= MOST_KEPT
            && let Some(ended) = self.exceptions.iter().position(|it| !it.is_open())
        {
            self.exceptions.remove(ended);
        }
        self.exceptions.push(record);
    }

    /// The open exception with this number. One from before there were records becomes a record by this.
    fn record(&mut self, no: u16, event: &ShipmentEvent) -> Result<&mut ExceptionRecord, Misfit> {
        if no == 0
            && let Some(before) = self.exception.take()
        {
            self.exceptions.insert(0, ExceptionRecord::adopted(&before));
        }
        let mut open = self.exceptions.iter_mut().filter(|it| it.is_open());
        open.find(|it| it.no == no).ok_or_else(|| Misfit {
            event: event.kind(),
            state: format!("without an open exception {no}"),
        })
    }
}
