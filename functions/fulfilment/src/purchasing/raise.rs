//! Purchase orders that people raise, and what they would be (5.1.2).

use contract::purchasing::{
    ChoiceView, PurchaseOrderRequest, PurchaseOrderView, PurchaseQuote, QuoteRequest,
    RequestedPurchase,
};
use domain::aggregate::Decision;
use domain::order::{self, Facts, Order, Supply, SupplySource};
use domain::product::Product;
use domain::purchasing::{
    self, ChoiceReason, Peg, PurchaseOrder, PurchaseOrderEvent, SupplierChoice,
};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Loaded, Plan, StoreError, Written};

use super::market::{Market, bought};
use crate::{App, reorder};

/// `POST /v1/purchase-orders/quotes`: nothing is written.
pub(super) async fn quote(app: &App, request: Request) -> Result<Response, Failure> {
    let (need, named) = request.json::<QuoteRequest>()?.into_parts()?;
    let product = bought(app, &need.sku, request.received_at).await?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let market = Market::of(&app.store, &need.sku).await?;
    let choice = purchasing::choose(&need, &market.bidders(facts.now), named.as_ref(), &facts)?;
    let price = choice.chosen.unit_price;
    let cost = product.standard_cost;
    Response::ok(&PurchaseQuote {
        sku: need.sku.to_string(),
        choice: ChoiceView::of(&choice),
        needs_approval: purchasing::needs_approval(price, cost, &facts.policy.purchasing),
    })
}

/// `POST /v1/purchase-orders`: 201 with the purchase order, or 200 when the same was raised before.
pub(super) async fn raise(app: &App, request: Request) -> Result<Response, Failure> {
    let wanted = request.json::<PurchaseOrderRequest>()?.into_purchase()?;
    let product = bought(app, &wanted.need.sku, request.received_at).await?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    if let Some(warehouse) = &wanted.warehouse {
        reorder::known_warehouse(warehouse, &facts)?;
    }
    let market = Market::of(&app.store, &wanted.need.sku).await?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let known = app
                .store
                .load::<PurchaseOrder>(wanted.number.as_str())
                .await?;
            if let Some(known) = known {
                same(&known.state, &wanted)?;
                let view = PurchaseOrderView::of(&known.state, known.version);
                return Ok::<_, Failure>(Plan::new((false, view)));
            }
            let bidders = market.bidders(facts.now);
            let named = wanted.supplier.as_ref();
            let choice = purchasing::choose(&wanted.need, &bidders, named, &facts)?;
            let waits = waiting(app, &wanted).await?;
            let by = &request.caller.subject;
            let raised = raised(&wanted, choice, &product, by, &facts)?;
            let view = PurchaseOrderView::of(&raised, 1);
            let plan = Plan::new((true, view));
            let plan = reorder::noted(&app.store, plan, &raised, facts.now).await?;
            begin(plan, raised, waits.as_ref())
        })
        .await?;
    match written {
        Written::Done {
            output: (new, view),
            ..
        } => {
            let version = view.version;
            Ok(Response::json(if new { 201 } else { 200 }, &view)?.etag(version))
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "raising a purchase order met a bound: {unmet:?}"
        ))),
    }
}

/// The order that the goods are for, if they are for one.
async fn waiting(app: &App, wanted: &RequestedPurchase) -> Result<Option<Loaded<Order>>, Failure> {
    let Some(id) = wanted.order else {
        return Ok(None);
    };
    let loaded = app.store.load::<Order>(&id.to_string()).await?;
    if loaded.is_none() {
        let expected = format!("an order that is short of {}", wanted.need.sku);
        return Err(Refusal::invalid("order_id", expected, "no such order").into());
    }
    Ok(loaded)
}

fn raised(
    wanted: &RequestedPurchase,
    choice: SupplierChoice,
    product: &Product,
    by: &str,
    facts: &Facts<'_>,
) -> Result<PurchaseOrder, Refusal> {
    let peg = wanted.order.map(|order| Peg {
        order,
        quantity: wanted.need.quantity,
        released_at: None,
    });
    let raised = purchasing::raise(
        wanted.number.clone(),
        wanted.need.clone(),
        choice,
        product.standard_cost,
        peg,
        by,
        facts,
    )?;
    Ok(PurchaseOrder {
        warehouse: wanted.warehouse.clone(),
        ..raised
    })
}

/// The purchase order begins, and the order that waits for it knows of it, in one transaction.
///
/// # Errors
/// What [`order::peg_supply`] refuses.
pub(super) fn begin<T, E>(
    plan: Plan<T>,
    raised: PurchaseOrder,
    waits: Option<&Loaded<Order>>,
) -> Result<Plan<T>, E>
where
    E: From<Refusal> + From<StoreError>,
{
    let supply = raised.peg.as_ref().map(|peg| {
        let source = SupplySource::PurchaseOrder(raised.number.clone());
        Supply::new(source, raised.sku.clone(), peg.quantity, raised.expected())
    });
    let event = PurchaseOrderEvent::Raised {
        purchase_order: Box::new(raised),
    };
    let plan = plan.begin::<PurchaseOrder>(Decision::of(vec![event]))?;
    match supply.zip(waits) {
        Some((supply, waits)) => {
            Ok(plan.carry_out(waits, order::peg_supply(&waits.state, supply)?)?)
        }
        None => Ok(plan),
    }
}

/// A purchase order sent again must say the same.
fn same(known: &PurchaseOrder, again: &RequestedPurchase) -> Result<(), Refusal> {
    let named = (known.choice.reason == ChoiceReason::Named).then_some(&known.bid().supplier);
    let order = known.peg.as_ref().map(|peg| peg.order);
    let need = &again.need;
    if (&known.sku, known.needed, known.needed_by) == (&need.sku, need.quantity, need.by)
        && named == again.supplier.as_ref()
        && order == again.order
        && known.warehouse == again.warehouse
    {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "purchase_order_no_reused",
        "该采购订单号已用于内容不同的采购订单",
        "the number was used for a purchase order of other content",
    )
    .because(Evidence::new(
        "number",
        format!("{} of {}, as before", known.needed, known.sku),
        "other content",
    )))
}
