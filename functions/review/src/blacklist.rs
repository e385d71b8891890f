//! Customers on the blacklist: read, and changed by a manager (4.2.4).

use contract::blacklist::{BlacklistRequest, BlacklistView};
use domain::blacklist::{self, BlacklistEntry, BlacklistSubject};
use domain::identifiers::CustomerId;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};

use crate::App;
use lambda::master_data::{Changed, change};

/// `GET /v1/blacklist/{customer}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let customer = customer(&request)?;
    let id = BlacklistSubject::Customer(customer.clone()).entry_id();
    let loaded = app.store.load::<BlacklistEntry>(&id).await?;
    let loaded = loaded.ok_or_else(|| unknown(&request))?;
    answer(&customer, &loaded.state, loaded.version, &request)
}

/// `PUT /v1/blacklist/{customer}`; `If-Match` is optional.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<BlacklistRequest>()?;
    let (customer, reason, until) = body.into_parts(request.path("customer"))?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let subject = BlacklistSubject::Customer(customer.clone());
    let Changed { state, version, .. } =
        change(&app.store, &request, &subject.entry_id(), |known| {
            let known = known.map(|(entry, _)| entry);
            blacklist::list(known, &subject, &reason, until, by, now)
        })
        .await?;
    answer(&customer, &state, version, &request)
}

/// `DELETE /v1/blacklist/{customer}`; `If-Match` is optional.
pub(crate) async fn lift(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let customer = customer(&request)?;
    let id = BlacklistSubject::Customer(customer.clone()).entry_id();
    let Changed { state, version, .. } = change(&app.store, &request, &id, |known| {
        let (entry, _) = known.ok_or_else(|| unknown(&request))?;
        Ok(blacklist::lift(entry, by, now))
    })
    .await?;
    answer(&customer, &state, version, &request)
}

/// The customer's entry as it stands.
fn answer(
    customer: &CustomerId,
    entry: &BlacklistEntry,
    version: u64,
    request: &Request,
) -> Result<Response, Failure> {
    let view = BlacklistView::of(customer, entry, version, request.received_at);
    Ok(Response::ok(&view)?.etag(version))
}

fn customer(request: &Request) -> Result<CustomerId, Refusal> {
    CustomerId::parse(request.path("customer")).map_err(|_| unknown(request))
}

fn unknown(request: &Request) -> Refusal {
    let customer = request.path("customer");
    Refusal::not_found("entry of the blacklist", "黑名单记录", customer)
}
