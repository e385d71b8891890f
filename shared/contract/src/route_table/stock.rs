//! The routes of stock (5.2).

use domain::role::Role::{Manager, Planner, Warehouse};

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
