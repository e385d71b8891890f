//! The catalogue: what can be ordered and at which price (4.2.2, 4.2.3).

use contract::product::{ProductRequest, ProductView};
use domain::dated::Dated;
use domain::product::{Product, ProductEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::revision::{Entered, enter};

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

/// `PUT /v1/products/{sku}`: enters or changes a product, at once or from an instant on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<ProductRequest>()?;
    let effective_from = body.effective_from;
    let product = body.into_product(request.path("sku"))?;
    product.check()?;
    let entered = Entered {
        id: request.path("sku").to_owned(),
        value: product,
        effective_from,
    };
    let versions = enter(app, &request, entered, ProductEvent::revised).await?;
    let view = ProductView::of(&versions.state, versions.version, request.received_at);
    Ok(Response::ok(&view)?.etag(versions.version))
}
