//! Promotions: what is sold at another price, to whom and how long (4.2.4).

use contract::promotion::{PromotionRequest, PromotionView};
use domain::dated::Dated;
use domain::promotion::{Promotion, PromotionEvent};
use domain::quota::Quota;
use domain::refusal::{Evidence, Refusal};
use domain::role::Role;
use lambda::http::{Caller, Failure, Request, Response};

use crate::App;
use crate::revision::{Entered, enter};

/// `GET /v1/promotions/{id}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = request.path("id");
    let loaded = app.store.load::<Dated<Promotion>>(id).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("promotion", "促销活动", id))?;
    view(app, &request, &loaded.state, loaded.version).await
}

/// `PUT /v1/promotions/{id}`: enters or changes a promotion, at once or from an instant on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<PromotionRequest>()?;
    let effective_from = body.effective_from;
    let promotion = body.into_promotion(request.path("id"))?;
    promotion.check()?;
    may_approve(&request.caller, &promotion)?;
    let entered = Entered {
        id: request.path("id").to_owned(),
        value: promotion,
        effective_from,
    };
    let versions = enter(app, &request, entered, PromotionEvent::revised).await?;
    view(app, &request, &versions.state, versions.version).await
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
async fn view(
    app: &App,
    request: &Request,
    state: &Dated<Promotion>,
    version: u64,
) -> Result<Response, Failure> {
    let quota = Quota::Promotion {
        promotion: state.any().id.clone(),
    };
    let bounded = state.at_or_first(request.received_at).value.total.is_some();
    let taken = if bounded {
        let taken = app.store.quotas_taken([&quota]).await?;
        Some(taken.get(&quota).copied().unwrap_or_default())
    } else {
        None
    };
    let view = PromotionView::of(state, version, taken, request.received_at);
    Ok(Response::ok(&view)?.etag(version))
}
