//! An auditor that knows the table's items and nothing of the code that writes them.
//!
//! It reads every item once, in the order of a scan, which gives the items of one partition
//! together. Each partition is checked by itself: its chain of commits is computed again, its
//! events are folded by a model of this crate's own, and state, index attributes and moved
//! counters must be what that model says. What partitions say of each other (money counted,
//! goods reserved, credit taken, numbers registered) goes into a private temporary database and
//! is compared at the end, so memory stays bounded however many orders there are.
//!
//! ```
//! # fn main() -> Result<(), audit::AuditError> {
//! let mut audit = audit::Audit::begin()?;
//! // for each item of a scan: audit.item(item)?;
//! let report = audit.finish()?;
//! assert!(report.is_clean());
//! # Ok(())
//! # }
//! ```
//!
//! **Architecture Invariant.** This crate depends on no other of the workspace. A mistake that
//! the rules and the store share would otherwise be shared by who checks them.

mod aggregate;
mod attribute;
mod claim;
mod contact;
mod counter;
mod finding;
mod import_part;
mod index;
mod journal;
mod key;
mod ledger;
mod model;
mod movement;
mod partition;
mod report;

pub use attribute::Item;
pub use finding::{Code, Finding};
pub use report::{Money, Report};

use finding::Findings;
use ledger::Ledger;
use partition::Partition;

/// The auditor cannot go on: its temporary database refused something, such as for lack of room.
#[derive(Debug, thiserror::Error)]
#[error("the auditor's temporary database")]
pub struct AuditError(#[from] rusqlite::Error);

/// An audit under way.
#[derive(Debug)]
pub struct Audit {
    ledger: Ledger,
    findings: Findings,
    report: Report,
    partition: Partition,
}

impl Audit {
    /// Begins with nothing seen.
    ///
    /// # Errors
    /// [`AuditError`] when there is no room for a temporary database.
    pub fn begin() -> Result<Self, AuditError> {
        Ok(Self {
            ledger: Ledger::open()?,
            findings: Findings::default(),
            report: Report::default(),
            partition: Partition::default(),
        })
    }

    /// Takes the next item of a scan: a JSON object of typed attributes, as the service writes
    /// them. Items of one partition must come one after the other.
    ///
    /// # Errors
    /// [`AuditError`]; what is wrong with the item is a finding, not an error.
    pub fn item(&mut self, item: Item) -> Result<(), AuditError> {
        self.report.items = self.report.items.saturating_add(1);
        let pk = attribute::text(&item, "pk").map(str::to_owned);
        let sk = attribute::text(&item, "sk").map(str::to_owned);
        let (Some(pk), Some(sk)) = (pk, sk) else {
            let names: Vec<&str> = item.keys().map(String::as_str).collect();
            self.findings.add(
                finding::Code::UnknownKey,
                "an item",
                "text attributes pk and sk",
                names.join(", "),
            );
            return Ok(());
        };
        if self.partition.pk != pk {
            self.close_partition()?;
            self.partition.pk = pk;
        }
        self.partition.items.push((sk, item));
        Ok(())
    }

    /// What was seen and found, after the last item.
    ///
    /// # Errors
    /// [`AuditError`].
    pub fn finish(mut self) -> Result<Report, AuditError> {
        self.close_partition()?;
        self.ledger.compare(&mut self.findings)?;
        let Findings { kept, by_code } = self.findings;
        Ok(Report {
            total: by_code.values().sum(),
            by_code,
            findings: kept,
            stages: self.ledger.stages()?,
            money: self.ledger.money()?,
            ..self.report
        })
    }

    fn close_partition(&mut self) -> Result<(), AuditError> {
        let partition = std::mem::take(&mut self.partition);
        if partition.items.is_empty() {
            return Ok(());
        }
        self.report.partitions = self.report.partitions.saturating_add(1);
        partition.check(&mut self.ledger, &mut self.findings, &mut self.report.seen)
    }
}
