//! Products of the catalogue (4.2.2, 4.2.3).

use std::ops::RangeInclusive;

use domain::goods::{LimitPeriod, PurchaseLimit, ReturnCategory, SupplyKind};
use domain::identifiers::Sku;
use domain::lot::{LotControl, MOST_SHELF_LIFE_DAYS};
use domain::money::Money;
use domain::product::{Product, ProductPrice, TAXES_PERMILLE};
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::names;

mod list;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub use list::ProductsView;
pub use table::{ProductRow, TABLE};
pub use view::{PriceView, ProductView, UpcomingProduct};

/// Pieces of a least or greatest quantity.
const PIECES: RangeInclusive<u32> = 1..=1_000_000;
/// Fen of a price: up to ten billion yuan.
const HIGHEST: i64 = 1_000_000_000_000;

/// A product is entered or changed, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductRequest {
    /// Its name.
    #[schema(example = "永川秀芽 250 克", min_length = 1, max_length = 200)]
    pub name: String,
    /// How its price is set.
    pub price: PriceRule,
    /// Whether it may be ordered now.
    pub on_sale: bool,
    /// Weight of one piece, in grams.
    #[schema(minimum = 0, maximum = 100_000_000, example = 300)]
    pub weight_g: u32,
    /// Its specification 规格, which order lines may state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub specification: Option<String>,
    /// Its model 型号, which order lines may state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub model: Option<String>,
    /// The unit it is sold by 计量单位, which order lines may state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20, example = "盒")]
    pub unit: Option<String>,
    /// Volume of one piece, in cm³.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub volume_cm3: Option<u32>,
    /// The longest edge of one piece, in cm; carriers limit it (5.3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub longest_edge_cm: Option<u32>,
    /// Value added tax, in permille: 130, 90, 60 or 0; 130 if left out (R20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 130)]
    pub tax_permille: Option<u16>,
    /// Where it comes from; bought in if left out (5.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::supply)]
    pub supply: Option<SupplyKind>,
    /// How consumers may return it; the normal way if left out (R8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::return_category)]
    pub return_category: Option<ReturnCategory>,
    /// The category that embargoes name 品类 (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub category: Option<String>,
    /// The fewest pieces of an order 起订量 (4.2.4); any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub minimum_quantity: Option<u32>,
    /// The most that one customer may order in a time 限购 (4.2.4); any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimitBody>,
    /// What one piece should cost to buy 标准成本, in fen (5.1.2); for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub standard_cost_fen: Option<i64>,
    /// How its stock is kept; not by lot if left out (5.2.1). It can be changed, at once, while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::lot_control)]
    pub lot_control: Option<LotControl>,
    /// The days of shelf life that must be left when it leaves 最短剩余保质期; only with the control `expiry`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 3650)]
    pub minimum_shelf_life_days: Option<u32>,
    /// Since when this is valid; at once if left out. Up to eight versions may wait for their day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub effective_from: Option<Timestamp>,
}

/// How much of a product one customer may order (4.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseLimitBody {
    /// Pieces.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: u32,
    /// In which time, by dates of Asia/Shanghai; weeks begin on Monday.
    #[schema(schema_with = names::limit_period)]
    pub per: LimitPeriod,
}

/// How a product is priced (4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PriceRule {
    /// A list price, and the lowest that anybody may agree to.
    Listed {
        /// List price 标价, in fen.
        list_fen: i64,
        /// Floor price 底价, in fen.
        floor_fen: i64,
    },
    /// Whatever was agreed, as for a general article without a catalogue.
    Agreed,
}

impl ProductRequest {
    /// The product with the SKU of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_product(self, sku: &str) -> Result<Product, Refusal> {
        let mut mistakes = Mistakes::default();
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        let name = mistakes.words("name", &self.name, 200);
        // A service weighs nothing.
        let lightest = u32::from(self.supply != Some(SupplyKind::Service));
        mistakes.within("weight_g", self.weight_g, &(lightest..=100_000_000));
        let price = match self.price {
            PriceRule::Agreed => ProductPrice::Agreed,
            PriceRule::Listed {
                list_fen,
                floor_fen,
            } => {
                mistakes.within("price.list_fen", list_fen, &(0..=HIGHEST));
                mistakes.within(
                    "price.floor_fen",
                    floor_fen,
                    &(0..=list_fen.clamp(0, HIGHEST)),
                );
                ProductPrice::Listed {
                    list: Money::from_fen(list_fen),
                    floor: Money::from_fen(floor_fen),
                }
            }
        };
        let details = self.details(&mut mistakes);
        let (on_sale, weight_g) = (self.on_sale, self.weight_g);
        mistakes.none_in(sku.map(|sku| Product {
            on_sale,
            ..details(Product::plain(sku, name, price, weight_g))
        }))
    }

    /// What else it says, read and checked; to be put into a product.
    fn details(&self, mistakes: &mut Mistakes) -> impl FnOnce(Product) -> Product + use<> {
        let specification =
            mistakes.words_if_given("specification", self.specification.as_deref(), 100);
        let model = mistakes.words_if_given("model", self.model.as_deref(), 100);
        let unit = mistakes.words_if_given("unit", self.unit.as_deref(), 20);
        let category = mistakes.words_if_given("category", self.category.as_deref(), 64);
        let volume_cm3 = self.volume_cm3.inspect(|volume| {
            mistakes.within("volume_cm3", *volume, &(1..=1_000_000_000));
        });
        let longest_edge_cm = self.longest_edge_cm.inspect(|edge| {
            mistakes.within("longest_edge_cm", *edge, &(1..=10_000));
        });
        let minimum_quantity = self.minimum_quantity.inspect(|least| {
            mistakes.within("minimum_quantity", *least, &PIECES);
        });
        let purchase_limit = self.purchase_limit.map(|limit| {
            mistakes.within("purchase_limit.quantity", limit.quantity, &PIECES);
            PurchaseLimit {
                quantity: limit.quantity,
                per: limit.per,
            }
        });
        let standard_cost = self.standard_cost_fen.map(|fen| {
            mistakes.within("standard_cost_fen", fen, &(0..=HIGHEST));
            Money::from_fen(fen)
        });
        let shelf_life = self.minimum_shelf_life_days.unwrap_or_default();
        mistakes.within(
            "minimum_shelf_life_days",
            shelf_life,
            &(0..=MOST_SHELF_LIFE_DAYS),
        );
        let lot_control = self.lot_control.unwrap_or_default();
        if let Some(tax) = self
            .tax_permille
            .filter(|tax| !TAXES_PERMILLE.contains(tax))
        {
            mistakes.note("tax_permille", "130, 90, 60 or 0", &tax.to_string());
        }
        let (tax, supply, returns) = (self.tax_permille, self.supply, self.return_category);
        move |plain| Product {
            specification,
            model,
            unit,
            volume_cm3: volume_cm3.unwrap_or(plain.volume_cm3),
            longest_edge_cm,
            tax_permille: tax.unwrap_or(plain.tax_permille),
            supply: supply.unwrap_or_default(),
            return_category: returns.unwrap_or_default(),
            category,
            // One piece is the fewest there can be.
            minimum_quantity: minimum_quantity.filter(|least| *least > 1).unwrap_or(0),
            purchase_limit,
            standard_cost,
            lot_control,
            minimum_shelf_life_days: shelf_life,
            ..plain
        }
    }

    /// A product with nothing but these.
    #[must_use]
    pub fn plain(name: impl Into<String>, price: PriceRule, on_sale: bool, weight_g: u32) -> Self {
        Self {
            name: name.into(),
            price,
            on_sale,
            weight_g,
            specification: None,
            model: None,
            unit: None,
            volume_cm3: None,
            longest_edge_cm: None,
            tax_permille: None,
            supply: None,
            return_category: None,
            category: None,
            minimum_quantity: None,
            purchase_limit: None,
            standard_cost_fen: None,
            lot_control: None,
            minimum_shelf_life_days: None,
            effective_from: None,
        }
    }

    /// The request that would enter this product as it is, at once.
    #[must_use]
    pub fn of(product: &Product) -> Self {
        let price = match &product.price {
            ProductPrice::Agreed => PriceRule::Agreed,
            ProductPrice::Listed { list, floor } => PriceRule::Listed {
                list_fen: list.fen(),
                floor_fen: floor.fen(),
            },
        };
        let limit = product.purchase_limit.map(|limit| PurchaseLimitBody {
            quantity: limit.quantity,
            per: limit.per,
        });
        Self {
            specification: product.specification.clone(),
            model: product.model.clone(),
            unit: product.unit.clone(),
            volume_cm3: Some(product.volume_cm3).filter(|volume| *volume > 0),
            longest_edge_cm: product.longest_edge_cm,
            tax_permille: Some(product.tax_permille),
            supply: Some(product.supply),
            return_category: Some(product.return_category),
            category: product.category.clone(),
            minimum_quantity: Some(product.minimum_quantity.max(1)),
            purchase_limit: limit,
            standard_cost_fen: product.standard_cost.map(Money::fen),
            lot_control: Some(product.lot_control).filter(|kept| *kept != LotControl::None),
            minimum_shelf_life_days: Some(product.minimum_shelf_life_days).filter(|days| *days > 0),
            ..Self::plain(
                product.name.clone(),
                price,
                product.on_sale,
                product.weight_g,
            )
        }
    }
}
