//! One line of an order (4.1.2).

use serde::{Deserialize, Serialize};

use crate::identifiers::{PromotionId, Sku};
use crate::money::Money;

/// One line of an order 订单行.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The goods.
    pub sku: Sku,
    /// The name the customer saw, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The specification the customer saw, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// The model the customer saw, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The unit the quantity is meant in, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Pieces, at least one.
    pub quantity: u32,
    /// Price of one piece, in fen.
    pub unit_price: Money,
    /// The promotion whose price that is, if it is one's (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<PromotionId>,
}

impl Line {
    /// A line that says no more than this.
    #[must_use]
    pub const fn plain(sku: Sku, quantity: u32, unit_price: Money) -> Self {
        Self {
            sku,
            name: None,
            specification: None,
            model: None,
            unit: None,
            quantity,
            unit_price,
            promotion: None,
        }
    }
}
