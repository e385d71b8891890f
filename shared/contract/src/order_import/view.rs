//! How an import stands, and what became of its rows, on the wire.

use domain::import_rows::{RowProblem, RowResult};
use domain::order::OrderId;
use domain::order_import::OrderImport;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::column::Column;
use crate::names;
use crate::problem::Language;

/// How an import stands (4.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportView {
    /// Its identifier; the same file in the same channel has the same.
    pub id: String,
    /// Where its orders came in.
    #[schema(schema_with = names::channel)]
    pub channel: domain::order::Channel,
    /// When the file came in.
    #[schema(value_type = String, format = DateTime)]
    pub begun_at: Timestamp,
    /// When the last row was done, once it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// Whether all rows are done.
    pub finished: bool,
    /// Rows of the file, without its header and without blank ones.
    pub rows: u32,
    /// Rows that are done.
    pub rows_done: u32,
    /// Rows whose order was made by this import.
    pub accepted: u32,
    /// Rows that became no order.
    pub refused: u32,
    /// Rows whose order had been there before.
    pub already_there: u32,
    /// Orders made by this import; several rows with one number are one order.
    pub orders: u32,
}

impl ImportView {
    /// The view of an import.
    #[must_use]
    pub fn of(import: &OrderImport) -> Self {
        Self {
            id: import.id.clone(),
            channel: import.channel,
            begun_at: import.begun_at,
            finished_at: import.finished_at,
            finished: import.finished_at.is_some(),
            rows: import.rows,
            rows_done: import.tally.rows(),
            accepted: import.tally.accepted,
            refused: import.tally.refused,
            already_there: import.tally.already_there,
            orders: import.tally.orders,
        }
    }
}

/// A page of what became of the rows of an import.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowResultsView {
    /// The rows, those of one order together, otherwise as in the file.
    pub items: Vec<RowResultView>,
    /// Where the next page begins; absent at the end of what is done so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What became of a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowResultView {
    /// Its number in the file; the header is row 1.
    pub row: u32,
    /// What became of it.
    #[schema(schema_with = names::row_outcome)]
    pub outcome: String,
    /// The order it belongs to, if it became one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Uuid)]
    pub order: Option<OrderId>,
    /// Why it became none: of one order of several rows, with the first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblemView>,
}

/// One thing that is wrong with a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowProblemView {
    /// The row.
    pub row: u32,
    /// The column's name, where a cell is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The column's Chinese header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Stable, for programs.
    pub code: String,
    /// For people, in the language asked for.
    pub message: String,
    /// What would have been right.
    pub expected: String,
    /// What was there, cut short.
    pub found: String,
}

impl RowResultView {
    /// The view of what became of a row.
    #[must_use]
    pub fn of(result: &RowResult, language: Language) -> Self {
        Self {
            row: result.row,
            outcome: result.outcome.name().to_owned(),
            order: result.order,
            problems: result
                .problems
                .iter()
                .map(|problem| RowProblemView::of(problem, language))
                .collect(),
        }
    }
}

impl RowProblemView {
    fn of(problem: &RowProblem, language: Language) -> Self {
        let header = problem.column.as_deref().and_then(Column::named);
        Self {
            row: problem.row,
            column: problem.column.clone(),
            header: header.map(|column| column.chinese.to_owned()),
            code: problem.code.clone(),
            message: match language {
                Language::Chinese => problem.chinese.clone(),
                Language::English => problem.english.clone(),
            },
            expected: problem.expected.clone(),
            found: problem.found.clone(),
        }
    }
}
