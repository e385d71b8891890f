//! Reorder points as a list, and as a text table.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ReorderPointRequest, ReorderPointView};
use crate::table::cells::optional;
use crate::table::{Cells, Column, Table};

/// A page of reorder points: those of low stock first, the longest due first; then the others, by warehouse and SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReorderPointsView {
    /// This page.
    pub items: Vec<ReorderPointView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Reorder points as rows.
pub const TABLE: Table<ReorderPointRow, ReorderPointView> = Table {
    file: "reorder-points.csv",
    columns: &[
        Column::needed("sku"),
        Column::needed("warehouse"),
        Column::needed("reorder_point"),
        Column::needed("order_up_to"),
        Column::optional("safety_stock"),
    ],
    key: &["sku", "warehouse"],
    read,
    write,
};

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReorderPointRow {
    /// The goods, as written.
    pub sku: String,
    /// The warehouse, as written.
    pub warehouse: String,
    /// What it says of their stock.
    pub request: ReorderPointRequest,
}

const PIECES: &str = "a whole number of pieces";

fn read(cells: &mut Cells<'_>) -> ReorderPointRow {
    ReorderPointRow {
        sku: cells.text("sku"),
        warehouse: cells.text("warehouse"),
        request: ReorderPointRequest {
            reorder_point: cells.required("reorder_point", PIECES),
            order_up_to: cells.required("order_up_to", PIECES),
            safety_stock: cells.read("safety_stock", PIECES),
        },
    }
}

fn write(point: &ReorderPointView) -> Vec<String> {
    vec![
        point.sku.clone(),
        point.warehouse.clone(),
        point.reorder_point.to_string(),
        point.order_up_to.to_string(),
        optional(point.safety_stock),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order_import::SheetRow;

    #[test]
    fn what_is_written_reads_back_as_the_same_levels() {
        for safety_stock in [None, Some(5)] {
            let point = ReorderPointView {
                sku: "TEA-1".to_owned(),
                warehouse: "CQ1".to_owned(),
                version: 3,
                reorder_point: 20,
                order_up_to: 50,
                safety_stock,
                low: None,
                supplies: Vec::new(),
                removed_at: None,
            };
            let rows = [TABLE.header(), TABLE.row(&point)].into_iter().zip(1..);
            let rows = rows.map(|(cells, number)| SheetRow { number, cells });
            let row = TABLE.read(rows.collect()).unwrap().remove(0);
            assert_eq!(row.id, "TEA-1/CQ1");
            let said = row.says.unwrap().request;
            let expected = ReorderPointRequest {
                reorder_point: 20,
                order_up_to: 50,
                safety_stock,
            };
            assert_eq!(said, expected);
        }
    }
}
