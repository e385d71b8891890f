//! Products as a text table: what an export writes, an import reads back (4.2.2, 4.2.3).

use std::collections::HashSet;

use domain::refusal::{Evidence, Refusal, RefusalClass, quote};

use super::{PriceView, ProductRequest, ProductView};
use crate::order_import::SheetRow;

mod cells;
#[cfg(test)]
mod tests;

/// Rows of a file, without its header and blank ones.
pub const MOST_PRODUCTS: usize = 200;
/// Bytes of a file.
pub const LARGEST_PRODUCTS_FILE: usize = 512 * 1024;

/// The columns: a name, and the field of a request whose mistakes belong to it.
const COLUMNS: [(&str, &str); 18] = [
    ("sku", "sku"),
    ("name", "name"),
    ("list_fen", "price.list_fen"),
    ("floor_fen", "price.floor_fen"),
    ("on_sale", "on_sale"),
    ("weight_g", "weight_g"),
    ("specification", "specification"),
    ("model", "model"),
    ("unit", "unit"),
    ("volume_cm3", "volume_cm3"),
    ("tax_permille", "tax_permille"),
    ("supply", "supply"),
    ("return_category", "return_category"),
    ("category", "category"),
    ("minimum_quantity", "minimum_quantity"),
    ("limit_quantity", "purchase_limit.quantity"),
    ("limit_per", "purchase_limit.per"),
    ("effective_from", "effective_from"),
];

/// Columns that a file must have.
const REQUIRED: [&str; 4] = ["sku", "name", "on_sale", "weight_g"];

/// A row that is to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// Its number in the file; the header is row 1.
    pub row: u32,
    /// The goods, as written.
    pub sku: String,
    /// What it says of them, or everything that is wrong with its cells.
    pub product: Result<ProductRequest, Vec<Evidence>>,
}

/// The header of a table.
#[must_use]
pub fn header() -> [&'static str; 18] {
    COLUMNS.map(|(name, _)| name)
}

/// The column that a mistake of a request belongs to.
#[must_use]
pub fn column_of(field: &str) -> Option<&'static str> {
    let known = COLUMNS.iter().find(|(_, of)| *of == field);
    known.map(|(name, _)| *name)
}

/// A product as a row; what is left out is an empty cell.
#[must_use]
pub fn row(product: &ProductView) -> [String; 18] {
    let number = |number: Option<u32>| number.map(|it| it.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (list, floor) = match product.price {
        PriceView::Agreed => (String::new(), String::new()),
        PriceView::Listed {
            list_fen,
            floor_fen,
        } => (
            list_fen.to_string(),
            floor_fen.map(|fen| fen.to_string()).unwrap_or_default(),
        ),
    };
    let limit = product.purchase_limit;
    [
        product.sku.clone(),
        product.name.clone(),
        list,
        floor,
        product.on_sale.to_string(),
        product.weight_g.to_string(),
        text(&product.specification),
        text(&product.model),
        text(&product.unit),
        number(product.volume_cm3),
        product.tax_permille.to_string(),
        product.supply.name().to_owned(),
        product.return_category.name().to_owned(),
        text(&product.category),
        product.minimum_quantity.to_string(),
        number(limit.map(|limit| limit.quantity)),
        limit
            .map(|limit| limit.per.name().to_owned())
            .unwrap_or_default(),
        String::new(),
    ]
}

/// The products of a file's rows.
///
/// # Errors
/// 422 `import_empty`, `import_columns_unknown`, `import_columns_missing`, `import_column_twice`,
/// `import_too_many_rows`.
pub fn read(rows: Vec<SheetRow>) -> Result<Vec<ProductRow>, Refusal> {
    let filled = |row: &SheetRow| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let mut rows = rows.into_iter().filter(filled);
    let header = rows.next().ok_or_else(empty)?;
    let columns = columns(&header)?;
    let rows: Vec<SheetRow> = rows.take(MOST_PRODUCTS.saturating_add(1)).collect();
    if rows.is_empty() {
        return Err(empty());
    }
    if rows.len() > MOST_PRODUCTS {
        return Err(refused(
            "import_too_many_rows",
            "文件行数过多，请拆分后分别导入",
            "the file has too many rows; split it and import the parts",
        )
        .because(Evidence::new(
            "file",
            format!("at most {MOST_PRODUCTS} rows"),
            "more",
        )));
    }
    Ok(rows
        .iter()
        .map(|row| cells::product(row, &columns))
        .collect())
}

/// The columns of a header, from the left.
fn columns(header: &SheetRow) -> Result<Vec<&'static str>, Refusal> {
    let mut seen = HashSet::new();
    let mut columns = Vec::new();
    for cell in &header.cells {
        let wanted = cell.trim().to_ascii_lowercase();
        let known = COLUMNS.iter().find(|(name, _)| *name == wanted);
        let Some((name, _)) = known else {
            let known = COLUMNS.map(|(name, _)| name).join(", ");
            return Err(refused(
                "import_columns_unknown",
                "文件含有未知的列",
                "the file has a column that is not known",
            )
            .because(Evidence::new("header", known, quote(cell))));
        };
        if !seen.insert(*name) {
            return Err(refused(
                "import_column_twice",
                "文件中有重复的列",
                "the file has a column twice",
            )
            .because(Evidence::new("header", format!("{name} once"), "twice")));
        }
        columns.push(*name);
    }
    let missing: Vec<&str> = REQUIRED
        .into_iter()
        .filter(|name| !seen.contains(name))
        .collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(refused(
        "import_columns_missing",
        "文件缺少必需的列",
        "the file lacks columns that it must have",
    )
    .because(Evidence::new(
        "header",
        REQUIRED.join(", "),
        missing.join(", "),
    )))
}

fn empty() -> Refusal {
    refused(
        "import_empty",
        "文件中没有商品行：第一行须为表头，其后每行一个商品",
        "the file has no rows of products: the first row is the header, each row after it a product",
    )
    .because(Evidence::new("file", "a header and at least one row", "none"))
}

fn refused(code: &'static str, chinese: &str, english: &str) -> Refusal {
    Refusal::new(RefusalClass::Unacceptable, code, chinese, english)
}
