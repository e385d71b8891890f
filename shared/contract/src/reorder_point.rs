//! Reorder points 再订货点 (5.2.1).

use domain::identifiers::Sku;
use domain::order::SupplySource;
use domain::refusal::Refusal;
use domain::reorder::{LowStock, MOST_PIECES, ReorderLevels, ReorderPoint};
use domain::stock::Warehouse;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::stock::check_code;

mod list;

pub use list::{ReorderPointRow, ReorderPointsView, TABLE};

/// How much of a SKU a warehouse should hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderPointRequest {
    /// More is ordered when fewer pieces than these are available or on order for stock 再订货点.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub reorder_point: u32,
    /// As many are ordered as bring it up to these pieces 目标库存; not below the reorder point.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub order_up_to: u32,
    /// Fewer available pieces than these are urgent 安全库存; not above the reorder point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub safety_stock: Option<u32>,
}

/// A reorder point, and how stock stands. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReorderPointView {
    /// The goods.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// Counts its changes.
    pub version: u64,
    /// More is ordered when fewer pieces than these are available or on order for stock.
    pub reorder_point: u32,
    /// As many are ordered as bring it up to these pieces.
    pub order_up_to: u32,
    /// Fewer available pieces than these are urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_stock: Option<u32>,
    /// How stock stands while it is low.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<LowStockView>,
    /// What is bought or made for its stock and has not ended, as far as it was raised for this warehouse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<StockSupplyView>,
    /// Since when it is watched no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Timestamp>,
}

/// Stock that fell below its reorder point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LowStockView {
    /// Since when, as far as it was seen.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// By when somebody should have looked at it; at once where it was below the safety stock.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Pieces that could be promised then.
    pub available: u64,
    /// Pieces that were on order for stock then.
    pub on_order: u64,
    /// The reorder point then.
    pub reorder_point: u32,
    /// What was raised for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<StockSupplyView>,
    /// Why nothing was: `no_supplier`, `no_routing`, `line_full` or `not_replenished`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "no_supplier")]
    pub not_ordered: Option<String>,
}

/// From where pieces for stock come: one of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StockSupplyView {
    /// The purchase order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    /// The work order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_order: Option<String>,
}

/// A reorder point as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedReorderPoint {
    /// The warehouse.
    pub warehouse: Warehouse,
    /// The goods.
    pub sku: Sku,
    /// What the warehouse should hold.
    pub levels: ReorderLevels,
}

impl ReorderPointRequest {
    /// The levels of a SKU in a warehouse.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_point(self, sku: &str, warehouse: &str) -> Result<RequestedReorderPoint, Refusal> {
        let mut mistakes = Mistakes::default();
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        mistakes.within("reorder_point", self.reorder_point, &(1..=MOST_PIECES));
        let least = self.reorder_point.clamp(1, MOST_PIECES);
        mistakes.within("order_up_to", self.order_up_to, &(least..=MOST_PIECES));
        if let Some(safety) = self.safety_stock {
            mistakes.within("safety_stock", safety, &(0..=least));
        }
        mistakes.none_in(sku.map(|sku| RequestedReorderPoint {
            warehouse: warehouse.to_owned(),
            sku,
            levels: ReorderLevels {
                reorder_point: self.reorder_point,
                order_up_to: self.order_up_to,
                safety_stock: self.safety_stock,
            },
        }))
    }
}

impl ReorderPointView {
    /// The wire form after `version` changes.
    #[must_use]
    pub fn of(point: &ReorderPoint, version: u64) -> Self {
        Self {
            sku: point.sku.to_string(),
            warehouse: point.warehouse.clone(),
            version,
            reorder_point: point.levels.reorder_point,
            order_up_to: point.levels.order_up_to,
            safety_stock: point.levels.safety_stock,
            low: point.low.as_ref().map(LowStockView::of),
            supplies: point.supplies.iter().map(StockSupplyView::of).collect(),
            removed_at: point.removed_at,
        }
    }
}

impl LowStockView {
    fn of(low: &LowStock) -> Self {
        Self {
            since: low.since,
            due: low.due,
            available: low.available,
            on_order: low.on_order,
            reorder_point: low.reorder_point,
            proposal: low.proposal.as_ref().map(StockSupplyView::of),
            not_ordered: low.not_ordered.map(|because| because.name().to_owned()),
        }
    }
}

impl StockSupplyView {
    fn of(source: &SupplySource) -> Self {
        match source {
            SupplySource::PurchaseOrder(number) => Self {
                purchase_order: Some(number.to_string()),
                work_order: None,
            },
            SupplySource::WorkOrder(number) => Self {
                purchase_order: None,
                work_order: Some(number.to_string()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_bad_value_is_named() {
        for (body, sku, warehouse, expected) in [
            (
                json!({ "reorder_point": 0, "order_up_to": 0 }),
                "TEA 1",
                "",
                vec!["sku", "warehouse", "reorder_point", "order_up_to"],
            ),
            (
                json!({ "reorder_point": 10, "order_up_to": 9, "safety_stock": 11 }),
                "TEA-1",
                "CQ1",
                vec!["order_up_to", "safety_stock"],
            ),
            (
                json!({ "reorder_point": 100_000_001, "order_up_to": 100_000_001 }),
                "TEA-1",
                "CQ1",
                vec!["reorder_point", "order_up_to"],
            ),
        ] {
            let request: ReorderPointRequest = serde_json::from_value(body).unwrap();
            let refusal = request.into_point(sku, warehouse).unwrap_err();
            let places: Vec<_> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
            assert_eq!(places, expected);
        }
        let unknown = json!({ "reorder_point": 1, "order_up_to": 2, "minimum": 3 });
        assert!(serde_json::from_value::<ReorderPointRequest>(unknown).is_err());
        let negative = json!({ "reorder_point": -1, "order_up_to": 2 });
        assert!(serde_json::from_value::<ReorderPointRequest>(negative).is_err());
    }
}
