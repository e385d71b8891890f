//! Goods that are reserved go to orders that need them more: worked out, shown, and done as it was shown (5.2.1).

use std::collections::BTreeMap;

use contract::reallocation::{ReallocationQuoteRequest, ReallocationRequest, ReallocationView};
use domain::account::Account;
use domain::identifiers::Sku;
use domain::order::{Facts, Order, OrderId, StageName, reserved_of};
use domain::reallocation::{Claimant, Reallocation, reallocate};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::stock::Warehouse;
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Loaded, Plan, StoreError, Unmet, Written};

use crate::App;

/// Orders in line that are looked at, the longest waiting first.
const WAITING: u32 = 50;
/// Orders that are ready and looked at, the longest due first.
const READY: u32 = 200;
/// How many of them a page has.
const PAGE: u32 = 100;

/// `POST /v1/stock/{sku}/reallocations/quotes`: nothing is written.
pub(crate) async fn quote(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = sku(&request)?;
    let warehouse = request
        .json::<ReallocationQuoteRequest>()?
        .into_warehouse()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let (_, view, _) = work_out(app, &sku, &warehouse, &facts).await?;
    Response::ok(&view)
}

/// `POST /v1/stock/{sku}/reallocations`: what was shown, in one transaction, or nothing.
pub(crate) async fn commit(app: &App, request: Request) -> Result<Response, Failure> {
    let sku = sku(&request)?;
    let (warehouse, changes) = request.json::<ReallocationRequest>()?.into_parts()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let (reallocation, view, orders) = work_out(app, &sku, &warehouse, &facts).await?;
            if view.changes() != changes {
                return Err(stale(&view, changes.len()).into());
            }
            let mut plan = Plan::new(view);
            for (id, decision) in reallocation.decisions {
                let loaded = orders.get(&id).ok_or_else(|| gone(id))?;
                plan = plan.carry_out(loaded, decision)?;
            }
            Ok::<_, Failure>(plan)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Response::ok(&output),
        Written::Unmet(unmet) if unmet.iter().all(is_stock) => {
            Err(Failure::busy("stock changed while it was reallocated"))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "a reallocation met a bound: {unmet:?}"
        ))),
    }
}

type Orders = BTreeMap<OrderId, Loaded<Order>>;

/// Who has the goods and who wants them, as far as is looked, and who gives what to whom.
async fn work_out(
    app: &App,
    sku: &Sku,
    warehouse: &Warehouse,
    facts: &Facts<'_>,
) -> Result<(Reallocation, ReallocationView, Orders), Failure> {
    let orders = orders(app, sku, warehouse).await?;
    let claimants = claimants(app, &orders).await?;
    let lines = claimants.iter().flat_map(|it| &it.order.lines);
    let mut skus: Vec<Sku> = lines.map(|line| line.sku.clone()).collect();
    skus.sort();
    skus.dedup();
    let warehouses = facts.policy.sourcing.warehouses();
    let looked = app.store.levels_of(&warehouses, &skus).await?;
    let levels = (&looked.available(), &looked.spread);
    let found = reallocate(sku, warehouse, &claimants, levels, facts)?;
    let versions = orders.iter().map(|(id, it)| (*id, it.version)).collect();
    let goods = (sku.as_str(), warehouse.as_str());
    let view = ReallocationView::of(goods, &found, &claimants, &versions);
    Ok((found, view, orders))
}

/// The orders in line for the goods, and those that are ready and have them there.
async fn orders(app: &App, sku: &Sku, warehouse: &Warehouse) -> Result<Orders, StoreError> {
    let waiting = app.store.backorders(sku, None, WAITING).await?;
    let mut ids: Vec<String> = waiting
        .items
        .iter()
        .map(|it| it.order.to_string())
        .collect();
    let mut cursor = None;
    let list = StageName::Ready.work_list();
    for _ in 0..READY / PAGE {
        let page = app.store.work(list, None, cursor.as_deref(), PAGE).await?;
        ids.extend(page.items.into_iter().map(|entry| entry.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    ids.sort();
    ids.dedup();
    let orders = app.store.load_many_consistently::<Order>(&ids).await?;
    let concerned = |loaded: &Loaded<Order>| {
        let order = &loaded.state;
        let mut short = order.stage.short().iter();
        short.any(|short| short.sku == *sku) || reserved_of(order, sku, warehouse) > 0
    };
    let orders = orders.into_iter().filter(concerned);
    Ok(orders.map(|loaded| (loaded.state.id, loaded)).collect())
}

/// The same with the grades of their customers.
async fn claimants(app: &App, orders: &Orders) -> Result<Vec<Claimant>, StoreError> {
    let customers = orders
        .values()
        .map(|loaded| loaded.state.customer.to_string());
    let mut customers: Vec<String> = customers.collect();
    customers.sort();
    customers.dedup();
    let accounts = app.store.load_many::<Account>(&customers).await?;
    let claimant = |loaded: &Loaded<Order>| {
        let customer = &loaded.state.customer;
        let account = accounts.iter().find(|it| it.state.customer == *customer);
        Claimant {
            order: loaded.state.clone(),
            grade: account.map(|account| account.state.grade),
        }
    };
    Ok(orders.values().map(claimant).collect())
}

fn sku(request: &Request) -> Result<Sku, Refusal> {
    let text = request.path("sku");
    Sku::parse(text).map_err(|_| Refusal::not_found("SKU", "商品", text))
}

fn stale(view: &ReallocationView, asked: usize) -> Refusal {
    let now: Vec<String> = view
        .changes()
        .iter()
        .map(|it| format!("{}@{}={}", it.order_id, it.version, it.reserved))
        .collect();
    Refusal::new(
        RefusalClass::Conflict,
        "reallocation_stale",
        "订单或库存已变化，请重新试算后再提交",
        "orders or stock have changed since it was worked out: ask for it again",
    )
    .because(Evidence::new(
        "changes",
        now.join(", "),
        format!("{asked} other changes"),
    ))
}

fn gone(id: OrderId) -> Failure {
    Failure::broken(format!("order {id} changes and was not read"))
}

const fn is_stock(unmet: &Unmet) -> bool {
    matches!(unmet, Unmet::StockShort { .. } | Unmet::StockSpread { .. })
}
