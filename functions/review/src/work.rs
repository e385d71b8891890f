//! Work lists: what waits for somebody, the longest due first.

use std::collections::HashMap;

use contract::work::{WorkItemView, WorkView};
use domain::account::ASSESSMENT_LIST;
use domain::aggregate::AggregateKind;
use domain::disposal;
use domain::lot::{EXPIRED_LOTS_LIST, LOTS_LIST};
use domain::order::{Order, StageName};
use domain::payment::{QUARANTINE_LIST, REFUND_LIST};
use domain::production::{INSPECTION_LIST, PLANNED_LIST, RUNNING_LIST};
use domain::purchasing::{
    APPROVAL_LIST, DELIVERY_LIST, PLACEMENT_LIST, RETURN_ANSWER_LIST, RETURN_CLOSING_LIST,
    RETURN_SHIPMENT_LIST,
};
use domain::receivable::OVERDUE_LIST;
use domain::refusal::{Evidence, Refusal, quote};
use domain::reorder::LOW_STOCK_LIST;
use domain::shipment::{EXCEPTION_LIST, MANAGER_LIST};
use domain::stocktake;
use domain::waybill::{REFUSED_LIST, REQUESTED_LIST, VOIDING_LIST};
use lambda::http::{Failure, Request, Response};
use store::{Loaded, StoreError, WorkEntry};

use crate::App;
use crate::lots;
use crate::work_filter::{PARAMETERS, ReviewFilter};

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// The lists by the names that people use.
const LISTS: [(&str, &[&str]); 35] = [
    ("review", StageName::AwaitingReview.work_lists()),
    ("negotiation", StageName::Negotiating.work_lists()),
    ("payment", StageName::AwaitingPayment.work_lists()),
    ("shortage", StageName::Preparing.work_lists()),
    ("dispatch", StageName::Ready.work_lists()),
    ("delivery", StageName::Dispatched.work_lists()),
    ("service", StageName::Serving.work_lists()),
    ("settlement", StageName::Delivered.work_lists()),
    ("exceptions", &[MANAGER_LIST, EXCEPTION_LIST]),
    ("refunds", &[REFUND_LIST]),
    ("quarantine", &[QUARANTINE_LIST]),
    ("overdue", &[OVERDUE_LIST]),
    ("assessment", &[ASSESSMENT_LIST]),
    ("purchase_approval", &[APPROVAL_LIST]),
    ("purchase_placement", &[PLACEMENT_LIST]),
    ("purchase_delivery", &[DELIVERY_LIST]),
    (PURCHASES_OVERDUE, &[DELIVERY_LIST]),
    ("production_planned", &[PLANNED_LIST]),
    ("production_running", &[RUNNING_LIST]),
    ("production_inspection", &[INSPECTION_LIST]),
    (PRODUCTION_LATE, &[PLANNED_LIST, RUNNING_LIST]),
    (NEAR_EXPIRY, &[LOTS_LIST]),
    (EXPIRED, &[EXPIRED_LOTS_LIST]),
    ("stocktake_count", &[stocktake::COUNT_LIST]),
    ("stocktake_recount", &[stocktake::RECOUNT_LIST]),
    ("stocktake_approval", &[stocktake::APPROVAL_LIST]),
    ("return_shipment", &[RETURN_SHIPMENT_LIST]),
    ("return_answer", &[RETURN_ANSWER_LIST]),
    ("return_closing", &[RETURN_CLOSING_LIST]),
    ("disposal_proposal", &[disposal::FOUND_LIST]),
    ("disposal_decision", &[disposal::PROPOSED_LIST]),
    ("low_stock", &[LOW_STOCK_LIST]),
    ("waybill_requested", &[REQUESTED_LIST]),
    ("waybill_voiding", &[VOIDING_LIST]),
    ("waybill_refused", &[REFUSED_LIST]),
];

/// The lists that end where nothing is overdue.
const PURCHASES_OVERDUE: &str = "purchase_overdue";
const PRODUCTION_LATE: &str = "production_late";

/// The list of lots that may not leave for long any more.
const NEAR_EXPIRY: &str = "near_expiry";
/// The list of lots that may no longer leave.
const EXPIRED: &str = "expired";

/// The list that can be filtered.
const REVIEW: &str = "review";

/// `GET /v1/work/{list}?cursor=&limit=`; the list of reviews can be filtered.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    let name = request.path("list");
    let known = LISTS.iter().find(|(known, _)| *known == name);
    let (_, lists) = known.ok_or_else(|| no_list(name))?;
    if [NEAR_EXPIRY, EXPIRED].contains(&name) {
        return lots::list(app, &request, lists).await;
    }
    let filter = if name == REVIEW {
        let parameters: Vec<&str> = ["cursor", "limit"].into_iter().chain(PARAMETERS).collect();
        request.only_query(&parameters)?;
        Some(ReviewFilter::of(&request)?)
    } else {
        request.only_query(&["cursor", "limit"])?;
        None
    };
    let lists = filter.as_ref().map_or(*lists, ReviewFilter::lists);
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let now = request.received_at;
    let until = [PURCHASES_OVERDUE, PRODUCTION_LATE]
        .contains(&name)
        .then_some(now);
    let page = app
        .store
        .work_through_until(lists, until, cursor, limit)
        .await?;
    let orders = orders(app, &page.items).await?;
    let items = page.items.into_iter().filter_map(|entry| {
        let order = orders.get(&entry.id);
        let asked_for = match (&filter, order) {
            (None, _) => true,
            (Some(filter), Some(order)) => filter.admits(&order.state, now),
            (Some(_), None) => false,
        };
        let item = WorkItemView::of(entry.kind, entry.id, entry.due, now);
        asked_for.then(|| match order {
            Some(order) => item.with_order(&order.state, order.version, now),
            None => item,
        })
    });
    Response::ok(&WorkView {
        list: name.to_owned(),
        items: items.collect(),
        next_cursor: page.next,
    })
}

/// The orders among the entries, by their identifiers.
async fn orders(
    app: &App,
    entries: &[WorkEntry],
) -> Result<HashMap<String, Loaded<Order>>, StoreError> {
    let ids: Vec<String> = entries
        .iter()
        .filter(|entry| entry.kind == AggregateKind::Order)
        .map(|entry| entry.id.clone())
        .collect();
    let orders = app.store.load_many::<Order>(&ids).await?.into_iter();
    Ok(orders
        .map(|loaded| (loaded.state.id.to_string(), loaded))
        .collect())
}

fn no_list(name: &str) -> Refusal {
    let known = LISTS.map(|(name, _)| name).join(", ");
    Refusal::not_found("work list", "工作清单", name).because(Evidence::new(
        "list",
        known,
        quote(name),
    ))
}
