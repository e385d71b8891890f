//! The operations on reorder points (5.2.1).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To list them.
pub(super) const POINTS: OperationDoc = OperationDoc {
    operation: "listReorderPoints",
    summary: "List reorder points (5.2.1)",
    description: "Those of low stock first, with what was raised for it or why nothing was; then the others, by warehouse \
                  and SKU.",
    success: (200, "ReorderPointsView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};

/// To read one.
pub(super) const POINT: OperationDoc = OperationDoc {
    operation: "getReorderPoint",
    summary: "Read a reorder point and how stock stands (5.2.1)",
    description: "`ETag` is its version.",
    success: (200, "ReorderPointView"),
    ..NOTHING
};

/// To enter or change it.
pub(super) const REVISE: OperationDoc = OperationDoc {
    operation: "reviseReorderPoint",
    summary: "Enter how much of a SKU a warehouse should hold (5.2.1)",
    description: "Every hour, stock of which fewer pieces than the reorder point are available or on order is put on the \
                  list `low_stock`, once for each fall, and what brings it up to the target is bought or made. With \
                  `If-Match` only if it still is the version that was read.",
    request: Some("ReorderPointRequest"),
    success: (200, "ReorderPointView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To watch it no more.
pub(super) const REMOVE: OperationDoc = OperationDoc {
    operation: "removeReorderPoint",
    summary: "Watch a reorder point no more (5.2.1)",
    description: "What was ordered for it still comes. It can be entered again.",
    success: (200, "ReorderPointView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};
