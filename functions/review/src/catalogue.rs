//! The catalogue: what can be ordered and at which price (4.2.2, 4.2.3).

use contract::product::{ProductRequest, ProductView};
use domain::aggregate::Decision;
use domain::dated::{Dated, revise as decide};
use domain::product::{Product, ProductEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `GET /v1/products/{sku}`; customers see neither the floor price nor what is planned.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = request.path("sku");
    let loaded = app.store.load::<Dated<Product>>(sku).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("product", "商品", sku))?;
    let view = ProductView::of(&loaded.state, loaded.version, request.received_at);
    let view = if request.caller.is_staff() {
        view
    } else {
        view.for_customers()
    };
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/products/{sku}`: enters or changes a product, at once or from an instant on;
/// `If-Match` is optional. What is valid then anyway changes nothing.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let seen = request.if_match_optional()?;
    let body = request.json::<ProductRequest>()?;
    let effective_from = body.effective_from;
    let product = body.into_product(request.path("sku"))?;
    product.check()?;
    let now = request.received_at;
    let written =
        app.store
            .transact(&origin::request(&request), async || {
                let loaded = app
                    .store
                    .load::<Dated<Product>>(product.sku.as_str())
                    .await?;
                let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
                if let Some(seen) = seen {
                    must_match(seen, version)?;
                }
                let known = loaded.as_ref().map(|loaded| (&loaded.state, version));
                let revision = decide(known, product.clone(), effective_from, now)?;
                let versions = known.map(|(dated, _)| dated.clone());
                let state = match &revision {
                    Some(revision) => Dated::next(versions, revision.clone()),
                    None => versions
                        .ok_or_else(|| Failure::broken("a first product changes nothing"))?,
                };
                let by = request.caller.subject.clone();
                let events = revision.map(|revision| ProductEvent::revised(revision, by));
                let after = version.saturating_add(u64::from(events.is_some()));
                let plan = Plan::new((state, after));
                let revised = Decision::of(events.into_iter().collect());
                Ok::<_, Failure>(plan.begin_or_carry_out(loaded.as_ref(), revised)?)
            })
            .await?;
    match written {
        Written::Done {
            output: (state, version),
            ..
        } => Ok(Response::ok(&ProductView::of(&state, version, now))?.etag(version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "revising a product met a bound: {unmet:?}"
        ))),
    }
}
