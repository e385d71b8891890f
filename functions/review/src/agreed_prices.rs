//! Prices agreed with customers and for grades (4.2.3).

use contract::agreed_price::{AgreedPriceRequest, AgreedPriceView};
use domain::agreed_price::{self, AgreedPrice, PriceAudience};
use domain::identifiers::Sku;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::master_data::{Changed, change};

/// `GET /v1/prices/{audience}/{sku}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let (audience, sku) = (request.path("audience"), request.path("sku"));
    let name = format!("{audience}/{sku}");
    let unknown = || Refusal::not_found("agreed price", "协议价", &name);
    let audience = PriceAudience::parse(audience).map_err(|_| unknown())?;
    let sku = Sku::parse(sku).map_err(|_| unknown())?;
    let loaded = app
        .store
        .load::<AgreedPrice>(&audience.price_id(&sku))
        .await?;
    let loaded = loaded.ok_or_else(unknown)?;
    let view = AgreedPriceView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/prices/{audience}/{sku}`; `If-Match` is optional.
pub(crate) async fn agree(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<AgreedPriceRequest>()?;
    let agreed = body.into_agreed(request.path("audience"), request.path("sku"))?;
    let (id, now) = (agreed.price_id(), request.received_at);
    let changed = change(app, &request, &id, |known| {
        let known = known.map(|(price, _)| price);
        agreed_price::agree(known, agreed.clone(), &request.caller.subject, now)
    });
    let changed: Changed<AgreedPrice> = changed.await?;
    let view = AgreedPriceView::of(&changed.state, changed.version, now);
    Ok(Response::ok(&view)?.etag(changed.version))
}
