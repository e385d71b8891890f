//! Handing a reserved order to a carrier (5.3.1, 5.3.2).

use contract::shipment::{ShipmentRequest, ShipmentView};
use domain::aggregate::{AggregateKind, Decision};
use domain::carrier::{self, CarrierChoice, CarrierComparison, Parcel, Quote, Transport};
use domain::carrier_status::CanonicalStatus;
use domain::dated::Dated;
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::order::{self, Consignment, Facts, LotGoods, Order, OrderShipment};
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::shipment::{Shipment, ShipmentEvent, shipment_id};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::{order_access, origin};
use store::{Loaded, Plan, StoreError, Written};

use crate::App;
use crate::picking::{TRIES, lots_of, only_taken};

/// `POST /v1/orders/{id}/shipments`: 201 with the parcel, or 200 when the order left under the
/// same number before.
pub(crate) async fn dispatch(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let asked = request.json::<ShipmentRequest>()?.into_dispatch()?;
    let (named, waybill_no) = (asked.carrier, asked.waybill_no);
    let seen = request.if_match_optional()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let agreements = app.agreements.open(&app.store).await?;
    let meta = origin::request(&request);
    for _ in 0..TRIES {
        let written = app
            .store
            .transact(&meta, async || {
                let loaded = order_access::visible(&app.store, id, &request.caller).await?;
                if let Some(known) =
                    dispatched(app, &loaded.state, named.as_ref(), &waybill_no).await?
                {
                    let comparison = compared_before(app, &known).await?;
                    return Ok(Plan::new((false, known, comparison)));
                }
                if let Some(seen) = seen {
                    must_match(seen, loaded.version)?;
                }
                let consignment = order::ready_consignment(&loaded.state, asked.consignment)?;
                let (parcel, goods) = packed(app, &loaded.state, &consignment, &facts).await?;
                let transport = Transport {
                    parcel: &parcel,
                    ready_at: facts.now,
                    required_by: loaded.state.requested_delivery,
                    calendar: facts.calendar,
                };
                let comparison = carrier::compare(agreements.at(facts.now), &transport);
                let chosen = carrier::choose(&comparison, named.as_ref())?.clone();
                free(app, &chosen.carrier, &waybill_no).await?;
                let shipment = booked(&loaded.state, chosen, &waybill_no, parcel.weight_g, &facts);
                plan(
                    &loaded,
                    consignment.no,
                    &goods,
                    shipment,
                    comparison.abridged(),
                    &facts,
                )
            })
            .await?;
        match written {
            Written::Done {
                output: (new, shipment, comparison),
                ..
            } => {
                let view = ShipmentView::of(&shipment);
                let view = match &comparison {
                    Some(comparison) => view.explained(comparison, &shipment),
                    None => view,
                };
                return Response::json(if new { 201 } else { 200 }, &view);
            }
            // Somebody else picked from a lot first: the lots are looked up again.
            Written::Unmet(unmet) => only_taken(&unmet)?,
        }
    }
    Err(StoreError::Conflict { tries: TRIES }.into())
}

/// Whether the parcel is handed over now, the parcel, and what its choice rests on.
type Output = (bool, Shipment, Option<CarrierComparison>);

/// The consignment leaves and the parcel begins, in one transaction.
fn plan(
    loaded: &Loaded<Order>,
    consignment: u16,
    goods: &[LotGoods],
    shipment: Shipment,
    comparison: CarrierComparison,
    facts: &Facts<'_>,
) -> Result<Plan<Output>, Failure> {
    let parcel = OrderShipment {
        carrier: shipment.carrier.clone(),
        waybill_no: shipment.waybill_no.clone(),
        consignment: Some(consignment),
        delivered_at: None,
    };
    let leaves = order::dispatch(
        &loaded.state,
        parcel,
        shipment.choice.chosen.days_until_arrival(facts.now),
        goods,
        facts,
    )?;
    let begins = Decision::of(vec![ShipmentEvent::Booked {
        shipment: Box::new(shipment.clone()),
        comparison: Some(Box::new(comparison.clone())),
    }]);
    Ok(Plan::new((true, shipment, Some(comparison)))
        .carry_out(loaded, leaves)?
        .begin::<Shipment>(begins)?)
}

fn booked(
    order: &Order,
    chosen: Quote,
    waybill_no: &WaybillNo,
    weight_g: u64,
    facts: &Facts<'_>,
) -> Shipment {
    Shipment {
        carrier: chosen.carrier.clone(),
        waybill_no: waybill_no.clone(),
        order: order.id,
        weight_g,
        choice: CarrierChoice {
            chosen,
            considered: Vec::new(),
        },
        booked_at: facts.now,
        status: CanonicalStatus::Created,
        status_at: facts.now,
        heard_at: None,
        exception: None,
        exceptions: Vec::new(),
        informed: Vec::new(),
    }
}

/// The parcel under which the order already left, if it is the one asked for.
async fn dispatched(
    app: &App,
    order: &Order,
    named: Option<&CarrierCode>,
    waybill_no: &WaybillNo,
) -> Result<Option<Shipment>, StoreError> {
    let asked_for = |parcel: &&OrderShipment| {
        parcel.waybill_no == *waybill_no && named.is_none_or(|named| *named == parcel.carrier)
    };
    let Some(parcel) = order.shipments.iter().find(asked_for) else {
        return Ok(None);
    };
    let id = shipment_id(&parcel.carrier, &parcel.waybill_no);
    Ok(app
        .store
        .load::<Shipment>(&id)
        .await?
        .map(|loaded| loaded.state))
}

/// Refuses a waybill number that is on another parcel.
pub(crate) async fn free(
    app: &App,
    carrier: &CarrierCode,
    waybill_no: &WaybillNo,
) -> Result<(), Failure> {
    match app
        .store
        .load::<Shipment>(&shipment_id(carrier, waybill_no))
        .await?
    {
        None => Ok(()),
        Some(_) => Err(Refusal::new(
            RefusalClass::Conflict,
            "waybill_no_taken",
            "该运单号已用于其他订单",
            "the waybill number is on another order's parcel",
        )
        .because(Evidence::new(
            "waybill_no",
            "a number of this order",
            waybill_no.to_string(),
        ))
        .into()),
    }
}

/// What the choice of a parcel's carrier rested on, if that is in its journal.
async fn compared_before(
    app: &App,
    shipment: &Shipment,
) -> Result<Option<CarrierComparison>, StoreError> {
    let id = shipment_id(&shipment.carrier, &shipment.waybill_no);
    let first = app.store.commit(AggregateKind::Shipment, &id, 1).await?;
    let events = match &first {
        Some(first) => first.events_of::<Shipment>()?,
        None => Vec::new(),
    };
    Ok(events.into_iter().find_map(|event| match event {
        ShipmentEvent::Booked { comparison, .. } => comparison.map(|it| *it),
        ShipmentEvent::Progressed { .. }
        | ShipmentEvent::Heard { .. }
        | ShipmentEvent::ExceptionRaised { .. }
        | ShipmentEvent::ExceptionRepeated { .. }
        | ShipmentEvent::ExceptionClaimed { .. }
        | ShipmentEvent::ExceptionMeasureTaken { .. }
        | ShipmentEvent::ExceptionEscalated { .. }
        | ShipmentEvent::ExceptionResolved { .. }
        | ShipmentEvent::CustomerInformed { .. }
        | ShipmentEvent::DeliveryConfirmed { .. } => None,
    }))
}

/// All goods of the consignment as one parcel, by the catalogue, and the lots of those that are kept by lot. What is worth more than the policy's
/// threshold is insured (8.2.2).
async fn packed(
    app: &App,
    order: &Order,
    consignment: &Consignment,
    facts: &Facts<'_>,
) -> Result<(Parcel, Vec<LotGoods>), StoreError> {
    let skus = consignment.pieces.iter().map(|it| it.sku.to_string());
    let skus: Vec<String> = skus.collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    let mut parcel = Parcel {
        to: order.ship_to_region,
        insured: facts.policy.insurance.insured(order.value_of(consignment)),
        ..Parcel::default()
    };
    let products = || {
        products
            .iter()
            .map(|product| product.state.at_or_first(facts.now).value)
    };
    for goods in &consignment.pieces {
        let product = products().find(|product| product.sku == goods.sku);
        if let Some(product) = product {
            parcel.pack(product, goods.quantity);
        }
    }
    let lots = lots_of(&app.store, consignment, products(), facts.now, false).await?;
    Ok((parcel, lots))
}
