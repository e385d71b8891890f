//! One change of one order by a member of staff, in one transaction.

use contract::order_view::OrderView;
use domain::aggregate::Decision;
use domain::order::{Facts, Order, OrderEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::{order_access, origin};
use store::{Plan, Written};

use crate::App;

/// Carries out what `decide` says of the order in the path, and answers with the order as it
/// stands then; `If-Match` is optional.
pub(crate) async fn change(
    app: &App,
    request: &Request,
    decide: impl Fn(&Order, &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal>,
) -> Result<Response, Failure> {
    let id = order_access::order_id(request)?;
    let seen = request.if_match_optional()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            if let Some(seen) = seen {
                must_match(seen, loaded.version)?;
            }
            let decision = decide(&loaded.state, &facts)?;
            Ok::<_, Failure>(Plan::new(()).carry_out(&loaded, decision)?)
        })
        .await?;
    if let Written::Unmet(unmet) = written {
        return Err(Failure::broken(format!(
            "a change without counters met a bound: {unmet:?}"
        )));
    }
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    let view =
        OrderView::of(&loaded.state, loaded.version).for_staff(&loaded.state, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}
