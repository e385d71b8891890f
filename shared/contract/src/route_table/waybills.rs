//! The routes of waybills and manifests (5.3.2).

use domain::role::Role::{Logistics, Warehouse};

use super::{Access, Route, STAFF, row};

/// Packing, labelling and handing over.
const SHIPPING: Access = Access::Roles(&[Warehouse, Logistics]);

pub(super) const REQUEST: Route = row(
    "POST /v1/orders/{id}/waybills",
    "fulfilment",
    "requestWaybills",
    SHIPPING,
);
pub(super) const OF_ORDER: Route = row(
    "GET /v1/orders/{id}/waybills",
    "fulfilment",
    "listOrderWaybills",
    STAFF,
);
pub(super) const HAND_OVER: Route = row(
    "POST /v1/orders/{id}/dispatch",
    "fulfilment",
    "dispatchConsignment",
    SHIPPING,
);
pub(super) const WAYBILL: Route = row(
    "GET /v1/waybills/{waybill}",
    "fulfilment",
    "getWaybill",
    STAFF,
);
pub(super) const VOID: Route = row(
    "POST /v1/waybills/{waybill}/void",
    "fulfilment",
    "voidWaybill",
    SHIPPING,
);
pub(super) const LABEL: Route = row(
    "POST /v1/waybills/{waybill}/label",
    "fulfilment",
    "printLabel",
    SHIPPING,
);
pub(super) const PACKING_LIST: Route = row(
    "GET /v1/waybills/{waybill}/packing-list",
    "fulfilment",
    "getPackingList",
    STAFF,
);
pub(super) const CLOSE_MANIFEST: Route = row(
    "POST /v1/manifests",
    "fulfilment",
    "closeManifest",
    SHIPPING,
);
pub(super) const MANIFEST: Route = row(
    "GET /v1/manifests/{number}",
    "fulfilment",
    "getManifest",
    STAFF,
);
pub(super) const MANIFEST_SHEET: Route = row(
    "GET /v1/manifests/{number}/sheet",
    "fulfilment",
    "getManifestSheet",
    STAFF,
);
