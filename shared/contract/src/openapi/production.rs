//! The operations on production lines, routings and work orders (5.1.1, 5.1.3).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To list the lines.
pub(super) const LINES: OperationDoc = OperationDoc {
    operation: "listProductionLines",
    summary: "List the production lines (5.1.1)",
    description: "By code, a page at a time, each with its schedule.",
    success: (200, "LinesView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};

/// To read one.
pub(super) const LINE: OperationDoc = OperationDoc {
    operation: "getProductionLine",
    summary: "Read a production line and its schedule (5.1.1)",
    description: "What was started goes on; then what is due earliest is made first. `ETag` is its version, \
                  which each plan moves.",
    success: (200, "LineView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_LINE: OperationDoc = OperationDoc {
    operation: "reviseProductionLine",
    summary: "Enter or change a production line (5.1.1)",
    description: "Its work is planned again. With `If-Match` only if it still is the version that was read.",
    request: Some("LineRequest"),
    success: (200, "LineView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To plan its work again.
pub(super) const REPLAN_LINE: OperationDoc = OperationDoc {
    operation: "replanProductionLine",
    summary: "Plan the work of a line again from today (5.1.1)",
    description: "What was not made by the day on which it was planned slips: the orders that wait for it show \
                  the new date, and their customers are told.",
    success: (200, "LineView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To read a routing.
pub(super) const ROUTING: OperationDoc = OperationDoc {
    operation: "getRouting",
    summary: "Read how a SKU is made (5.1.1)",
    description: "`ETag` is its version.",
    success: (200, "RoutingView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_ROUTING: OperationDoc = OperationDoc {
    operation: "reviseRouting",
    summary: "Enter or change how a SKU is made (5.1.1)",
    description: "Of a product that is made, on a line that there is. Work orders that were raised keep what \
                  they were raised with. With `If-Match` only if it still is the version that was read.",
    request: Some("RoutingRequest"),
    success: (200, "RoutingView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To raise a work order.
pub(super) const RAISE: OperationDoc = OperationDoc {
    operation: "raiseWorkOrder",
    summary: "Raise a work order (5.1.1)",
    description: "What orders are short of is raised by itself. It is of whole lots and takes its place in the \
                  schedule of its line by its due date. The same request again changes nothing; another one \
                  under the same number is refused.",
    request: Some("WorkOrderRequest"),
    success: (201, "WorkOrderView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const WORK_ORDER: OperationDoc = OperationDoc {
    operation: "getWorkOrder",
    summary: "Read a work order (5.1.1)",
    description: "`ETag` is its version.",
    success: (200, "WorkOrderView"),
    ..NOTHING
};

/// To begin it.
pub(super) const START: OperationDoc = OperationDoc {
    operation: "startWorkOrder",
    summary: "Begin the making of a work order (5.1.1)",
    description: "Nothing is put before it in the schedule from then on.",
    success: (200, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say what was made.
pub(super) const REPORT: OperationDoc = OperationDoc {
    operation: "reportWork",
    summary: "Record pieces of a work order that were made (5.1.1)",
    description: "Good ones and spoilt ones, never more than are still to be made. The same report again \
                  changes nothing; another one under the same number is refused.",
    request: Some("ReportRequest"),
    success: (201, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say that it is done.
pub(super) const COMPLETE: OperationDoc = OperationDoc {
    operation: "completeWorkOrder",
    summary: "Declare the making of a work order done (5.1.1)",
    description: "With its totals, which must be those of the reports. Good pieces wait for the inspection, \
                  whose sample the policy's plan sets.",
    request: Some("CompletionRequest"),
    success: (201, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say what passed.
pub(super) const INSPECT: OperationDoc = OperationDoc {
    operation: "inspectWork",
    summary: "Record the quality inspection of what was made (5.1.1)",
    description: "Not by whoever started, reported or completed it (four-eyes). Only what passes becomes \
                  stock, of the lot that is named where the product is kept by lot; orders that wait for it go on by \
                  themselves. Rework is planned again; pieces that an \
                  order lacks because they were scrapped are made again by a work order of their own.",
    request: Some("InspectionRequest"),
    success: (201, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To close it short.
pub(super) const CLOSE: OperationDoc = OperationDoc {
    operation: "closeWorkOrder",
    summary: "Make no more of a work order that was started (5.1.1)",
    request: Some("ReasonRequest"),
    success: (200, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To cancel it.
pub(super) const CANCEL: OperationDoc = OperationDoc {
    operation: "cancelWorkOrder",
    summary: "Cancel a work order that was not started (5.1.1)",
    request: Some("ReasonRequest"),
    success: (200, "WorkOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
