//! The customer's answer to a counter-proposal (4.3.3).

use contract::cancel::ProposalAnswerRequest;
use domain::order::{self, CustomerAnswer, Order};
use lambda::http::{Failure, Request, Response};
use lambda::{order_change, phone_digest, review_lookup};

use crate::{App, show};

/// `POST /v1/orders/{id}/negotiation`; `If-Match` is optional. The rules look at the order as the
/// answer leaves it.
pub(crate) async fn answer(app: &App, request: Request) -> Result<Response, Failure> {
    let (accepted, words) = request.json::<ProposalAnswerRequest>()?.into_parts()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let answer = CustomerAnswer {
        accepted,
        words: words.as_deref(),
        by: &request.caller.subject,
    };
    let answered = order_change::change(&app.store, &request, &facts, async |order: &Order| {
        let phone = phone_digest::of_order(&app.store, &app.phone_secret, order.id).await?;
        let review =
            review_lookup::look_up(&app.store, order, phone.as_ref(), &rules, facts.now).await?;
        Ok(order::answer_proposal(order, answer, &review, &facts)?)
    });
    show::changed(&answered.await?, &request)
}
