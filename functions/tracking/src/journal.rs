//! Everything that happened to an order, read from the journals of its aggregates (6.1.1).

use contract::timeline::Happening;
use domain::aggregate::{AggregateKind, Event as _};
use domain::carrier_status::CanonicalStatus;
use domain::order::Order;
use domain::shipment::{Shipment, ShipmentEvent, shipment_id};
use store::{Store, StoreError};

/// Commits read in one call.
const PAGE: u32 = 100;

/// The happenings of the order, its parcels, its payments and its receivable.
pub(crate) async fn of_order(store: &Store, order: &Order) -> Result<Vec<Happening>, StoreError> {
    let id = order.id.to_string();
    let mut chains = vec![(AggregateKind::Order, id.clone())];
    chains.extend(order.shipments.iter().map(|parcel| {
        (
            AggregateKind::Shipment,
            shipment_id(&parcel.carrier, &parcel.waybill_no),
        )
    }));
    chains.extend(
        order
            .payments
            .iter()
            .map(|counted| (AggregateKind::Payment, counted.payment.clone())),
    );
    if order.billed {
        chains.push((AggregateKind::Receivable, id));
    }
    let mut happenings = Vec::new();
    for (kind, id) in chains {
        read(store, kind, &id, &mut happenings).await?;
    }
    Ok(happenings)
}

async fn read(
    store: &Store,
    kind: AggregateKind,
    id: &str,
    happenings: &mut Vec<Happening>,
) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let page = store.commits(kind, id, after, PAGE).await?;
        for commit in &page.items {
            let happened: Vec<_> = if kind == AggregateKind::Shipment {
                let events = commit.events_of::<Shipment>()?;
                events.iter().map(|it| (it.kind(), came_to(it))).collect()
            } else {
                let kinds = commit.kinds()?;
                kinds.into_iter().map(|kind| (kind, None)).collect()
            };
            happenings.extend(happened.into_iter().map(|(kind, status)| Happening {
                at: commit.at,
                kind,
                by: commit.actor.clone(),
                status,
            }));
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
}

/// How far a parcel came with an event.
const fn came_to(event: &ShipmentEvent) -> Option<CanonicalStatus> {
    match event {
        ShipmentEvent::Progressed { status, .. } => Some(*status),
        ShipmentEvent::Booked { .. }
        | ShipmentEvent::Heard { .. }
        | ShipmentEvent::ExceptionRaised { .. }
        | ShipmentEvent::ExceptionRepeated { .. }
        | ShipmentEvent::ExceptionClaimed { .. }
        | ShipmentEvent::ExceptionMeasureTaken { .. }
        | ShipmentEvent::ExceptionEscalated { .. }
        | ShipmentEvent::ExceptionResolved { .. }
        | ShipmentEvent::CustomerInformed { .. }
        | ShipmentEvent::DeliveryConfirmed { .. } => None,
    }
}
