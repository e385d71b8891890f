//! How goods are made (5.1.1).

use contract::production::{RoutingRequest, RoutingView};
use domain::dated::Dated;
use domain::goods::SupplyKind;
use domain::identifiers::Sku;
use domain::product::Product;
use domain::production::{ProductionLine, Routing, RoutingEvent};
use domain::refusal::Refusal;
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::revision::{Entered, enter};

use crate::App;

/// `GET /v1/routings/{sku}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = request.path("sku");
    let loaded = app.store.load::<Dated<Routing>>(sku).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("routing", "工艺", sku))?;
    let view = RoutingView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/routings/{sku}`: enters or changes it, at once or from an instant on.
pub(super) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<RoutingRequest>()?;
    let effective_from = body.effective_from;
    let routing = body.into_routing(request.path("sku"))?;
    made(app, &routing.sku, request.received_at).await?;
    let code = routing.line.as_str();
    if app.store.load::<ProductionLine>(code).await?.is_none() {
        return Err(Refusal::invalid("line", "a production line", code).into());
    }
    let entered = Entered {
        id: routing.sku.to_string(),
        value: routing,
        effective_from,
    };
    let versions = enter(&app.store, &request, entered, RoutingEvent::revised).await?;
    let view = RoutingView::of(&versions.state, versions.version, request.received_at);
    Ok(Response::ok(&view)?.etag(versions.version))
}

/// Refuses a SKU that is not made.
///
/// # Errors
/// `invalid_value` for a SKU that is not in the catalogue, or that is bought or a service.
pub(super) async fn made(app: &App, sku: &Sku, now: Timestamp) -> Result<(), Failure> {
    let expected = "a product of the catalogue that is made";
    let loaded = app.store.load::<Dated<Product>>(sku.as_str()).await?;
    let Some(loaded) = loaded else {
        return Err(Refusal::invalid("sku", expected, sku.to_string()).into());
    };
    let product = loaded.state.at_or_first(now).value;
    match product.supply {
        SupplyKind::Made => Ok(()),
        kind @ (SupplyKind::Bought | SupplyKind::Service) => {
            let found = format!("{sku}, which is {}", kind.name());
            Err(Refusal::invalid("sku", expected, found).into())
        }
    }
}
