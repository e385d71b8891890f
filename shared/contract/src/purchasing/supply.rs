//! What an order is short of, and what is bought for it (5.1.3).

use domain::order::{Order, Shortage, Supply};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A SKU of which pieces are missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ShortageView {
    /// The goods.
    pub sku: String,
    /// Pieces.
    pub missing: u32,
    /// When what is bought of them should be there (5.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected: Option<Date>,
}

/// Pieces of a purchase order that an order waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupplyView {
    /// The purchase order.
    pub purchase_order: String,
    /// The goods.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date)]
    pub expected: Date,
    /// Whether nothing more comes from it.
    pub ended: bool,
}

impl ShortageView {
    /// The wire form of what an order is short of.
    #[must_use]
    pub fn of(order: &Order, shortage: &Shortage) -> Self {
        Self {
            sku: shortage.sku.to_string(),
            missing: shortage.missing,
            expected: order.expected(&shortage.sku),
        }
    }
}

impl SupplyView {
    /// The wire form.
    #[must_use]
    pub fn of(supply: &Supply) -> Self {
        Self {
            purchase_order: supply.purchase_order.to_string(),
            sku: supply.sku.to_string(),
            quantity: supply.quantity,
            expected: supply.expected,
            ended: supply.ended,
        }
    }
}
