//! What carriers report of their parcels in our own shape (5.3.3).

use contract::carrier_events::{CarrierEventsRequest, CarrierEventsView};
use domain::identifiers::CarrierCode;
use domain::refusal::Refusal;
use domain::shipment::shipment_id;
use lambda::http::{Failure, Request, Response};
use lambda::origin;

use crate::{App, reports};

/// `POST /v1/carriers/{carrier}/events`
pub(crate) async fn record(app: &App, request: Request) -> Result<Response, Failure> {
    let body: CarrierEventsRequest = request.signed_json(&app.carrier_secret)?;
    let (waybill_no, told) = body.into_reports(request.received_at)?;
    let carrier = CarrierCode::parse(request.path("carrier"))
        .map_err(|_| Refusal::not_found("carrier", "承运商", request.path("carrier")))?;
    let meta = origin::request(&request);
    let taken = reports::take(app, &meta, (&carrier, &waybill_no), &told).await?;
    let taken = taken
        .ok_or_else(|| Refusal::not_found("parcel", "运单", &shipment_id(&carrier, &waybill_no)))?;
    Response::ok(&CarrierEventsView {
        received: told.len(),
        status: taken.status.as_str().to_owned(),
    })
}
