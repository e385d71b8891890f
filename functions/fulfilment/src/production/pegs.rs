//! Keeping work orders, their lines and the orders that wait for them of one mind (5.1.3).

use domain::aggregate::{Decision, fold};
use domain::order::{self, Facts, Order, SupplySource};
use domain::production::{self, WorkOrder, WorkOrderEvent};
use domain::refusal::Refusal;
use lambda::Fault;
use store::{CommitMeta, Loaded, Plan, StoreError, Written};

use crate::App;

/// What is made for a cancelled order is no longer for it: what was not started is cancelled too, and the rest is
/// made for stock.
pub(crate) async fn release_peg(app: &App, number: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let written = app
        .store
        .transact(meta, async || {
            let plan = Plan::new(());
            let Some(loaded) = app.store.load::<WorkOrder>(number).await? else {
                return Ok::<_, Fault>(plan);
            };
            let decision = production::release_peg(&loaded.state, &meta.actor, meta.at);
            let state =
                fold(Some(loaded.state.clone()), &decision.events).map_err(Fault::poison)?;
            let Some(state) = state else { return Ok(plan) };
            carry(app, plan, (&loaded, decision), &state, &facts).await
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "releasing a peg met a bound: {unmet:?}"
        ))),
    }
}

/// Carries a work order on to `after`. In the same transaction its line is planned again, and the order that waits
/// for it knows when nothing more comes.
pub(super) async fn carry<T, E>(
    app: &App,
    plan: Plan<T>,
    (loaded, decision): (&Loaded<WorkOrder>, Decision<WorkOrderEvent>),
    after: &WorkOrder,
    facts: &Facts<'_>,
) -> Result<Plan<T>, E>
where
    E: From<Refusal> + From<StoreError>,
{
    if decision.events.is_empty() {
        return Ok(plan);
    }
    let before = &loaded.state;
    let mut plan = plan.carry_out(loaded, decision)?;
    if let Some(line) = super::line(&app.store, after.line.as_str()).await? {
        let change = production::follow(before, after);
        plan = plan.carry_out(&line, production::replan(&line.state, change, facts)?)?;
    }
    let ends = after.stage.is_final() && !before.stage.is_final();
    let waits = after.peg.as_ref().filter(|peg| peg.released_at.is_none());
    let Some(peg) = waits.filter(|_| ends) else {
        return Ok(plan);
    };
    let Some(waiting) = app.store.load::<Order>(&peg.order.to_string()).await? else {
        return Ok(plan);
    };
    let source = SupplySource::WorkOrder(after.number.clone());
    let ended = order::end_supply(&waiting.state, &source, after.lacking(), facts.now);
    Ok(plan.carry_out(&waiting, ended)?)
}
