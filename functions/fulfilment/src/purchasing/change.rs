//! What people decide about purchase orders (5.1.2, 5.1.3).

use contract::purchasing::{PlacementRequest, PromiseRequest, PurchaseOrderView, ReasonRequest};
use domain::aggregate::{Decision, fold};
use domain::purchasing::{self, PurchaseOrder, PurchaseOrderEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use super::pegs::told;
use crate::App;

/// `GET /v1/purchase-orders/{number}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    let view = PurchaseOrderView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `POST /v1/purchase-orders/{number}/approval`
pub(super) async fn approve(app: &App, request: Request) -> Result<Response, Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, |order| {
        purchasing::approve(order, by, &facts)
    })
    .await
}

/// `POST /v1/purchase-orders/{number}/placement`
pub(super) async fn place(app: &App, request: Request) -> Result<Response, Failure> {
    let placement = request.json::<PlacementRequest>()?.into_placement()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |order| {
        purchasing::place(order, &placement, by, now)
    })
    .await
}

/// `POST /v1/purchase-orders/{number}/promise`
pub(super) async fn move_promise(app: &App, request: Request) -> Result<Response, Failure> {
    let (promised, reason) = request.json::<PromiseRequest>()?.into_parts()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |order| {
        purchasing::move_promise(order, promised, &reason, by, now)
    })
    .await
}

/// `POST /v1/purchase-orders/{number}/close`
pub(super) async fn close(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |order| {
        purchasing::close(order, &reason, by, now)
    })
    .await
}

/// `POST /v1/purchase-orders/{number}/cancel`
pub(super) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    change(app, &request, |order| {
        purchasing::cancel(order, &reason, by, now)
    })
    .await
}

/// The purchase order in the path; if it is not the version that `If-Match` names, 412.
pub(super) async fn named(app: &App, request: &Request) -> Result<Loaded<PurchaseOrder>, Failure> {
    let number = request.path("number");
    let loaded = app.store.load::<PurchaseOrder>(number).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("purchase order", "采购订单", number))?;
    if let Some(seen) = request.if_match_optional()? {
        must_match(seen, loaded.version)?;
    }
    Ok(loaded)
}

/// Carries out what `decide` says of the purchase order in the path; the order that waits for it is told in
/// the same transaction.
async fn change(
    app: &App,
    request: &Request,
    decide: impl Fn(&PurchaseOrder) -> Result<Decision<PurchaseOrderEvent>, Refusal>,
) -> Result<Response, Failure> {
    let now = request.received_at;
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let loaded = named(app, request).await?;
            let decision = decide(&loaded.state)?;
            let (state, version) = after(&loaded, &decision)?;
            let view = PurchaseOrderView::of(&state, version);
            let plan = Plan::new(view).carry_out(&loaded, decision)?;
            Ok::<_, Failure>(told(&app.store, plan, &loaded.state, &state, now).await?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(Response::ok(&output)?.etag(output.version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "changing a purchase order met a bound: {unmet:?}"
        ))),
    }
}

/// The purchase order and its version after a decision.
pub(super) fn after(
    loaded: &Loaded<PurchaseOrder>,
    decision: &Decision<PurchaseOrderEvent>,
) -> Result<(PurchaseOrder, u64), Failure> {
    let state = fold(Some(loaded.state.clone()), &decision.events).map_err(Failure::broken)?;
    let state = state.ok_or_else(|| Failure::broken("a change led to no purchase order"))?;
    let changed = u64::from(!decision.events.is_empty());
    Ok((state, loaded.version.saturating_add(changed)))
}
