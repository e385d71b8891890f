//! Products of the catalogue (4.2.2, 4.2.3).

use domain::identifiers::Sku;
use domain::money::Money;
use domain::product::{Product, ProductPrice};
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

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
    #[schema(minimum = 1, maximum = 100_000_000, example = 300)]
    pub weight_g: u32,
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

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductView {
    /// The goods.
    pub sku: String,
    /// Counts its changes.
    pub version: u64,
    /// Its name.
    pub name: String,
    /// How its price is set.
    pub price: PriceRule,
    /// Whether it may be ordered now.
    pub on_sale: bool,
    /// Weight of one piece, in grams.
    pub weight_g: u32,
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
        mistakes.within("weight_g", self.weight_g, &(1..=100_000_000));
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
        let (on_sale, weight_g) = (self.on_sale, self.weight_g);
        mistakes.none_in(sku.map(|sku| Product {
            sku,
            name,
            price,
            on_sale,
            weight_g,
        }))
    }
}

impl ProductView {
    /// The wire form of a product in a version.
    #[must_use]
    pub fn of(product: &Product, version: u64) -> Self {
        let price = match &product.price {
            ProductPrice::Agreed => PriceRule::Agreed,
            ProductPrice::Listed { list, floor } => PriceRule::Listed {
                list_fen: list.fen(),
                floor_fen: floor.fen(),
            },
        };
        Self {
            sku: product.sku.to_string(),
            version,
            name: product.name.clone(),
            price,
            on_sale: product.on_sale,
            weight_g: product.weight_g,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_product_is_read_whole_and_its_mistakes_are_told_at_once() {
        let good = json!({ "name": "茶", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 80 }, "on_sale": true, "weight_g": 1 });
        let request: ProductRequest = serde_json::from_value(good).unwrap();
        assert_eq!(request.into_product("TEA").unwrap().sku.as_str(), "TEA");
        let bad = json!({ "name": " ", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 101 }, "on_sale": true, "weight_g": 0 });
        let request: ProductRequest = serde_json::from_value(bad).unwrap();
        let refusal = request.into_product("#").unwrap_err();
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| evidence.at.as_str())
            .collect();
        assert_eq!(places, ["sku", "name", "weight_g", "price.floor_fen"]);
        let agreed =
            json!({ "name": "茶", "price": { "kind": "agreed" }, "on_sale": true, "weight_g": 1 });
        let request: ProductRequest = serde_json::from_value(agreed).unwrap();
        assert_eq!(
            request.into_product("TEA").unwrap().price,
            ProductPrice::Agreed
        );
    }
}
