//! The cells of one row of products, read one by one.

use std::str::FromStr;

use domain::goods::{LimitPeriod, ReturnCategory, SupplyKind};
use domain::refusal::{Evidence, quote};

use super::super::{PriceRule, ProductRequest, PurchaseLimitBody};
use super::ProductRow;
use crate::order_import::SheetRow;

/// The cells of one row, read one by one.
struct Cells<'a> {
    row: &'a SheetRow,
    columns: &'a [&'static str],
    mistakes: Vec<Evidence>,
}

/// What a row says, or everything that is wrong with its cells.
pub(super) fn product(row: &SheetRow, columns: &[&'static str]) -> ProductRow {
    let mut cells = Cells {
        row,
        columns,
        mistakes: Vec::new(),
    };
    let request = cells.request();
    ProductRow {
        row: row.number,
        sku: cells.cell("sku").unwrap_or_default(),
        product: if cells.mistakes.is_empty() {
            Ok(request)
        } else {
            Err(cells.mistakes)
        },
    }
}

impl Cells<'_> {
    /// What the row says; where a cell does not read, something else stands in its place.
    fn request(&mut self) -> ProductRequest {
        let name = self.cell("name").unwrap_or_default();
        let list_fen = self.read::<i64>("list_fen", "a whole number of fen");
        let floor_fen = self.read::<i64>("floor_fen", "a whole number of fen");
        let price = match (list_fen, floor_fen) {
            (None, None) => PriceRule::Agreed,
            (list_fen, floor_fen) => PriceRule::Listed {
                list_fen: self.both("list_fen", list_fen),
                floor_fen: self.both("floor_fen", floor_fen),
            },
        };
        let on_sale = self.required::<bool>("on_sale", "true or false");
        let weight_g = self.required::<u32>("weight_g", "a whole number of grams");
        let quantity = self.read::<u32>("limit_quantity", "a whole number");
        let per = self.named("limit_per", &LimitPeriod::ALL, LimitPeriod::name);
        let purchase_limit = match (quantity, per) {
            (None, None) => None,
            (quantity, per) => {
                let per = per.or_else(|| {
                    self.lacking("limit_per");
                    None
                });
                Some(PurchaseLimitBody {
                    quantity: self.both("limit_quantity", quantity),
                    per: per.unwrap_or(LimitPeriod::Ever),
                })
            }
        };
        ProductRequest {
            specification: self.cell("specification"),
            model: self.cell("model"),
            unit: self.cell("unit"),
            volume_cm3: self.read("volume_cm3", "a whole number of cm³"),
            tax_permille: self.read("tax_permille", "130, 90, 60 or 0"),
            supply: self.named("supply", &SupplyKind::ALL, SupplyKind::name),
            return_category: self.named(
                "return_category",
                &ReturnCategory::ALL,
                ReturnCategory::name,
            ),
            category: self.cell("category"),
            minimum_quantity: self.read("minimum_quantity", "a whole number"),
            purchase_limit,
            effective_from: self.read("effective_from", "an instant such as 2026-12-31T16:00:00Z"),
            ..ProductRequest::plain(name, price, on_sale, weight_g)
        }
    }

    /// The text of a cell; `None` where it is blank or there is none.
    fn cell(&self, column: &str) -> Option<String> {
        let place = self.columns.iter().position(|name| *name == column)?;
        let text = self.row.cells.get(place)?.trim();
        // An export marks what a spreadsheet would take for a formula.
        let marked = text
            .strip_prefix('\'')
            .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t']));
        let text = marked.unwrap_or(text);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A cell that reads, if there is something in it.
    fn read<T: FromStr>(&mut self, column: &str, expected: &str) -> Option<T> {
        let text = self.cell(column)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.mistakes
                .push(Evidence::new(column, expected, quote(&text)));
        }
        read
    }

    /// A cell with one of the names that a kind has on the wire.
    fn named<T: Copy>(
        &mut self,
        column: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.cell(column)?;
        let read = all.iter().copied().find(|it| name(*it) == text);
        if read.is_none() {
            let names: Vec<&str> = all.iter().map(|it| name(*it)).collect();
            self.mistakes
                .push(Evidence::new(column, names.join(", "), quote(&text)));
        }
        read
    }

    fn required<T: FromStr + Default>(&mut self, column: &str, expected: &str) -> T {
        if self.cell(column).is_none() {
            self.mistakes
                .push(Evidence::new(column, expected, "nothing"));
        }
        self.read(column, expected).unwrap_or_default()
    }

    /// A cell that another one asks for.
    fn both<T: Default>(&mut self, column: &str, read: Option<T>) -> T {
        read.unwrap_or_else(|| {
            self.lacking(column);
            T::default()
        })
    }

    /// Notes that a cell is blank which another one asks for.
    fn lacking(&mut self, column: &str) {
        if self.cell(column).is_none() {
            let expected = "something, as the cell beside it is filled";
            self.mistakes
                .push(Evidence::new(column, expected, "nothing"));
        }
    }
}
