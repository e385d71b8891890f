//! Production lines as master data, and their schedules (5.1.1).

use contract::production::{LineRequest, LineView, LinesView};
use domain::production::{self, LINES_LIST, LineChange, ProductionLine};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::master_data::{Changed, change};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/production-lines?cursor=&limit=`: by code.
pub(super) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app
        .store
        .work_states::<ProductionLine>(LINES_LIST, None, cursor, limit)
        .await?;
    let views = page.items.iter();
    let views = views.map(|loaded| LineView::of(&loaded.state, loaded.version));
    Response::ok(&LinesView {
        items: views.collect(),
        next_cursor: page.next,
    })
}

/// `GET /v1/production-lines/{line}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let code = request.path("line");
    let loaded = app.store.load::<ProductionLine>(code).await?;
    let loaded = loaded.ok_or_else(|| unknown(code))?;
    let view = LineView::of(&loaded.state, loaded.version);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/production-lines/{line}`; `If-Match` is optional.
pub(super) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<LineRequest>()?;
    let profile = body.into_profile(request.path("line"))?;
    let (code, by) = (profile.code.to_string(), &request.caller.subject);
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let changed = change(&app.store, &request, &code, |known| {
        let known = known.map(|(line, _)| line);
        production::revise_line(known, profile.clone(), by, &facts)
    });
    shown(changed.await?)
}

/// `POST /v1/production-lines/{line}/schedule`: its work is planned again from today.
pub(super) async fn plan_again(app: &App, request: Request) -> Result<Response, Failure> {
    let code = request.path("line");
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let changed = change(&app.store, &request, code, |known| {
        let (line, _) = known.ok_or_else(|| unknown(code))?;
        production::replan(line, LineChange::default(), &facts)
    });
    shown(changed.await?)
}

fn shown(changed: Changed<ProductionLine>) -> Result<Response, Failure> {
    let view = LineView::of(&changed.state, changed.version);
    Ok(Response::ok(&view)?.etag(changed.version))
}

/// 404: no line has this code.
fn unknown(code: &str) -> Refusal {
    Refusal::not_found("production line", "产线", code)
}
