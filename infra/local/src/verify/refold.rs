//! Every journal folded again by the code that wrote it.

use audit::Item;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::account::Account;
use domain::aggregate::{Aggregate, AggregateKind, fold};
use domain::agreed_price::AgreedPrice;
use domain::blacklist::BlacklistEntry;
use domain::carrier::CarrierAgreement;
use domain::contact_disclosure::ContactDisclosure;
use domain::dated::Dated;
use domain::disposal::{Disposal, DisposalSearch};
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
use domain::stock_adjustment::StockAdjustment;
use domain::stock_receipt::StockReceipt;
use domain::stock_spread::StockSpread;
use domain::stocktake::Stocktake;
use domain::storage_zone::StorageZone;
use domain::waybill::Waybill;
use serde_json::Value;
use store::{Commit, Digest, Key};

use super::Disagreements;

const UNREADABLE: &str = "refold_unreadable";
const DIFFERS: &str = "refold_differs";

/// The aggregate whose items are coming in, and how many were done.
#[derive(Debug, Default)]
pub(crate) struct Refold {
    pk: String,
    commits: Vec<Commit>,
    state: Option<(AggregateKind, Value)>,
    /// Whether one of its commits could not be read.
    torn: bool,
    done: u64,
}

impl Refold {
    /// Takes an item if it belongs to an aggregate.
    pub(crate) fn item(&mut self, item: &Item, disagreements: &mut Disagreements) {
        let (Some(pk), Some(sk)) = (text(item, "pk"), text(item, "sk")) else {
            return;
        };
        if pk != self.pk {
            self.close(disagreements);
            self.pk = pk.to_owned();
        }
        match Key::parse(pk, sk) {
            Some(Key::State { kind, .. }) => {
                let body = item.get("body").cloned().unwrap_or_default();
                self.state = Some((kind, body));
            }
            Some(Key::Commit { .. }) => self.commit(pk, sk, item, disagreements),
            // The auditor tells of keys that are none.
            Some(
                Key::Contact { .. }
                | Key::ImportRows { .. }
                | Key::ImportResults { .. }
                | Key::Registration(_)
                | Key::StockLevel { .. }
                | Key::LotLevel { .. }
                | Key::LotIssue { .. }
                | Key::StockShard { .. }
                | Key::Backorder { .. }
                | Key::Credit { .. }
                | Key::Quota(_),
            )
            | None => {}
        }
    }

    /// Closes the last aggregate; how many were folded.
    pub(crate) fn finish(&mut self, disagreements: &mut Disagreements) -> u64 {
        self.close(disagreements);
        self.done
    }

    fn commit(&mut self, pk: &str, sk: &str, item: &Item, disagreements: &mut Disagreements) {
        let body = text(item, "body").unwrap_or_default().to_owned();
        let hash = item
            .get("hash")
            .and_then(|value| value.get("B")?.as_str())
            .and_then(|encoded| STANDARD.decode(encoded).ok())
            .and_then(|bytes| Digest::from_bytes(&bytes))
            .unwrap_or(Digest::ZERO);
        match Commit::parse(pk, sk, body, hash) {
            Ok(commit) => self.commits.push(commit),
            Err(error) => {
                self.torn = true;
                let key = format!("{pk} / {sk}");
                disagreements.add(UNREADABLE, key, "a commit that reads", error.to_string());
            }
        }
    }

    fn close(&mut self, disagreements: &mut Disagreements) {
        let commits = std::mem::take(&mut self.commits);
        let torn = std::mem::take(&mut self.torn);
        let Some((kind, body)) = self.state.take().filter(|_| !torn) else {
            return;
        };
        self.done = self.done.saturating_add(1);
        let folded = match kind {
            AggregateKind::Order => agrees::<Order>(&commits, body),
            AggregateKind::Account => agrees::<Account>(&commits, body),
            AggregateKind::Payment => agrees::<Payment>(&commits, body),
            AggregateKind::Shipment => agrees::<Shipment>(&commits, body),
            AggregateKind::Receivable => agrees::<Receivable>(&commits, body),
            AggregateKind::StockReceipt => agrees::<StockReceipt>(&commits, body),
            AggregateKind::StockAdjustment => agrees::<StockAdjustment>(&commits, body),
            AggregateKind::Product => agrees::<Dated<Product>>(&commits, body),
            AggregateKind::Policy => agrees::<Dated<Policy>>(&commits, body),
            AggregateKind::ContactDisclosure => agrees::<ContactDisclosure>(&commits, body),
            AggregateKind::Calendar => agrees::<PublishedCalendar>(&commits, body),
            AggregateKind::OrderImport => agrees::<OrderImport>(&commits, body),
            AggregateKind::BlacklistEntry => agrees::<BlacklistEntry>(&commits, body),
            AggregateKind::AgreedPrice => agrees::<AgreedPrice>(&commits, body),
            AggregateKind::Promotion => agrees::<Dated<Promotion>>(&commits, body),
            AggregateKind::Supplier => agrees::<Supplier>(&commits, body),
            AggregateKind::SupplierOffer => agrees::<Dated<SupplierOffer>>(&commits, body),
            AggregateKind::PurchaseOrder => agrees::<PurchaseOrder>(&commits, body),
            AggregateKind::ProductionLine => agrees::<ProductionLine>(&commits, body),
            AggregateKind::Routing => agrees::<Dated<Routing>>(&commits, body),
            AggregateKind::WorkOrder => agrees::<WorkOrder>(&commits, body),
            AggregateKind::CarrierAgreement => agrees::<Dated<CarrierAgreement>>(&commits, body),
            AggregateKind::StockLot => agrees::<StockLot>(&commits, body),
            AggregateKind::Stocktake => agrees::<Stocktake>(&commits, body),
            AggregateKind::StorageZone => agrees::<StorageZone>(&commits, body),
            AggregateKind::SupplierReturn => agrees::<SupplierReturn>(&commits, body),
            AggregateKind::Disposal => agrees::<Disposal>(&commits, body),
            AggregateKind::DisposalSearch => agrees::<DisposalSearch>(&commits, body),
            AggregateKind::Waybill => agrees::<Waybill>(&commits, body),
            AggregateKind::HandoverManifest => agrees::<HandoverManifest>(&commits, body),
            AggregateKind::ReorderPoint => agrees::<ReorderPoint>(&commits, body),
            AggregateKind::StockSpread => agrees::<StockSpread>(&commits, body),
        };
        match folded {
            Ok(true) => {}
            Ok(false) => disagreements.add(
                DIFFERS,
                &self.pk,
                "the state that its commits lead to",
                "another",
            ),
            Err(why) => disagreements.add(UNREADABLE, &self.pk, "a journal and a state", why),
        }
    }
}

/// Whether the commits lead to the state in `body`.
fn agrees<A: Aggregate>(commits: &[Commit], body: Value) -> Result<bool, String> {
    let mut state: Option<A> = None;
    for commit in commits {
        let events = commit.events_of::<A>().map_err(|error| error.to_string())?;
        state = fold(state, &events).map_err(|misfit| misfit.to_string())?;
    }
    // The message of a reader might quote what it read.
    let typed: serde_dynamo::AttributeValue =
        serde_json::from_value(body).map_err(|_| "a body that is no attribute".to_owned())?;
    let stored: A = serde_dynamo::from_attribute_value(typed)
        .map_err(|_| "a body that does not read".to_owned())?;
    Ok(state.as_ref() == Some(&stored))
}

fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.get("S")?.as_str()
}
