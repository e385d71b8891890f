//! Products as they are shown; the floor price is for staff only.

use domain::dated::Dated;
use domain::goods::{ReturnCategory, SupplyKind};
use domain::lot::LotControl;
use domain::product::{Product, ProductPrice};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ProductRequest, PurchaseLimitBody};
use crate::names;

/// A product: the version that is valid now or, before the first one is, that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductView {
    /// The goods.
    pub sku: String,
    /// Counts its changes.
    pub version: u64,
    /// The number of the version shown; left out for one from before versions were numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_version: Option<u64>,
    /// Its name.
    pub name: String,
    /// How its price is set.
    pub price: PriceView,
    /// Whether it may be ordered now.
    pub on_sale: bool,
    /// Weight of one piece, in grams.
    pub weight_g: u32,
    /// Its specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// Its model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The unit it is sold by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Volume of one piece, in cm³.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_cm3: Option<u32>,
    /// The longest edge of one piece, in cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_edge_cm: Option<u32>,
    /// Value added tax, in permille.
    pub tax_permille: u16,
    /// Where it comes from.
    #[schema(schema_with = names::supply)]
    pub supply: SupplyKind,
    /// How consumers may return it.
    #[schema(schema_with = names::return_category)]
    pub return_category: ReturnCategory,
    /// The category that embargoes name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The fewest pieces of an order.
    pub minimum_quantity: u32,
    /// The most that one customer may order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimitBody>,
    /// What one piece should cost to buy 标准成本, in fen (5.1.2); for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_cost_fen: Option<i64>,
    /// How its stock is kept, where that is by lot (5.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::lot_control)]
    pub lot_control: Option<LotControl>,
    /// The days of shelf life that must be left when it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_shelf_life_days: Option<u32>,
    /// Versions to come, the next one first; for staff only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingProduct>,
}

/// How a product is priced (4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PriceView {
    /// By a list price.
    Listed {
        /// List price 标价, in fen.
        list_fen: i64,
        /// Floor price 底价, in fen; for staff only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor_fen: Option<i64>,
    },
    /// Whatever was agreed.
    Agreed,
}

/// A version of a product that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingProduct {
    /// Its number.
    pub version: u64,
    /// What will be valid, and since when.
    pub product: ProductRequest,
}

impl ProductView {
    /// The wire form of a product after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(dated: &Dated<Product>, version: u64, now: Timestamp) -> Self {
        let valid = dated.at_or_first(now);
        let request = ProductRequest::of(valid.value);
        let upcoming = dated.after(now).into_iter().map(|next| UpcomingProduct {
            version: next.version,
            product: ProductRequest {
                effective_from: Some(next.effective_from),
                ..ProductRequest::of(&next.value)
            },
        });
        Self {
            sku: valid.value.sku.to_string(),
            version,
            valid_version: Some(valid.version).filter(|number| *number > 0),
            price: PriceView::of(&valid.value.price),
            tax_permille: valid.value.tax_permille,
            supply: valid.value.supply,
            return_category: valid.value.return_category,
            minimum_quantity: valid.value.minimum_quantity.max(1),
            name: request.name,
            on_sale: request.on_sale,
            weight_g: request.weight_g,
            specification: request.specification,
            model: request.model,
            unit: request.unit,
            volume_cm3: request.volume_cm3,
            longest_edge_cm: request.longest_edge_cm,
            category: request.category,
            purchase_limit: request.purchase_limit,
            standard_cost_fen: request.standard_cost_fen,
            lot_control: request.lot_control,
            minimum_shelf_life_days: request.minimum_shelf_life_days,
            upcoming: upcoming.collect(),
        }
    }

    /// The same without what is for staff only: the floor price, the standard cost and the plans.
    #[must_use]
    pub fn for_customers(self) -> Self {
        let price = match self.price {
            PriceView::Listed { list_fen, .. } => PriceView::Listed {
                list_fen,
                floor_fen: None,
            },
            PriceView::Agreed => PriceView::Agreed,
        };
        Self {
            price,
            standard_cost_fen: None,
            upcoming: Vec::new(),
            ..self
        }
    }
}

impl PriceView {
    fn of(price: &ProductPrice) -> Self {
        match price {
            ProductPrice::Agreed => Self::Agreed,
            ProductPrice::Listed { list, floor } => Self::Listed {
                list_fen: list.fen(),
                floor_fen: Some(floor.fen()),
            },
        }
    }
}
