//! Prices agreed with customers and for grades (4.2.3).

use contract::agreed_price::{AgreedPriceRequest, AgreedPriceView};
use domain::agreed_price::{self, AgreedPrice, PriceAudience};
use domain::identifiers::Sku;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `GET /v1/prices/{audience}/{sku}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let (audience, sku) = (request.path("audience"), request.path("sku"));
    let name = format!("{audience}/{sku}");
    let unknown = || Refusal::not_found("agreed price", "协议价", &name);
    let audience = PriceAudience::parse(audience).map_err(|_| unknown())?;
    let sku = Sku::parse(sku).map_err(|_| unknown())?;
    let loaded = app
        .store
        .load::<AgreedPrice>(&audience.price_id(&sku))
        .await?;
    let loaded = loaded.ok_or_else(unknown)?;
    let view = AgreedPriceView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/prices/{audience}/{sku}`; `If-Match` is optional.
pub(crate) async fn agree(app: &App, request: Request) -> Result<Response, Failure> {
    let seen = request.if_match_optional()?;
    let body = request.json::<AgreedPriceRequest>()?;
    let agreed = body.into_agreed(request.path("audience"), request.path("sku"))?;
    let id = agreed.price_id();
    let (by, now) = (&request.caller.subject, request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = app.store.load::<AgreedPrice>(&id).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            if let Some(seen) = seen {
                must_match(seen, version)?;
            }
            let known = loaded.as_ref().map(|loaded| &loaded.state);
            let decision = agreed_price::agree(known, agreed.clone(), by, now)?;
            let plan = Plan::new(version.saturating_add(u64::from(!decision.events.is_empty())));
            Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    match written {
        Written::Done {
            output: version, ..
        } => Ok(Response::ok(&AgreedPriceView::of(&agreed, version, now))?.etag(version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "agreeing on a price met a bound: {unmet:?}"
        ))),
    }
}
