//! Checking an order before it is submitted; nothing is created (4.1.4, R1).

use contract::order_check::CheckView;
use contract::order_request::OrderRequest;
use domain::review_rules::examine;
use lambda::http::{Failure, Request, Response};
use lambda::{clock, phone_digest, review_lookup};

use crate::place::draft;
use crate::{App, likely_duplicate, receive};

/// `POST /v1/orders/check`: the same rules as receiving and the automatic review.
pub(crate) async fn check(app: &App, request: Request) -> Result<Response, Failure> {
    let body: OrderRequest = request.json()?;
    let id = clock::fresh_id();
    let mut draft = draft(body, &request, id)?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let mut order = receive::drafted(app, &mut draft, id, &facts).await?;
    order.likely_duplicate_of = likely_duplicate::first(app, &draft, id, facts.now).await?;
    let phone = phone_digest::of_recipient(&app.phone_secret, &draft.contact);
    let review =
        review_lookup::look_up(&app.store, &order, phone.as_ref(), &rules, facts.now).await?;
    let findings = examine(&order, &review, &facts);
    Response::ok(&CheckView::of(&order, &findings, request.caller.is_staff()))
}
