//! Checking a whole table, and for a data directory also what is on its way.
//!
//! Two opinions are asked for: the auditor's, which knows nothing of the code, and the code's
//! own, which folds every journal again. Both take one item at a time, so memory does not grow
//! with the table.

pub mod delivery;
pub mod directory;
pub mod endpoint;
mod refold;
mod relayed;

use audit::{Audit, Item, Report};
use serde::Serialize;

pub use delivery::Delivery;

use crate::error::HostError;
use refold::Refold;

/// Findings that are kept in full; the others are counted.
const KEPT: usize = 1_000;

/// Why a table cannot be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The data directory or its files.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The auditor ran out of room.
    #[error("the auditor cannot go on")]
    Audit(#[from] audit::AuditError),
    /// The table could not be read.
    #[error("the table cannot be read: {0}")]
    Scan(String),
}

/// The error and what is behind it, each said once.
#[must_use]
pub fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(source) = behind {
        let said = source.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        behind = source.source();
    }
    text
}

/// Something that the code itself, or the files, do not agree with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// Which rule is broken; the name stays for ever.
    pub code: &'static str,
    /// Where.
    pub key: String,
    /// What the rule asks for.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// The outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The auditor's report.
    pub audit: Report,
    /// Journals that were folded again by the code itself.
    pub refolded: u64,
    /// What the code itself does not agree with, at most a thousand of them.
    pub disagreements: Vec<Disagreement>,
    /// All of them.
    pub disagreements_total: u64,
    /// Of a data directory: what is on its way.
    pub delivery: Option<Delivery>,
}

impl Verdict {
    /// Whether nothing is wrong. Messages on their way and dead letters are not wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.audit.is_clean() && self.disagreements_total == 0
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.audit)?;
        writeln!(f, "{} journals folded again", self.refolded)?;
        if let Some(delivery) = &self.delivery {
            writeln!(f, "{delivery}")?;
        }
        for disagreement in &self.disagreements {
            let Disagreement {
                code,
                key,
                expected,
                found,
            } = disagreement;
            writeln!(f, "{code}: {key}: expected {expected}, found {found}")?;
        }
        let findings = self.audit.total.saturating_add(self.disagreements_total);
        if self.is_clean() {
            write!(f, "verified: clean")
        } else {
            write!(f, "verified: {findings} findings")
        }
    }
}

/// Disagreements so far.
#[derive(Debug, Default)]
pub(crate) struct Disagreements {
    kept: Vec<Disagreement>,
    total: u64,
}

impl Disagreements {
    pub(crate) fn add(
        &mut self,
        code: &'static str,
        key: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < KEPT {
            self.kept.push(Disagreement {
                code,
                key: key.into(),
                expected: expected.into(),
                found: found.into(),
            });
        }
    }
}

/// A verification under way.
pub struct Verification {
    audit: Audit,
    refold: Refold,
    disagreements: Disagreements,
}

impl Verification {
    /// Begins with nothing seen.
    ///
    /// # Errors
    /// There is no room for the auditor's temporary database.
    pub fn begin() -> Result<Self, VerifyError> {
        Ok(Self {
            audit: Audit::begin()?,
            refold: Refold::default(),
            disagreements: Disagreements::default(),
        })
    }

    /// Takes the next item of a scan, as the service writes items in JSON.
    ///
    /// # Errors
    /// [`VerifyError::Audit`].
    pub fn item(&mut self, item: Item) -> Result<(), VerifyError> {
        self.refold.item(&item, &mut self.disagreements);
        Ok(self.audit.item(item)?)
    }

    /// Where more is noted that does not agree.
    pub(crate) const fn disagreements(&mut self) -> &mut Disagreements {
        &mut self.disagreements
    }

    /// The outcome after the last item.
    ///
    /// # Errors
    /// [`VerifyError::Audit`].
    pub fn finish(mut self, delivery: Option<Delivery>) -> Result<Verdict, VerifyError> {
        let refolded = self.refold.finish(&mut self.disagreements);
        if let Some(delivery) = &delivery {
            delivery.judge(&mut self.disagreements);
        }
        Ok(Verdict {
            audit: self.audit.finish()?,
            refolded,
            disagreements: self.disagreements.kept,
            disagreements_total: self.disagreements.total,
            delivery,
        })
    }
}
