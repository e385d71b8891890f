//! Suppliers as master data (5.1.2).

use contract::purchasing::{SupplierRequest, SupplierView, SuppliersView};
use domain::purchasing::{self, SUPPLIERS_LIST, Supplier};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::master_data::{Changed, change};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/suppliers?cursor=&limit=`: by code.
pub(super) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app
        .store
        .work_states::<Supplier>(SUPPLIERS_LIST, None, cursor, limit)
        .await?;
    let rules = app.rules.open().await?;
    let policy = &rules.policy_at(request.received_at).value.purchasing;
    let views = page.items.iter();
    let views = views.map(|loaded| SupplierView::of(&loaded.state, loaded.version, policy));
    Response::ok(&SuppliersView {
        items: views.collect(),
        next_cursor: page.next,
    })
}

/// `GET /v1/suppliers/{supplier}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let code = request.path("supplier");
    let loaded = app.store.load::<Supplier>(code).await?;
    let loaded = loaded.ok_or_else(|| unknown(code))?;
    view(app, &request, &loaded.state, loaded.version).await
}

/// `PUT /v1/suppliers/{supplier}`; `If-Match` is optional.
pub(super) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<SupplierRequest>()?;
    let profile = body.into_profile(request.path("supplier"))?;
    let (code, by) = (profile.code.to_string(), &request.caller.subject);
    let changed = change(&app.store, &request, &code, |known| {
        let known = known.map(|(supplier, _)| supplier);
        purchasing::revise_profile(known, profile.clone(), by, request.received_at)
    });
    let changed: Changed<Supplier> = changed.await?;
    view(app, &request, &changed.state, changed.version).await
}

/// 404: nobody has this code.
pub(super) fn unknown(code: &str) -> Refusal {
    Refusal::not_found("supplier", "供应商", code)
}

async fn view(
    app: &App,
    request: &Request,
    supplier: &Supplier,
    version: u64,
) -> Result<Response, Failure> {
    let rules = app.rules.open().await?;
    let policy = &rules.policy_at(request.received_at).value.purchasing;
    Ok(Response::ok(&SupplierView::of(supplier, version, policy))?.etag(version))
}
