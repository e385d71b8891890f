//! Work orders take over the days that their line's plan gives them (5.1.3).

use domain::order::{self, Order, SupplySource};
use domain::production::{self, LineChange, ProductionLine, WorkOrder};
use lambda::Fault;
use store::{CommitMeta, Plan, Written};

use crate::App;

/// Something was not made by the day on which it was planned: the line is planned again from today, of which the
/// work orders learn by its event.
pub(crate) async fn slip(app: &App, line: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let loaded = super::line(&app.store, line).await?;
            let Some(loaded) = loaded else {
                return Ok::<_, Fault>(plan);
            };
            match production::replan(&loaded.state, LineChange::default(), &facts) {
                Ok(planned) => Ok(plan.carry_out(&loaded, planned)?),
                Err(refusal) => {
                    tracing::info!(%line, %refusal, "it is not planned again");
                    Ok(plan)
                }
            }
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "planning a line met a bound: {unmet:?}"
        ))),
    }
}

/// A line was planned again: each work order that is made on other days learns of it, and in the same transaction
/// the order that waits for it. There are at most as many as its queue holds.
pub(crate) async fn follow(app: &App, line: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let Some(loaded) = super::line(&app.store, line).await? else {
        return Ok(());
    };
    let queue = &loaded.state.queue;
    let numbers: Vec<String> = queue.iter().map(|it| it.work_order.to_string()).collect();
    let known = app
        .store
        .load_many_consistently::<WorkOrder>(&numbers)
        .await?;
    let moved = known.iter().filter(|known| {
        let queued = loaded.state.queued(&known.state.number);
        queued.is_some_and(|it| it.slot.plan > known.state.slot.plan)
    });
    for known in moved {
        take_over(app, line, known.state.number.as_str(), meta).await?;
    }
    Ok(())
}

async fn take_over(app: &App, line: &str, number: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let line = app.store.load::<ProductionLine>(line).await?;
            let loaded = app.store.load::<WorkOrder>(number).await?;
            let Some((line, loaded)) = line.zip(loaded) else {
                return Ok::<_, Fault>(plan);
            };
            let work_order = &loaded.state;
            let Some(queued) = line.state.queued(&work_order.number) else {
                return Ok(plan);
            };
            let slot = queued.slot;
            let moved = production::reschedule(work_order, slot, meta.at);
            if moved.events.is_empty() {
                return Ok(plan);
            }
            let plan = plan.carry_out(&loaded, moved)?;
            let waits = work_order.peg.as_ref();
            let Some(peg) = waits.filter(|peg| peg.released_at.is_none()) else {
                return Ok(plan);
            };
            let Some(waiting) = app.store.load::<Order>(&peg.order.to_string()).await? else {
                return Ok(plan);
            };
            let source = SupplySource::WorkOrder(work_order.number.clone());
            let told = order::reschedule_supply(&waiting.state, &source, slot.finish);
            Ok(plan.carry_out(&waiting, told)?)
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "rescheduling a work order met a bound: {unmet:?}"
        ))),
    }
}
