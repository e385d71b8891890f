//! What people do with a stocktake once it is planned (5.2.2).

use std::collections::BTreeMap;

use contract::purchasing::ReasonRequest;
use contract::stocktake::{ApprovalRequest, CountRequest, RecountRequest};
use domain::aggregate::{Decision, fold};
use domain::identifiers::Sku;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stock::{Adjustment, StockLevel};
use domain::stocktake::{self, Stocktake, StocktakeEvent};
use lambda::http::{Failure, Request, Response, must_match};
use store::{Loaded, Plan, Unmet};

use super::view;
use crate::App;
use crate::paper_shards;
use crate::stock::kept_otherwise;

/// `GET /v1/stocktakes/{number}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    let view = view(&request, &loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `POST /v1/stocktakes/{number}/counts`: what the books say is read consistently at each try.
pub(crate) async fn count(app: &App, request: Request) -> Result<Response, Failure> {
    let counts = request.json::<CountRequest>()?.into_counts()?;
    let skus: Vec<Sku> = counts.iter().map(|count| count.sku.clone()).collect();
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |stocktake| {
        let levels = app.store.levels_in(&stocktake.warehouse, &skus).await?;
        let on_shelf = |level: &StockLevel| (level.sku.clone(), level.on_shelf());
        let book: BTreeMap<Sku, u64> = levels.iter().map(on_shelf).collect();
        Ok(stocktake::record(stocktake, &counts, &book, by, &facts)?)
    })
    .await
}

/// `POST /v1/stocktakes/{number}/recount`
pub(crate) async fn request_recount(app: &App, request: Request) -> Result<Response, Failure> {
    let (skus, reason) = request.json::<RecountRequest>()?.into_parts()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |stocktake| {
        let decision = stocktake::request_recount(stocktake, &skus, by, &reason, &facts)?;
        Ok(decision)
    })
    .await
}

/// `POST /v1/stocktakes/{number}/approval`
pub(crate) async fn approve(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ApprovalRequest>()?.into_reason()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |stocktake| {
        let decision = stocktake::approve(stocktake, by, &reason, &facts)?;
        from_shards(app, decision, stocktake.lines.len()).await
    })
    .await
}

/// What is missing is taken from the shards that have it; what was found comes into the level itself, which is written
/// to in any case.
async fn from_shards(
    app: &App,
    decision: Decision<StocktakeEvent>,
    lines: usize,
) -> Result<Decision<StocktakeEvent>, Failure> {
    let is_found = |adjustment: &Adjustment| matches!(adjustment, Adjustment::StockReceive(_));
    let (found, rest): (Vec<Adjustment>, Vec<Adjustment>) =
        decision.adjustments.into_iter().partition(is_found);
    let missing = Decision::of(decision.events).with(rest);
    let named = paper_shards::name(&app.store, missing, lines, reserved).await?;
    Ok(named.with(found))
}

/// `POST /v1/stocktakes/{number}/cancel`
pub(crate) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    change(app, &request, async |stocktake| {
        Ok(stocktake::cancel(stocktake, by, &reason, &facts)?)
    })
    .await
}

/// The stocktake in the path; if it is not the version that `If-Match` names, 412.
async fn named(app: &App, request: &Request) -> Result<Loaded<Stocktake>, Failure> {
    let number = request.path("number");
    let loaded = app.store.load::<Stocktake>(number).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("stocktake", "盘点单", number))?;
    if let Some(seen) = request.if_match_optional()? {
        must_match(seen, loaded.version)?;
    }
    Ok(loaded)
}

/// Carries out what `decide` says of the stocktake in the path.
async fn change(
    app: &App,
    request: &Request,
    decide: impl AsyncFn(&Stocktake) -> Result<Decision<StocktakeEvent>, Failure>,
) -> Result<Response, Failure> {
    let shown = paper_shards::write(app, request, variance_reserved, async || {
        let loaded = named(app, request).await?;
        let decision = decide(&loaded.state).await?;
        let state = fold(Some(loaded.state.clone()), &decision.events);
        let state = state.map_err(Failure::broken)?;
        let state = state.ok_or_else(|| Failure::broken("a change led to no stocktake"))?;
        let changed = u64::from(!decision.events.is_empty());
        let view = view(request, &state, loaded.version.saturating_add(changed));
        Ok(Plan::new(view).carry_out(&loaded, decision)?)
    });
    let shown = shown.await?;
    Ok(Response::ok(&shown)?.etag(shown.version))
}

/// 409: pieces that are missing are promised to orders.
fn reserved() -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "variance_reserved",
        "盘亏的商品已被订单占用，未作任何调整；请先取消相关订单或补足库存，或要求复盘",
        "pieces that are missing are promised to orders, nothing was changed; cancel those orders or bring goods in \
         first, or have the lines counted again",
    )
}

/// The same, with what there is.
fn variance_reserved(unmet: &[Unmet]) -> Result<Refusal, Failure> {
    unmet
        .iter()
        .try_fold(reserved(), |refusal, unmet| match unmet {
            Unmet::StockShort {
                sku,
                warehouse,
                wanted,
                available,
            } => Ok(refusal.because(Evidence::new(
                format!("{sku} in {warehouse}"),
                format!("{wanted} or more available, so many are missing"),
                format!("{available} available"),
            ))),
            Unmet::KeptOtherwise {
                sku,
                warehouse,
                by_lot,
            } => Ok(kept_otherwise(sku, warehouse, *by_lot)),
            other @ (Unmet::Registered(_)
            | Unmet::LotShort { .. }
            | Unmet::UnderCount { .. }
            | Unmet::StockSpread { .. }
            | Unmet::QuarantineShort { .. }
            | Unmet::CreditExceeded { .. }
            | Unmet::QuotaExceeded { .. }) => Err(Failure::broken(format!(
                "changing a stocktake met another bound: {other:?}"
            ))),
        })
}
