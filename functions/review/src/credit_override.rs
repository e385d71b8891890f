//! Credit overrides: a second authorised person lets an order exceed the limit (8.1.2).

use contract::credit_override::CreditOverrideRequest;
use domain::order;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::change::change;

/// `POST /v1/orders/{id}/credit-override`
pub(crate) async fn grant(app: &App, request: Request) -> Result<Response, Failure> {
    let (amount, reason, until) = request.json::<CreditOverrideRequest>()?.into_parts()?;
    change(app, &request, |order, facts| {
        let by = &request.caller.subject;
        order::override_credit(order, amount, &reason, until, by, facts)
    })
    .await
}
