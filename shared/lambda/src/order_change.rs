//! One change of the order that a request is about, in one transaction.

use domain::aggregate::Decision;
use domain::order::{Facts, Order, OrderEvent};
use domain::refusal::Refusal;
use store::{Loaded, Plan, Store, Unmet, Written};

use crate::http::{Failure, Request, must_match};
use crate::refund_requests::with_refund_requests;
use crate::{order_access, origin};

/// How often is decided while others take of the same quotas.
const DECISIONS: u32 = 4;

/// Carries out what `decide` says of the order in the path and gives the order as it stands then.
/// `If-Match` is optional. Money of an order that ends by it goes onto the list of refunds.
///
/// Where other orders took of a quota meanwhile, `decide` is asked again.
///
/// # Errors
/// 404 `not_found`, 412 `stale_version`, 503 `conflict_try_again`, and whatever `decide` refuses. A
/// decision that takes stock or credit does not belong here.
pub async fn change(
    store: &Store,
    request: &Request,
    facts: &Facts<'_>,
    decide: impl AsyncFn(&Order) -> Result<Decision<OrderEvent>, Failure>,
) -> Result<Loaded<Order>, Failure> {
    let id = order_access::order_id(request)?;
    let seen = request.if_match_optional()?;
    for _ in 0..DECISIONS {
        let written = store
            .transact(&origin::request(request), async || {
                let loaded = order_access::visible(store, id, &request.caller).await?;
                if let Some(seen) = seen {
                    must_match(seen, loaded.version)?;
                }
                let decision = decide(&loaded.state).await?;
                let events = decision.events.clone();
                let plan = Plan::new(()).carry_out(&loaded, decision)?;
                with_refund_requests::<_, Failure>(store, plan, &loaded.state, &events, facts).await
            })
            .await?;
        match written {
            Written::Done { .. } => return order_access::visible(store, id, &request.caller).await,
            Written::Unmet(unmet) if unmet.iter().all(is_quota) => {}
            Written::Unmet(unmet) => {
                return Err(Failure::broken(format!(
                    "a change of an order met a bound: {unmet:?}"
                )));
            }
        }
    }
    Err(Failure::busy(
        "others took of the quotas of an order at each try",
    ))
}

const fn is_quota(unmet: &Unmet) -> bool {
    matches!(unmet, Unmet::QuotaExceeded { .. })
}

/// A decision that needs nothing but the order and the facts.
///
/// # Errors
/// As [`change`].
pub async fn change_by_rule(
    store: &Store,
    request: &Request,
    facts: &Facts<'_>,
    decide: impl Fn(&Order, &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal>,
) -> Result<Loaded<Order>, Failure> {
    change(store, request, facts, async |order: &Order| {
        Ok(decide(order, facts)?)
    })
    .await
}
