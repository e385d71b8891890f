//! Products as a text table (4.2.2, 4.2.3).

use domain::goods::{LimitPeriod, ReturnCategory, SupplyKind};
use domain::lot::LotControl;

use super::{PriceRule, PriceView, ProductRequest, ProductView, PurchaseLimitBody};
use crate::table::cells::optional;
use crate::table::{Cells, Column, Table};

#[cfg(test)]
mod tests;

/// Products as rows.
pub const TABLE: Table<ProductRow, ProductView> = Table {
    file: "products.csv",
    columns: &[
        Column::needed("sku"),
        Column::needed("name"),
        Column::optional("list_fen").of("price.list_fen"),
        Column::optional("floor_fen").of("price.floor_fen"),
        Column::needed("on_sale"),
        Column::needed("weight_g"),
        Column::optional("specification"),
        Column::optional("model"),
        Column::optional("unit"),
        Column::optional("volume_cm3"),
        Column::optional("longest_edge_cm"),
        Column::optional("tax_permille"),
        Column::optional("supply"),
        Column::optional("return_category"),
        Column::optional("category"),
        Column::optional("minimum_quantity"),
        Column::optional("limit_quantity").of("purchase_limit.quantity"),
        Column::optional("limit_per").of("purchase_limit.per"),
        Column::optional("standard_cost_fen"),
        Column::optional("lot_control"),
        Column::optional("minimum_shelf_life_days"),
        Column::optional("effective_from"),
    ],
    key: &["sku"],
    read,
    write,
};

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// The goods, as written.
    pub sku: String,
    /// What it says of them.
    pub request: ProductRequest,
}

fn read(cells: &mut Cells<'_>) -> ProductRow {
    let list_fen = cells.read::<i64>("list_fen", "a whole number of fen");
    let floor_fen = cells.read::<i64>("floor_fen", "a whole number of fen");
    let price = match (list_fen, floor_fen) {
        (None, None) => PriceRule::Agreed,
        (list_fen, floor_fen) => PriceRule::Listed {
            list_fen: cells.both("list_fen", list_fen),
            floor_fen: cells.both("floor_fen", floor_fen),
        },
    };
    let on_sale = cells.required::<bool>("on_sale", "true or false");
    let weight_g = cells.required::<u32>("weight_g", "a whole number of grams");
    let purchase_limit = purchase_limit(cells);
    let request = ProductRequest {
        specification: cells.cell("specification"),
        model: cells.cell("model"),
        unit: cells.cell("unit"),
        volume_cm3: cells.read("volume_cm3", "a whole number of cm³"),
        longest_edge_cm: cells.read("longest_edge_cm", "a whole number of cm"),
        tax_permille: cells.read("tax_permille", "130, 90, 60 or 0"),
        supply: cells.named("supply", &SupplyKind::ALL, SupplyKind::name),
        return_category: cells.named(
            "return_category",
            &ReturnCategory::ALL,
            ReturnCategory::name,
        ),
        category: cells.cell("category"),
        minimum_quantity: cells.read("minimum_quantity", "a whole number"),
        purchase_limit,
        standard_cost_fen: cells.read("standard_cost_fen", "a whole number of fen"),
        lot_control: cells.named("lot_control", &LotControl::ALL, LotControl::name),
        minimum_shelf_life_days: cells.read("minimum_shelf_life_days", "a whole number of days"),
        effective_from: cells.instant("effective_from"),
        ..ProductRequest::plain(cells.text("name"), price, on_sale, weight_g)
    };
    ProductRow {
        sku: cells.text("sku"),
        request,
    }
}

fn purchase_limit(cells: &mut Cells<'_>) -> Option<PurchaseLimitBody> {
    let quantity = cells.read::<u32>("limit_quantity", "a whole number");
    let per = cells.named("limit_per", &LimitPeriod::ALL, LimitPeriod::name);
    if quantity.is_none() && per.is_none() {
        return None;
    }
    if per.is_none() {
        cells.lacking("limit_per");
    }
    Some(PurchaseLimitBody {
        quantity: cells.both("limit_quantity", quantity),
        per: per.unwrap_or(LimitPeriod::Ever),
    })
}

fn write(product: &ProductView) -> Vec<String> {
    let (list, floor) = match product.price {
        PriceView::Agreed => (None, None),
        PriceView::Listed {
            list_fen,
            floor_fen,
        } => (Some(list_fen), floor_fen),
    };
    let limit = product.purchase_limit;
    // What is shown before its day is entered for that day.
    let planned = product.upcoming.first();
    let planned = planned.filter(|next| Some(next.version) == product.valid_version);
    vec![
        product.sku.clone(),
        product.name.clone(),
        optional(list),
        optional(floor),
        product.on_sale.to_string(),
        product.weight_g.to_string(),
        optional(product.specification.as_ref()),
        optional(product.model.as_ref()),
        optional(product.unit.as_ref()),
        optional(product.volume_cm3),
        optional(product.longest_edge_cm),
        product.tax_permille.to_string(),
        product.supply.name().to_owned(),
        product.return_category.name().to_owned(),
        optional(product.category.as_ref()),
        product.minimum_quantity.to_string(),
        optional(limit.map(|limit| limit.quantity)),
        optional(limit.map(|limit| limit.per.name())),
        optional(product.standard_cost_fen),
        optional(product.lot_control.map(LotControl::name)),
        optional(product.minimum_shelf_life_days),
        optional(planned.and_then(|next| next.product.effective_from)),
    ]
}
