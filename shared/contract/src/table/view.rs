//! What became of the rows of an imported table.

use domain::refusal::{Evidence, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Table;
use crate::order_import::RowProblemView;
use crate::problem::Language;

/// What became of a table of products, agreed prices, promotions or reorder points.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TableImportView {
    /// Rows by which something was entered or changed.
    pub entered: u32,
    /// Rows that say what is valid anyway.
    pub unchanged: u32,
    /// Rows that were refused.
    pub refused: u32,
    /// Each row, as in the file.
    pub rows: Vec<TableRowView>,
}

/// What became of a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TableRowView {
    /// Its number in the file; the header is row 1.
    pub row: u32,
    /// What it is about, as written: a SKU, `<audience>/<sku>`, `<sku>/<warehouse>`, or the name of a promotion.
    pub id: String,
    /// What became of it.
    pub outcome: TableRowOutcome,
    /// How many changes there have been of it since; left out where the row was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Everything that is wrong with it, each cell by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblemView>,
}

/// How a row of a table ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableRowOutcome {
    /// It was entered or changed.
    Entered,
    /// The same is valid anyway.
    Unchanged,
    /// It was refused.
    Refused,
}

impl TableImportView {
    /// The sum of what became of these rows.
    #[must_use]
    pub fn of(rows: Vec<TableRowView>) -> Self {
        let count = |outcome| {
            let rows = rows.iter().filter(|row| row.outcome == outcome);
            u32::try_from(rows.count()).unwrap_or(u32::MAX)
        };
        Self {
            entered: count(TableRowOutcome::Entered),
            unchanged: count(TableRowOutcome::Unchanged),
            refused: count(TableRowOutcome::Refused),
            rows,
        }
    }
}

impl TableRowView {
    /// A row after which there have been `version` changes, of which it may be one.
    #[must_use]
    pub const fn carried_out(row: u32, id: String, changed: bool, version: u64) -> Self {
        Self {
            row,
            id,
            outcome: if changed {
                TableRowOutcome::Entered
            } else {
                TableRowOutcome::Unchanged
            },
            version: Some(version),
            problems: Vec::new(),
        }
    }

    /// A row that was refused, each piece of evidence at its column.
    #[must_use]
    pub fn refused<R, V>(
        row: u32,
        id: String,
        refusal: &Refusal,
        table: &Table<R, V>,
        language: Language,
    ) -> Self {
        let message = match language {
            Language::Chinese => &refusal.chinese,
            Language::English => &refusal.english,
        };
        let problem = |evidence: &Evidence| RowProblemView {
            row,
            column: Some(table.column_of(&evidence.at).to_owned()),
            header: None,
            code: refusal.code.to_owned(),
            message: message.clone(),
            expected: evidence.expected.clone(),
            found: evidence.found.clone(),
        };
        Self {
            row,
            id,
            outcome: TableRowOutcome::Refused,
            version: None,
            problems: refusal.evidence.iter().map(problem).collect(),
        }
    }
}
