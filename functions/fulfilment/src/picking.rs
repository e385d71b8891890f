//! Picking by lot 拣货, and goods that turn out not to be there (5.2.2).

use contract::pick::{PickFailureRequest, PickListView, PickRequest};
use domain::aggregate::{Decision, fold};
use domain::calendar::business_date;
use domain::dated::Dated;
use domain::identifiers::Sku;
use domain::lot::{LotControl, LotLevel};
use domain::order::{self, Consignment, LotGoods, Order, OrderEvent};
use domain::product::Product;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Loaded, Plan, Store, StoreError, Unmet, Written};

use crate::App;

/// How often others may be first at a lot.
pub(crate) const TRIES: u32 = 5;

/// Lots that are read at once.
const PAGE: u32 = 50;

/// `POST /v1/orders/{id}/picks`: 200 with what is picked; picking again changes nothing.
pub(crate) async fn pick(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let asked = request.json::<PickRequest>()?.consignment;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    picked(app, &request, async || {
        let loaded = order_access::visible(&app.store, id, &request.caller).await?;
        let consignment = order::ready_consignment(&loaded.state, asked)?;
        let goods = goods(&app.store, &consignment, facts.now, false).await?;
        let decision = order::pick(&loaded.state, Some(consignment.no), &goods, by, &facts)?;
        Ok((loaded, decision))
    })
    .await
}

/// `POST /v1/orders/{id}/picks/failures`: 200 with what is picked then; the same report again changes nothing.
pub(crate) async fn fail(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let body = request.json::<PickFailureRequest>()?;
    let failure = body.into_failure(&request.caller.subject, request.received_at)?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    picked(app, &request, async || {
        let loaded = order_access::visible(&app.store, id, &request.caller).await?;
        let mut waiting = loaded.state.waiting_consignments().into_iter();
        let waiting = waiting.find(|waits| waits.no == failure.consignment);
        let goods = match waiting {
            Some(waits) => goods(&app.store, &waits, facts.now, true).await?,
            None => Vec::new(),
        };
        let decision = order::report_pick_failure(&loaded.state, failure.clone(), &goods, &facts)?;
        Ok((loaded, decision))
    })
    .await
}

/// Carries out what is decided, once more when others were first at a lot; answers with the pick list.
async fn picked<F>(
    app: &App,
    request: &Request,
    decide: impl Fn() -> F,
) -> Result<Response, Failure>
where
    F: Future<Output = Result<(Loaded<Order>, Decision<OrderEvent>), Failure>>,
{
    for _ in 0..TRIES {
        let written = app
            .store
            .transact(&origin::request(request), async || {
                let (loaded, decision) = decide().await?;
                let view = after(&loaded.state, &decision)?;
                Ok::<_, Failure>(Plan::new(view).carry_out(&loaded, decision)?)
            })
            .await?;
        match written {
            Written::Done { output, .. } => return Response::ok(&output),
            Written::Unmet(unmet) => only_taken(&unmet)?,
        }
    }
    Err(StoreError::Conflict { tries: TRIES }.into())
}

fn after(order: &Order, decision: &Decision<OrderEvent>) -> Result<PickListView, Failure> {
    let state = fold(Some(order.clone()), &decision.events).map_err(Failure::broken)?;
    Ok(PickListView::of(&state.unwrap_or_else(|| order.clone())))
}

/// Refuses bounds other than that somebody else was first at a lot or at what can be promised, or that a product
/// was read as it was before it was kept by lot: those are looked up again.
pub(crate) fn only_taken(unmet: &[Unmet]) -> Result<(), Failure> {
    let other = unmet.iter().find(|unmet| {
        !matches!(
            unmet,
            Unmet::LotShort { .. } | Unmet::StockShort { .. } | Unmet::KeptOtherwise { .. }
        )
    });
    other.map_or(Ok(()), |other| {
        Err(Failure::broken(format!("picking met a bound: {other:?}")))
    })
}

/// Which goods of a consignment are kept by lot, and their lots in its warehouse.
pub(crate) async fn goods(
    store: &Store,
    consignment: &Consignment,
    now: Timestamp,
    for_failure: bool,
) -> Result<Vec<LotGoods>, StoreError> {
    let skus = consignment.pieces.iter().map(|it| it.sku.to_string());
    let skus: Vec<String> = skus.collect();
    let products = store.load_many::<Dated<Product>>(&skus).await?;
    let products = products
        .iter()
        .map(|product| product.state.at_or_first(now).value);
    lots_of(store, consignment, products, now, for_failure).await
}

/// The same with the products at hand. Goods that are not kept by lot cost no read.
pub(crate) async fn lots_of<'a>(
    store: &Store,
    consignment: &Consignment,
    products: impl Iterator<Item = &'a Product>,
    now: Timestamp,
    for_failure: bool,
) -> Result<Vec<LotGoods>, StoreError> {
    let today = business_date(now);
    let mut goods = Vec::new();
    for product in products.filter(|product| product.lot_control != LotControl::None) {
        let mut pieces = consignment.pieces.iter();
        let Some(pieces) = pieces.find(|pieces| pieces.sku == product.sku) else {
            continue;
        };
        let wanted = u64::from(pieces.quantity);
        let lots = lots(store, product, &consignment.warehouse, today, wanted).await?;
        let available = if for_failure {
            promised(store, &product.sku, &consignment.warehouse).await?
        } else {
            0
        };
        goods.push(LotGoods {
            sku: product.sku.clone(),
            minimum_days: product.minimum_shelf_life_days,
            available,
            lots,
        });
    }
    Ok(goods)
}

/// Pieces of a SKU that the warehouse can still promise.
pub(crate) async fn promised(store: &Store, sku: &Sku, warehouse: &str) -> Result<u64, StoreError> {
    let levels = store
        .levels_in(warehouse, std::slice::from_ref(sku))
        .await?;
    let available = levels.iter().map(|level| level.available);
    Ok(available.fold(0, u64::saturating_add))
}

/// The lots that may leave, until they give what is wanted; all of them where they do not, so that what may no
/// longer leave is known.
async fn lots(
    store: &Store,
    product: &Product,
    warehouse: &str,
    today: Date,
    wanted: u64,
) -> Result<Vec<LotLevel>, StoreError> {
    let days = i64::from(product.minimum_shelf_life_days);
    let first = today.saturating_add(days.days());
    let fit = read_lots(store, &product.sku, warehouse, Some(first), Some(wanted)).await?;
    let there = fit.iter().map(|level| level.available);
    if there.fold(0, u64::saturating_add) >= wanted {
        return Ok(fit);
    }
    read_lots(store, &product.sku, warehouse, None, None).await
}

async fn read_lots(
    store: &Store,
    sku: &Sku,
    warehouse: &str,
    from: Option<Date>,
    enough: Option<u64>,
) -> Result<Vec<LotLevel>, StoreError> {
    let mut lots: Vec<LotLevel> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = store
            .lots(sku, warehouse, from, cursor.as_deref(), PAGE)
            .await?;
        lots.extend(page.items);
        let there = lots.iter().map(|level| level.available);
        let there = there.fold(0, u64::saturating_add);
        cursor = page.next;
        if cursor.is_none() || enough.is_some_and(|enough| there >= enough) {
            return Ok(lots);
        }
    }
}
