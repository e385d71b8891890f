//! The policy: read, and changed as a whole with a journal entry.

use contract::policy::PolicyView;
use domain::aggregate::Decision;
use domain::dated::{Dated, revise as decide};
use domain::policy::{POLICY_ID, Policy, PolicyEvent};
use domain::refusal::{Refusal, quote};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use crate::App;

/// `GET /v1/policy`: version 0 while the usual rules are in force.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = app.store.load::<Dated<Policy>>(POLICY_ID).await?;
    let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
    let dated = loaded.as_ref().map(|loaded| &loaded.state);
    Ok(Response::ok(&PolicyView::of(dated, version, request.received_at))?.etag(version))
}

/// `PUT /v1/policy`, with the version that was read in `If-Match`. Every function goes by the
/// new rules within seconds, or from the instant `effective_from` on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["effective_from"])?;
    let seen = request.if_match()?;
    let effective_from = effective_from(&request)?;
    let policy: Policy = request.json()?;
    policy.check()?;
    let now = request.received_at;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded: Option<Loaded<Dated<Policy>>> = app.store.load(POLICY_ID).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            must_match(seen, version)?;
            let known = loaded.as_ref().map(|loaded| (&loaded.state, version));
            let Some(revision) = decide(known, policy.clone(), effective_from, now)? else {
                let state = loaded.map(|loaded| loaded.state);
                return Ok::<_, Failure>(Plan::new((state, version)));
            };
            let versions = known.map(|(dated, _)| dated.clone());
            let state = Dated::next(versions, revision.clone());
            let plan = Plan::new((Some(state), version.saturating_add(1)));
            let revised = Decision::of(vec![PolicyEvent::revised(
                revision,
                request.caller.subject.clone(),
            )]);
            Ok(plan.begin_or_carry_out(loaded.as_ref(), revised)?)
        })
        .await?;
    match written {
        Written::Done {
            output: (state, version),
            ..
        } => Ok(Response::ok(&PolicyView::of(state.as_ref(), version, now))?.etag(version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "revising the policy met a bound: {unmet:?}"
        ))),
    }
}

fn effective_from(request: &Request) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = request.query("effective_from") else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Refusal::invalid(
            "effective_from",
            "an instant such as 2026-12-31T16:00:00Z",
            quote(text),
        )
    })
}
