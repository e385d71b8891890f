//! Entering what has versions with their day: products and promotions.

use domain::aggregate::{Aggregate, Decision};
use domain::dated::{Dated, Revision, revise as decide};
use jiff::Timestamp;
use lambda::http::{Failure, Request, must_match};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// What is entered, and since when it is to be valid.
pub(crate) struct Entered<T> {
    /// The identifier of what is entered or changed.
    pub(crate) id: String,
    /// The whole new version.
    pub(crate) value: T,
    /// Since when; at once without it.
    pub(crate) effective_from: Option<Timestamp>,
}

/// What there is after something was entered.
pub(crate) struct Versions<T> {
    /// The version in force and those to come.
    pub(crate) state: Dated<T>,
    /// The number of its changes.
    pub(crate) version: u64,
    /// Whether it was changed now.
    pub(crate) changed: bool,
}

/// Enters a first version or a next one; `If-Match` is optional, and what is valid then anyway changes
/// nothing.
///
/// # Errors
/// 412 `stale_version`, what [`decide`] refuses, and faults of ours.
pub(crate) async fn enter<T>(
    app: &App,
    request: &Request,
    entered: Entered<T>,
    revised: impl Fn(Revision<T>, String) -> <Dated<T> as Aggregate>::Event,
) -> Result<Versions<T>, Failure>
where
    T: Clone + PartialEq,
    Dated<T>: Aggregate,
{
    let seen = request.if_match_optional()?;
    let now = request.received_at;
    let Entered {
        id,
        value,
        effective_from,
    } = &entered;
    let written =
        app.store
            .transact(&origin::request(request), async || {
                let loaded = app.store.load::<Dated<T>>(id).await?;
                let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
                if let Some(seen) = seen {
                    must_match(seen, version)?;
                }
                let known = loaded.as_ref().map(|loaded| (&loaded.state, version));
                let revision = decide(known, value.clone(), *effective_from, now)?;
                let versions = known.map(|(dated, _)| dated.clone());
                let state = match &revision {
                    Some(revision) => Dated::next(versions, revision.clone()),
                    None => versions
                        .ok_or_else(|| Failure::broken("a first version changes nothing"))?,
                };
                let by = request.caller.subject.clone();
                let events = revision.map(|revision| revised(revision, by));
                let changed = events.is_some();
                let after = version.saturating_add(u64::from(changed));
                let plan = Plan::new(Versions {
                    state,
                    version: after,
                    changed,
                });
                let decision = Decision::of(events.into_iter().collect());
                Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), decision)?)
            })
            .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "entering a version met a bound: {unmet:?}"
        ))),
    }
}
