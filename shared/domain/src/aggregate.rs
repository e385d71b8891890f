//! What every aggregate has in common: a state, events, a place in the indexes.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, de::DeserializeOwned};

use crate::calendar;
use crate::event_kind::EventKind;
use crate::stock::Adjustment;

/// The kinds of aggregate, each with its own commit chain.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AggregateKind {
    /// An out-of-region order 异地订单.
    Order,
    /// A customer's credit account 信用账户.
    Account,
    /// A payment from a provider or a bank 收款.
    Payment,
    /// A parcel with a carrier 运单.
    Shipment,
    /// What a customer still owes for a delivered order 应收账款.
    Receivable,
    /// Goods received into a warehouse 入库单.
    StockReceipt,
    /// A change of stock that is no receipt and no order's.
    StockAdjustment,
    /// A product of the catalogue 商品.
    Product,
    /// The policy in force 业务规则.
    Policy,
    /// Who was shown an order's personal data 个人信息查看记录.
    ContactDisclosure,
    /// Years of the working calendar that were entered 工作日历.
    Calendar,
    /// A batch import of orders 批量导入.
    OrderImport,
    /// A customer or a phone on the blacklist 黑名单.
    BlacklistEntry,
    /// A price agreed with a customer or for a grade 协议价.
    AgreedPrice,
    /// A product at another price, for some orders and for a time 促销.
    Promotion,
    /// Somebody from whom goods are bought 供应商.
    Supplier,
    /// What a supplier asks for a SKU 供应商报价.
    SupplierOffer,
    /// Goods bought from a supplier 采购订单.
    PurchaseOrder,
    /// What was agreed with a carrier 承运商协议.
    CarrierAgreement,
    /// A line on which goods are made 产线.
    ProductionLine,
    /// How a SKU is made 工艺.
    Routing,
    /// Goods made on a line 生产工单.
    WorkOrder,
    /// A lot with an expiry, in one warehouse 批次.
    StockLot,
    /// A count of stock against the books 盘点.
    Stocktake,
    /// The zone in which a warehouse keeps a SKU 库区.
    StorageZone,
    /// Goods that go back to a supplier 采购退货.
    SupplierReturn,
    /// Stock that may have to be disposed of 处置.
    Disposal,
    /// The daily search for such stock.
    DisposalSearch,
    /// The number of a parcel, from request to dispatch 电子面单.
    Waybill,
    /// Parcels that were handed to a carrier together 交接单.
    HandoverManifest,
    /// How much of a SKU a warehouse should hold 再订货点.
    ReorderPoint,
    /// Over how many shards a stock level is spread 库存分片.
    StockSpread,
}

impl AggregateKind {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 32] = [
        Self::Order,
        Self::Account,
        Self::Payment,
        Self::Shipment,
        Self::Receivable,
        Self::StockReceipt,
        Self::StockAdjustment,
        Self::Product,
        Self::Policy,
        Self::ContactDisclosure,
        Self::Calendar,
        Self::OrderImport,
        Self::BlacklistEntry,
        Self::AgreedPrice,
        Self::Promotion,
        Self::Supplier,
        Self::SupplierOffer,
        Self::PurchaseOrder,
        Self::CarrierAgreement,
        Self::ProductionLine,
        Self::Routing,
        Self::WorkOrder,
        Self::StockLot,
        Self::Stocktake,
        Self::StorageZone,
        Self::SupplierReturn,
        Self::Disposal,
        Self::DisposalSearch,
        Self::Waybill,
        Self::HandoverManifest,
        Self::ReorderPoint,
        Self::StockSpread,
    ];

    /// The name used on the wire, in keys and in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Account => "account",
            Self::Payment => "payment",
            Self::Shipment => "shipment",
            Self::Receivable => "receivable",
            Self::StockReceipt => "stock_receipt",
            Self::StockAdjustment => "stock_adjustment",
            Self::Product => "product",
            Self::Policy => "policy",
            Self::ContactDisclosure => "contact_disclosure",
            Self::Calendar => "calendar",
            Self::OrderImport => "order_import",
            Self::BlacklistEntry => "blacklist_entry",
            Self::AgreedPrice => "agreed_price",
            Self::Promotion => "promotion",
            Self::Supplier => "supplier",
            Self::SupplierOffer => "supplier_offer",
            Self::PurchaseOrder => "purchase_order",
            Self::CarrierAgreement => "carrier_agreement",
            Self::ProductionLine => "production_line",
            Self::Routing => "routing",
            Self::WorkOrder => "work_order",
            Self::StockLot => "stock_lot",
            Self::Stocktake => "stocktake",
            Self::StorageZone => "storage_zone",
            Self::SupplierReturn => "supplier_return",
            Self::Disposal => "disposal",
            Self::DisposalSearch => "disposal_search",
            Self::Waybill => "waybill",
            Self::HandoverManifest => "handover_manifest",
            Self::ReorderPoint => "reorder_point",
            Self::StockSpread => "stock_spread",
        }
    }

    /// The kind with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A fact that happened to an aggregate, in the past tense.
pub trait Event: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned {
    /// What subscribers filter on.
    fn kind(&self) -> EventKind;
}

/// State that is changed only by events.
pub trait Aggregate: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned {
    /// Which kind this is.
    const KIND: AggregateKind;
    /// Its events.
    type Event: Event;

    /// The identifier within the kind.
    fn id(&self) -> String;

    /// The state after `event`; `None` is the state before the first event.
    ///
    /// # Errors
    /// [`Misfit`] when the event cannot follow the state: the journal is corrupt, because
    /// `decide` never yields such an event.
    fn evolve(state: Option<Self>, event: &Self::Event) -> Result<Self, Misfit>;

    /// Where the state stands in the indexes; the only producer of index attributes.
    fn index(&self) -> Index;
}

/// An event that cannot follow the state it was applied to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {event} cannot follow state {state}")]
pub struct Misfit {
    /// The event's kind.
    pub event: EventKind,
    /// The state it was applied to, by name.
    pub state: String,
}

/// Places of an aggregate in the two sparse indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// The customer it belongs to and the instant it is sorted by.
    pub customer: Option<CustomerPlace>,
    /// The work list it rests in and when somebody or something is due to move it.
    pub work: Option<WorkPlace>,
}

impl Index {
    /// In a list by identifier, and in no other index: there is no time at which it is due.
    #[must_use]
    pub fn listed(list: impl Into<String>) -> Self {
        Self {
            work: Some(WorkPlace::new(list, Timestamp::UNIX_EPOCH)),
            ..Self::default()
        }
    }
}

/// A place in the index by customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerPlace {
    /// The customer.
    pub customer: crate::identifiers::CustomerId,
    /// When it began.
    pub at: Timestamp,
}

/// A place in the index by work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPlace {
    /// The list's name, such as `order:awaiting_review`.
    pub list: String,
    /// When it is due.
    pub due: Timestamp,
}

impl WorkPlace {
    /// A place in `list`, due at `due`.
    #[must_use]
    pub fn new(list: impl Into<String>, due: Timestamp) -> Self {
        Self {
            list: list.into(),
            due,
        }
    }

    /// A place in `list`, due at `hour` o'clock of a business date.
    #[must_use]
    pub fn on(list: impl Into<String>, date: Date, hour: i8) -> Self {
        // A date at the end of time has no such instant; it is never due.
        Self::new(list, calendar::at(date, hour, 0).unwrap_or(Timestamp::MAX))
    }
}

/// What `decide` wants written, all of it or nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<E> {
    /// What happened, oldest first; none means the command was already carried out.
    pub events: Vec<E>,
    /// Counters to move in the same transaction.
    pub adjustments: Vec<Adjustment>,
}

impl<E> Decision<E> {
    /// Nothing left to do.
    #[must_use]
    pub const fn done() -> Self {
        Self {
            events: Vec::new(),
            adjustments: Vec::new(),
        }
    }

    /// These events, no adjustments.
    #[must_use]
    pub const fn of(events: Vec<E>) -> Self {
        Self {
            events,
            adjustments: Vec::new(),
        }
    }

    /// The same, with these adjustments too.
    #[must_use]
    pub fn with(mut self, adjustments: impl IntoIterator<Item = Adjustment>) -> Self {
        self.adjustments.extend(adjustments);
        self
    }
}

/// Folds `events` over `state`.
///
/// # Errors
/// [`Misfit`] from [`Aggregate::evolve`]; also when there is neither a state nor an event.
pub fn fold<A: Aggregate>(state: Option<A>, events: &[A::Event]) -> Result<Option<A>, Misfit> {
    events
        .iter()
        .try_fold(state, |state, event| A::evolve(state, event).map(Some))
}
