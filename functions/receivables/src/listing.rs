//! What is owed, for finance (8.1.3).

use contract::receivable::ReceivablesView;
use domain::calendar;
use domain::identifiers::CustomerId;
use domain::receivable::{OPEN_LIST, OVERDUE_LIST, Receivable};
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/receivables?list=overdue|open|&customer=&cursor=&limit=`: overdue ones unless asked
/// otherwise, the longest due first; or those of one customer, the newest first.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["list", "customer", "cursor", "limit"])?;
    let limit = request.limit(USUAL, MOST)?;
    let cursor = request.query("cursor");
    let page = match (request.query("customer"), request.query("list")) {
        (Some(customer), None) => {
            let customer = CustomerId::parse(customer).map_err(|error| {
                Refusal::invalid("query.customer", "a customer id", error.to_string())
            })?;
            app.store
                .by_customer::<Receivable>(&customer, cursor, limit, true)
                .await?
        }
        (None, list) => {
            app.store
                .work_states::<Receivable>(work_list(list)?, None, cursor, limit)
                .await?
        }
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid("query", "customer or list", "both").into());
        }
    };
    let today = calendar::business_date(request.received_at);
    Response::ok(&ReceivablesView::of(
        page.items.iter().map(|loaded| &loaded.state),
        today,
        page.next,
    ))
}

fn work_list(name: Option<&str>) -> Result<&'static str, Refusal> {
    match name {
        None | Some("overdue") => Ok(OVERDUE_LIST),
        Some("open") => Ok(OPEN_LIST),
        Some(other) => Err(Refusal::invalid(
            "query.list",
            "overdue or open",
            quote(other),
        )),
    }
}
