//! What follows a delivery, a cancellation or a rejection (4.3.4, 7.1.1, 8.1.3).

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::order::{self, Order, OrderEvent, Stage};
use domain::payment::{self, Payment};
use domain::receivable::{self, Receivable};
use lambda::Fault;
use store::{CommitMeta, Plan, Written};

use crate::App;

/// An order was delivered, cancelled or rejected.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    if message.aggregate != AggregateKind::Order {
        return Ok(());
    }
    let meta = lambda::origin::follow_up(message, "settlement");
    let Some(loaded) = app.store.load::<Order>(&message.id).await? else { return Ok(()) };
    match loaded.state.stage {
        Stage::Delivered { .. } => bill_or_settle(app, &message.id, &meta).await,
        Stage::Cancelled { .. } | Stage::Rejected { .. } => request_refunds(app, &loaded.state, &meta).await,
        Stage::Received { .. }
        | Stage::AwaitingReview { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Preparing { .. }
        | Stage::Ready { .. }
        | Stage::Dispatched { .. }
        | Stage::Completed { .. } => Ok(()),
    }
}

/// Completes what is paid; opens a receivable for the rest.
async fn bill_or_settle(app: &App, id: &str, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Order>(id).await? else { return Ok::<_, Fault>(Plan::new(())) };
            let decision = order::bill_or_settle(&loaded.state, &facts);
            let due = decision.events.iter().find_map(|event| match event {
                OrderEvent::Billed { due } => Some(*due),
                _ => None,
            });
            let plan = Plan::new(()).carry_out(&loaded, decision)?;
            match due {
                None => Ok(plan),
                Some(due) => Ok(plan.begin::<Receivable>(receivable::open(&loaded.state, due, meta.at))?),
            }
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!("the order is not billed, yet its receivable exists: {unmet:?}"))),
    }
}

/// Puts what was paid for an order that will not be carried out on the list of refunds.
async fn request_refunds(app: &App, order: &Order, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let by = rules.at(meta.at).working_days_on(rules.policy.due.refund_working_days)?;
    for counted in &order.payments {
        app.store
            .transact(meta, async || {
                let Some(loaded) = app.store.load::<Payment>(&counted.payment).await? else {
                    return Ok::<_, Fault>(Plan::new(()));
                };
                Ok(Plan::new(()).carry_out(&loaded, payment::request_refund(&loaded.state, by))?)
            })
            .await?;
    }
    Ok(())
}
