//! One order as its reader may see it; and whether the interface answers.

use contract::health::HealthView;
use contract::order_view::OrderView;
use domain::order::Order;
use lambda::http::{Failure, Request, Response};
use lambda::order_access;
use store::Loaded;

use crate::App;

/// `GET /v1/orders/{id}`: the customer sees its contact as it is, staff sees it masked (R22). Who of
/// the staff needs more asks for it and is written down: see `disclosure.rs`.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    let contact = app.store.contact(id).await?;
    let view = view(&loaded.state, loaded.version, &request);
    let view = match contact {
        None => view,
        Some(contact) if request.caller.customer.as_ref() == Some(&loaded.state.customer) => {
            view.with_contact(&contact)
        }
        Some(contact) => view.with_contact(&contact.masked()),
    };
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// The answer to a change: the order as it stands then.
pub(crate) fn changed(loaded: &Loaded<Order>, request: &Request) -> Result<Response, Failure> {
    let view = view(&loaded.state, loaded.version, request);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// The order without its contact, as the caller may see it.
pub(crate) fn view(order: &Order, version: u64, request: &Request) -> OrderView {
    let view = OrderView::of(order, version);
    if request.caller.is_staff() {
        view.for_staff(order, request.received_at)
    } else {
        view
    }
}

/// `GET /v1/health`: the table answers.
pub(crate) async fn health(app: &App) -> Result<Response, Failure> {
    app.rules.open().await?;
    Response::ok(&HealthView::ok())
}
