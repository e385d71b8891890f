//! One sale of one SKU to many buyers at once.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use contract::message::{EventMessage, VERSION};
use domain::aggregate::AggregateKind;
use domain::calendar::WorkingCalendar;
use domain::contact::Contact;
use domain::event_kind::EventKind;
use domain::identifiers::{CustomerId, Sku};
use domain::money::Money;
use domain::order::{
    Channel, CustomerKind, Facts, Line, Order, OrderDraft, OrderEvent, StageName, receive,
};
use domain::payment_terms::PaymentMethod;
use domain::policy::Policy;
use domain::stock::{MAIN_WAREHOUSE, StockMove};
use domain::stock_receipt::{self, StockReceipt};
use domain::stock_spread::{self, Spread, StockSpread};
use fulfilment::{CarrierAccess, CarrierApi};
use jiff::Timestamp;
use lambda::config::Secret;
use lambda::{Answer, Trigger, aws};
use serde_json::json;
use store::{CommitMeta, Plan, Store, StoreError};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, LocalSet};
use uuid::Uuid;

use super::super::super::Failure;
use crate::data_directory::DataDirectory;
use crate::engine::contention::{self, Contention};
use crate::host::tables_alone;
use crate::loopback;

/// What is sold.
const HOT: &str = "HOT";
/// Instances of the function among which the messages go, each with a memory of its own.
const INSTANCES: usize = 20;
/// A message that failed comes back after a part of this, by chance.
const COMES_BACK_MS: u64 = 200;

/// What is tried.
pub(super) struct Sale {
    pub(super) shards: u8,
    pub(super) buyers: u32,
    pub(super) at_once: usize,
    pub(super) pieces: u32,
    pub(super) takes: Duration,
}

/// What became of it.
pub(super) struct Sold {
    /// Orders that are served.
    pub(super) sold: u64,
    /// Orders that stand in line.
    pub(super) refused: u64,
    /// Pieces, by the level.
    pub(super) reserved: u64,
    pub(super) available: u64,
    /// Transactions cancelled by others.
    pub(super) conflicts: u64,
    /// Messages that failed and came back.
    pub(super) redelivered: u64,
    pub(super) took: Duration,
}

impl Sale {
    /// Holds it, on a table of its own.
    pub(super) fn hold(&self) -> Result<Sold, Failure> {
        let directory = DataDirectory::temporary()?;
        let (engine, table) = tables_alone(&directory)?;
        let contention = Arc::new(Contention::of(self.takes));
        // The server's threads are its own, as the service's are.
        let server = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        let door = contention::router(engine.database(), Arc::clone(&contention));
        let listener = {
            let _inside = server.enter();
            loopback::listen(0)?
        };
        let address = listener.local_addr()?;
        server.spawn(async move { axum::serve(listener, door).await });
        let quiet = store_at(engine.front(), &table);
        let busy = store_at(address, &table);
        let buyers = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let sold = LocalSet::new().block_on(&buyers, self.sell(&quiet, &busy, &contention));
        server.shutdown_background();
        sold
    }

    async fn sell(
        &self,
        quiet: &Store,
        busy: &Store,
        contention: &Contention,
    ) -> Result<Sold, Failure> {
        let orders = self.prepare(quiet).await?;
        let apps =
            (0..INSTANCES).map(|_| Rc::new(fulfilment::App::new(busy.clone(), nobody_to_ask())));
        let apps: Vec<Rc<fulfilment::App>> = apps.collect();
        let places = Arc::new(Semaphore::new(self.at_once));
        let mut buyers = JoinSet::new();
        let began = Instant::now();
        for (order, app) in orders.iter().zip(apps.iter().cycle()) {
            let (order, app, places) = (*order, Rc::clone(app), Arc::clone(&places));
            buyers.spawn_local(async move {
                let _place = places.acquire_owned().await;
                buy(&app, order).await
            });
        }
        let mut redelivered = 0_u64;
        while let Some(bought) = buyers.join_next().await {
            redelivered = redelivered.saturating_add(bought??);
        }
        let took = began.elapsed();
        let ids: Vec<String> = orders.iter().map(Uuid::to_string).collect();
        let orders = quiet.load_many_consistently::<Order>(&ids).await?;
        let served = orders
            .iter()
            .filter(|order| order.state.stage.name() == StageName::Ready);
        let short = orders
            .iter()
            .filter(|order| !order.state.stage.short().is_empty());
        let levels = quiet.stock_levels(&Sku::parse(HOT)?).await?;
        Ok(Sold {
            sold: u64::try_from(served.count())?,
            refused: u64::try_from(short.count())?,
            reserved: levels.iter().map(|level| level.reserved).sum(),
            available: levels.iter().map(|level| level.available).sum(),
            conflicts: contention.conflicts(),
            redelivered,
            took,
        })
    }

    /// Receives the pieces, spreads the level and has the orders wait for their goods.
    async fn prepare(&self, store: &Store) -> Result<Vec<Uuid>, Failure> {
        let sku = Sku::parse(HOT)?;
        let meta = meta();
        let moved = StockMove {
            sku: sku.clone(),
            warehouse: MAIN_WAREHOUSE.to_owned(),
            quantity: self.pieces,
            lot: None,
            shard: None,
        };
        let receipt = StockReceipt {
            receipt_no: "BENCH".to_owned(),
            moves: vec![moved],
            reference: String::new(),
            received_at: meta.at,
            recorded_by: meta.actor.clone(),
        };
        let place = (MAIN_WAREHOUSE.to_owned(), sku.clone());
        let received = stock_receipt::receive(receipt);
        store
            .transact::<_, StoreError, _>(&meta, async || {
                Plan::new(()).begin::<StockReceipt>(received.clone())
            })
            .await?;
        let levels = store.levels_at([place.clone()]).await?.shards_of(&place);
        let wanted = StockSpread {
            sku,
            warehouse: place.0,
            spread: Spread {
                shards: self.shards,
                widest: self.shards,
            },
            at: meta.at,
            by: meta.actor.clone(),
        };
        let spread = stock_spread::spread(None, wanted, &levels);
        store
            .transact::<_, StoreError, _>(&meta, async || {
                Plan::new(()).begin_or_carry_out::<StockSpread>(None, spread.clone())
            })
            .await?;
        let mut orders = Vec::new();
        for _ in 0..self.buyers {
            let id = Uuid::now_v7();
            let events = order(id, meta.at)?;
            store
                .transact::<_, StoreError, _>(&meta, async || {
                    Plan::new(()).create::<Order>(&events)
                })
                .await?;
            orders.push(id);
        }
        Ok(orders)
    }
}

/// The message about an order comes until it is done; how often it failed.
async fn buy(app: &fulfilment::App, order: Uuid) -> Result<u64, Failure> {
    let message = EventMessage {
        version: VERSION,
        aggregate: AggregateKind::Order,
        id: order.to_string(),
        sequence: 1,
        kinds: vec![EventKind::OrderCleared],
        correlation_id: order.to_string(),
        hops: 0,
    };
    let event = json!({"Records": [{
        "messageId": order, "eventSource": "aws:sqs", "attributes": {}, "body": serde_json::to_string(&message)?,
    }]});
    let event = event.to_string();
    let mut failed = 0;
    loop {
        let handled = Box::pin(fulfilment::handle(app, Trigger::recognise(&event)?));
        let Answer::Batch(reply) = handled.await else {
            return Err("the function answered something else than a batch".into());
        };
        if reply.failed().next().is_none() {
            return Ok(failed);
        }
        failed += 1;
        // The order's own number is chance enough.
        let chance = u64::try_from(order.as_u128() % u128::from(COMES_BACK_MS))?;
        tokio::time::sleep(Duration::from_millis(chance)).await;
    }
}

/// An order of one piece that is cleared for preparation.
fn order(id: Uuid, now: Timestamp) -> Result<Vec<OrderEvent>, Failure> {
    let draft = OrderDraft {
        channel: Channel::Website,
        external_no: None,
        customer: CustomerId::parse("bench")?,
        customer_kind: CustomerKind::Consumer,
        contact: Contact {
            name: "测试客户".to_owned(),
            address: "四川省成都市武侯区人民南路四段1号".to_owned(),
            ..Contact::default()
        },
        lines: vec![Line::plain(Sku::parse(HOT)?, 1, Money::from_fen(100))],
        method: PaymentMethod::CashOnDelivery,
        schedule: None,
        requested_delivery: None,
        stated_total: None,
        entered_by: "bench".to_owned(),
        entered_as: Vec::new(),
        ordered_at: None,
        terms: None,
        split_shipments: false,
        services_only: false,
    };
    let (policy, calendar) = (Policy::default(), WorkingCalendar::built_in());
    let facts = Facts {
        now,
        policy: &policy,
        calendar: &calendar,
    };
    let order = Box::new(receive(&draft, id, &facts).map_err(|refusal| refusal.to_string())?);
    Ok(vec![
        OrderEvent::Received { order },
        OrderEvent::Cleared {
            at: now,
            promise: None,
        },
    ])
}

/// No parcel of the sale has a waybill.
fn nobody_to_ask() -> CarrierApi {
    let access = CarrierAccess {
        url: String::new(),
        id: String::new(),
        key: Secret::new(""),
    };
    CarrierApi::new(&SdkConfig::builder().build(), access)
}

fn meta() -> CommitMeta {
    CommitMeta {
        at: Timestamp::now(),
        actor: "bench".to_owned(),
        correlation_id: "bench".to_owned(),
        hops: 0,
    }
}

fn store_at(address: SocketAddr, table: &str) -> Store {
    let credentials = Credentials::new("bench", "bench", None, None, "bench");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(aws::retries())
        .timeout_config(aws::timeouts())
        .endpoint_url(format!("http://{address}"))
        .build();
    aws::store_on(&sdk, table.to_owned())
}
