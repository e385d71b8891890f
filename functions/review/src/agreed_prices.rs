//! Prices agreed with customers and for grades (4.2.3).

use contract::agreed_price::{AgreedPriceRequest, AgreedPriceView, AgreedPricesView, TABLE};
use domain::agreed_price::{self, AGREED_PRICES_LIST, AgreedPrice, PriceAudience};
use domain::identifiers::Sku;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::listing::Listing;

use crate::App;
use lambda::master_data::{Changed, change};
use lambda::table_import;

/// `GET /v1/prices?cursor=&limit=&format=json|csv`: by audience and SKU.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let listing = Listing::asked(&request)?;
    let page = app
        .store
        .work_states::<AgreedPrice>(AGREED_PRICES_LIST, None, listing.cursor, listing.limit)
        .await?;
    let prices = page
        .items
        .iter()
        .map(|loaded| AgreedPriceView::of(&loaded.state, loaded.version, request.received_at));
    let prices = prices.collect();
    listing.answer(&TABLE, prices, page.next, |items, next_cursor| {
        AgreedPricesView { items, next_cursor }
    })
}

/// `POST /v1/prices/import`
pub(crate) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    table_import::import(&request, &TABLE, async |row| {
        let agreed = row.request.into_agreed(&row.audience, &row.sku)?;
        agreed_on(app, &request, agreed).await
    })
    .await
}

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
    let changed = agreed_on(app, &request, agreed).await?;
    let view = AgreedPriceView::of(&changed.state, changed.version, request.received_at);
    Ok(Response::ok(&view)?.etag(changed.version))
}

async fn agreed_on(
    app: &App,
    request: &Request,
    agreed: AgreedPrice,
) -> Result<Changed<AgreedPrice>, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    change(&app.store, request, &agreed.price_id(), |known| {
        let known = known.map(|(price, _)| price);
        agreed_price::agree(known, agreed.clone(), by, now)
    })
    .await
}
