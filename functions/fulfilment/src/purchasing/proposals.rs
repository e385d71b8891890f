//! Purchase orders for what orders are short of, raised without a person (5.1.2, 5.1.3).

use domain::calendar::business_date;
use domain::dated::Dated;
use domain::goods::SupplyKind;
use domain::identifiers::PurchaseOrderNo;
use domain::order::{Facts, Order, Shortage};
use domain::product::Product;
use domain::purchasing::{self, Need, Peg, PurchaseOrder};
use lambda::Fault;
use store::{CommitMeta, Loaded, Plan, Written};

use super::market::Market;
use super::raise::begin;
use crate::{App, production};

/// Raises a purchase order for each SKU that the order is short of and that is bought in, and a work order for
/// each that is made, unless one was raised for it before. Where nobody offers it, the order stays on the work list
/// of shortages.
pub(crate) async fn propose(
    app: &App,
    order: &str,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(), Fault> {
    let Some(loaded) = app.store.load::<Order>(order).await? else {
        return Ok(());
    };
    let uncovered = loaded.state.uncovered();
    let skus: Vec<String> = uncovered.iter().map(|it| it.sku.to_string()).collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    for product in products {
        let product = product.state.at_or_first(facts.now).value;
        match product.supply {
            SupplyKind::Bought => propose_one(app, order, product, meta, facts).await?,
            SupplyKind::Made => {
                production::propose_made(app, order, &product.sku, meta, facts).await?;
            }
            SupplyKind::Service => {}
        }
    }
    Ok(())
}

async fn propose_one(
    app: &App,
    order: &str,
    product: &Product,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(), Fault> {
    let market = Market::of(&app.store, &product.sku).await?;
    let bidders = market.bidders(facts.now);
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<Order>(order).await? else {
                return Ok::<_, Fault>(plan);
            };
            let uncovered = loaded.state.uncovered();
            let Some(shortage) = uncovered.into_iter().find(|it| it.sku == product.sku) else {
                return Ok(plan);
            };
            match proposed(&loaded, shortage, product, &bidders, meta, facts)? {
                Some(raised) => begin(plan, raised, Some(&loaded)),
                None => Ok(plan),
            }
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "raising a purchase order met a bound: {unmet:?}"
        ))),
    }
}

/// The purchase order for a shortage; `None` where nobody offers the goods. It is numbered after the order
/// and how many were raised for it before.
fn proposed(
    loaded: &Loaded<Order>,
    shortage: Shortage,
    product: &Product,
    bidders: &[purchasing::Bidder<'_>],
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<Option<PurchaseOrder>, Fault> {
    let order = &loaded.state;
    let need = Need {
        sku: shortage.sku,
        quantity: shortage.missing,
        by: business_date(order.stage.due()),
    };
    let choice = match purchasing::choose(&need, bidders, None, facts) {
        Ok(choice) => choice,
        Err(refusal) => {
            tracing::info!(order = %order.id, sku = %need.sku, %refusal, "nothing was ordered");
            return Ok(None);
        }
    };
    let next = order.supplies.len().saturating_add(1);
    let number = PurchaseOrderNo::parse(&format!("{}.{next}", order.id)).map_err(Fault::poison)?;
    let peg = Peg {
        order: order.id,
        quantity: need.quantity,
        released_at: None,
    };
    let (cost, by) = (product.standard_cost, &meta.actor);
    let raised = purchasing::raise(number, need, choice, cost, Some(peg), by, facts)?;
    Ok(Some(raised))
}
