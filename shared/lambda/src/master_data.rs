//! One change of master data in one transaction: it is begun, or carried on.

use crate::http::{Failure, Request, must_match};
use crate::origin;
use domain::aggregate::{Aggregate, Decision, fold};
use domain::refusal::Refusal;
use store::{Plan, Store, Written};

/// What there is after a change.
pub struct Changed<A> {
    /// As it stands then.
    pub state: A,
    /// The number of its changes.
    pub version: u64,
    /// Whether it was changed now.
    pub changed: bool,
}

/// Carries out what `decide` makes of what is known, with the number of its changes, if anything is;
/// `If-Match` is optional.
///
/// # Errors
/// 412 `stale_version`, what `decide` refuses, and faults of ours. A decision that takes counters or
/// makes nothing of nothing does not belong here.
pub async fn change<A: Aggregate>(
    store: &Store,
    request: &Request,
    id: &str,
    decide: impl Fn(Option<(&A, u64)>) -> Result<Decision<A::Event>, Refusal>,
) -> Result<Changed<A>, Failure> {
    let seen = request.if_match_optional()?;
    let written = store
        .transact(&origin::request(request), async || {
            let loaded = store.load::<A>(id).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            if let Some(seen) = seen {
                must_match(seen, version)?;
            }
            let known = loaded.as_ref().map(|loaded| &loaded.state);
            let decision = decide(known.map(|known| (known, version)))?;
            let state = fold(known.cloned(), &decision.events).map_err(Failure::broken)?;
            let state = state.ok_or_else(|| Failure::broken("a first change changes nothing"))?;
            let changed = !decision.events.is_empty();
            let plan = Plan::new(Changed {
                state,
                version: version.saturating_add(u64::from(changed)),
                changed,
            });
            Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "changing master data met a bound: {unmet:?}"
        ))),
    }
}
