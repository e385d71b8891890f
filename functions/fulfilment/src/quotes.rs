//! What every service would charge for a parcel (5.3.1).

use contract::carrier_quote::{CarrierQuotesRequest, CarrierQuotesView};
use domain::carrier::{self, Transport};
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::agreements::Agreements;

/// `POST /v1/carriers/quotes`: nothing is written. Goes by the agreements as they are now.
pub(crate) async fn compare(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&[])?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let asked = request
        .json::<CarrierQuotesRequest>()?
        .into_asked(facts.now, facts.policy.insurance)?;
    let transport = Transport {
        parcel: &asked.parcel,
        ready_at: asked.ready_at,
        required_by: asked.required_by,
        calendar: facts.calendar,
    };
    let agreements = Agreements::read(&app.store).await?;
    let comparison = carrier::compare(agreements.at(asked.ready_at), &transport);
    Response::ok(&CarrierQuotesView::of(&comparison))
}
