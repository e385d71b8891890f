//! Reserving goods for cleared orders, and for those in line when goods come in (5.2.1).

use contract::message::EventMessage;
use domain::aggregate::AggregateKind;
use domain::event_kind::EventKind;
use domain::identifiers::Sku;
use domain::order::{self, Order};
use domain::production::WorkOrder;
use domain::purchasing::PurchaseOrder;
use domain::region::RegionCode;
use domain::sourcing::{SourcingPolicy, source};
use domain::stock_adjustment::StockAdjustment;
use domain::stock_receipt::StockReceipt;
use domain::stock_spread::StockSpread;
use domain::stocktake::Stocktake;
use lambda::Fault;
use store::{CommitMeta, Plan, StockLevels, Unmet, Written};

use crate::{App, disposal, production, purchasing};

/// How often goods may come in between finding an order short and putting it in line, and others may be first at the
/// shards from which it takes.
const TRIES: usize = 8;

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
            if loaded.state.stage.name().is_final() || loaded.state.rest_cancelled.is_some() {
                purchasing::release_pegs(app, &loaded.state, &meta).await?;
                let goods = given_back(loaded.state);
                return serve_line(app, goods, &meta).await;
            }
            let gave_back = [
                EventKind::OrderReservationLost,
                EventKind::OrderReservationGivenUp,
            ];
            let lost = gave_back.iter().any(|kind| message.kinds.contains(kind));
            reserve(app, &message.id, &meta).await?;
            if lost {
                // What it gave back and does not take again may be what others wait for.
                let lines = loaded.state.lines;
                return serve_line(app, lines.into_iter().map(|line| line.sku), &meta).await;
            }
            Ok(())
        }
        AggregateKind::PurchaseOrder => {
            let Some(loaded) = app.store.load::<PurchaseOrder>(&message.id).await? else {
                return Ok(());
            };
            serve_line(app, std::iter::once(loaded.state.sku), &meta).await
        }
        // Nothing has happened to it but time.
        AggregateKind::ProductionLine if message.sequence == 0 => {
            production::slip(app, &message.id, &meta).await
        }
        AggregateKind::ProductionLine => production::follow(app, &message.id, &meta).await,
        AggregateKind::WorkOrder => {
            let Some(loaded) = app.store.load::<WorkOrder>(&message.id).await? else {
                return Ok(());
            };
            let sku = loaded.state.sku.clone();
            serve_line(app, std::iter::once(sku), &meta).await?;
            production::make_good(app, &loaded.state, &meta).await
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
        AggregateKind::StockAdjustment => {
            let loaded = app.store.load::<StockAdjustment>(&message.id).await?;
            let raised = loaded.filter(|loaded| loaded.state.kind.makes_available());
            let pieces = raised.into_iter().flat_map(|loaded| loaded.state.pieces);
            serve_line(app, pieces.map(|pieces| pieces.sku), &meta).await
        }
        AggregateKind::DisposalSearch => disposal::search_on(app, message).await,
        AggregateKind::Stocktake => {
            let loaded = app.store.load::<Stocktake>(&message.id).await?;
            let found = loaded.into_iter().flat_map(|loaded| loaded.state.found());
            serve_line(app, found, &meta).await
        }
        AggregateKind::StockSpread => {
            let Some(loaded) = app.store.load::<StockSpread>(&message.id).await? else {
                return Ok(());
            };
            serve_line(app, std::iter::once(loaded.state.sku), &meta).await
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
        | AggregateKind::Promotion
        | AggregateKind::Supplier
        | AggregateKind::SupplierOffer
        | AggregateKind::CarrierAgreement
        | AggregateKind::Routing
        | AggregateKind::StockLot
        | AggregateKind::StorageZone
        | AggregateKind::SupplierReturn
        | AggregateKind::Disposal
        | AggregateKind::Waybill
        | AggregateKind::HandoverManifest
        | AggregateKind::ReorderPoint => Ok(()),
    }
}

/// The goods that an order which ended, or of which the rest was cancelled, may have given back.
fn given_back(order: Order) -> impl Iterator<Item = Sku> {
    let rest = order.rest_cancelled.into_iter().flat_map(|it| it.pieces);
    let lines = order.lines.into_iter().map(|line| line.sku);
    lines.chain(rest.map(|pieces| pieces.sku))
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

/// Reserves for one order what there is, as far as it may be split, or puts it in line for what is short and has
/// that bought.
///
/// Where there is only one warehouse it is tried without looking: from the level itself, or from the order's home
/// shard of a level that the function remembers to be spread. Goods that come in after the failed
/// try and before the order stands in line would find nobody waiting; so it is tried once more after
/// the order stands there.
async fn reserve(app: &App, id: &str, meta: &CommitMeta) -> Result<Outcome, Fault> {
    let rules = app.rules.open().await?;
    let facts = rules.at(meta.at);
    let sourcing = &facts.policy.sourcing;
    let mut levels = None;
    let mut spread = app.spreads.recalled();
    for attempt in 0..TRIES {
        if attempt > 0 || sourcing.only_warehouse().is_none() {
            let looked = levels_for(app, id, sourcing).await?;
            app.spreads.remember(&looked.spread);
            levels = Some(looked.available());
            spread = looked.spread;
        }
        let tried = app
            .store
            .transact(meta, async || {
                let Some(loaded) = app.store.load::<Order>(id).await? else {
                    return Ok::<_, Fault>(Plan::new(None));
                };
                let order = &loaded.state;
                let province = order.ship_to_region.map_or(0, RegionCode::province_prefix);
                let needs = order::needs(order);
                let may_split = order.split_shipments;
                let sourced = source(&needs, levels.as_ref(), sourcing, province, may_split);
                let sourced = sourced.drawn_from(&spread, order.id);
                let decision = order::reserve(order, &sourced, &facts)?;
                let stands = decision.events.is_empty();
                let missing: Vec<Sku> = sourced.missing.into_iter().map(|m| m.sku).collect();
                Ok(Plan::new(Some((stands, missing))).carry_out(&loaded, decision)?)
            })
            .await?;
        match tried {
            Written::Done {
                output: Some((true, missing)),
                ..
            } if !missing.is_empty() => {
                purchasing::propose(app, id, meta, &facts).await?;
                return Ok(Outcome::Short(missing));
            }
            // It stands in line from now on: once more.
            Written::Done {
                output: Some((false, missing)),
                ..
            } if !missing.is_empty() => {}
            Written::Done { .. } => return Ok(Outcome::Settled),
            Written::Unmet(unmet) => only_stock(&unmet)?,
        }
    }
    // Stock keeps changing under the order; the message comes back.
    Err(Fault::retry("stock changed during every try to reserve"))
}

/// What the warehouses can promise of what the order still needs.
async fn levels_for(app: &App, id: &str, sourcing: &SourcingPolicy) -> Result<StockLevels, Fault> {
    let Some(loaded) = app.store.load::<Order>(id).await? else {
        return Ok(StockLevels::default());
    };
    let needs = order::needs(&loaded.state);
    let skus: Vec<Sku> = needs.into_iter().map(|need| need.sku).collect();
    Ok(app.store.levels_of(&sourcing.warehouses(), &skus).await?)
}

/// Refuses bounds that a reservation cannot meet: it takes stock and nothing else.
fn only_stock(unmet: &[Unmet]) -> Result<(), Fault> {
    let other = unmet
        .iter()
        .find(|unmet| !matches!(unmet, Unmet::StockShort { .. } | Unmet::StockSpread { .. }));
    other.map_or(Ok(()), |other| {
        Err(Fault::poison(format!(
            "reserving failed on something other than stock: {other:?}"
        )))
    })
}
