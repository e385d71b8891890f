//! The catalogue as a list, as JSON or as a text table (4.2.2).

use contract::product::{ProductView, ProductsView, table};
use domain::dated::Dated;
use domain::product::{CATALOGUE_LIST, Product};
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};
use lambda::text_table::{self, CSV};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/products?cursor=&limit=&format=json|csv`: by SKU. As a table, the header `x-next-cursor`
/// tells where the next page begins.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit", "format"])?;
    let as_table = match request.query("format").unwrap_or("json") {
        "json" => false,
        "csv" => true,
        other => return Err(Refusal::invalid("query.format", "json, csv", quote(other)).into()),
    };
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app
        .store
        .work_states::<Dated<Product>>(CATALOGUE_LIST, None, cursor, limit)
        .await?;
    let views = page.items.iter().map(|loaded| {
        let view = ProductView::of(&loaded.state, loaded.version, request.received_at);
        if request.caller.is_staff() {
            view
        } else {
            view.for_customers()
        }
    });
    if !as_table {
        let items = views.collect();
        return Response::ok(&ProductsView {
            items,
            next_cursor: page.next,
        });
    }
    let rows = views.map(|view| table::row(&view).to_vec());
    let header = table::header().map(str::to_owned).to_vec();
    let content = text_table::written(std::iter::once(header).chain(rows))?;
    let answer = Response::file(CSV, "products.csv", &content);
    Ok(match page.next {
        Some(next) => answer.header("x-next-cursor", next),
        None => answer,
    })
}
