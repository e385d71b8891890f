//! The routes of carriers: parcels under typed numbers, agreements, and what they would charge (5.3.1, 5.3.2).

use domain::role::Role::{Logistics, Manager, Planner, Sales, Service, Warehouse};

use super::{Access, Route, STAFF, row};

/// Agreements are logistics' (5.3.1).
const AGREEING: Access = Access::Roles(&[Logistics, Manager]);

pub(super) const SHIPMENT: Route = row(
    "POST /v1/orders/{id}/shipments",
    "fulfilment",
    "dispatchOrder",
    Access::Roles(&[Warehouse, Logistics]),
);
pub(super) const CARRIERS: Route = row("GET /v1/carriers", "fulfilment", "listCarriers", STAFF);
pub(super) const AGREEMENT: Route = row(
    "GET /v1/carriers/{carrier}/agreement",
    "fulfilment",
    "getCarrierAgreement",
    STAFF,
);
pub(super) const REVISE_AGREEMENT: Route = row(
    "PUT /v1/carriers/{carrier}/agreement",
    "fulfilment",
    "reviseCarrierAgreement",
    AGREEING,
);
pub(super) const TARIFFS: Route = row(
    "GET /v1/carriers/{carrier}/tariffs",
    "fulfilment",
    "exportTariffs",
    STAFF,
);
pub(super) const IMPORT_TARIFFS: Route = row(
    "POST /v1/carriers/{carrier}/tariffs/import",
    "fulfilment",
    "importTariffs",
    AGREEING,
);
pub(super) const QUOTES: Route = row(
    "POST /v1/carriers/quotes",
    "fulfilment",
    "quoteCarriers",
    Access::Roles(&[Sales, Planner, Warehouse, Logistics, Service, Manager]),
);
