//! Promotions: what is sold at another price, to whom and how long (4.2.4).

use std::collections::BTreeMap;

use contract::promotion::{PromotionRequest, PromotionView, PromotionsView, TABLE};
use domain::dated::Dated;
use domain::promotion::{PROMOTIONS_LIST, Promotion, PromotionEvent};
use domain::quota::Quota;
use domain::refusal::{Evidence, Refusal};
use domain::role::Role;
use jiff::Timestamp;
use lambda::http::{Caller, Failure, Request, Response};
use lambda::listing::Listing;

use crate::App;
use lambda::master_data::Changed;
use lambda::revision::{Entered, enter};
use lambda::table_import;

/// `GET /v1/promotions?cursor=&limit=&format=json|csv`: by name.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let (listing, now) = (Listing::asked(&request)?, request.received_at);
    let page = app
        .store
        .work_states::<Dated<Promotion>>(PROMOTIONS_LIST, None, listing.cursor, listing.limit)
        .await?;
    let quotas = page.items.iter();
    let quotas: Vec<Quota> = quotas.filter_map(|it| quota(&it.state, now)).collect();
    let taken = app.store.quotas_taken(&quotas).await?;
    let promotions = page.items.iter();
    let promotions = promotions.map(|it| view(&it.state, it.version, &taken, now));
    let promotions = promotions.collect();
    listing.answer(&TABLE, promotions, page.next, |items, next_cursor| {
        PromotionsView { items, next_cursor }
    })
}

/// `POST /v1/promotions/import`
pub(crate) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    table_import::import(&request, &TABLE, async |row| {
        entered(app, &request, &row.id, row.request).await
    })
    .await
}

/// `GET /v1/promotions/{id}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = request.path("id");
    let loaded = app.store.load::<Dated<Promotion>>(id).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("promotion", "促销活动", id))?;
    shown(app, &request, &loaded.state, loaded.version).await
}

/// `PUT /v1/promotions/{id}`: enters or changes a promotion, at once or from an instant on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<PromotionRequest>()?;
    let versions = entered(app, &request, request.path("id"), body).await?;
    shown(app, &request, &versions.state, versions.version).await
}

async fn entered(
    app: &App,
    request: &Request,
    id: &str,
    body: PromotionRequest,
) -> Result<Changed<Dated<Promotion>>, Failure> {
    let effective_from = body.effective_from;
    let promotion = body.into_promotion(id)?;
    promotion.check()?;
    may_approve(&request.caller, &promotion)?;
    let entered = Entered {
        id: id.to_owned(),
        value: promotion,
        effective_from,
    };
    enter(&app.store, request, entered, PromotionEvent::revised).await
}

/// Only a manager may let a promotion pass below the floor price.
fn may_approve(caller: &Caller, promotion: &Promotion) -> Result<(), Refusal> {
    if !promotion.below_floor || caller.has(Role::Manager) || caller.has(Role::Admin) {
        return Ok(());
    }
    Err(Refusal::forbidden(
        "低于底价的促销活动须由经理录入",
        "only a manager may enter a promotion whose price may be below the floor price",
    )
    .because(Evidence::new("below_floor", "false", "true")))
}

/// The promotion, with what orders have taken of it.
async fn shown(
    app: &App,
    request: &Request,
    state: &Dated<Promotion>,
    version: u64,
) -> Result<Response, Failure> {
    let now = request.received_at;
    let taken = app.store.quotas_taken(&quota(state, now)).await?;
    Ok(Response::ok(&view(state, version, &taken, now))?.etag(version))
}

fn view(
    state: &Dated<Promotion>,
    version: u64,
    taken: &BTreeMap<Quota, u64>,
    now: Timestamp,
) -> PromotionView {
    let taken = quota(state, now).map(|quota| taken.get(&quota).copied().unwrap_or_default());
    PromotionView::of(state, version, taken, now)
}

/// What counts the pieces of all orders, where something bounds them.
fn quota(state: &Dated<Promotion>, now: Timestamp) -> Option<Quota> {
    let promotion = state.at_or_first(now).value;
    promotion.total.map(|_| Quota::Promotion {
        promotion: promotion.id.clone(),
    })
}
