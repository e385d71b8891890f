//! The routes of the warehouse: stock, lots and picking (5.2).

use domain::role::Role::{Logistics, Manager, Planner, Warehouse};

use super::{Access, Route, STAFF, row};

pub(super) const RECEIVE: Route = row(
    "POST /v1/stock/receipts",
    "fulfilment",
    "receiveStock",
    Access::Roles(&[Warehouse]),
);
pub(super) const ADJUST: Route = row(
    "POST /v1/stock/adjustments",
    "fulfilment",
    "adjustStock",
    Access::Roles(&[Warehouse, Planner, Manager]),
);
pub(super) const ADJUSTMENT: Route = row(
    "GET /v1/stock/adjustments/{no}",
    "fulfilment",
    "getStockAdjustment",
    STAFF,
);
pub(super) const STOCK: Route = row("GET /v1/stock/{sku}", "fulfilment", "getStock", STAFF);
pub(super) const LOTS: Route = row("GET /v1/stock/{sku}/lots", "fulfilment", "listLots", STAFF);
pub(super) const LOT_ISSUES: Route = row(
    "GET /v1/stock/{sku}/lots/{lot}",
    "fulfilment",
    "listLotIssues",
    STAFF,
);
pub(super) const PICK: Route = row(
    "POST /v1/orders/{id}/picks",
    "fulfilment",
    "pickOrder",
    Access::Roles(&[Warehouse, Logistics]),
);
pub(super) const PICK_FAILURE: Route = row(
    "POST /v1/orders/{id}/picks/failures",
    "fulfilment",
    "reportPickFailure",
    Access::Roles(&[Warehouse, Logistics]),
);
