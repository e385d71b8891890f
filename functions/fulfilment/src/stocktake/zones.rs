//! In which zone a warehouse keeps a SKU (5.2.2).

use contract::stocktake::{StorageZoneRequest, StorageZoneView};
use domain::dated::Dated;
use domain::product::Product;
use domain::refusal::Refusal;
use domain::storage_zone::{self, StorageZone, storage_zone_id};
use lambda::http::{Failure, Request, Response};
use lambda::master_data::{Changed, change};

use crate::App;

/// `GET /v1/stock/{sku}/zones/{warehouse}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = storage_zone_id(request.path("warehouse"), request.path("sku"));
    let loaded = app.store.load::<StorageZone>(&id).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("zone of a SKU", "库区", &id))?;
    let view = StorageZoneView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/stock/{sku}/zones/{warehouse}`; `If-Match` is optional.
pub(crate) async fn assign(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<StorageZoneRequest>()?;
    let place = body.into_place(request.path("sku"), request.path("warehouse"))?;
    let sku = place.sku.as_str();
    if app.store.load::<Dated<Product>>(sku).await?.is_none() {
        return Err(Refusal::invalid("sku", "a product of the catalogue", sku).into());
    }
    let id = storage_zone_id(&place.warehouse, sku);
    let (by, now) = (&request.caller.subject, request.received_at);
    let changed = change(&app.store, &request, &id, |known| {
        let known = known.map(|(known, _)| known);
        Ok(storage_zone::assign(known, place.clone(), by, now))
    });
    let changed: Changed<StorageZone> = changed.await?;
    let view = StorageZoneView::of(&changed.state, changed.version);
    Ok(Response::ok(&view)?.etag(changed.version))
}
