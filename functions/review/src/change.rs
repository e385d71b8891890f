//! One change of one order by a member of staff, answered with the order as it stands then.

use contract::order_view::OrderView;
use domain::aggregate::Decision;
use domain::order::{Facts, Order, OrderEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::order_change;
use store::Loaded;

use crate::App;

/// Carries out what `decide` says of the order in the path; `If-Match` is optional.
pub(crate) async fn change(
    app: &App,
    request: &Request,
    decide: impl Fn(&Order, &Facts<'_>) -> Result<Decision<OrderEvent>, Refusal>,
) -> Result<Response, Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let loaded = order_change::change_by_rule(&app.store, request, &facts, decide).await?;
    answer(&loaded, request)
}

/// The answer to a change: the order as it stands then.
pub(crate) fn answer(loaded: &Loaded<Order>, request: &Request) -> Result<Response, Failure> {
    let view =
        OrderView::of(&loaded.state, loaded.version).for_staff(&loaded.state, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}
