//! The operations on stocktakes (5.2.2).

use super::catalogue::SEEN;
use super::operations::{NOTHING, OperationDoc};

/// To read where a SKU is kept.
pub(super) const ZONE: OperationDoc = OperationDoc {
    operation: "getStorageZone",
    summary: "Read in which zone a warehouse keeps a SKU (5.2.2)",
    description: "`ETag` is its version.",
    success: (200, "StorageZoneView"),
    ..NOTHING
};

/// To enter it.
pub(super) const ASSIGN_ZONE: OperationDoc = OperationDoc {
    operation: "assignStorageZone",
    summary: "Enter in which zone a warehouse keeps a SKU (5.2.2)",
    description: "Stocktakes are planned by zone. With `If-Match` only if it still is the version that was read.",
    request: Some("StorageZoneRequest"),
    success: (200, "StorageZoneView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To plan one.
pub(super) const PLAN: OperationDoc = OperationDoc {
    operation: "planStocktake",
    summary: "Plan a stocktake (5.2.2)",
    description: "A sheet of at most 80 SKUs; `next_cursor` begins the next sheet of a larger scope. A SKU of a \
                  warehouse is on one open sheet at most: 409 `under_count` otherwise. The same request again changes \
                  nothing; another one under the same number is refused.",
    request: Some("StocktakeRequest"),
    success: (201, "StocktakeView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const STOCKTAKE: OperationDoc = OperationDoc {
    operation: "getStocktake",
    summary: "Read a stocktake (5.2.2)",
    description: "Whoever may count sees neither the books nor any count before it is over. `ETag` is its version.",
    success: (200, "StocktakeView"),
    ..NOTHING
};

/// To say what was counted.
pub(super) const COUNT: OperationDoc = OperationDoc {
    operation: "recordCounts",
    summary: "Record what was counted (5.2.2)",
    description: "What the books say is read at this moment and kept beside each count. When all is counted, lines \
                  beyond the policy's tolerance are counted again by somebody else; otherwise the sheet waits for its \
                  approval. The same count again changes nothing.",
    request: Some("CountRequest"),
    success: (200, "StocktakeView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To have lines counted again.
pub(super) const RECOUNT: OperationDoc = OperationDoc {
    operation: "requestRecount",
    summary: "Have lines of a stocktake counted again (5.2.2)",
    description: "By somebody who has not counted them.",
    request: Some("RecountRequest"),
    success: (200, "StocktakeView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To bring the variances into the books.
pub(super) const APPROVE: OperationDoc = OperationDoc {
    operation: "approveStocktake",
    summary: "Approve a stocktake (5.2.2)",
    description: "Not by whoever planned it or counted. Each variance is added to stock or taken off what is available, all \
                  or none. 409 `variance_reserved` when pieces that are missing are promised to orders: let those \
                  orders go, or have the lines counted again.",
    request: Some("ApprovalRequest"),
    success: (200, "StocktakeView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To give it up.
pub(super) const CANCEL: OperationDoc = OperationDoc {
    operation: "cancelStocktake",
    summary: "Cancel a stocktake that is not approved (5.2.2)",
    description: "The books stay as they are.",
    request: Some("ReasonRequest"),
    success: (200, "StocktakeView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
