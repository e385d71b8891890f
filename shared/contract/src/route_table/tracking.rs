//! The routes of what becomes of parcels (5.3.3, 6.1.1).

use domain::role::Role::{Logistics, Sales, Service, Warehouse};

use super::{Access, EVERYONE, Route, STAFF, row};

/// Looking after exceptions.
const LOOKING_AFTER: Access = Access::Roles(&[Logistics, Service]);

pub(super) const EVENTS: Route = row(
    "POST /v1/carriers/{carrier}/events",
    "tracking",
    "recordCarrierEvents",
    Access::Signed,
);
pub(super) const KUAIDI100: Route = row(
    "POST /v1/carrier-pushes/kuaidi100",
    "tracking",
    "takeKuaidi100Push",
    Access::Signed,
);
pub(super) const KDNIAO: Route = row(
    "POST /v1/carrier-pushes/kdniao",
    "tracking",
    "takeKdniaoPush",
    Access::Signed,
);
pub(super) const DELIVERY: Route = row(
    "POST /v1/orders/{id}/delivery",
    "tracking",
    "confirmDelivery",
    LOOKING_AFTER,
);
pub(super) const REPORT: Route = row(
    "POST /v1/orders/{id}/exceptions",
    "tracking",
    "reportException",
    Access::Roles(&[Sales, Warehouse, Logistics, Service]),
);
pub(super) const EXCEPTIONS: Route = row(
    "GET /v1/orders/{id}/exceptions",
    "tracking",
    "listExceptions",
    STAFF,
);
pub(super) const CLAIM: Route = row(
    "POST /v1/orders/{id}/exceptions/{exception}/claim",
    "tracking",
    "claimException",
    LOOKING_AFTER,
);
pub(super) const MEASURE: Route = row(
    "POST /v1/orders/{id}/exceptions/{exception}/measures",
    "tracking",
    "takeMeasure",
    LOOKING_AFTER,
);
pub(super) const RESOLVE: Route = row(
    "POST /v1/orders/{id}/exceptions/{exception}/resolution",
    "tracking",
    "resolveException",
    LOOKING_AFTER,
);
pub(super) const TIMELINE: Route = row(
    "GET /v1/orders/{id}/timeline",
    "tracking",
    "getTimeline",
    EVERYONE,
);
pub(super) const TRACK: Route = row(
    "GET /v1/track/{token}",
    "tracking",
    "trackOrder",
    Access::Public,
);
