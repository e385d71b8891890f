//! The policy: read, and changed as a whole with a journal entry.

use contract::policy::PolicyView;
use domain::aggregate::Decision;
use domain::policy::{POLICY_ID, Policy, PolicyEvent};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use crate::App;

/// `GET /v1/policy`: version 0 while the usual rules are in force.
pub(crate) async fn show(app: &App, _: Request) -> Result<Response, Failure> {
    let (policy, version) = match app.store.load::<Policy>(POLICY_ID).await? {
        Some(loaded) => (loaded.state, loaded.version),
        None => (Policy::default(), 0),
    };
    Ok(Response::ok(&PolicyView { version, policy })?.etag(version))
}

/// `PUT /v1/policy`, with the version that was read in `If-Match`. Every function goes by the
/// new rules within seconds.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let seen = request.if_match()?;
    let policy: Policy = request.json()?;
    policy.check()?;
    let revised = || {
        let (at, by) = (request.received_at, request.caller.subject.clone());
        Decision::of(vec![PolicyEvent::Revised {
            at,
            by,
            policy: Box::new(policy.clone()),
        }])
    };
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded: Option<Loaded<Policy>> = app.store.load(POLICY_ID).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            must_match(seen, version)?;
            let plan = Plan::new(version.saturating_add(1));
            Ok::<_, Failure>(match &loaded {
                None => plan.begin::<Policy>(revised())?,
                Some(loaded) => plan.carry_out(loaded, revised())?,
            })
        })
        .await?;
    match written {
        Written::Done {
            output: version, ..
        } => Ok(Response::ok(&PolicyView {
            version,
            policy: policy.clone(),
        })?
        .etag(version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "revising the policy met a bound: {unmet:?}"
        ))),
    }
}
