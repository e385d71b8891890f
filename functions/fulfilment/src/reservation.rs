//! Reserving goods for cleared orders, and for those in line when goods come in (5.2.1).

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::identifiers::Sku;
use domain::order::{self, Order, Shortfall, Stage};
use domain::stock_receipt::StockReceipt;
use lambda::Fault;
use store::{CommitMeta, Plan, Unmet, Written};

use crate::App;

/// How often goods may come in between finding an order short and putting it in line.
const TRIES: usize = 5;

/// Orders in line that are read at once.
const PAGE: u32 = 25;

/// How a try to reserve ended.
enum Outcome {
    /// The order needs nothing more from stock: reserved now, earlier, or no longer wanted.
    Settled,
    /// It waits for these.
    Short(Vec<Sku>),
}

/// An order was cleared or cancelled, or goods came in.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    let meta = lambda::origin::follow_up(message, "fulfilment");
    match message.aggregate {
        AggregateKind::Order => {
            let Some(loaded) = app.store.load::<Order>(&message.id).await? else {
                return Ok(());
            };
            if loaded.state.stage.name().is_final() {
                let lines = loaded.state.lines;
                return serve_line(app, lines.into_iter().map(|line| line.sku), &meta).await;
            }
            reserve(app, &message.id, &meta).await.map(|_| ())
        }
        AggregateKind::StockReceipt => {
            let Some(loaded) = app.store.load::<StockReceipt>(&message.id).await? else {
                return Ok(());
            };
            serve_line(
                app,
                loaded.state.moves.into_iter().map(|moved| moved.sku),
                &meta,
            )
            .await
        }
        AggregateKind::Account
        | AggregateKind::Payment
        | AggregateKind::Shipment
        | AggregateKind::Receivable
        | AggregateKind::Product
        | AggregateKind::Policy
        | AggregateKind::ContactDisclosure
        | AggregateKind::Calendar
        | AggregateKind::OrderImport
        | AggregateKind::BlacklistEntry
        | AggregateKind::AgreedPrice
        | AggregateKind::Promotion => Ok(()),
    }
}

/// Reserves for the orders in line for each SKU, first come first served, until one of them
/// finds too little of it.
///
/// Each reservation stands by itself: when the function runs out of time, the message comes
/// back and goes on where this left off.
async fn serve_line(
    app: &App,
    skus: impl Iterator<Item = Sku>,
    meta: &CommitMeta,
) -> Result<(), Fault> {
    let mut skus: Vec<Sku> = skus.collect();
    skus.sort();
    skus.dedup();
    for sku in skus {
        serve_one_line(app, &sku, meta).await?;
    }
    Ok(())
}

async fn serve_one_line(app: &App, sku: &Sku, meta: &CommitMeta) -> Result<(), Fault> {
    let mut cursor = None;
    loop {
        let page = app.store.backorders(sku, cursor.as_deref(), PAGE).await?;
        for backorder in &page.items {
            match reserve(app, &backorder.order.to_string(), meta).await? {
                Outcome::Short(missing) if missing.contains(sku) => return Ok(()),
                Outcome::Short(_) | Outcome::Settled => {}
            }
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(()),
        }
    }
}

/// Reserves everything for one order, or puts it in line for what is short.
///
/// Goods that come in after the failed try and before the order stands in line would find
/// nobody waiting; so it is tried once more after the order stands there.
async fn reserve(app: &App, id: &str, meta: &CommitMeta) -> Result<Outcome, Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    for _ in 0..TRIES {
        let tried = app
            .store
            .transact(meta, async || {
                let Some(loaded) = app.store.load::<Order>(id).await? else {
                    return Ok::<_, Fault>(Plan::new(()));
                };
                let decision = order::reserve(&loaded.state, &facts)?;
                Ok(Plan::new(()).carry_out(&loaded, decision)?)
            })
            .await?;
        let Written::Unmet(unmet) = tried else {
            return Ok(Outcome::Settled);
        };
        let shortfalls = shortfalls(unmet)?;
        let waits = app
            .store
            .transact(meta, async || {
                let Some(loaded) = app.store.load::<Order>(id).await? else {
                    return Ok::<_, Fault>(Plan::new(false));
                };
                let decision = order::run_short(&loaded.state, &shortfalls, &facts)?;
                let waits = decision.events.is_empty() && stands_in_line(&loaded.state);
                Ok(Plan::new(waits).carry_out(&loaded, decision)?)
            })
            .await?;
        if let Written::Done { output: true, .. } = waits {
            return Ok(Outcome::Short(
                shortfalls.into_iter().map(|short| short.sku).collect(),
            ));
        }
    }
    // Stock keeps changing under the order; the message comes back.
    Err(Fault::retry("stock changed during every try to reserve"))
}

fn stands_in_line(order: &Order) -> bool {
    matches!(&order.stage, Stage::Preparing { short, .. } if !short.is_empty())
}

/// What the warehouse has of the SKUs whose reservation failed.
fn shortfalls(unmet: Vec<Unmet>) -> Result<Vec<Shortfall>, Fault> {
    unmet
        .into_iter()
        .map(|unmet| match unmet {
            Unmet::StockShort { sku, available, .. } => Ok(Shortfall { sku, available }),
            other @ (Unmet::Registered(_)
            | Unmet::CreditExceeded { .. }
            | Unmet::QuotaExceeded { .. }) => Err(Fault::poison(format!(
                "reserving failed on something other than stock: {other:?}"
            ))),
        })
        .collect()
}
