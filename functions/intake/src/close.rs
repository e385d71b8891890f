//! What a customer, or staff for it, does to an order that it no longer wants (4.3.4).

use contract::cancel::CancelRequest;
use domain::aggregate::Decision;
use domain::order::{self, Facts, Order, OrderEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::refund_requests::with_refund_requests;
use lambda::{order_access, origin};
use store::{Plan, Written};

use crate::{App, show};

/// `POST /v1/orders/{id}/cancel`: everything the order holds goes back, what was paid goes onto
/// the list of refunds; `If-Match` is optional.
pub(crate) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<CancelRequest>()?.into_reason()?;
    change(app, &request, |order, facts| {
        order::cancel(order, &reason, facts)
    })
    .await
}

async fn change(
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
            let events = decision.events.clone();
            let plan = Plan::new(()).carry_out(&loaded, decision)?;
            with_refund_requests::<_, Failure>(&app.store, plan, &loaded.state, &events, &facts)
                .await
        })
        .await?;
    if let Written::Unmet(unmet) = written {
        return Err(Failure::broken(format!(
            "giving back met a bound: {unmet:?}"
        )));
    }
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    Ok(Response::ok(&show::view(&loaded, &request.caller))?.etag(loaded.version))
}
