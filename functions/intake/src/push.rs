//! Orders that shops on e-commerce platforms push (4.1.1, 4.1.3).

use contract::order_draft::Entry;
use contract::order_request::OrderRequest;
use contract::shop_order::{ShopOrder, in_pointers, mapping};
use domain::order::{OrderDraft, OrderId};
use domain::policy::Policy;
use domain::refusal::Refusal;
use domain::shop::{Platform, ShopCode};
use lambda::http::{Failure, Request, Response};
use lambda::{clock, origin};
use serde_json::Value;
use store::Registration;

use crate::App;
use crate::place::{created, digest, first, numbered, repeated, unnamed_customer};
use crate::receive::{self, Arrival, Outcome};

/// `POST /v1/channels/{shop}/orders`: 201 with the new order, or 200 with the one that the same
/// push led to before. The signature is looked at first, so that only those who hold the secret
/// learn which shops there are.
pub(crate) async fn push(app: &App, request: Request) -> Result<Response, Failure> {
    request.verify_signature(&app.marketplace_secret)?;
    let rules = app.rules.open().await?;
    let policy = rules.policy_at(request.received_at).value;
    let (code, platform) = shop(policy, request.path("shop"))?;
    let pushed = read(&request, &code, platform)?;
    let id = clock::fresh_id();
    let mut draft = draft(&pushed, &request, id)?;
    let facts = rules.at(request.received_at);
    let order = receive::drafted(app, &mut draft, id, &facts).await;
    let order =
        order.map_err(|failure| failure.map_refusal(|refusal| pushed.in_its_terms(refusal)))?;
    let digest = digest(&pushed.request)?;
    let claims: Vec<Registration> = numbered(&draft, digest, id).into_iter().collect();
    let arrival = Arrival {
        draft: &draft,
        order: &order,
        claims: &claims,
        may_be_there: false,
    };
    match receive::receive(app, &arrival, &origin::request(&request), &rules).await? {
        Outcome::New(events) => created(app, &request, &events),
        Outcome::There(loaded) => repeated(app, &request, &loaded),
        Outcome::Held(held) => repeated(app, &request, &first(app, digest, &held).await?),
    }
}

/// The shop of this code, if its orders are taken.
fn shop(policy: &Policy, text: &str) -> Result<(ShopCode, Platform), Refusal> {
    ShopCode::parse(text)
        .ok()
        .and_then(|code| {
            let shop = policy.shops.get(&code).filter(|shop| shop.enabled)?;
            Some((code, shop.platform))
        })
        .ok_or_else(|| Refusal::not_found("enabled shop", "已启用的店铺", text))
}

fn read(request: &Request, code: &ShopCode, platform: Platform) -> Result<ShopOrder, Failure> {
    match mapping(platform).map_err(Failure::broken)? {
        Some(mapping) => Ok(ShopOrder::read(code, &mapping, &request.json::<Value>()?)?),
        None => {
            let body = request.json::<OrderRequest>().map_err(in_pointers)?;
            Ok(ShopOrder::own(code, body))
        }
    }
}

/// The platform enters the order: it is nobody's operator, has no role, and may say when its
/// customer ordered.
fn draft(pushed: &ShopOrder, request: &Request, id: OrderId) -> Result<OrderDraft, Failure> {
    let uscc = pushed.request.customer.uscc.as_deref();
    Ok(pushed.draft(Entry {
        entered_by: request.caller.subject.clone(),
        entered_as: Vec::new(),
        own_customer: None,
        unnamed_customer: unnamed_customer(uscc, id)?,
        may_backdate: true,
        now: request.received_at,
    })?)
}
