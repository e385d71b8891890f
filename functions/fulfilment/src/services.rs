//! Services of orders: appointments, and what was carried out (5.1, 5.3).

use contract::order_service::{AppointmentRequest, ServiceCompletionRequest};
use contract::order_view::OrderView;
use domain::identifiers::Sku;
use domain::order::{self, Completion, Order};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::order_change;
use store::Loaded;

use crate::App;

/// `POST /v1/orders/{id}/services/{sku}/appointment`: when it is carried out, or when else.
pub(crate) async fn book(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = sku(&request)?;
    let asked = request.json::<AppointmentRequest>()?;
    let appointment = asked.into_appointment(&request.caller.subject);
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let loaded = order_change::change_by_rule(&app.store, &request, &facts, |order, facts| {
        order::book_service(order, &sku, appointment.clone(), facts)
    })
    .await?;
    answer(&loaded, &request)
}

/// `POST /v1/orders/{id}/services/{sku}/completion`: it was carried out; with the last one the order may be delivered.
pub(crate) async fn complete(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = sku(&request)?;
    let asked = request.json::<ServiceCompletionRequest>()?;
    let (at, note) = asked.into_parts(request.received_at)?;
    let completion = Completion {
        at,
        by: &request.caller.subject,
        note: note.as_deref(),
    };
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let loaded = order_change::change_by_rule(&app.store, &request, &facts, |order, facts| {
        order::complete_service(order, &sku, completion, facts.now)
    })
    .await?;
    answer(&loaded, &request)
}

fn sku(request: &Request) -> Result<Sku, Refusal> {
    let text = request.path("sku");
    Sku::parse(text).map_err(|_| Refusal::not_found("SKU", "商品", text))
}

/// The order as it stands then.
fn answer(loaded: &Loaded<Order>, request: &Request) -> Result<Response, Failure> {
    let order = &loaded.state;
    let view = OrderView::of(order, loaded.version).for_staff(order, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}
