//! The customer's answer to a counter-proposal (4.3.3).

use contract::cancel::ProposalAnswerRequest;
use domain::order::{self, CustomerAnswer};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::{order_access, origin, review_lookup};
use store::{Plan, Written};

use crate::{App, show};

/// `POST /v1/orders/{id}/negotiation`; `If-Match` is optional. The rules look at the order as the
/// answer leaves it.
pub(crate) async fn answer(app: &App, request: Request) -> Result<Response, Failure> {
    let (accepted, words) = request.json::<ProposalAnswerRequest>()?.into_parts()?;
    let id = order_access::order_id(&request)?;
    let seen = request.if_match_optional()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let answer = CustomerAnswer {
        accepted,
        words: words.as_deref(),
        by: &request.caller.subject,
    };
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            if let Some(seen) = seen {
                must_match(seen, loaded.version)?;
            }
            let review =
                review_lookup::look_up(&app.store, &loaded.state, &rules, facts.now).await?;
            let decision = order::answer_proposal(&loaded.state, answer, &review, &facts)?;
            Ok::<_, Failure>(Plan::new(()).carry_out(&loaded, decision)?)
        })
        .await?;
    if let Written::Unmet(unmet) = written {
        return Err(Failure::broken(format!(
            "answering a proposal met a bound: {unmet:?}"
        )));
    }
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    Ok(Response::ok(&show::view(&loaded, &request.caller))?.etag(loaded.version))
}
