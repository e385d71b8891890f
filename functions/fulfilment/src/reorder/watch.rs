//! The hourly look at stock that is watched (5.2.1).

use std::collections::BTreeMap;

use domain::order::{Facts, SupplySource};
use domain::production::{WorkOrder, WorkStage};
use domain::purchasing::{PurchaseOrder, PurchaseStage};
use domain::reorder::{
    self, LOW_STOCK_LIST, ReorderPoint, StockSeen, SupplySeen, WATCHED_LIST, wanted,
};
use lambda::schedule::Job;
use lambda::{Fault, origin};
use store::{Loaded, Store, StoreError};

use super::replenish::settle;
use crate::App;

/// Reorder points that are looked at in one page.
const PAGE: u32 = 100;

/// Looks at every reorder point, those of low stock first. What is new is written, one reorder point in one
/// transaction, so that a run that repeats, overlaps or stops half-way ends in the same state.
pub(crate) async fn watch(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = origin::job("fulfilment", &job.correlation_id);
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let mut looked_at = 0_u64;
    for list in [LOW_STOCK_LIST, WATCHED_LIST] {
        let mut cursor = None;
        loop {
            let page = app
                .store
                .work_states::<ReorderPoint>(list, None, cursor.as_deref(), PAGE)
                .await?;
            let points = page.items.into_iter().map(|loaded| loaded.state);
            let points: Vec<ReorderPoint> = points.collect();
            for (point, seen) in points.iter().zip(look(&app.store, &points).await?) {
                looked_at = looked_at.saturating_add(1);
                if has_news(point, &seen, &facts)? {
                    // Boxed: what it may do is large, and most reorder points need none of it.
                    Box::pin(settle(app, point, &meta, &facts)).await?;
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(looked_at)
}

fn has_news(point: &ReorderPoint, seen: &StockSeen, facts: &Facts<'_>) -> Result<bool, Fault> {
    let events = reorder::watch(point, seen, facts)?;
    Ok(!events.is_empty() || wanted(point, seen).is_some())
}

/// What there is of each reorder point and what comes, read in one call for each hundred levels and supplies.
pub(super) async fn look(
    store: &Store,
    points: &[ReorderPoint],
) -> Result<Vec<StockSeen>, StoreError> {
    let mut skus: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    let (mut purchases, mut works) = (Vec::new(), Vec::new());
    for point in points {
        let here = skus.entry(point.warehouse.as_str()).or_default();
        here.push(point.sku.clone());
        for supply in &point.supplies {
            match supply {
                SupplySource::PurchaseOrder(number) => purchases.push(number.to_string()),
                SupplySource::WorkOrder(number) => works.push(number.to_string()),
            }
        }
    }
    let mut levels = Vec::with_capacity(points.len());
    for (warehouse, skus) in skus {
        levels.extend(store.levels_in(warehouse, &skus).await?);
    }
    let mut stands = Vec::new();
    for order in store
        .load_many_consistently::<PurchaseOrder>(&purchases)
        .await?
    {
        stands.push(bought(&order));
    }
    for order in store.load_many_consistently::<WorkOrder>(&works).await? {
        stands.push(made(&order));
    }
    let seen = points.iter().map(|point| {
        let mut levels = levels.iter();
        let level = levels.find(|it| it.warehouse == point.warehouse && it.sku == point.sku);
        let supplies = stands
            .iter()
            .filter(|(source, _)| point.supplies.contains(source));
        StockSeen {
            available: level.map_or(0, |level| level.available),
            supplies: supplies.cloned().collect(),
        }
    });
    Ok(seen.collect())
}

fn bought(loaded: &Loaded<PurchaseOrder>) -> (SupplySource, SupplySeen) {
    let order = &loaded.state;
    let seen = match &order.stage {
        PurchaseStage::AwaitingApproval { .. }
        | PurchaseStage::ToPlace { .. }
        | PurchaseStage::Placed { .. } => SupplySeen::Open(order.outstanding()),
        PurchaseStage::Received { .. } => SupplySeen::Came,
        PurchaseStage::Closed { .. } | PurchaseStage::Cancelled { .. } => SupplySeen::GivenUp,
    };
    (SupplySource::PurchaseOrder(order.number.clone()), seen)
}

fn made(loaded: &Loaded<WorkOrder>) -> (SupplySource, SupplySeen) {
    let order = &loaded.state;
    let seen = match &order.stage {
        WorkStage::Planned | WorkStage::Running { .. } | WorkStage::Inspection { .. } => {
            SupplySeen::Open(order.open.saturating_add(order.waiting))
        }
        WorkStage::Finished { .. } => SupplySeen::Came,
        WorkStage::Closed { .. } | WorkStage::Cancelled { .. } => SupplySeen::GivenUp,
    };
    (SupplySource::WorkOrder(order.number.clone()), seen)
}
