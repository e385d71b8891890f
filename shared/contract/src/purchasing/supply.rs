//! What an order is short of, and what is bought and made for it (5.1.3).

use domain::order::{LinePromise, Order, Shortage, Supply, SupplySource};
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
    /// When what is bought and made of them should be there (5.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected: Option<Date>,
}

/// Pieces of a purchase order or a work order that an order waits for; it has the number of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupplyView {
    /// The purchase order, where they are bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    /// The work order, where they are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_order: Option<String>,
    /// The goods.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
    /// When they should be there.
    #[schema(value_type = String, format = Date)]
    pub expected: Date,
    /// When they should have been there as it was first promised, where that has moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_expected: Option<Date>,
    /// Whether nothing more comes from it.
    pub ended: bool,
    /// Pieces that were made and lost.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub lacking: u32,
    /// Pieces that are made again for such as were lost before.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub replaces: u32,
}

/// What a line of an order may count on while its goods are found 承诺 (5.1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromiseOfLine {
    /// Pieces that are reserved, or have left.
    pub reserved: u32,
    /// Pieces that are not.
    pub left: u32,
    /// When the last of these should be there, as it was first promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_expected: Option<Date>,
    /// When it should be there now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected: Option<Date>,
    /// From where they come; for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<SupplyView>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

impl PromiseOfLine {
    /// The wire form, for customers.
    #[must_use]
    pub const fn of(promise: &LinePromise<'_>) -> Self {
        Self {
            reserved: promise.reserved,
            left: promise.left,
            first_expected: promise.first_expected,
            expected: promise.expected,
            supplies: Vec::new(),
        }
    }

    /// The wire form, for staff.
    #[must_use]
    pub fn for_staff(promise: &LinePromise<'_>) -> Self {
        let supplies = promise.supplies.iter();
        Self {
            supplies: supplies.map(|supply| SupplyView::of(supply)).collect(),
            ..Self::of(promise)
        }
    }
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
        let (purchase_order, work_order) = match &supply.source {
            SupplySource::PurchaseOrder(number) => (Some(number.to_string()), None),
            SupplySource::WorkOrder(number) => (None, Some(number.to_string())),
        };
        Self {
            purchase_order,
            work_order,
            sku: supply.sku.to_string(),
            quantity: supply.quantity,
            expected: supply.expected,
            first_expected: supply.first_expected,
            ended: supply.ended,
            lacking: supply.lacking,
            replaces: supply.replaces,
        }
    }
}
