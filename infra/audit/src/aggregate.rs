//! One aggregate: its journal, its state, and what its events lead to.

use serde_json::{Map, Value};

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::import_part::{self, Chunks};
use crate::journal::{self, Journal};
use crate::key::Family;
use crate::ledger::Ledger;
use crate::model::{self, Folded};
use crate::partition::{shaped, unreadable};
use crate::{AuditError, contact, index, movement};

/// Attributes of a state that place it in the indexes.
const INDEXED: [&str; 4] = ["customer_pk", "customer_sk", "work_pk", "work_sk"];

/// The items of one aggregate's partition.
#[derive(Debug)]
pub(crate) struct Aggregate<'a> {
    family: Family,
    pk: &'a str,
    id: &'a str,
    pub(crate) state: Option<Item>,
    /// With their sequence numbers, in any order.
    pub(crate) commits: Vec<(i64, Item)>,
    pub(crate) contact: Option<Item>,
    /// The rows of an import and what became of them.
    pub(crate) chunks: Chunks,
}

/// A state as it stands.
struct Stored {
    body: Map<String, Value>,
    version: i64,
    head: [u8; 32],
}

/// The name of an aggregate's kind in reports.
pub(crate) const fn name(family: Family) -> &'static str {
    match family {
        Family::Order => "order",
        Family::Account => "account",
        Family::Payment => "payment",
        Family::Shipment => "shipment",
        Family::Receivable => "receivable",
        Family::StockReceipt => "stock_receipt",
        Family::StockAdjustment => "stock_adjustment",
        Family::Product => "product",
        Family::Policy => "policy",
        Family::ContactDisclosure => "contact_disclosure",
        Family::Calendar => "calendar",
        Family::OrderImport => "order_import",
        Family::BlacklistEntry => "blacklist_entry",
        Family::AgreedPrice => "agreed_price",
        Family::Promotion => "promotion",
        Family::Supplier => "supplier",
        Family::SupplierOffer => "supplier_offer",
        Family::PurchaseOrder => "purchase_order",
        Family::CarrierAgreement => "carrier_agreement",
        Family::ProductionLine => "production_line",
        Family::Routing => "routing",
        Family::WorkOrder => "work_order",
        Family::StockLot => "stock_lot",
        Family::Stocktake => "stocktake",
        Family::StorageZone => "storage_zone",
        Family::SupplierReturn => "supplier_return",
        Family::Disposal => "disposal",
        Family::DisposalSearch => "disposal_search",
        Family::Waybill => "waybill",
        Family::HandoverManifest => "handover_manifest",
        Family::ReorderPoint => "reorder_point",
        Family::StockSpread => "stock_spread",
        Family::Stock
        | Family::StockShard
        | Family::Credit
        | Family::Purchases
        | Family::External
        | Family::Idempotency
        | Family::Refund
        | Family::Imported
        | Family::Typed => "stray_state",
    }
}

/// Whether the events say how many pieces move, but not in which shards.
const fn moves_any_shard(family: Family) -> bool {
    matches!(
        family,
        Family::StockReceipt
            | Family::StockAdjustment
            | Family::PurchaseOrder
            | Family::WorkOrder
            | Family::Stocktake
            | Family::SupplierReturn
            | Family::Disposal
    )
}

impl<'a> Aggregate<'a> {
    pub(crate) fn new(family: Family, pk: &'a str, id: &'a str) -> Self {
        Self {
            family,
            pk,
            id,
            state: None,
            commits: Vec::new(),
            contact: None,
            chunks: Chunks::default(),
        }
    }

    /// Checks everything about this aggregate by itself; what others must agree with goes into
    /// the ledger.
    pub(crate) fn check(
        mut self,
        ledger: &mut Ledger,
        findings: &mut Findings,
    ) -> Result<(), AuditError> {
        let commits = std::mem::take(&mut self.commits);
        if self.state.is_none() && commits.is_empty() {
            if self.contact.is_some() {
                findings.add(Code::ContactStray, self.pk, "an order", "none");
            }
            return Ok(());
        }
        let journal = journal::read(self.pk, commits, findings);
        self.check_personal_data(journal.as_ref(), findings);
        let stored = self.read_state(findings);
        let folded = match &journal {
            Some(journal) => self.fold(journal, ledger, findings)?,
            None => None,
        };
        let folded = match (&stored, &journal) {
            (Some(stored), Some(journal)) => {
                folded.filter(|_| self.ends_together(stored, journal, findings))
            }
            (None, _) | (_, None) => folded,
        };
        let stored = stored.map(|stored| stored.body);
        if let (Some(stored), Some(folded)) = (&stored, &folded) {
            self.compare(stored, folded, findings);
        }
        // Where the events cannot be told, the others are held against the state as it stands.
        let known = folded.or_else(|| {
            stored.map(|state| Folded {
                state,
                ..Folded::default()
            })
        });
        let Some(known) = known else { return Ok(()) };
        if let Some(item) = &self.state {
            index::check(self.family, self.pk, self.id, &known.state, item, findings);
        }
        if self.family == Family::OrderImport {
            import_part::compare(self.pk, &known.state, &self.chunks, findings);
            import_part::note(self.id, &known.state, &self.chunks, ledger)?;
        }
        model::note(self.family, self.id, &known, ledger)
    }

    fn check_personal_data(&self, journal: Option<&Journal>, findings: &mut Findings) {
        if self.family != Family::Order {
            return;
        }
        let Some(contact) = &self.contact else {
            findings.add(
                Code::ContactMissing,
                self.pk,
                "an item with its personal data",
                "none",
            );
            return;
        };
        let texts = contact::telling_texts(self.pk, contact, findings);
        for commit in journal.iter().flat_map(|journal| &journal.commits) {
            contact::must_not_appear(&texts, &commit.place, &commit.text, findings);
        }
        if let Some(body) = self.state.as_ref().and_then(|state| state.get("body")) {
            contact::must_not_appear(&texts, self.pk, &body.to_string(), findings);
        }
    }

    /// The state, if the item is whole.
    fn read_state(&self, findings: &mut Findings) -> Option<Stored> {
        let Some(item) = &self.state else {
            findings.add(Code::StateMissing, self.pk, "a state", "commits only");
            return None;
        };
        let required = ["body", "version", "head"];
        if !shaped(self.pk, item, &required, &INDEXED, findings) {
            return None;
        }
        let stored = attribute::map(item, "body")
            .zip(attribute::number(item, "version"))
            .zip(attribute::digest(item, "head"));
        let Some(((body, version), head)) = stored else {
            unreadable(self.pk, "a body, a version and a head", findings);
            return None;
        };
        Some(Stored {
            body,
            version,
            head,
        })
    }

    /// Whether the state is of the last commit's version; its head is checked on the way.
    fn ends_together(&self, stored: &Stored, journal: &Journal, findings: &mut Findings) -> bool {
        let (version, last) = (stored.version, journal.last);
        if version == last {
            if stored.head != journal.head {
                let (expected, found) = (hex::encode(journal.head), hex::encode(stored.head));
                findings.add(Code::HeadDiffers, self.pk, expected, found);
            }
            return true;
        }
        let code = if version > last {
            Code::CommitMissing
        } else {
            Code::VersionDiffers
        };
        let expected = format!("{version} commits, as its version says");
        findings.add(code, self.pk, expected, last.to_string());
        false
    }

    /// What the events lead to by this crate's own model; each commit must move the counters that
    /// its events explain. `None` when an event is not known.
    fn fold(
        &self,
        journal: &Journal,
        ledger: &mut Ledger,
        findings: &mut Findings,
    ) -> Result<Option<Folded>, AuditError> {
        let mut folded = Some(Folded::default());
        for commit in &journal.commits {
            let mut moved = Vec::with_capacity(commit.adjustments.len());
            for adjustment in &commit.adjustments {
                match movement::read(adjustment) {
                    Some(movements) => {
                        for movement in &movements {
                            ledger.moved(movement)?;
                        }
                        moved.extend(movements);
                    }
                    None => unreadable(&commit.place, "movements that are known", findings),
                }
            }
            let Some(so_far) = folded else { continue };
            let step = model::step(self.family, so_far, commit);
            for fault in step.faults {
                findings.add(fault.code, &commit.place, fault.expected, fault.found);
            }
            folded = step.folded;
            let mut explained = step.movements;
            if moves_any_shard(self.family) {
                explained = movement::over_shards(explained);
                moved = movement::over_shards(moved);
            }
            explained.sort();
            moved.sort();
            if folded.is_some() && explained != moved {
                findings.add(
                    Code::MovementsDiffer,
                    &commit.place,
                    format!("{explained:?}"),
                    format!("{moved:?}"),
                );
            }
        }
        Ok(folded)
    }

    fn compare(&self, stored: &Map<String, Value>, folded: &Folded, findings: &mut Findings) {
        for field in model::known_fields(self.family) {
            let (expected, found) = (
                model::meant(folded.state.get(*field)),
                model::meant(stored.get(*field)),
            );
            if expected != found {
                findings.add(
                    Code::StateDiffers,
                    self.pk,
                    format!("{field} {expected}"),
                    found.to_string(),
                );
            }
        }
        let identity = model::identity(self.family, stored);
        if identity.as_deref() != Some(self.id) {
            findings.add(
                Code::StateDiffers,
                self.pk,
                format!("the state of {}", self.id),
                identity.unwrap_or_default(),
            );
        }
        if self.family == Family::Order && model::text(&folded.state, "stage") == "approved" {
            findings.add(
                Code::RestsNowhere,
                self.pk,
                "a stage that somebody moves on",
                "approved",
            );
        }
    }
}
