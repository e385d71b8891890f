//! The catalogue as a list, and what became of the rows of an imported file.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProductView;
use crate::order_import::RowProblemView;

/// A page of the catalogue, by SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductsView {
    /// The products.
    pub items: Vec<ProductView>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What became of a file of products.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductImportView {
    /// Rows by which a product was entered or changed.
    pub entered: u32,
    /// Rows that say what is valid anyway.
    pub unchanged: u32,
    /// Rows that were refused.
    pub refused: u32,
    /// Each row, as in the file.
    pub rows: Vec<ProductRowView>,
}

/// What became of a row of a file of products.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductRowView {
    /// Its number in the file; the header is row 1.
    pub row: u32,
    /// The goods, as written.
    pub sku: String,
    /// What became of it.
    pub outcome: ProductRowOutcome,
    /// How many changes the product has had since; left out where the row was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Everything that is wrong with it, each cell by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<RowProblemView>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductRowOutcome {
    /// The product was entered or changed.
    Entered,
    /// The same is valid anyway.
    Unchanged,
    /// It was refused.
    Refused,
}

impl ProductImportView {
    /// The sum of what became of these rows.
    #[must_use]
    pub fn of(rows: Vec<ProductRowView>) -> Self {
        let count = |outcome| {
            let rows = rows.iter().filter(|row| row.outcome == outcome);
            u32::try_from(rows.count()).unwrap_or(u32::MAX)
        };
        Self {
            entered: count(ProductRowOutcome::Entered),
            unchanged: count(ProductRowOutcome::Unchanged),
            refused: count(ProductRowOutcome::Refused),
            rows,
        }
    }
}
