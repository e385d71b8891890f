//! What a customer, or staff for it, does to an order that it no longer wants (4.3.4).

use contract::cancel::CancelRequest;
use domain::order;
use lambda::http::{Failure, Request, Response};
use lambda::order_change;

use crate::{App, show};

/// `POST /v1/orders/{id}/cancel`: everything the order holds goes back, what was paid goes onto
/// the list of refunds; `If-Match` is optional.
pub(crate) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<CancelRequest>()?.into_reason()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let cancelled = order_change::change_by_rule(&app.store, &request, &facts, |order, facts| {
        order::cancel(order, &reason, facts)
    });
    show::changed(&cancelled.await?, &request)
}
