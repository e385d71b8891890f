//! One timeline per order, for staff and, redacted, for customers (6.1.1).

use contract::timeline::{TimelineView, TrackView};
use domain::order::Order;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, tracking_token};

use crate::{App, journal};

/// `GET /v1/orders/{id}/timeline`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    let happenings = journal::of_order(&app.store, &loaded.state).await?;
    let view = if request.caller.is_staff() {
        TimelineView::for_staff(&loaded.state, happenings, request.language)
    } else {
        TimelineView::for_customer(&loaded.state, happenings, request.language)
    };
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `GET /v1/track/{token}`: for whoever holds the link.
pub(crate) async fn track(app: &App, request: Request) -> Result<Response, Failure> {
    let id = tracking_token::verify(
        &app.tracking_secret,
        request.path("token"),
        request.received_at,
    )?;
    let loaded = app.store.load::<Order>(&id.to_string()).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("order", "订单", &id.to_string()))?;
    let happenings = journal::of_order(&app.store, &loaded.state).await?;
    Ok(
        Response::ok(&TrackView::of(&loaded.state, happenings, request.language))?
            .etag(loaded.version),
    )
}
