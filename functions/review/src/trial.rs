//! A draft of the policy tried on past orders; nothing is written (4.3.1).

use contract::review_trial::{MOST_ORDERS, OrderChange, ReviewTrialRequest, ReviewTrialView};
use domain::account::Account;
use domain::blacklist::{BlacklistEntry, BlacklistSubject};
use domain::dated::{Dated, InForce};
use domain::identifiers::CustomerId;
use domain::order::{Facts, Order};
use domain::payment_terms::PaymentMethod;
use domain::product::Product;
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::review_rules::ReviewFacts;
use domain::review_trial::{Summary, compare};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use store::{Loaded, Page, Store, StoreError};

use crate::App;

/// `POST /v1/review/simulations`
pub(crate) async fn run(app: &App, request: Request) -> Result<Response, Failure> {
    let trial: ReviewTrialRequest = request.json()?;
    trial.policy.check()?;
    let page = orders(app, &trial).await?;
    let orders: Vec<&Order> = page.items.iter().map(|loaded| &loaded.state).collect();
    let rules = app.rules.open().await?;
    let now = request.received_at;
    let version = rules.policy_at(now).version;
    let known = look_up(&app.store, &orders, now).await?;
    let (mut summary, mut changes) = (Summary::default(), Vec::new());
    for order in orders {
        let facts = Facts {
            now: order.received_at,
            ..rules.at(now)
        };
        let comparison = compare(order, &known.about(order, version), &facts, &trial.policy);
        summary.add(&comparison);
        if comparison.differs() {
            changes.push(OrderChange::of(order, &comparison));
        }
    }
    Response::ok(&ReviewTrialView::of(&summary, changes, page.next))
}

/// What reviews of several orders look up besides them, read at once.
struct Known {
    products: Vec<InForce<Product>>,
    accounts: Vec<Account>,
    blacklist: Vec<BlacklistEntry>,
}

/// The catalogue and the blacklist as they are at `now`: what they were at each receipt is in the journals.
async fn look_up(store: &Store, orders: &[&Order], now: Timestamp) -> Result<Known, StoreError> {
    let lines = orders.iter().flat_map(|order| &order.lines);
    let skus: Vec<String> = lines.map(|line| line.sku.to_string()).collect();
    let on_credit = orders
        .iter()
        .filter(|order| order.payment.method == PaymentMethod::CreditTerms);
    let customers: Vec<String> = on_credit.map(|order| order.customer.to_string()).collect();
    let products = store.load_many::<Dated<Product>>(&skus).await?;
    let accounts = store.load_many::<Account>(&customers).await?.into_iter();
    let identified = orders.iter().filter(|order| !order.customer.is_guest());
    let entries: Vec<String> = identified
        .map(|order| BlacklistSubject::Customer(order.customer.clone()).entry_id())
        .collect();
    let blacklist = store.load_many::<BlacklistEntry>(&entries).await?;
    let blacklist = blacklist.into_iter().map(|loaded| loaded.state);
    let valid = products.iter().filter_map(|loaded| loaded.state.at(now));
    Ok(Known {
        products: valid
            .map(|valid| InForce {
                version: valid.version,
                value: valid.value.clone(),
            })
            .collect(),
        accounts: accounts.map(|loaded| loaded.state).collect(),
        blacklist: blacklist.filter(|entry| entry.is_in_force(now)).collect(),
    })
}

impl Known {
    fn about(&self, order: &Order, policy_version: u64) -> ReviewFacts {
        let accounts = &mut self.accounts.iter();
        let subject = BlacklistSubject::Customer(order.customer.clone());
        let mut blacklist = self.blacklist.iter();
        ReviewFacts {
            policy_version,
            products: self.products.clone(),
            account: accounts
                .find(|account| account.customer == order.customer)
                .cloned(),
            blacklisted: blacklist.find(|entry| entry.subject == subject).cloned(),
        }
    }
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
            let list = stage.work_list();
            Ok(app.store.work_states(list, None, cursor, limit).await?)
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
