//! Exceptions of an order's parcels: reported by people, looked after, settled (5.3.3).

use contract::shipment_exception::{
    ExceptionRequest, ExceptionResolutionRequest, ExceptionView, ExceptionsView, MeasureRequest,
};
use domain::aggregate::{Decision, fold};
use domain::order::Order;
use domain::refusal::Refusal;
use domain::shipment::{self, ExceptionRecord, Measure, Shipment, ShipmentEvent, shipment_id};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Loaded, Plan, Written};

use crate::delivery::parcel_of;
use crate::{App, claim_facts};

/// `POST /v1/orders/{id}/exceptions`: 201 with the exception, or 200 with the open one of its kind.
pub(crate) async fn report(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let told = request.json::<ExceptionRequest>()?.into_report()?;
    let rules = app.rules.open().await?;
    let rules = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let order = order_access::visible(&app.store, id, &request.caller).await?;
            let parcel = parcel_of(&order.state, told.waybill_no.as_ref())?;
            let id = shipment_id(&parcel.carrier, &parcel.waybill_no);
            let loaded = app.store.load::<Shipment>(&id).await?;
            let loaded = loaded.ok_or_else(no_parcel)?;
            let facts = claim_facts::of(&app.store, &loaded.state, &rules).await?;
            let decision =
                shipment::report_exception(&loaded.state, told.kind, &told.note, &facts)?;
            let (new, after) = (
                !decision.events.is_empty(),
                after(&loaded.state, &decision)?,
            );
            let record = after.open_exceptions().find(|it| it.kind == told.kind);
            let record = record.ok_or_else(|| Failure::broken("what was reported is not there"))?;
            let view = ExceptionView::of(&after, record);
            Ok::<_, Failure>(Plan::new((new, view)).carry_out(&loaded, decision)?)
        })
        .await?;
    let Written::Done {
        output: (new, view),
        ..
    } = written
    else {
        return Err(Failure::broken("reporting an exception met a bound"));
    };
    Response::json(if new { 201 } else { 200 }, &view)
}

/// `GET /v1/orders/{id}/exceptions`
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    request.only_query(&[])?;
    let order = order_access::visible(&app.store, id, &request.caller).await?;
    let parcels = order.state.shipments.iter();
    let ids: Vec<String> = parcels
        .map(|it| shipment_id(&it.carrier, &it.waybill_no))
        .collect();
    let mut items = Vec::new();
    let loaded = app.store.load_many_consistently::<Shipment>(&ids).await?;
    for id in &ids {
        let parcel = loaded
            .iter()
            .map(|it| &it.state)
            .find(|it| shipment_id(&it.carrier, &it.waybill_no) == *id);
        if let Some(parcel) = parcel {
            let records = parcel.all_exceptions();
            items.extend(records.iter().map(|it| ExceptionView::of(parcel, it)));
        }
    }
    Response::ok(&ExceptionsView { items })
}

/// `POST /v1/orders/{id}/exceptions/{exception}/claim`
pub(crate) async fn claim(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |shipment, no| {
        shipment::claim_exception(shipment, no, by, now)
    })
    .await
}

/// `POST /v1/orders/{id}/exceptions/{exception}/measures`
pub(crate) async fn take_measure(app: &App, request: Request) -> Result<Response, Failure> {
    let note = request.json::<MeasureRequest>()?.into_note()?;
    let measure = Measure {
        by: request.caller.subject.clone(),
        at: request.received_at,
        note,
    };
    change(app, &request, |shipment, no| {
        shipment::take_measure(shipment, no, measure.clone())
    })
    .await
}

/// `POST /v1/orders/{id}/exceptions/{exception}/resolution`
pub(crate) async fn resolve(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request
        .json::<ExceptionResolutionRequest>()?
        .into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |shipment, no| {
        shipment::resolve_exception(shipment, no, by, &reason, now)
    })
    .await
}

/// Changes the exception that the path names, and shows it.
async fn change(
    app: &App,
    request: &Request,
    decide: impl Fn(&Shipment, u16) -> Result<Decision<ShipmentEvent>, Refusal>,
) -> Result<Response, Failure> {
    let id = order_access::order_id(request)?;
    let named = request.path("exception");
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let order = order_access::visible(&app.store, id, &request.caller).await?;
            let (loaded, no) = named_exception(app, &order.state, named).await?;
            let decision = decide(&loaded.state, no)?;
            let after = after(&loaded.state, &decision)?;
            let of_number = |it: &ExceptionRecord| it.no == no;
            let record = after.all_exceptions().into_iter().find(of_number);
            let record = record.ok_or_else(|| no_exception(named))?;
            let view = ExceptionView::of(&after, &record);
            Ok::<_, Failure>(Plan::new(view).carry_out(&loaded, decision)?)
        })
        .await?;
    let Written::Done { output: view, .. } = written else {
        return Err(Failure::broken("changing an exception met a bound"));
    };
    Response::ok(&view)
}

/// The parcel and number that `<waybill>-<number>` names, if it is one of the order's.
async fn named_exception(
    app: &App,
    order: &Order,
    named: &str,
) -> Result<(Loaded<Shipment>, u16), Failure> {
    let (waybill_no, no) = named.rsplit_once('-').ok_or_else(|| no_exception(named))?;
    let no: u16 = no.parse().map_err(|_| no_exception(named))?;
    let mut parcels = order.shipments.iter();
    let parcel = parcels.find(|it| it.waybill_no.as_str() == waybill_no);
    let parcel = parcel.ok_or_else(|| no_exception(named))?;
    let id = shipment_id(&parcel.carrier, &parcel.waybill_no);
    let loaded = app.store.load::<Shipment>(&id).await?;
    Ok((loaded.ok_or_else(no_parcel)?, no))
}

fn after(shipment: &Shipment, decision: &Decision<ShipmentEvent>) -> Result<Shipment, Failure> {
    let after = fold(Some(shipment.clone()), &decision.events).map_err(Failure::broken)?;
    after.ok_or_else(no_parcel)
}

fn no_exception(named: &str) -> Refusal {
    Refusal::not_found("exception", "物流异常", named)
}

fn no_parcel() -> Failure {
    Failure::broken("an order's parcel is not there")
}
