//! The operations on reorder points (5.2.1).

use super::catalogue::{LIST_QUERY, SEEN, TABLE};
use super::operations::{NOTHING, OperationDoc};

/// To list them.
pub(super) const POINTS: OperationDoc = OperationDoc {
    operation: "listReorderPoints",
    summary: "List reorder points, or export them as a table (5.2.1)",
    description: "Those of low stock first, with what was raised for it or why nothing was; then the others, by warehouse \
                  and SKU. With `format=csv` the page is a text table in UTF-8 that `POST /v1/reorder-points/import` reads \
                  back, and the header `x-next-cursor` tells where the next page begins.",
    success: (200, "ReorderPointsView"),
    query: LIST_QUERY,
    ..NOTHING
};

/// To enter many at once.
pub(super) const IMPORT: OperationDoc = OperationDoc {
    operation: "importReorderPoints",
    summary: "Enter reorder points from a table (5.2.1)",
    description: "The body is a text table in UTF-8 or GB18030 (sent as application/octet-stream), of at most 256 KiB and \
                  200 rows, with the columns of the export: `sku`, `warehouse`, `reorder_point` and `order_up_to` are \
                  needed. Each row is entered as `PUT /v1/reorder-points/{sku}/{warehouse}` would, or refused with \
                  everything that is wrong with its cells. The same file again changes nothing.",
    takes_file: TABLE,
    success: (200, "TableImportView"),
    problems: &[422],
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
