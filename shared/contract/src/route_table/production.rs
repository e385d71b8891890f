//! The routes of production (5.1.1, 5.1.3).

use domain::role::Role::{Manager, Planner, Warehouse};

use super::{Access, Route, STAFF, row};

/// Production is planned by planners (5.1).
const PLANNING: Access = Access::Roles(&[Planner, Manager]);
/// Who makes the goods says so, or who planned them.
const MAKING: Access = Access::Roles(&[Planner, Warehouse]);
/// Whoever made the goods is refused by the decision.
const INSPECTING: Access = Access::Roles(&[Planner, Warehouse, Manager]);

pub(super) const LINES: Route = row(
    "GET /v1/production-lines",
    "fulfilment",
    "listProductionLines",
    STAFF,
);
pub(super) const LINE: Route = row(
    "GET /v1/production-lines/{line}",
    "fulfilment",
    "getProductionLine",
    STAFF,
);
pub(super) const REVISE_LINE: Route = row(
    "PUT /v1/production-lines/{line}",
    "fulfilment",
    "reviseProductionLine",
    PLANNING,
);
pub(super) const REPLAN_LINE: Route = row(
    "POST /v1/production-lines/{line}/schedule",
    "fulfilment",
    "replanProductionLine",
    PLANNING,
);
pub(super) const ROUTING: Route = row("GET /v1/routings/{sku}", "fulfilment", "getRouting", STAFF);
pub(super) const REVISE_ROUTING: Route = row(
    "PUT /v1/routings/{sku}",
    "fulfilment",
    "reviseRouting",
    PLANNING,
);
pub(super) const RAISE: Route = row(
    "POST /v1/work-orders",
    "fulfilment",
    "raiseWorkOrder",
    PLANNING,
);
pub(super) const WORK_ORDER: Route = row(
    "GET /v1/work-orders/{number}",
    "fulfilment",
    "getWorkOrder",
    STAFF,
);
pub(super) const START: Route = row(
    "POST /v1/work-orders/{number}/start",
    "fulfilment",
    "startWorkOrder",
    MAKING,
);
pub(super) const REPORT: Route = row(
    "POST /v1/work-orders/{number}/reports",
    "fulfilment",
    "reportWork",
    MAKING,
);
pub(super) const COMPLETE: Route = row(
    "POST /v1/work-orders/{number}/completion",
    "fulfilment",
    "completeWorkOrder",
    MAKING,
);
pub(super) const INSPECT: Route = row(
    "POST /v1/work-orders/{number}/inspections",
    "fulfilment",
    "inspectWork",
    INSPECTING,
);
pub(super) const CLOSE: Route = row(
    "POST /v1/work-orders/{number}/close",
    "fulfilment",
    "closeWorkOrder",
    PLANNING,
);
pub(super) const CANCEL: Route = row(
    "POST /v1/work-orders/{number}/cancel",
    "fulfilment",
    "cancelWorkOrder",
    PLANNING,
);
