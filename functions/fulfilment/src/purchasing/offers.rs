//! What suppliers ask for their goods (5.1.2).

use contract::purchasing::{OfferRequest, OfferView};
use domain::dated::Dated;
use domain::purchasing::{OfferEvent, Supplier, SupplierOffer, offer_id};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::revision::{Entered, enter};

use super::market::bought;
use super::suppliers;
use crate::App;

/// `GET /v1/suppliers/{supplier}/offers/{sku}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = format!("{}/{}", request.path("supplier"), request.path("sku"));
    let loaded = app.store.load::<Dated<SupplierOffer>>(&id).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("offer", "供应商报价", &id))?;
    let view = OfferView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/suppliers/{supplier}/offers/{sku}`: enters or changes an offer, at once or from an instant on.
pub(super) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<OfferRequest>()?;
    let effective_from = body.effective_from;
    let offer = body.into_offer(request.path("supplier"), request.path("sku"))?;
    let code = offer.supplier.as_str();
    let supplier = app.store.load::<Supplier>(code).await?;
    supplier.ok_or_else(|| suppliers::unknown(code))?;
    bought(app, &offer.sku, request.received_at).await?;
    let entered = Entered {
        id: offer_id(&offer.supplier, &offer.sku),
        value: offer,
        effective_from,
    };
    let versions = enter(&app.store, &request, entered, OfferEvent::revised).await?;
    let view = OfferView::of(&versions.state, versions.version, request.received_at);
    Ok(Response::ok(&view)?.etag(versions.version))
}
