//! Keeping purchase orders and the orders that wait for them of one mind (5.1.3).

use domain::order::{self, Order, Stage, SupplySource};
use domain::purchasing::{self, PurchaseOrder};
use jiff::Timestamp;
use lambda::Fault;
use store::{CommitMeta, Plan, Store, StoreError, Written};

use crate::{App, production};

/// What is bought or made for a cancelled order, or for a part of it that was cancelled, is no longer for it. The
/// purchase orders stay.
pub(crate) async fn release_pegs(app: &App, order: &Order, meta: &CommitMeta) -> Result<(), Fault> {
    let cancelled =
        matches!(order.stage, Stage::Cancelled { .. }) || order.rest_cancelled.is_some();
    if !cancelled {
        return Ok(());
    }
    let live = order.supplies.iter().filter(|supply| !supply.ended);
    for supply in live {
        let number = match &supply.source {
            SupplySource::PurchaseOrder(number) => number.as_str(),
            SupplySource::WorkOrder(number) => {
                production::release_peg(app, number.as_str(), meta).await?;
                continue;
            }
        };
        let written = app
            .store
            .transact(meta, async || {
                let plan = Plan::new(());
                let Some(loaded) = app.store.load::<PurchaseOrder>(number).await? else {
                    return Ok::<_, Fault>(plan);
                };
                let released = purchasing::release_peg(&loaded.state, meta.at);
                Ok(plan.carry_out(&loaded, released)?)
            })
            .await?;
        if let Written::Unmet(unmet) = written {
            return Err(Fault::poison(format!(
                "releasing a peg met a bound: {unmet:?}"
            )));
        }
    }
    Ok(())
}

/// The order that waits for a purchase order knows, in the same transaction, when its goods are expected
/// now, or that nothing more comes from it.
pub(super) async fn told<T>(
    store: &Store,
    plan: Plan<T>,
    before: &PurchaseOrder,
    after: &PurchaseOrder,
    now: Timestamp,
) -> Result<Plan<T>, StoreError> {
    let ends = after.stage.is_final() && !before.stage.is_final();
    let moves = !ends && after.expected() != before.expected();
    let waits = after.peg.as_ref().filter(|peg| peg.released_at.is_none());
    let Some(peg) = waits.filter(|_| ends || moves) else {
        return Ok(plan);
    };
    let Some(loaded) = store.load::<Order>(&peg.order.to_string()).await? else {
        return Ok(plan);
    };
    let source = SupplySource::PurchaseOrder(after.number.clone());
    let decision = if ends {
        order::end_supply(&loaded.state, &source, 0, now)
    } else {
        order::reschedule_supply(&loaded.state, &source, after.expected())
    };
    plan.carry_out(&loaded, decision)
}
