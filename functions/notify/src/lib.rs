//! Notify 通知 (6.1.2): what customers and staff should know, on the topics they subscribe to.

use contract::message::EventMessage;
use contract::notice::{Audience, NoticeMessage, audiences};
use contract::notice_text::Reached;
use domain::aggregate::AggregateKind;
use domain::order::Order;
use domain::payment::Payment;
use domain::shipment::Shipment;
use domain::waybill::WaybillId;
use lambda::config::{CUSTOMER_TOPIC_ARN, STAFF_TOPIC_ARN};
use lambda::topic::Topic;
use lambda::{Answer, Fault, RunError, Trigger, queue};
use store::{Store, StoreError};

/// What the function keeps between events.
pub struct App {
    store: Store,
    customers: Topic,
    staff: Topic,
}

impl App {
    /// The function on this table and the topics of its two audiences.
    #[must_use]
    pub const fn new(store: Store, customers: Topic, staff: Topic) -> Self {
        Self {
            store,
            customers,
            staff,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(
        lambda::aws::store(&sdk)?,
        Topic::from_env(&sdk, CUSTOMER_TOPIC_ARN)?,
        Topic::from_env(&sdk, STAFF_TOPIC_ARN)?,
    );
    lambda::serve("notify", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Queue(batch) => {
            queue::each(batch, async |message| tell(app, &message).await).await
        }
        trigger @ (Trigger::Http(_) | Trigger::Stream(_) | Trigger::Schedule(_)) => {
            Answer::misdirected(&trigger)
        }
    }
}

/// Tells each audience of each event of a message.
async fn tell(app: &App, message: &EventMessage) -> Result<(), Fault> {
    // A nudge of the sweep is no news.
    if message.sequence == 0 {
        return Ok(());
    }
    let order = order_of(&app.store, message).await?;
    for kind in &message.kinds {
        for audience in audiences(*kind) {
            let notice = NoticeMessage::of(message, *kind, *audience);
            let notice = match &order {
                Some((order, reached)) => notice.about(order, *reached),
                None => notice,
            };
            match audience {
                Audience::Customer => app.customers.notify(&notice).await?,
                Audience::Staff => app.staff.notify(&notice).await?,
            }
        }
    }
    Ok(())
}

/// The order that a message is about, if it is about one, and whether it has come further than the
/// commit that is told.
async fn order_of(
    store: &Store,
    message: &EventMessage,
) -> Result<Option<(Order, Reached)>, StoreError> {
    let id = match message.aggregate {
        AggregateKind::Order | AggregateKind::Receivable => Some(message.id.clone()),
        AggregateKind::Payment => store
            .load::<Payment>(&message.id)
            .await?
            .map(|it| it.state.order.to_string()),
        AggregateKind::Shipment => store
            .load::<Shipment>(&message.id)
            .await?
            .map(|it| it.state.order.to_string()),
        AggregateKind::Waybill => WaybillId::parse(&message.id)
            .ok()
            .map(|id| id.order.to_string()),
        AggregateKind::Account
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
        | AggregateKind::HandoverManifest
        | AggregateKind::StockSpread
        | AggregateKind::ReorderPoint => None,
    };
    match id {
        None => Ok(None),
        Some(id) => {
            let loaded = store.load::<Order>(&id).await?;
            Ok(loaded.map(|loaded| {
                let here = loaded.version == message.sequence;
                let reached = if here {
                    Reached::Here
                } else {
                    Reached::Further
                };
                (loaded.state, reached)
            }))
        }
    }
}
