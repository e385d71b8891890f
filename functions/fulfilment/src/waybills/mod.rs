//! Waybills 电子面单 (5.3.2): requested, asked of carriers, voided, printed, dispatched with, and handed over.

mod asking;
mod change;
mod handover;
mod label;
mod manifest;
mod request;
mod sheet;

#[cfg(test)]
mod label_tests;

use contract::message::EventMessage;
use contract::waybill::WaybillView;
use domain::aggregate::{AggregateKind, fold};
use domain::event_kind::EventKind;
use domain::order::{Order, OrderWaybill};
use domain::refusal::{Refusal, quote};
use domain::waybill::{Waybill, WaybillId};
use lambda::http::{self, Failure, Request, Response};
use lambda::{Fault, origin};
use store::{Loaded, Store, StoreError};

use crate::App;

/// Answers the requests about waybills and manifests.
pub(crate) async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "requestWaybills" => request::request(app, request).await,
        "listOrderWaybills" => request::list(app, request).await,
        "dispatchConsignment" => handover::dispatch(app, request).await,
        "getWaybill" => change::show(app, request).await,
        "voidWaybill" => change::void(app, request).await,
        "printLabel" => change::print(app, request).await,
        "getPackingList" => sheet::packing_list(app, request).await,
        "closeManifest" => manifest::close(app, request).await,
        "getManifest" => manifest::show(app, request).await,
        "getManifestSheet" => sheet::manifest(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}

/// A waybill was requested or is to be voided, or its order was cancelled or released.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    let meta = origin::follow_up(message, "fulfilment");
    match message.aggregate {
        AggregateKind::Waybill => asking::ask(app, &message.id, &meta).await,
        AggregateKind::Order if message.kinds.iter().any(concerns_waybills) => {
            asking::follow_order(app, &message.id, &meta).await
        }
        AggregateKind::Order
        | AggregateKind::Account
        | AggregateKind::Payment
        | AggregateKind::Shipment
        | AggregateKind::Receivable
        | AggregateKind::StockReceipt
        | AggregateKind::StockAdjustment
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
        | AggregateKind::PurchaseOrder
        | AggregateKind::CarrierAgreement
        | AggregateKind::ProductionLine
        | AggregateKind::Routing
        | AggregateKind::WorkOrder
        | AggregateKind::StockLot
        | AggregateKind::Stocktake
        | AggregateKind::StorageZone
        | AggregateKind::SupplierReturn
        | AggregateKind::Disposal
        | AggregateKind::DisposalSearch
        | AggregateKind::StockSpread
        | AggregateKind::HandoverManifest
        | AggregateKind::ReorderPoint => Ok(()),
    }
}

/// Whether an event of an order is a reason to look at its waybills: others cost no read.
const fn concerns_waybills(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::OrderCancelled
            | EventKind::OrderRestCancelled
            | EventKind::OrderReservationLost
            | EventKind::OrderHoldReleased
    )
}

/// The waybill in the path.
async fn named(app: &App, request: &Request) -> Result<Loaded<Waybill>, Failure> {
    let text = request.path("waybill");
    let unknown = || Refusal::not_found("waybill", "面单", text);
    let id = WaybillId::parse(text).map_err(|_| unknown())?;
    let loaded = app.store.load::<Waybill>(&id.to_string()).await?;
    Ok(loaded.ok_or_else(unknown)?)
}

/// The waybills that an order knows of, read consistently, by number.
async fn of_order<'a>(
    store: &Store,
    order: &Order,
    known: impl Iterator<Item = &'a OrderWaybill>,
) -> Result<Vec<Loaded<Waybill>>, StoreError> {
    let id = |it: &OrderWaybill| WaybillId {
        order: order.id,
        no: it.no,
    };
    let ids: Vec<String> = known.map(|it| id(it).to_string()).collect();
    let mut loaded = store.load_many_consistently::<Waybill>(&ids).await?;
    loaded.sort_by_key(|loaded| loaded.state.id);
    Ok(loaded)
}

/// The waybill after a decision, with its version.
fn after(
    loaded: &Loaded<Waybill>,
    events: &[domain::waybill::WaybillEvent],
) -> Result<(Waybill, u64), Failure> {
    let state = fold(Some(loaded.state.clone()), events).map_err(Failure::broken)?;
    let state = state.ok_or_else(|| Failure::broken("a change led to no waybill"))?;
    let changed = u64::from(!events.is_empty());
    Ok((state, loaded.version.saturating_add(changed)))
}

fn view(loaded: &Loaded<Waybill>) -> WaybillView {
    WaybillView::of(&loaded.state, loaded.version)
}

/// 404 for a manifest.
fn no_manifest(number: &str) -> Refusal {
    Refusal::not_found("handover manifest", "交接单", &quote(number))
}
