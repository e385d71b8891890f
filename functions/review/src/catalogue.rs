//! The catalogue: what can be ordered and at which price (4.2.2, 4.2.3).

use contract::product::{ProductRequest, ProductView};
use domain::aggregate::Decision;
use domain::product::{Product, ProductEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Plan, Written};

use crate::App;

/// `GET /v1/products/{sku}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = request.path("sku");
    let loaded = app.store.load::<Product>(sku).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("product", "商品", sku))?;
    Ok(Response::ok(&ProductView::of(&loaded.state, loaded.version))?.etag(loaded.version))
}

/// `PUT /v1/products/{sku}`: enters or changes a product; `If-Match` is optional. The same
/// product again changes nothing.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let seen = request.if_match_optional()?;
    let product = request
        .json::<ProductRequest>()?
        .into_product(request.path("sku"))?;
    product.check()?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = app.store.load::<Product>(product.sku.as_str()).await?;
            let version = loaded.as_ref().map_or(0, |loaded| loaded.version);
            if let Some(seen) = seen {
                must_match(seen, version)?;
            }
            let (at, by) = (request.received_at, request.caller.subject.clone());
            let revised = Decision::of(vec![ProductEvent::Revised {
                at,
                by,
                product: product.clone(),
            }]);
            Ok::<_, Failure>(match &loaded {
                None => Plan::new(1).begin::<Product>(revised)?,
                Some(loaded) if loaded.state == product => Plan::new(version),
                Some(loaded) => Plan::new(version.saturating_add(1)).carry_out(loaded, revised)?,
            })
        })
        .await?;
    match written {
        Written::Done {
            output: version, ..
        } => Ok(Response::ok(&ProductView::of(&product, version))?.etag(version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "revising a product met a bound: {unmet:?}"
        ))),
    }
}
