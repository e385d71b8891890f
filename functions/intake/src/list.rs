//! Lists of orders, by customer or by stage.

use contract::order_summary::{OrderSummary, OrdersView};
use domain::identifiers::CustomerId;
use domain::order::{Order, StageName};
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use lambda::http::{Failure, Request, Response};
use store::{Loaded, Page};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `GET /v1/orders?customer=|stage=&cursor=&limit=`: a customer's orders, newest first, or the
/// orders of a stage, longest due first. Customers see their own without asking.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["customer", "stage", "cursor", "limit"])?;
    let limit = request.limit(USUAL, MOST)?;
    let cursor = request.query("cursor");
    let page = match (customer(&request)?, request.query("stage")) {
        (Some(customer), None) => {
            app.store
                .by_customer::<Order>(&customer, cursor, limit, true)
                .await?
        }
        (None, Some(stage)) => {
            let lists = stage_name(stage)?.work_lists();
            app.store
                .work_states_through::<Order>(lists, cursor, limit)
                .await?
        }
        (Some(_), Some(_)) | (None, None) => return Err(one_of(&request).into()),
    };
    Response::ok(&view(page))
}

/// Whose orders are asked for: a customer's own, whatever it asks.
fn customer(request: &Request) -> Result<Option<CustomerId>, Failure> {
    let asked = request.query("customer").map(|text| {
        CustomerId::parse(text)
            .map_err(|error| Refusal::invalid("query.customer", "a customer id", error.to_string()))
    });
    let asked = asked.transpose()?;
    if request.caller.is_staff() {
        return Ok(asked);
    }
    let own = request.caller.acting_customer()?;
    match asked {
        Some(asked) if asked != *own => Err(Refusal::forbidden(
            "只能查看自己的订单",
            "only your own orders can be listed",
        )
        .into()),
        _ => Ok(Some(own.clone())),
    }
}

fn stage_name(text: &str) -> Result<StageName, Refusal> {
    StageName::from_name(text).ok_or_else(|| {
        let known = StageName::ALL.map(StageName::name).join(", ");
        Refusal::invalid("query.stage", known, quote(text))
    })
}

fn one_of(request: &Request) -> Refusal {
    let found = if request.query("stage").is_some() {
        "both"
    } else {
        "neither"
    };
    Refusal::new(
        RefusalClass::Malformed,
        "list_not_chosen",
        "请指定 customer 或 stage 其中之一",
        "ask for the orders of one customer or of one stage",
    )
    .because(Evidence::new("query", "customer or stage", found))
}

fn view(page: Page<Loaded<Order>>) -> OrdersView {
    let items = page
        .items
        .iter()
        .map(|loaded| OrderSummary::of(&loaded.state, loaded.version))
        .collect();
    OrdersView {
        items,
        next_cursor: page.next,
    }
}
