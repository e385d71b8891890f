//! Phones on the blacklist: asked about, and changed by a manager (4.2.4). A number comes in bodies only;
//! what is kept, and what paths carry, is its digest.

use contract::blacklist::{BlacklistedPhoneView, PhoneBlacklistRequest, PhoneLookupRequest};
use domain::blacklist::{self, BlacklistEntry, BlacklistSubject};
use domain::identifiers::{Phone, PhoneDigest};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::phone_digest;

use crate::App;
use lambda::master_data::{Changed, change};

/// `POST /v1/blacklist/phones`; `If-Match` is optional. 201 for a first entry, 200 for a changed one, and
/// for one that stands like that already.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let (phone, reason, until) = request.json::<PhoneBlacklistRequest>()?.into_parts()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let digest = digest(app, &phone)?;
    let subject = BlacklistSubject::Phone(digest.clone());
    let listed = change(&app.store, &request, &subject.entry_id(), |known| {
        let known = known.map(|(entry, _)| entry);
        blacklist::list(known, &subject, &reason, until, by, now)
    })
    .await?;
    let view = BlacklistedPhoneView::of(&digest, &listed.state, listed.version, now);
    let answer = if listed.changed && listed.version == 1 {
        Response::created(format!("/v1/blacklist/phones/{digest}"), &view)?
    } else {
        Response::ok(&view)?
    };
    Ok(answer.etag(listed.version))
}

/// `POST /v1/blacklist/phones/lookup`
pub(crate) async fn look_up(app: &App, request: Request) -> Result<Response, Failure> {
    let phone = request.json::<PhoneLookupRequest>()?.into_phone()?;
    entry(app, &digest(app, &phone)?, &request).await
}

/// `GET /v1/blacklist/phones/{entry}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    entry(app, &named(&request)?, &request).await
}

/// `DELETE /v1/blacklist/phones/{entry}`; `If-Match` is optional.
pub(crate) async fn lift(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let digest = named(&request)?;
    let id = BlacklistSubject::Phone(digest.clone()).entry_id();
    let Changed { state, version, .. } = change(&app.store, &request, &id, |known| {
        let (entry, _) = known.ok_or_else(|| unknown(&digest.to_string()))?;
        Ok(blacklist::lift(entry, by, now))
    })
    .await?;
    answer(&digest, &state, version, &request)
}

/// The entry of a number, if there ever was one.
async fn entry(app: &App, digest: &PhoneDigest, request: &Request) -> Result<Response, Failure> {
    let id = BlacklistSubject::Phone(digest.clone()).entry_id();
    let loaded = app.store.load::<BlacklistEntry>(&id).await?;
    let loaded = loaded.ok_or_else(|| unknown(&digest.to_string()))?;
    answer(digest, &loaded.state, loaded.version, request)
}

/// The entry as it stands.
fn answer(
    digest: &PhoneDigest,
    entry: &BlacklistEntry,
    version: u64,
    request: &Request,
) -> Result<Response, Failure> {
    let view = BlacklistedPhoneView::of(digest, entry, version, request.received_at);
    Ok(Response::ok(&view)?.etag(version))
}

fn digest(app: &App, phone: &Phone) -> Result<PhoneDigest, Failure> {
    phone_digest::of(&app.phone_secret, phone)
        .ok_or_else(|| Failure::broken("the secret makes no digests"))
}

/// The entry that the path names. Anything else in its place is not repeated: it may be a number.
fn named(request: &Request) -> Result<PhoneDigest, Refusal> {
    PhoneDigest::parse(request.path("entry")).map_err(|error| {
        let found = error.found;
        unknown(&format!("{found} characters that are no digest"))
    })
}

fn unknown(entry: &str) -> Refusal {
    Refusal::not_found("entry of the blacklist", "黑名单记录", entry)
}
