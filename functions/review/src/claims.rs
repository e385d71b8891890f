//! Claims: one person at a time reviews an order (4.3.2).

use contract::claim::AssignmentRequest;
use domain::order;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::change::change;

/// `POST /v1/orders/{id}/review/claim`
pub(crate) async fn claim(app: &App, request: Request) -> Result<Response, Failure> {
    change(app, &request, |order, facts| {
        order::claim_review(order, &request.caller.subject, facts)
    })
    .await
}

/// `DELETE /v1/orders/{id}/review/claim`
pub(crate) async fn release(app: &App, request: Request) -> Result<Response, Failure> {
    change(app, &request, |order, facts| {
        order::release_claim(order, &request.caller.subject, facts)
    })
    .await
}

/// `POST /v1/orders/{id}/review/assignment`: a team lead or manager hands the review to
/// somebody, whoever has it now.
pub(crate) async fn assign(app: &App, request: Request) -> Result<Response, Failure> {
    let to = request.json::<AssignmentRequest>()?.into_subject()?;
    change(app, &request, |order, facts| {
        order::assign_review(order, &to, &request.caller.subject, facts)
    })
    .await
}
