//! Handing a reserved order to a carrier (5.3.1, 5.3.2).

use contract::shipment::{ShipmentRequest, ShipmentView};
use domain::aggregate::Decision;
use domain::carrier::{self, CarrierChoice};
use domain::carrier_status::CanonicalStatus;
use domain::dated::Dated;
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::order::{self, Consignment, Facts, Order, OrderShipment};
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::shipment::{Shipment, ShipmentEvent, shipment_id};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::{order_access, origin};
use store::{Loaded, Plan, StoreError, Written};

use crate::App;

/// `POST /v1/orders/{id}/shipments`: 201 with the parcel, or 200 when the order left under the
/// same number before.
pub(crate) async fn dispatch(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let asked = request.json::<ShipmentRequest>()?.into_dispatch()?;
    let (named, waybill_no) = (asked.carrier, asked.waybill_no);
    let seen = request.if_match_optional()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            if let Some(known) = dispatched(app, &loaded.state, named.as_ref(), &waybill_no).await?
            {
                return Ok(Plan::new((false, known)));
            }
            if let Some(seen) = seen {
                must_match(seen, loaded.version)?;
            }
            let consignment = order::ready_consignment(&loaded.state, asked.consignment)?;
            let weight_g = weight(app, &consignment, facts.now).await?;
            let choice = carrier::choose(
                &facts.policy.carriers,
                named.as_ref(),
                loaded.state.ship_to_region,
                weight_g,
            )?;
            free(app, &choice.chosen.carrier, &waybill_no).await?;
            let shipment = booked(&loaded.state, choice, &waybill_no, weight_g, &facts);
            plan(&loaded, consignment.no, shipment, &facts)
        })
        .await?;
    match written {
        Written::Done {
            output: (true, shipment),
            ..
        } => Response::json(201, &ShipmentView::of(&shipment)),
        Written::Done {
            output: (false, shipment),
            ..
        } => Response::ok(&ShipmentView::of(&shipment)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "dispatching met a bound: {unmet:?}"
        ))),
    }
}

/// The consignment leaves and the parcel begins, in one transaction.
fn plan(
    loaded: &Loaded<Order>,
    consignment: u16,
    shipment: Shipment,
    facts: &Facts<'_>,
) -> Result<Plan<(bool, Shipment)>, Failure> {
    let parcel = OrderShipment {
        carrier: shipment.carrier.clone(),
        waybill_no: shipment.waybill_no.clone(),
        consignment: Some(consignment),
        delivered_at: None,
    };
    let leaves = order::dispatch(
        &loaded.state,
        parcel,
        shipment.choice.chosen.transit_days,
        facts,
    )?;
    let begins = Decision::of(vec![ShipmentEvent::Booked {
        shipment: Box::new(shipment.clone()),
    }]);
    Ok(Plan::new((true, shipment))
        .carry_out(loaded, leaves)?
        .begin::<Shipment>(begins)?)
}

fn booked(
    order: &Order,
    choice: CarrierChoice,
    waybill_no: &WaybillNo,
    weight_g: u64,
    facts: &Facts<'_>,
) -> Shipment {
    Shipment {
        carrier: choice.chosen.carrier.clone(),
        waybill_no: waybill_no.clone(),
        order: order.id,
        weight_g,
        choice,
        booked_at: facts.now,
        status: CanonicalStatus::Created,
        status_at: facts.now,
        exception: None,
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
async fn free(app: &App, carrier: &CarrierCode, waybill_no: &WaybillNo) -> Result<(), Failure> {
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

/// Grams of all goods of the consignment, by the catalogue.
async fn weight(app: &App, consignment: &Consignment, now: Timestamp) -> Result<u64, StoreError> {
    let pieces = &consignment.pieces;
    let skus: Vec<String> = pieces.iter().map(|pieces| pieces.sku.to_string()).collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    let grams = pieces.iter().map(|pieces| {
        let product = products
            .iter()
            .map(|product| product.state.at_or_first(now).value)
            .find(|product| product.sku == pieces.sku);
        u64::from(product.map_or(0, |product| product.weight_g))
            .saturating_mul(u64::from(pieces.quantity))
    });
    Ok(grams.sum())
}
