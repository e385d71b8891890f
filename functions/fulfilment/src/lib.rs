//! Fulfilment 订单处理与执行 (5): production, purchasing, stock, reorder points, stocktakes, disposal, lots, reservation, picking,
//! agreements with carriers, dispatch and services.

mod agreements;
mod carrier_api;
mod dispatch;
mod disposal;
mod expiry;
mod jobs;
mod lots;
mod paper_shards;
mod picking;
mod production;
mod purchasing;
mod quotes;
mod reallocation;
mod reorder;
mod reservation;
mod services;
mod shards;
mod spread_memory;
mod stock;
mod stocktake;
mod tariffs;
mod waybills;

use contract::message::EventMessage;
use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, Fault, RunError, Trigger, queue};
use store::Store;

pub use crate::carrier_api::{CarrierAccess, CarrierApi};

use crate::agreements::AgreementBook;
use crate::spread_memory::SpreadMemory;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
    agreements: AgreementBook,
    carriers: CarrierApi,
    spreads: SpreadMemory,
}

impl App {
    /// The function on this table, asking carriers for waybills here.
    #[must_use]
    pub fn new(store: Store, carriers: CarrierApi) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            agreements: AgreementBook::default(),
            carriers,
            spreads: SpreadMemory::default(),
            store,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let sdk = lambda::aws::sdk_config().await;
    let carriers = CarrierApi::new(&sdk, CarrierAccess::from_env()?);
    let app = App::new(lambda::aws::store(&sdk)?, carriers);
    lambda::serve("fulfilment", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Queue(batch) => {
            queue::each(batch, async |message| nudged(app, &message).await).await
        }
        Trigger::Schedule(job) => jobs::run(app, job).await,
        trigger @ Trigger::Stream(_) => Answer::misdirected(&trigger),
    }
}

/// What a message nudges: the waybills of an order before its goods, so that a cancelled order's are void even
/// where those in line behind it fail.
async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    waybills::nudged(app, message).await?;
    reservation::nudged(app, message).await
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "receiveStock" => stock::receive(app, request).await,
        "adjustStock" => stock::adjust(app, request).await,
        "getStockAdjustment" => stock::show_adjustment(app, request).await,
        "getStock" => stock::show(app, request).await,
        "listLots" => lots::list(app, request).await,
        "listLotIssues" => lots::issues(app, request).await,
        "pickOrder" => picking::pick(app, request).await,
        "reportPickFailure" => picking::fail(app, request).await,
        "getStockShards" => shards::show(app, request).await,
        "spreadStock" => shards::spread(app, request).await,
        "evenOutStock" => shards::even_out(app, request).await,
        "dispatchOrder" => dispatch::dispatch(app, request).await,
        "quoteReallocation" => reallocation::quote(app, request).await,
        "reallocate" => reallocation::commit(app, request).await,
        "bookService" => services::book(app, request).await,
        "completeService" => services::complete(app, request).await,
        "listCarriers" => agreements::list(app, request).await,
        "getCarrierAgreement" => agreements::show(app, request).await,
        "reviseCarrierAgreement" => agreements::revise(app, request).await,
        "exportTariffs" => tariffs::export(app, request).await,
        "importTariffs" => tariffs::import(app, request).await,
        "quoteCarriers" => quotes::compare(app, request).await,
        "getStorageZone" => stocktake::show_zone(app, request).await,
        "assignStorageZone" => stocktake::assign_zone(app, request).await,
        "planStocktake" => stocktake::plan(app, request).await,
        "getStocktake" => stocktake::show(app, request).await,
        "recordCounts" => stocktake::count(app, request).await,
        "requestRecount" => stocktake::request_recount(app, request).await,
        "approveStocktake" => stocktake::approve(app, request).await,
        "cancelStocktake" => stocktake::cancel(app, request).await,
        "listDisposals" | "getDisposal" | "proposeDisposal" | "decideDisposal" => {
            disposal::route(app, request).await
        }
        "listReorderPoints"
        | "importReorderPoints"
        | "getReorderPoint"
        | "reviseReorderPoint"
        | "removeReorderPoint" => reorder::route(app, request).await,
        "requestWaybills"
        | "listOrderWaybills"
        | "dispatchConsignment"
        | "getWaybill"
        | "voidWaybill"
        | "printLabel"
        | "getPackingList"
        | "closeManifest"
        | "getManifest"
        | "getManifestSheet" => waybills::route(app, request).await,
        _ => purchasing::route(app, request).await,
    }
}
