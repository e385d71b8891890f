//! Work orders for what orders are short of, raised without a person (5.1.1, 5.1.3).

use domain::calendar::business_date;
use domain::identifiers::{Sku, WorkOrderNo};
use domain::order::{Facts, Order, Shortage};
use domain::production::Wanted;
use domain::purchasing::Peg;
use lambda::Fault;
use store::{CommitMeta, Plan, Written};

use super::raise::{Way, begin};
use crate::App;

/// Raises a work order for a SKU that is made and that the order is short of, unless one was raised for it before.
/// Where nobody has entered how it is made, or its line can take no more, the order stays on the work list of
/// shortages.
pub(crate) async fn propose_made(
    app: &App,
    order: &str,
    sku: &Sku,
    meta: &CommitMeta,
    facts: &Facts<'_>,
) -> Result<(), Fault> {
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<Order>(order).await? else {
                return Ok::<_, Fault>(plan);
            };
            let uncovered = loaded.state.uncovered();
            let Some(shortage) = uncovered.into_iter().find(|it| it.sku == *sku) else {
                return Ok(plan);
            };
            let Some(way) = Way::of(app, sku.as_str(), facts).await? else {
                tracing::info!(%order, %sku, "nobody has entered how it is made");
                return Ok(plan);
            };
            let work = wanted(&loaded.state, shortage)?;
            match way.raise(work, &meta.actor, facts) {
                Ok((raised, planned)) => begin(plan, raised, (&way.line, planned), Some(&loaded)),
                Err(refusal) => {
                    tracing::info!(%order, %sku, %refusal, "nothing is made");
                    Ok(plan)
                }
            }
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "raising a work order met a bound: {unmet:?}"
        ))),
    }
}

/// What is to be made for a shortage. It is numbered after the order and how many were raised for it before.
fn wanted(order: &Order, shortage: Shortage) -> Result<Wanted, Fault> {
    let next = order.supplies.len().saturating_add(1);
    let number = WorkOrderNo::parse(&format!("{}.{next}", order.id)).map_err(Fault::poison)?;
    Ok(Wanted {
        number,
        sku: shortage.sku,
        quantity: shortage.missing,
        by: business_date(order.stage.due()),
        peg: Some(Peg {
            order: order.id,
            quantity: shortage.missing,
            released_at: None,
        }),
    })
}
