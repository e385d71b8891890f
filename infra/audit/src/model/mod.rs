//! This crate's own understanding of events: what may follow what, and what it leads to.
//!
//! A state is kept as the plain fields of its body. Fields that later versions add are not known
//! here and are left alone; an event that is not known is a finding, because what it leads to
//! cannot be told.

mod account;
mod agreed_price;
mod blacklist;
mod dated;
mod disposal;
mod fields;
mod master_data;
mod order;
mod order_consignment;
mod order_given_up;
mod order_hold;
mod order_import;
mod order_money;
mod order_pick;
mod order_proposal;
mod order_quota;
mod order_rest;
mod order_review;
mod order_service;
mod order_stock;
mod order_supply;
mod order_waybill;
mod payment;
mod production_line;
mod purchase_order;
mod receivable;
mod reorder_point;
mod shipment;
mod shipment_exception;
mod stages;
mod stock_adjustment;
mod stock_lot;
mod stock_spread;
mod stocktake;
mod supplier;
mod supplier_return;
mod waybill;
mod work_order;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::AuditError;
use crate::finding::Code;
use crate::journal::Commit;
use crate::key::Family;
use crate::ledger::Ledger;
use crate::movement::Movement;

pub(crate) use fields::{Fields, amount, list, meant, text};
use fields::{begin, set, take, take_if_there};

/// What some commits led to.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The state's fields; none before the first event.
    pub(crate) state: Fields,
    /// Per payment of an order, what of it went back.
    pub(crate) refunds: BTreeMap<String, i64>,
    /// Numbers of a payment's refunds.
    pub(crate) refund_numbers: Vec<String>,
    /// What of a payment counted when it came in; what of that went back.
    pub(crate) counted: i64,
    pub(crate) uncounted: i64,
    /// Whether an account's limit was ever lowered.
    pub(crate) lowered: bool,
    /// Whether an order was reviewed, as far as a person did, by whoever entered it.
    pub(crate) reviewed_by_who_entered: bool,
    /// Whether the policy ever let people review what they entered.
    pub(crate) two_eyes_sufficed: bool,
}

/// A rule that an event breaks.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) expected: String,
    pub(crate) found: String,
}

/// What the events of one commit lead to.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// `None` after an event that is not known.
    pub(crate) folded: Option<Folded>,
    pub(crate) faults: Vec<Fault>,
    /// The counters that the events move.
    pub(crate) movements: Vec<Movement>,
    /// Who or what asked for the commit.
    by: String,
    /// When it was decided.
    at: Timestamp,
}

impl Step {
    fn fault(&mut self, code: Code, expected: impl Into<String>, found: impl Into<String>) {
        self.faults.push(Fault {
            code,
            expected: expected.into(),
            found: found.into(),
        });
    }

    /// Notes a wrong amount unless `found` is `expected`.
    fn amount_is(&mut self, what: &str, expected: i64, found: i64) {
        if expected != found {
            self.fault(
                Code::AmountWrong,
                format!("{what} of {expected}"),
                found.to_string(),
            );
        }
    }

    /// Notes a wrong amount unless `right`.
    fn amount_must(&mut self, right: bool, expected: impl Into<String>, found: i64) {
        if !right {
            self.fault(Code::AmountWrong, expected, found.to_string());
        }
    }

    fn illegal(&mut self, event: &str, state: &str) {
        self.fault(
            Code::TransitionIllegal,
            format!("no {event} in state {state}"),
            "one",
        );
    }
}

/// Applies the events of one commit.
pub(crate) fn step(family: Family, folded: Folded, commit: &Commit) -> Step {
    let mut step = Step {
        by: commit.by.clone(),
        at: commit.at,
        ..Step::default()
    };
    let mut folded = folded;
    for event in &commit.events {
        let known = match family {
            Family::Order => order::apply(&mut folded, event, &mut step),
            Family::Account => account::apply(&mut folded, event, &mut step),
            Family::Payment => payment::apply(&mut folded, event, &mut step),
            Family::Shipment => shipment::apply(&mut folded, event, &mut step),
            Family::Receivable => receivable::apply(&mut folded, event, &mut step),
            Family::OrderImport => order_import::apply(&mut folded, event, &mut step),
            Family::BlacklistEntry => blacklist::apply(&mut folded, event, &mut step),
            Family::AgreedPrice => agreed_price::apply(&mut folded, event, &mut step),
            Family::Supplier => supplier::apply(&mut folded, event, &mut step),
            Family::SupplierOffer => supplier::apply_offer(&mut folded, event, &mut step),
            Family::PurchaseOrder => purchase_order::apply(&mut folded, event, &mut step),
            Family::ProductionLine => production_line::apply(&mut folded, event, &mut step),
            Family::Routing => production_line::apply_routing(&mut folded, event, &mut step),
            Family::WorkOrder => work_order::apply(&mut folded, event, &mut step),
            Family::StockLot => stock_lot::apply(&mut folded, event, &mut step),
            Family::Stocktake => stocktake::apply(&mut folded, event, &mut step),
            Family::SupplierReturn => supplier_return::apply(&mut folded, event, &mut step),
            Family::Disposal => disposal::apply(&mut folded, event, &mut step),
            Family::DisposalSearch => disposal::apply_search(&mut folded, event),
            Family::StorageZone => stocktake::apply_zone(&mut folded, event, &mut step),
            Family::Waybill => waybill::apply(&mut folded, event, &mut step),
            Family::HandoverManifest => waybill::apply_manifest(&mut folded, event, &mut step),
            Family::ReorderPoint => reorder_point::apply(&mut folded, event, &mut step),
            Family::StockSpread => stock_spread::apply(&mut folded, event, &mut step),
            Family::StockReceipt
            | Family::StockAdjustment
            | Family::Product
            | Family::Promotion
            | Family::CarrierAgreement
            | Family::Policy
            | Family::ContactDisclosure
            | Family::Calendar => master_data::apply(family, &mut folded, event, &mut step),
            Family::Stock
            | Family::StockShard
            | Family::Credit
            | Family::Purchases
            | Family::External
            | Family::Idempotency
            | Family::Refund
            | Family::Imported
            | Family::Typed => None,
        };
        if known.is_none() {
            let name = text(event, "event").to_owned();
            step.fault(Code::EventUnknown, "an event that is known and reads", name);
            return step;
        }
    }
    step.folded = Some(folded);
    step
}

/// The fields of a state that this model follows.
pub(crate) const fn known_fields(family: Family) -> &'static [&'static str] {
    match family {
        Family::Order => &order::FIELDS,
        Family::Account => &account::FIELDS,
        Family::Payment => &payment::FIELDS,
        Family::Shipment => &shipment::FIELDS,
        Family::Receivable => &receivable::FIELDS,
        Family::StockReceipt => &master_data::RECEIPT_FIELDS,
        Family::StockAdjustment => &stock_adjustment::FIELDS,
        Family::Product => &master_data::PRODUCT_FIELDS,
        Family::Promotion => &master_data::PROMOTION_FIELDS,
        Family::CarrierAgreement => &master_data::CARRIER_AGREEMENT_FIELDS,
        Family::Policy => &master_data::POLICY_FIELDS,
        Family::ContactDisclosure => &master_data::DISCLOSURE_FIELDS,
        Family::Calendar => &master_data::CALENDAR_FIELDS,
        Family::OrderImport => &order_import::FIELDS,
        Family::BlacklistEntry => &blacklist::FIELDS,
        Family::AgreedPrice => &agreed_price::FIELDS,
        Family::Supplier => &supplier::FIELDS,
        Family::SupplierOffer => &supplier::OFFER_FIELDS,
        Family::PurchaseOrder => &purchase_order::FIELDS,
        Family::ProductionLine => &production_line::FIELDS,
        Family::Routing => &production_line::ROUTING_FIELDS,
        Family::WorkOrder => &work_order::FIELDS,
        Family::StockLot => &stock_lot::FIELDS,
        Family::Stocktake => &stocktake::FIELDS,
        Family::SupplierReturn => &supplier_return::FIELDS,
        Family::Disposal => &disposal::FIELDS,
        Family::DisposalSearch => &disposal::SEARCH_FIELDS,
        Family::StorageZone => &stocktake::ZONE_FIELDS,
        Family::Waybill => &waybill::FIELDS,
        Family::HandoverManifest => &waybill::MANIFEST_FIELDS,
        Family::ReorderPoint => &reorder_point::FIELDS,
        Family::StockSpread => &stock_spread::FIELDS,
        Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => &[],
    }
}

/// The identifier that a state's own fields give.
pub(crate) fn identity(family: Family, state: &Fields) -> Option<String> {
    let field = |name: &str| state.get(name)?.as_str().map(str::to_owned);
    match family {
        Family::Order
        | Family::Payment
        | Family::OrderImport
        | Family::Promotion
        | Family::Waybill => field("id"),
        Family::Account => field("customer"),
        Family::Shipment => Some(format!("{}:{}", field("carrier")?, field("waybill_no")?)),
        Family::Receivable | Family::ContactDisclosure => field("order"),
        Family::StockReceipt => field("receipt_no"),
        Family::StockAdjustment => field("adjustment_no"),
        Family::Product | Family::Routing => field("sku"),
        Family::CarrierAgreement => field("carrier"),
        Family::Policy | Family::Calendar | Family::DisposalSearch => Some("main".to_owned()),
        Family::BlacklistEntry => blacklist::identity(state),
        Family::AgreedPrice => agreed_price::identity(state),
        Family::Supplier | Family::ProductionLine => field("code"),
        Family::SupplierOffer => Some(format!("{}/{}", field("supplier")?, field("sku")?)),
        Family::PurchaseOrder
        | Family::WorkOrder
        | Family::Stocktake
        | Family::SupplierReturn
        | Family::HandoverManifest => field("number"),
        Family::StockLot => stock_lot::identity(state),
        Family::StorageZone | Family::ReorderPoint => {
            Some(format!("{}/{}", field("warehouse")?, field("sku")?))
        }
        Family::Disposal => disposal::identity(state),
        Family::StockSpread => Some(format!("{}/{}", field("sku")?, field("warehouse")?)),
        Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => None,
    }
}

/// Writes into the ledger what other partitions must agree with.
pub(crate) fn note(
    family: Family,
    id: &str,
    folded: &Folded,
    ledger: &mut Ledger,
) -> Result<(), AuditError> {
    match family {
        Family::Order => order::note(id, folded, ledger),
        Family::Account => ledger.account(id, amount(&folded.state, "limit"), folded.lowered),
        Family::Payment => payment::note(id, folded, ledger),
        Family::Shipment => ledger.parcel(
            id,
            text(&folded.state, "order"),
            text(&folded.state, "status") == "signed",
        ),
        Family::Receivable => ledger.receivable(
            id,
            text(&folded.state, "customer"),
            amount(&folded.state, "outstanding"),
        ),
        Family::Supplier => supplier::note(id, folded, ledger),
        Family::PurchaseOrder => purchase_order::note(id, folded, ledger),
        Family::ProductionLine => production_line::note(id, folded, ledger),
        Family::WorkOrder => work_order::note(id, folded, ledger),
        Family::Stocktake => stocktake::note(folded, ledger),
        Family::SupplierReturn => supplier_return::note(id, folded, ledger),
        Family::Waybill => waybill::note(id, folded, ledger),
        Family::HandoverManifest => waybill::note_manifest(id, folded, ledger),
        Family::StockSpread => stock_spread::note(folded, ledger),
        Family::Policy if folded.two_eyes_sufficed => ledger.two_eyes_suffice(),
        Family::OrderImport
        | Family::StockReceipt
        | Family::StockAdjustment
        | Family::Product
        | Family::Policy
        | Family::ContactDisclosure
        | Family::Calendar
        | Family::BlacklistEntry
        | Family::AgreedPrice
        | Family::Promotion
        | Family::SupplierOffer
        | Family::CarrierAgreement
        | Family::Routing
        | Family::StockLot
        | Family::StorageZone
        | Family::ReorderPoint
        | Family::Disposal
        | Family::DisposalSearch
        | Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => Ok(()),
    }
}
