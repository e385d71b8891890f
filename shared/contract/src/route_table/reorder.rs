//! The routes of reorder points (5.2.1).

use domain::role::Role::{Manager, Planner};

use super::{Access, Route, STAFF, row};

const PLANNING: Access = Access::Roles(&[Planner, Manager]);

pub(super) const POINTS: Route = row(
    "GET /v1/reorder-points",
    "fulfilment",
    "listReorderPoints",
    STAFF,
);
pub(super) const IMPORT: Route = row(
    "POST /v1/reorder-points/import",
    "fulfilment",
    "importReorderPoints",
    PLANNING,
);
pub(super) const POINT: Route = row(
    "GET /v1/reorder-points/{sku}/{warehouse}",
    "fulfilment",
    "getReorderPoint",
    STAFF,
);
pub(super) const REVISE: Route = row(
    "PUT /v1/reorder-points/{sku}/{warehouse}",
    "fulfilment",
    "reviseReorderPoint",
    PLANNING,
);
pub(super) const REMOVE: Route = row(
    "DELETE /v1/reorder-points/{sku}/{warehouse}",
    "fulfilment",
    "removeReorderPoint",
    PLANNING,
);
