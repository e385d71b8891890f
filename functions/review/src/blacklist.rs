//! The blacklist: read, and changed by a manager (4.2.4).

use contract::blacklist::{BlacklistRequest, BlacklistView};
use domain::aggregate::{Decision, fold};
use domain::blacklist::{self, BlacklistEntry, BlacklistEvent, BlacklistSubject};
use domain::identifiers::CustomerId;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `GET /v1/blacklist/{customer}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = entry_id(&request)?;
    let loaded = app.store.load::<BlacklistEntry>(&id).await?;
    let loaded = loaded.ok_or_else(|| unknown(&request))?;
    let view = BlacklistView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/blacklist/{customer}`; `If-Match` is optional.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<BlacklistRequest>()?;
    let (customer, reason, until) = body.into_parts(request.path("customer"))?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let id = BlacklistSubject::Customer(customer.clone()).entry_id();
    change(app, &request, &id, |known| {
        blacklist::list(known, &customer, &reason, until, by, now)
    })
    .await
}

/// `DELETE /v1/blacklist/{customer}`; `If-Match` is optional.
pub(crate) async fn lift(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let id = entry_id(&request)?;
    change(app, &request, &id, |known| {
        let entry = known.ok_or_else(|| unknown(&request))?;
        Ok(blacklist::lift(entry, by, now))
    })
    .await
}

/// Writes what `decide` makes of the entry and answers with how it stands then.
async fn change(
    app: &App,
    request: &Request,
    id: &str,
    decide: impl Fn(Option<&BlacklistEntry>) -> Result<Decision<BlacklistEvent>, Refusal>,
) -> Result<Response, Failure> {
    let seen = request.if_match_optional()?;
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let loaded = app.store.load::<BlacklistEntry>(id).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            if let Some(seen) = seen {
                must_match(seen, version)?;
            }
            let known = loaded.as_ref().map(|loaded| &loaded.state);
            let decision = decide(known)?;
            let state = fold(known.cloned(), &decision.events).map_err(Failure::broken)?;
            let state = state.ok_or_else(|| Failure::broken("a first entry changes nothing"))?;
            let after = version.saturating_add(u64::from(!decision.events.is_empty()));
            let plan = Plan::new((state, after));
            Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    match written {
        Written::Done {
            output: (state, version),
            ..
        } => {
            let view = BlacklistView::of(&state, version, request.received_at);
            Ok(Response::ok(&view)?.etag(version))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "changing the blacklist met a bound: {unmet:?}"
        ))),
    }
}

fn entry_id(request: &Request) -> Result<String, Refusal> {
    let customer = CustomerId::parse(request.path("customer")).map_err(|_| unknown(request))?;
    Ok(BlacklistSubject::Customer(customer).entry_id())
}

fn unknown(request: &Request) -> Refusal {
    let customer = request.path("customer");
    Refusal::not_found("entry of the blacklist", "黑名单记录", customer)
}
