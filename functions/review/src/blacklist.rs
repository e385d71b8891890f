//! The blacklist: read, and changed by a manager (4.2.4).

use contract::blacklist::{BlacklistRequest, BlacklistView};
use domain::blacklist::{self, BlacklistEntry, BlacklistSubject};
use domain::identifiers::CustomerId;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::master_data::{Changed, change};

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
    let changed = change(app, &request, &id, |known| {
        let known = known.map(|(entry, _)| entry);
        blacklist::list(known, &customer, &reason, until, by, now)
    });
    answer(&changed.await?, &request)
}

/// `DELETE /v1/blacklist/{customer}`; `If-Match` is optional.
pub(crate) async fn lift(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let id = entry_id(&request)?;
    let changed = change(app, &request, &id, |known| {
        let (entry, _) = known.ok_or_else(|| unknown(&request))?;
        Ok(blacklist::lift(entry, by, now))
    });
    answer(&changed.await?, &request)
}

/// The entry as it stands after a change.
fn answer(changed: &Changed<BlacklistEntry>, request: &Request) -> Result<Response, Failure> {
    let view = BlacklistView::of(&changed.state, changed.version, request.received_at);
    Ok(Response::ok(&view)?.etag(changed.version))
}

fn entry_id(request: &Request) -> Result<String, Refusal> {
    let customer = CustomerId::parse(request.path("customer")).map_err(|_| unknown(request))?;
    Ok(BlacklistSubject::Customer(customer).entry_id())
}

fn unknown(request: &Request) -> Refusal {
    let customer = request.path("customer");
    Refusal::not_found("entry of the blacklist", "黑名单记录", customer)
}
