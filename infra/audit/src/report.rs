//! The outcome of an audit.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Code, Finding};

/// What was seen, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Items seen.
    pub items: u64,
    /// Partitions seen.
    pub partitions: u64,
    /// Items by what they are: `commit`, `order`, `payment`, `stock_level` …
    pub seen: BTreeMap<&'static str, u64>,
    /// Orders by stage.
    pub stages: BTreeMap<String, u64>,
    /// Money by who brought it.
    pub money: BTreeMap<String, Money>,
    /// Findings in all.
    pub total: u64,
    /// Findings by code.
    pub by_code: BTreeMap<Code, u64>,
    /// The first findings, at most a thousand.
    pub findings: Vec<Finding>,
}

/// Sums over payments, in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Money {
    /// Came in.
    pub received: i64,
    /// Counted towards orders when it came in.
    pub counted: i64,
    /// Went back.
    pub refunded: i64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.total == 0
    }
}

impl std::fmt::Display for Report {
    /// For people: what was seen in a few lines, then each finding.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} items in {} partitions", self.items, self.partitions)?;
        for (name, count) in &self.seen {
            writeln!(f, "  {name:<16}{count:>12}")?;
        }
        if !self.stages.is_empty() {
            let stages: Vec<String> = self
                .stages
                .iter()
                .map(|(stage, count)| format!("{stage} {count}"))
                .collect();
            writeln!(f, "orders: {}", stages.join(", "))?;
        }
        for (provider, money) in &self.money {
            let Money {
                received,
                counted,
                refunded,
            } = money;
            writeln!(
                f,
                "money by {provider}: {received} fen received, {counted} counted, {refunded} refunded"
            )?;
        }
        for finding in &self.findings {
            let Finding {
                code,
                key,
                expected,
                found,
            } = finding;
            writeln!(
                f,
                "{}: {key}: expected {expected}, found {found}",
                code.name()
            )?;
        }
        let untold = usize::try_from(self.total)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.findings.len());
        if untold > 0 {
            writeln!(f, "and {untold} more findings")?;
        }
        match self.total {
            0 => write!(f, "nothing is wrong"),
            total => write!(f, "{total} findings"),
        }
    }
}
