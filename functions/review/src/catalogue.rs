//! The catalogue: what can be ordered and at which price (4.2.2, 4.2.3).

use contract::product::{ProductRequest, ProductView, ProductsView, TABLE};
use domain::dated::Dated;
use domain::product::{CATALOGUE_LIST, Product, ProductEvent};
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response};
use lambda::listing::Listing;
use store::Loaded;

use crate::App;
use crate::lot_control;
use lambda::master_data::Changed;
use lambda::revision::{Entered, enter};
use lambda::table_import;

/// `GET /v1/products?cursor=&limit=&format=json|csv`: by SKU.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let listing = Listing::asked(&request)?;
    let page = app
        .store
        .work_states(CATALOGUE_LIST, None, listing.cursor, listing.limit)
        .await?;
    let products = page.items.iter().map(|loaded| view(&request, loaded));
    let products = products.collect();
    listing.answer(&TABLE, products, page.next, |items, next_cursor| {
        ProductsView { items, next_cursor }
    })
}

/// `POST /v1/products/import`
pub(crate) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    table_import::import(&request, &TABLE, async |row| {
        entered(app, &request, &row.sku, row.request).await
    })
    .await
}

/// `GET /v1/products/{sku}`; customers see neither the floor price nor what is planned.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = request.path("sku");
    let loaded = app.store.load::<Dated<Product>>(sku).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("product", "商品", sku))?;
    Ok(Response::ok(&view(&request, &loaded))?.etag(loaded.version))
}

/// `PUT /v1/products/{sku}`: enters or changes a product, at once or from an instant on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    let body = request.json::<ProductRequest>()?;
    let versions = entered(app, &request, request.path("sku"), body).await?;
    let view = ProductView::of(&versions.state, versions.version, request.received_at);
    Ok(Response::ok(&view)?.etag(versions.version))
}

async fn entered(
    app: &App,
    request: &Request,
    sku: &str,
    body: ProductRequest,
) -> Result<Changed<Dated<Product>>, Failure> {
    let effective_from = body.effective_from;
    let product = body.into_product(sku)?;
    product.check()?;
    lot_control::may_change(&app.store, &product, effective_from, request.received_at).await?;
    let entered = Entered {
        id: sku.to_owned(),
        value: product,
        effective_from,
    };
    enter(&app.store, request, entered, ProductEvent::revised).await
}

fn view(request: &Request, loaded: &Loaded<Dated<Product>>) -> ProductView {
    let view = ProductView::of(&loaded.state, loaded.version, request.received_at);
    if request.caller.is_staff() {
        view
    } else {
        view.for_customers()
    }
}
