//! What planners enter about reorder points (5.2.1).

use contract::reorder_point::{
    ReorderPointRequest, ReorderPointView, ReorderPointsView, RequestedReorderPoint, TABLE,
};
use domain::dated::Dated;
use domain::goods::SupplyKind;
use domain::order::{Facts, SupplySource};
use domain::product::Product;
use domain::purchasing::PurchaseOrder;
use domain::refusal::{Refusal, quote};
use domain::reorder::{self, LOW_STOCK_LIST, ReorderPoint, WATCHED_LIST, reorder_point_id};
use lambda::http::{Failure, Request, Response};
use lambda::listing::Listing;
use lambda::master_data::{Changed, change};
use lambda::table_import;
use store::{Plan, Store, StoreError};

use crate::App;

/// `GET /v1/reorder-points?cursor=&limit=&format=json|csv`: those of low stock first.
pub(super) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let listing = Listing::asked(&request)?;
    let page = app
        .store
        .work_states_through::<ReorderPoint>(
            &[LOW_STOCK_LIST, WATCHED_LIST],
            listing.cursor,
            listing.limit,
        )
        .await?;
    let views = page.items.iter();
    let views = views.map(|loaded| ReorderPointView::of(&loaded.state, loaded.version));
    listing.answer(&TABLE, views.collect(), page.next, |items, next_cursor| {
        ReorderPointsView { items, next_cursor }
    })
}

/// `POST /v1/reorder-points/import`
pub(super) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    table_import::import(&request, &TABLE, async |row| {
        entered(
            app,
            &request,
            row.request.into_point(&row.sku, &row.warehouse)?,
        )
        .await
    })
    .await
}

/// `GET /v1/reorder-points/{sku}/{warehouse}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = named(&request);
    let loaded = app.store.load::<ReorderPoint>(&id).await?;
    let loaded = loaded.ok_or_else(|| unknown(&id))?;
    let view = ReorderPointView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/reorder-points/{sku}/{warehouse}`; `If-Match` is optional.
pub(super) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<ReorderPointRequest>()?;
    let wanted = body.into_point(request.path("sku"), request.path("warehouse"))?;
    answer(&entered(app, &request, wanted).await?)
}

/// Enters a reorder point of goods that are kept in stock, in a warehouse of the policy.
async fn entered(
    app: &App,
    request: &Request,
    wanted: RequestedReorderPoint,
) -> Result<Changed<ReorderPoint>, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let rules = app.rules.open().await?;
    known_warehouse(&wanted.warehouse, &rules.at(now))?;
    let sku = wanted.sku.as_str();
    let product = app.store.load::<Dated<Product>>(sku).await?;
    let kept = product.is_some_and(|loaded| match loaded.state.at_or_first(now).value.supply {
        SupplyKind::Bought | SupplyKind::Made => true,
        SupplyKind::Service => false,
    });
    if !kept {
        let expected = "goods of the catalogue, and no service";
        return Err(Refusal::invalid("sku", expected, sku).into());
    }
    let id = reorder_point_id(&wanted.warehouse, sku);
    change(&app.store, request, &id, |known| {
        let known = known.map(|(known, _)| known);
        let place = (&wanted.warehouse, &wanted.sku);
        reorder::revise(known, place, wanted.levels, by, now)
    })
    .await
}

/// `DELETE /v1/reorder-points/{sku}/{warehouse}`; `If-Match` is optional.
pub(super) async fn remove(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let id = named(&request);
    let changed = change(&app.store, &request, &id, |known| {
        let (point, _) = known.ok_or_else(|| unknown(&id))?;
        Ok(reorder::remove(point, by, now))
    });
    answer(&changed.await?)
}

fn answer(changed: &Changed<ReorderPoint>) -> Result<Response, Failure> {
    let view = ReorderPointView::of(&changed.state, changed.version);
    Ok(Response::ok(&view)?.etag(changed.version))
}

fn named(request: &Request) -> String {
    reorder_point_id(request.path("warehouse"), request.path("sku"))
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found("reorder point", "再订货点", id)
}

/// Refuses a warehouse that orders are not filled from.
///
/// # Errors
/// `invalid_value`.
pub(crate) fn known_warehouse(warehouse: &str, facts: &Facts<'_>) -> Result<(), Refusal> {
    let known = facts.policy.sourcing.warehouses();
    if known.iter().any(|known| known == warehouse) {
        return Ok(());
    }
    let expected = format!("a warehouse of the policy: {}", known.join(", "));
    Err(Refusal::invalid("warehouse", expected, quote(warehouse)))
}

/// The same plan in which the reorder point knows of a purchase order for its stock, where there is one.
pub(crate) async fn noted<T>(
    store: &Store,
    plan: Plan<T>,
    raised: &PurchaseOrder,
    now: jiff::Timestamp,
) -> Result<Plan<T>, StoreError> {
    let Some(warehouse) = &raised.warehouse else {
        return Ok(plan);
    };
    let id = reorder_point_id(warehouse, raised.sku.as_str());
    let Some(loaded) = store.load::<ReorderPoint>(&id).await? else {
        return Ok(plan);
    };
    let source = SupplySource::PurchaseOrder(raised.number.clone());
    let noted = reorder::note_supply(&loaded.state, source, raised.bid().quantity, now);
    plan.carry_out(&loaded, noted)
}
