//! Agreed prices as a list, and as a text table.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgreedPriceRequest, AgreedPriceView};
use crate::table::cells::optional;
use crate::table::{Cells, Column, Table};

/// A page of agreed prices, by audience and SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgreedPricesView {
    /// The prices.
    pub items: Vec<AgreedPriceView>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Agreed prices as rows.
pub const TABLE: Table<AgreedPriceRow, AgreedPriceView> = Table {
    file: "prices.csv",
    columns: &[
        Column::needed("audience"),
        Column::needed("sku"),
        Column::needed("price_fen"),
        Column::needed("from"),
        Column::optional("until"),
    ],
    key: &["audience", "sku"],
    read,
    write,
};

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedPriceRow {
    /// For whom, as written.
    pub audience: String,
    /// The goods, as written.
    pub sku: String,
    /// What it says of their price.
    pub request: AgreedPriceRequest,
}

fn read(cells: &mut Cells<'_>) -> AgreedPriceRow {
    AgreedPriceRow {
        audience: cells.text("audience"),
        sku: cells.text("sku"),
        request: AgreedPriceRequest {
            price_fen: cells.required("price_fen", "a whole number of fen"),
            from: cells.required::<Date>("from", "a date such as 2026-12-31"),
            until: cells.read("until", "a date such as 2026-12-31"),
        },
    }
}

fn write(price: &AgreedPriceView) -> Vec<String> {
    vec![
        price.audience.clone(),
        price.sku.clone(),
        price.price_fen.to_string(),
        price.from.to_string(),
        optional(price.until),
    ]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::order_import::SheetRow;

    #[test]
    fn what_is_written_reads_back_as_the_same_price() {
        for until in [None, Some(date(2026, 12, 31))] {
            let price = AgreedPriceView {
                audience: "grade:A".to_owned(),
                sku: "TEA-1".to_owned(),
                price_fen: 4_500,
                from: date(2026, 3, 2),
                until,
                valid: true,
                version: 3,
            };
            let rows = [TABLE.header(), TABLE.row(&price)].into_iter().zip(1..);
            let rows = rows.map(|(cells, number)| SheetRow { number, cells });
            let row = TABLE.read(rows.collect()).unwrap().remove(0);
            assert_eq!(row.id, "grade:A/TEA-1");
            let AgreedPriceRow {
                audience,
                sku,
                request,
            } = row.says.unwrap();
            assert_eq!((audience, sku), (price.audience, price.sku));
            let expected = AgreedPriceRequest {
                price_fen: 4_500,
                from: price.from,
                until,
            };
            assert_eq!(request, expected);
        }
    }
}
