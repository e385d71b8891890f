//! A draft of the policy tried on past orders; nothing is written (4.3.1).

use contract::review_trial::{MOST_ORDERS, OrderChange, ReviewTrialRequest, ReviewTrialView};
use domain::identifiers::CustomerId;
use domain::order::{Facts, Order};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::review_trial::{Summary, compare};
use lambda::http::{Failure, Request, Response};
use lambda::{phone_digest, review_lookup};
use store::{Loaded, Page};

use crate::App;

/// `POST /v1/review/simulations`
pub(crate) async fn run(app: &App, request: Request) -> Result<Response, Failure> {
    let trial: ReviewTrialRequest = request.json()?;
    trial.policy.check()?;
    let page = orders(app, &trial).await?;
    let orders: Vec<&Order> = page.items.iter().map(|loaded| &loaded.state).collect();
    let rules = app.rules.open().await?;
    let now = request.received_at;
    let ids = orders.iter().map(|order| order.id);
    let phones = phone_digest::of_orders(&app.store, &app.phone_secret, ids).await?;
    let known = review_lookup::look_up_together(&app.store, &orders, phones, &rules, now).await?;
    let (mut summary, mut changes) = (Summary::default(), Vec::new());
    for order in orders {
        let facts = Facts {
            now: order.received_at,
            ..rules.at(now)
        };
        let comparison = compare(order, &known.about(order), &facts, &trial.policy);
        summary.add(&comparison);
        if comparison.differs() {
            changes.push(OrderChange::of(order, &comparison));
        }
    }
    Response::ok(&ReviewTrialView::of(&summary, changes, page.next))
}

async fn orders(app: &App, trial: &ReviewTrialRequest) -> Result<Page<Loaded<Order>>, Failure> {
    let limit = trial.limit.unwrap_or(MOST_ORDERS);
    if !(1..=MOST_ORDERS).contains(&limit) {
        let expected = format!("1..={MOST_ORDERS}");
        return Err(Refusal::invalid("limit", expected, limit.to_string()).into());
    }
    let cursor = trial.cursor.as_deref();
    match (trial.stage, trial.customer.as_deref()) {
        (Some(stage), None) => {
            let lists = stage.work_lists();
            let store = &app.store;
            Ok(store.work_states_through(lists, cursor, limit).await?)
        }
        (None, Some(customer)) => {
            let customer = CustomerId::parse(customer).map_err(|error| {
                Refusal::invalid("customer", "a customer id", error.to_string())
            })?;
            Ok(app
                .store
                .by_customer(&customer, cursor, limit, true)
                .await?)
        }
        (Some(_), Some(_)) | (None, None) => Err(Refusal::new(
            RefusalClass::Unacceptable,
            "invalid_value",
            "请指定 stage 或 customer 之一",
            "name either a stage or a customer",
        )
        .because(Evidence::new(
            "stage",
            "either stage or customer",
            if trial.stage.is_some() {
                "both"
            } else {
                "neither"
            },
        ))
        .into()),
    }
}
