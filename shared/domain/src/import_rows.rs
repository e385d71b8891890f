//! Rows of an imported file as they are kept until they are worked off, and what became of
//! them (4.1.1). Both hold personal data: they stand apart and expire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::order::OrderId;

/// A row of the file: its cells by the name of their column, blank ones left out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRow {
    /// Its number in the file, as a spreadsheet shows it: the header is row 1.
    pub row: u32,
    /// The cells.
    pub cells: BTreeMap<String, String>,
}

/// The rows that make one order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedOrder {
    /// The rows, one line of the order each.
    pub rows: Vec<ImportedRow>,
    /// Rows of the whole file that bear this order's number; more than `rows` when they are too
    /// many for an order.
    pub lines_in_file: u32,
    /// How many orders of the very same content, without a number, stand before it in the file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub same_before: u32,
}

/// What became of a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// The row's number in the file.
    pub row: u32,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The order it belongs to, if it became one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Why it became none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblem>,
}

/// What became of a row, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// Its order was made by this import.
    Accepted,
    /// It became no order.
    Refused,
    /// Its order had been there before.
    AlreadyThere,
}

impl RowOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Refused, Self::AlreadyThere];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::AlreadyThere => "already_there",
        }
    }
}

/// One thing that is wrong with a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The row it stands in: of an order of several rows, not always the first.
    pub row: u32,
    /// The column, by name; absent when no single cell is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Stable, for programs.
    pub code: String,
    /// For people, in Chinese.
    pub chinese: String,
    /// The same in English.
    pub english: String,
    /// What would have been right.
    pub expected: String,
    /// What was there, cut short.
    pub found: String,
}

/// Prints only which row: cells hold personal data.
impl std::fmt::Debug for ImportedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportedRow({})", self.row)
    }
}

/// Prints only which rows.
impl std::fmt::Debug for ImportedOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportedOrder({:?})", self.rows)
    }
}

/// Prints only which row and what became of it.
impl std::fmt::Debug for RowResult {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RowResult({}, {})", self.row, self.outcome.name())
    }
}

/// Prints neither what was expected nor what was found.
impl std::fmt::Debug for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "RowProblem({}, {:?}, {})",
            self.row, self.column, self.code
        )
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}
