//! The steps of a work order, each with what it changes on its line and for the order that waits (5.1.1).

use contract::production::{CompletionRequest, InspectionRequest, ReportRequest, WorkOrderView};
use contract::purchasing::ReasonRequest;
use domain::aggregate::fold;
use domain::order::Facts;
use domain::production::{self, Outcome, WorkOrder};
use domain::refusal::Refusal;
use domain::stock::StockMove;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use super::pegs::carry;
use crate::App;
use crate::lots::{self, Line};
use crate::paper_shards;
use crate::stock::{not_there, stock_short};

/// `GET /v1/work-orders/{number}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    let view = WorkOrderView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `POST /v1/work-orders/{number}/start`
pub(super) async fn start(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let (_, view) = step(app, &request, nothing, |order, _| {
        production::start(order, by, now).map(Outcome::New)
    })
    .await?;
    shown(200, &view)
}

/// `POST /v1/work-orders/{number}/reports`: 201, or 200 when the same report was recorded before.
pub(super) async fn report(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<ReportRequest>()?;
    let report = body.into_report(&request.caller.subject, request.received_at)?;
    let (new, view) = step(app, &request, nothing, |order, _| {
        production::report(order, report.clone())
    })
    .await?;
    shown(if new { 201 } else { 200 }, &view)
}

/// `POST /v1/work-orders/{number}/completion`: 201, or 200 when it was declared before.
pub(super) async fn complete(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<CompletionRequest>()?;
    let completion = body.into_completion(&request.caller.subject, request.received_at);
    let (new, view) = step(app, &request, nothing, |order, facts| {
        production::complete(order, completion.clone(), facts)
    })
    .await?;
    shown(if new { 201 } else { 200 }, &view)
}

/// `POST /v1/work-orders/{number}/inspections`: 201, or 200 when the same inspection was recorded before. Stock,
/// the line and the order that waits change in one transaction.
pub(super) async fn inspect(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<InspectionRequest>()?;
    let inspection = body.into_inspection(&request.caller.subject, request.received_at)?;
    let into = |order: &WorkOrder| production::received(order, &inspection);
    let (new, view) = step(app, &request, into, |order, _| {
        production::inspect(order, inspection.clone())
    })
    .await?;
    shown(if new { 201 } else { 200 }, &view)
}

/// `POST /v1/work-orders/{number}/close`
pub(super) async fn close(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let (_, view) = step(app, &request, nothing, |order, _| {
        production::close(order, &reason, by, now).map(Outcome::New)
    })
    .await?;
    shown(200, &view)
}

/// `POST /v1/work-orders/{number}/cancel`
pub(super) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<ReasonRequest>()?.into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let (_, view) = step(app, &request, nothing, |order, _| {
        production::cancel(order, &reason, by, now).map(Outcome::New)
    })
    .await?;
    shown(200, &view)
}

/// The work order in the path; if it is not the version that `If-Match` names, 412.
async fn named(app: &App, request: &Request) -> Result<Loaded<WorkOrder>, Failure> {
    let number = request.path("number");
    let loaded = app.store.load::<WorkOrder>(number).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("work order", "生产工单", number))?;
    if let Some(seen) = request.if_match_optional()? {
        must_match(seen, loaded.version)?;
    }
    Ok(loaded)
}

/// No pieces come into stock by a step.
const fn nothing(_: &WorkOrder) -> Option<StockMove> {
    None
}

/// Carries out what `decide` says of the work order in the path; whether that is new, and what it led to. Pieces that
/// come `into` stock by it are of the lot that their product asks for, and a lot that is new is entered in the same
/// transaction.
async fn step(
    app: &App,
    request: &Request,
    into: impl Fn(&WorkOrder) -> Option<StockMove>,
    decide: impl Fn(&WorkOrder, &Facts<'_>) -> Result<Outcome, Refusal>,
) -> Result<(bool, WorkOrderView), Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let loaded = named(app, request).await?;
            let decision = match decide(&loaded.state, &facts)? {
                Outcome::New(decision) => decision,
                Outcome::Known => {
                    let view = WorkOrderView::of(&loaded.state, loaded.version);
                    return Ok::<_, Failure>(Plan::new((false, view)));
                }
            };
            let state = fold(Some(loaded.state.clone()), &decision.events);
            let state = state.map_err(Failure::broken)?;
            let state = state.ok_or_else(|| Failure::broken("a step led to no work order"))?;
            let changed = u64::from(!decision.events.is_empty());
            let view = WorkOrderView::of(&state, loaded.version.saturating_add(changed));
            let decision = paper_shards::name(&app.store, decision, 0, stock_short).await?;
            let plan = Plan::new((true, view));
            let plan = match into(&loaded.state) {
                None => plan,
                Some(moved) => {
                    let line = Line::made(&moved);
                    lots::enter(&app.store, plan, &[line], facts.now).await?
                }
            };
            carry(app, plan, (&loaded, decision), &state, &facts).await
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(not_there(&unmet)?.into()),
    }
}

fn shown(status: u16, view: &WorkOrderView) -> Result<Response, Failure> {
    Ok(Response::json(status, view)?.etag(view.version))
}
