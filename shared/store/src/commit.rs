use domain::account::Account;
use domain::aggregate::{Aggregate, AggregateKind, Event};
use domain::agreed_price::AgreedPrice;
use domain::blacklist::BlacklistEntry;
use domain::carrier::CarrierAgreement;
use domain::contact_disclosure::ContactDisclosure;
use domain::dated::Dated;
use domain::disposal::{Disposal, DisposalSearch};
use domain::event_kind::EventKind;
use domain::handover_manifest::HandoverManifest;
use domain::lot::StockLot;
use domain::order::Order;
use domain::order_import::OrderImport;
use domain::payment::Payment;
use domain::policy::Policy;
use domain::product::Product;
use domain::production::{ProductionLine, Routing, WorkOrder};
use domain::promotion::Promotion;
use domain::published_calendar::PublishedCalendar;
use domain::purchasing::{PurchaseOrder, Supplier, SupplierOffer, SupplierReturn};
use domain::receivable::Receivable;
use domain::reorder::ReorderPoint;
use domain::shipment::Shipment;
use domain::stock::Adjustment;
use domain::stock_adjustment::StockAdjustment;
use domain::stock_receipt::StockReceipt;
use domain::stock_spread::StockSpread;
use domain::stocktake::Stocktake;
use domain::storage_zone::StorageZone;
use domain::waybill::Waybill;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{BODY, HASH, Item, read_digest, read_text};
use crate::key::Key;

/// The layout of commit bodies this program writes and reads.
const FORMAT: u32 = 1;

/// Who caused a transition, when, and in which chain of requests and messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitMeta {
    /// When it was decided.
    pub at: Timestamp,
    /// Who decided: a user's subject, a caller or a function's name. No personal data.
    pub actor: String,
    /// The id carried from the first request through all messages it led to.
    pub correlation_id: String,
    /// Commits before this one that set each other off in a row, without a person or a clock.
    pub hops: u16,
}

/// One transition of one aggregate: what the journal holds and the stream publishes.
#[derive(Debug, Clone, PartialEq)]
pub struct Commit {
    /// The aggregate's kind.
    pub kind: AggregateKind,
    /// The aggregate's identifier within the kind.
    pub id: String,
    /// 1 for the first commit; equal to the version of the state it led to.
    pub sequence: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// Who decided.
    pub actor: String,
    /// The id carried from the first request.
    pub correlation_id: String,
    /// Commits before this one that set each other off in a row.
    pub hops: u16,
    /// What happened, oldest first, as stored.
    pub events: Vec<Value>,
    /// The counters moved in the same transaction.
    pub adjustments: Vec<Adjustment>,
    /// The exact text that was hashed.
    pub body: String,
    /// The digest over the previous digest, the key and the body.
    pub hash: Digest,
}

/// The stored text.
#[derive(Deserialize)]
struct Body {
    version: u32,
    sequence: u64,
    at: Timestamp,
    actor: String,
    correlation_id: String,
    #[serde(default)]
    hops: u16,
    events: Vec<Value>,
    #[serde(default)]
    adjustments: Vec<Adjustment>,
}

impl Commit {
    /// Reads a commit from the parts of its item, such as those of a stream record.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the key is not a commit's or the body does not read.
    pub fn parse(pk: &str, sk: &str, body: String, hash: Digest) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::corrupt(format!("{pk} / {sk}: {what}"));
        let Some(Key::Commit { kind, id, sequence }) = Key::parse(pk, sk) else {
            return Err(corrupt("the key is not a commit's"));
        };
        // The parser's message would quote the content, so only the place is told.
        let read: Body = serde_json::from_str(&body).map_err(|error| {
            corrupt(&format!(
                "the body is no commit at column {}",
                error.column()
            ))
        })?;
        if read.version != FORMAT {
            return Err(corrupt(&format!(
                "format {FORMAT} expected, found {}",
                read.version
            )));
        }
        if read.sequence != sequence {
            return Err(corrupt(&format!(
                "the body says it is commit {}",
                read.sequence
            )));
        }
        let Body {
            at,
            actor,
            correlation_id,
            hops,
            events,
            adjustments,
            ..
        } = read;
        Ok(Self {
            kind,
            id,
            sequence,
            at,
            actor,
            correlation_id,
            hops,
            events,
            adjustments,
            body,
            hash,
        })
    }

    pub(crate) fn from_item(item: &Item) -> Result<Self, StoreError> {
        let body = read_text(item, BODY)?.to_owned();
        let hash = read_digest(item, HASH)?;
        Self::parse(
            read_text(item, crate::item::PK)?,
            read_text(item, crate::item::SK)?,
            body,
            hash,
        )
    }

    /// Where it is stored.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::Commit {
            kind: self.kind,
            id: self.id.clone(),
            sequence: self.sequence,
        }
    }

    /// The kinds of the events, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when an event does not read.
    pub fn kinds(&self) -> Result<Vec<EventKind>, StoreError> {
        match self.kind {
            AggregateKind::Order => self.kinds_of::<Order>(),
            AggregateKind::Account => self.kinds_of::<Account>(),
            AggregateKind::Payment => self.kinds_of::<Payment>(),
            AggregateKind::Shipment => self.kinds_of::<Shipment>(),
            AggregateKind::Receivable => self.kinds_of::<Receivable>(),
            AggregateKind::StockReceipt => self.kinds_of::<StockReceipt>(),
            AggregateKind::StockAdjustment => self.kinds_of::<StockAdjustment>(),
            AggregateKind::Product => self.kinds_of::<Dated<Product>>(),
            AggregateKind::Policy => self.kinds_of::<Dated<Policy>>(),
            AggregateKind::ContactDisclosure => self.kinds_of::<ContactDisclosure>(),
            AggregateKind::Calendar => self.kinds_of::<PublishedCalendar>(),
            AggregateKind::OrderImport => self.kinds_of::<OrderImport>(),
            AggregateKind::BlacklistEntry => self.kinds_of::<BlacklistEntry>(),
            AggregateKind::AgreedPrice => self.kinds_of::<AgreedPrice>(),
            AggregateKind::Promotion => self.kinds_of::<Dated<Promotion>>(),
            AggregateKind::Supplier => self.kinds_of::<Supplier>(),
            AggregateKind::SupplierOffer => self.kinds_of::<Dated<SupplierOffer>>(),
            AggregateKind::PurchaseOrder => self.kinds_of::<PurchaseOrder>(),
            AggregateKind::ProductionLine => self.kinds_of::<ProductionLine>(),
            AggregateKind::Routing => self.kinds_of::<Dated<Routing>>(),
            AggregateKind::WorkOrder => self.kinds_of::<WorkOrder>(),
            AggregateKind::CarrierAgreement => self.kinds_of::<Dated<CarrierAgreement>>(),
            AggregateKind::StockLot => self.kinds_of::<StockLot>(),
            AggregateKind::Stocktake => self.kinds_of::<Stocktake>(),
            AggregateKind::StorageZone => self.kinds_of::<StorageZone>(),
            AggregateKind::SupplierReturn => self.kinds_of::<SupplierReturn>(),
            AggregateKind::Disposal => self.kinds_of::<Disposal>(),
            AggregateKind::DisposalSearch => self.kinds_of::<DisposalSearch>(),
            AggregateKind::Waybill => self.kinds_of::<Waybill>(),
            AggregateKind::HandoverManifest => self.kinds_of::<HandoverManifest>(),
            AggregateKind::ReorderPoint => self.kinds_of::<ReorderPoint>(),
            AggregateKind::StockSpread => self.kinds_of::<StockSpread>(),
        }
    }

    fn kinds_of<A: Aggregate>(&self) -> Result<Vec<EventKind>, StoreError> {
        Ok(self.events_of::<A>()?.iter().map(Event::kind).collect())
    }

    /// The events, typed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the commit is of another kind or an event does not read.
    pub fn events_of<A: Aggregate>(&self) -> Result<Vec<A::Event>, StoreError> {
        let corrupt = |what: String| StoreError::corrupt(format!("{}: {what}", self.key()));
        if self.kind != A::KIND {
            return Err(corrupt(format!(
                "events of kind {} expected",
                A::KIND.name()
            )));
        }
        let typed = |(place, event): (usize, &Value)| {
            A::Event::deserialize(event)
                .map_err(|_| corrupt(format!("event {place} does not read")))
        };
        self.events.iter().enumerate().map(typed).collect()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(hops: &u16) -> bool {
    *hops == 0
}

/// The text of a new commit.
pub(crate) fn body_of(
    meta: &CommitMeta,
    sequence: u64,
    events: &RawValue,
    adjustments: &[Adjustment],
) -> Result<String, StoreError> {
    #[derive(Serialize)]
    struct NewBody<'a> {
        version: u32,
        sequence: u64,
        at: Timestamp,
        actor: &'a str,
        correlation_id: &'a str,
        #[serde(skip_serializing_if = "is_zero")]
        hops: u16,
        events: &'a RawValue,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        adjustments: &'a [Adjustment],
    }
    let CommitMeta {
        at,
        actor,
        correlation_id,
        hops,
    } = meta;
    let body = NewBody {
        version: FORMAT,
        sequence,
        at: *at,
        actor,
        correlation_id,
        hops: *hops,
        events,
        adjustments,
    };
    serde_json::to_string(&body)
        .map_err(|error| StoreError::unwritable(format!("a commit does not serialise: {error}")))
}
