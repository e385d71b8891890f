//! Promotions as a list, and as a text table.

use domain::account::Grade;
use domain::order::{Channel, CustomerKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PromotionRequest, PromotionView};
use crate::table::cells::{optional, several};
use crate::table::{Cells, Column, Table};

/// A page of promotions, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromotionsView {
    /// The promotions.
    pub items: Vec<PromotionView>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Promotions as rows.
pub const TABLE: Table<PromotionRow, PromotionView> = Table {
    file: "promotions.csv",
    columns: &[
        Column::needed("id"),
        Column::needed("sku"),
        Column::needed("price_fen"),
        Column::optional("below_floor"),
        Column::needed("from"),
        Column::needed("until"),
        Column::optional("channels"),
        Column::optional("customer_kinds"),
        Column::optional("grades"),
        Column::optional("minimum_quantity"),
        Column::optional("per_customer"),
        Column::optional("total"),
        Column::optional("effective_from"),
    ],
    key: &["id"],
    read,
    write,
};

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromotionRow {
    /// The promotion's name, as written.
    pub id: String,
    /// What it says of it.
    pub request: PromotionRequest,
}

fn read(cells: &mut Cells<'_>) -> PromotionRow {
    let request = PromotionRequest {
        sku: cells.text("sku"),
        price_fen: cells.required("price_fen", "a whole number of fen"),
        below_floor: cells
            .read("below_floor", "true or false")
            .unwrap_or_default(),
        from: cells.required_instant("from"),
        until: cells.required_instant("until"),
        channels: cells.several("channels", &Channel::ALL, Channel::name),
        customer_kinds: cells.several("customer_kinds", &CustomerKind::ALL, CustomerKind::name),
        grades: cells.several("grades", &Grade::ALL, Grade::name),
        minimum_quantity: cells.read("minimum_quantity", "a whole number"),
        per_customer: cells.read("per_customer", "a whole number"),
        total: cells.read("total", "a whole number"),
        effective_from: cells.instant("effective_from"),
    };
    PromotionRow {
        id: cells.text("id"),
        request,
    }
}

fn write(shown: &PromotionView) -> Vec<String> {
    let promotion = &shown.promotion;
    // What is shown before its day is entered for that day.
    let planned = shown.upcoming.first();
    let planned = planned.filter(|next| next.version == shown.valid_version);
    vec![
        shown.id.clone(),
        promotion.sku.clone(),
        promotion.price_fen.to_string(),
        promotion.below_floor.to_string(),
        promotion.from.to_string(),
        promotion.until.to_string(),
        several(&promotion.channels, Channel::name),
        several(&promotion.customer_kinds, CustomerKind::name),
        several(&promotion.grades, Grade::name),
        optional(promotion.minimum_quantity),
        optional(promotion.per_customer),
        optional(promotion.total),
        optional(planned.and_then(|next| next.promotion.effective_from)),
    ]
}

#[cfg(test)]
mod tests {
    use domain::dated::{Dated, Revision};
    use jiff::Timestamp;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::*;
    use crate::order_import::SheetRow;

    fn pieces() -> impl Strategy<Value = Option<u32>> {
        proptest::option::of(2..=1_000_000_u32)
    }

    proptest! {
        /// Every field goes out and comes in.
        #[test]
        fn what_is_written_reads_back_as_the_same_promotion(
            (price_fen, below_floor, from) in (0..=1_000_000_i64, any::<bool>(), 0..=4_000_000_000_000_i64),
            channels in subsequence(Channel::ALL.to_vec(), 0..=Channel::ALL.len()),
            customer_kinds in subsequence(CustomerKind::ALL.to_vec(), 0..=CustomerKind::ALL.len()),
            grades in subsequence(Grade::ALL.to_vec(), 0..=Grade::ALL.len()),
            (minimum_quantity, per_customer, total) in (pieces(), pieces(), pieces()),
            planned in any::<bool>(),
        ) {
            let from = Timestamp::from_millisecond(from).unwrap();
            let entered = PromotionRequest {
                sku: "TEA-1".to_owned(),
                price_fen,
                below_floor,
                from,
                until: Timestamp::MAX,
                channels,
                customer_kinds,
                grades,
                minimum_quantity,
                per_customer,
                total,
                effective_from: planned.then_some(from),
            };
            let dated = Dated::begun(Revision {
                at: Timestamp::MIN,
                version: 1,
                effective_from: entered.effective_from,
                value: entered.clone().into_promotion("11.11").unwrap(),
            });
            let cells = TABLE.row(&PromotionView::of(&dated, 1, None, Timestamp::MIN));
            let rows = [TABLE.header(), cells].into_iter().zip(1..);
            let rows = rows.map(|(cells, number)| SheetRow { number, cells });
            let read = TABLE.read(rows.collect()).unwrap().remove(0).says.unwrap();
            prop_assert_eq!(read.id, "11.11");
            prop_assert_eq!(read.request, entered);
        }
    }
}
