//! Work lists: what waits for somebody, the longest due first.

use std::collections::HashMap;

use contract::order_summary::OrderSummary;
use contract::work::{WorkItemView, WorkView};
use domain::account::ASSESSMENT_LIST;
use domain::aggregate::AggregateKind;
use domain::order::{Order, StageName};
use domain::payment::{QUARANTINE_LIST, REFUND_LIST};
use domain::receivable::OVERDUE_LIST;
use domain::refusal::{Evidence, Refusal, quote};
use domain::shipment::EXCEPTION_LIST;
use lambda::http::{Failure, Request, Response};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// The lists by the names that people use.
const LISTS: [(&str, &str); 12] = [
    ("review", StageName::AwaitingReview.work_list()),
    ("negotiation", StageName::Negotiating.work_list()),
    ("payment", StageName::AwaitingPayment.work_list()),
    ("shortage", StageName::Preparing.work_list()),
    ("dispatch", StageName::Ready.work_list()),
    ("delivery", StageName::Dispatched.work_list()),
    ("settlement", StageName::Delivered.work_list()),
    ("exceptions", EXCEPTION_LIST),
    ("refunds", REFUND_LIST),
    ("quarantine", QUARANTINE_LIST),
    ("overdue", OVERDUE_LIST),
    ("assessment", ASSESSMENT_LIST),
];

/// `GET /v1/work/{list}?cursor=&limit=`
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let limit = request.limit(USUAL, MOST)?;
    let name = request.path("list");
    let list = LISTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, list)| *list)
        .ok_or_else(|| no_list(name))?;
    let page = app
        .store
        .work(list, None, request.query("cursor"), limit)
        .await?;
    let ids: Vec<String> = page
        .items
        .iter()
        .filter(|entry| entry.kind == AggregateKind::Order)
        .map(|entry| entry.id.clone())
        .collect();
    let orders = app.store.load_many::<Order>(&ids).await?;
    let mut summaries: HashMap<String, OrderSummary> = orders
        .iter()
        .map(|loaded| {
            (
                loaded.state.id.to_string(),
                OrderSummary::of(&loaded.state, loaded.version),
            )
        })
        .collect();
    let items = page.items.into_iter().map(|entry| {
        let summary = summaries.remove(&entry.id);
        let item = WorkItemView::of(entry.kind, entry.id, entry.due, request.received_at);
        match summary {
            Some(summary) => item.with_order(summary),
            None => item,
        }
    });
    Response::ok(&WorkView {
        list: name.to_owned(),
        items: items.collect(),
        next_cursor: page.next,
    })
}

fn no_list(name: &str) -> Refusal {
    let known = LISTS.map(|(name, _)| name).join(", ");
    Refusal::not_found("work list", "工作清单", name).because(Evidence::new(
        "list",
        known,
        quote(name),
    ))
}
