//! What carriers report of their parcels (5.3.3).

use contract::carrier_events::{CarrierEventsRequest, CarrierEventsView};
use domain::aggregate::{Decision, fold};
use domain::identifiers::CarrierCode;
use domain::order::{self, Order};
use domain::refusal::Refusal;
use domain::shipment::{CarrierReport, Shipment, ShipmentEvent, shipment_id, track};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `POST /v1/carriers/{carrier}/events`: all reports of one parcel in one transaction; when the
/// recipient signed, the order is delivered in the same one.
pub(crate) async fn record(app: &App, request: Request) -> Result<Response, Failure> {
    let body: CarrierEventsRequest = request.signed_json(&app.carrier_secret)?;
    let (waybill_no, reports) = body.into_reports(request.received_at)?;
    let carrier = CarrierCode::parse(request.path("carrier"))
        .map_err(|_| Refusal::not_found("carrier", "承运商", request.path("carrier")))?;
    let id = shipment_id(&carrier, &waybill_no);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let Some(loaded) = app.store.load::<Shipment>(&id).await? else {
                return Err(Failure::from(Refusal::not_found("parcel", "运单", &id)));
            };
            let (after, decision) = tracked(&loaded.state, &reports)?;
            let arrived = after.is_delivered() && !loaded.state.is_delivered();
            let (order_id, at) = (after.order.to_string(), after.status_at);
            let waybill_no = after.waybill_no.clone();
            let plan = Plan::new(after).carry_out(&loaded, decision)?;
            if !arrived {
                return Ok(plan);
            }
            let order = app.store.load::<Order>(&order_id).await?;
            let order = order.ok_or_else(|| Failure::broken("a parcel has no order"))?;
            let parcel = (&carrier, &waybill_no);
            let delivered = order::deliver(&order.state, parcel, at, request.received_at)?;
            Ok(plan.carry_out(&order, delivered)?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Response::ok(&CarrierEventsView {
            received: reports.len(),
            status: output.status.as_str().to_owned(),
        }),
        Written::Unmet(unmet) => Err(Failure::broken(format!("tracking met a bound: {unmet:?}"))),
    }
}

/// The parcel after all reports, and everything that they change.
fn tracked(
    shipment: &Shipment,
    reports: &[CarrierReport],
) -> Result<(Shipment, Decision<ShipmentEvent>), Failure> {
    let mut state = shipment.clone();
    let mut events = Vec::new();
    for report in reports {
        let decision = track(&state, report);
        state = fold(Some(state.clone()), &decision.events)
            .map_err(Failure::broken)?
            .unwrap_or(state);
        events.extend(decision.events);
    }
    Ok((state, Decision::of(events)))
}
