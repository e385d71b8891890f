//! What follows a delivery: completion, or a receivable for what is still owed (7.1.1, 8.1.3).

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::order::{self, Order, OrderEvent};
use domain::receivable::{self, Receivable};
use lambda::Fault;
use store::{CommitMeta, Plan, Written};

use crate::App;

/// An order was delivered.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    if message.aggregate != AggregateKind::Order {
        return Ok(());
    }
    let meta = lambda::origin::follow_up(message, "settlement");
    bill_or_settle(app, &message.id, &meta).await
}

/// Completes what is paid; opens a receivable for the rest.
async fn bill_or_settle(app: &App, id: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Order>(id).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            let decision = order::bill_or_settle(&loaded.state, &facts);
            let due = decision.events.iter().find_map(|event| {
                if let OrderEvent::Billed { due } = event {
                    Some(*due)
                } else {
                    None
                }
            });
            let plan = Plan::new(()).carry_out(&loaded, decision)?;
            match due {
                None => Ok(plan),
                Some(due) => {
                    Ok(plan.begin::<Receivable>(receivable::open(&loaded.state, due, meta.at))?)
                }
            }
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "the order is not billed, yet its receivable exists: {unmet:?}"
        ))),
    }
}
