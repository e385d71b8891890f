//! Purchase orders for stock that is low, raised without a person (5.1.2, 5.2.1).

use domain::identifiers::PurchaseOrderNo;
use domain::order::{Facts, SupplySource};
use domain::product::Product;
use domain::purchasing::{self, Need, PurchaseOrder};
use domain::reorder::NotOrdered;
use lambda::Fault;
use store::{CommitMeta, Plan};

use super::market::Market;
use super::raise::begin;
use crate::App;
use crate::reorder::{Lacking, Raised};

/// The same plan with the purchase order for what stock lacks, from the supplier that is chosen as for an order.
/// Without an offer it stays as it is.
pub(crate) async fn for_stock(
    app: &App,
    plan: Plan<()>,
    lacking: &Lacking<'_>,
    product: &Product,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(Plan<()>, Raised), Fault> {
    let need = Need {
        sku: lacking.point.sku.clone(),
        quantity: lacking.pieces,
        by: lacking.by,
    };
    let market = Market::of(&app.store, &need.sku).await?;
    let choice = match purchasing::choose(&need, &market.bidders(facts.now), None, facts) {
        Ok(choice) => choice,
        Err(refusal) => {
            tracing::info!(sku = %need.sku, %refusal, "nothing was ordered for stock");
            return Ok((plan, Err(NotOrdered::NoSupplier)));
        }
    };
    let number = PurchaseOrderNo::parse(&lacking.number).map_err(Fault::poison)?;
    let (cost, by) = (product.standard_cost, &meta.actor);
    let raised = PurchaseOrder {
        warehouse: Some(lacking.point.warehouse.clone()),
        ..purchasing::raise(number, need, choice, cost, None, by, facts)?
    };
    let source = SupplySource::PurchaseOrder(raised.number.clone());
    let pieces = raised.bid().quantity;
    let plan = begin::<_, Fault>(plan, raised, None)?;
    Ok((plan, Ok((source, pieces))))
}
