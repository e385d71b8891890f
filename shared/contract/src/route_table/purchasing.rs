//! The routes of purchasing (5.1.2, 5.1.3).

use domain::role::Role::{Finance, Logistics, Manager, Planner, Warehouse};

use super::{Access, Route, STAFF, row};

/// Purchasing is the planners' (5.1).
const BUYING: Access = Access::Roles(&[Planner, Manager]);

pub(super) const SUPPLIERS: Route = row("GET /v1/suppliers", "fulfilment", "listSuppliers", STAFF);
pub(super) const SUPPLIER: Route = row(
    "GET /v1/suppliers/{supplier}",
    "fulfilment",
    "getSupplier",
    STAFF,
);
pub(super) const REVISE_SUPPLIER: Route = row(
    "PUT /v1/suppliers/{supplier}",
    "fulfilment",
    "reviseSupplier",
    BUYING,
);
pub(super) const OFFER: Route = row(
    "GET /v1/suppliers/{supplier}/offers/{sku}",
    "fulfilment",
    "getOffer",
    STAFF,
);
pub(super) const REVISE_OFFER: Route = row(
    "PUT /v1/suppliers/{supplier}/offers/{sku}",
    "fulfilment",
    "reviseOffer",
    BUYING,
);
pub(super) const QUOTE: Route = row(
    "POST /v1/purchase-orders/quotes",
    "fulfilment",
    "quotePurchase",
    BUYING,
);
pub(super) const RAISE: Route = row(
    "POST /v1/purchase-orders",
    "fulfilment",
    "raisePurchaseOrder",
    BUYING,
);
pub(super) const PURCHASE_ORDER: Route = row(
    "GET /v1/purchase-orders/{number}",
    "fulfilment",
    "getPurchaseOrder",
    STAFF,
);
pub(super) const APPROVE: Route = row(
    "POST /v1/purchase-orders/{number}/approval",
    "fulfilment",
    "approvePurchaseOrder",
    BUYING,
);
pub(super) const PLACE: Route = row(
    "POST /v1/purchase-orders/{number}/placement",
    "fulfilment",
    "placePurchaseOrder",
    BUYING,
);
pub(super) const PROMISE: Route = row(
    "POST /v1/purchase-orders/{number}/promise",
    "fulfilment",
    "movePromise",
    BUYING,
);
pub(super) const RECEIVE: Route = row(
    "POST /v1/purchase-orders/{number}/receipts",
    "fulfilment",
    "receivePurchase",
    Access::Roles(&[Warehouse]),
);
pub(super) const CLOSE: Route = row(
    "POST /v1/purchase-orders/{number}/close",
    "fulfilment",
    "closePurchaseOrder",
    BUYING,
);
pub(super) const CANCEL: Route = row(
    "POST /v1/purchase-orders/{number}/cancel",
    "fulfilment",
    "cancelPurchaseOrder",
    BUYING,
);
pub(super) const RETURN: Route = row(
    "POST /v1/supplier-returns",
    "fulfilment",
    "raiseSupplierReturn",
    BUYING,
);
pub(super) const SUPPLIER_RETURN: Route = row(
    "GET /v1/supplier-returns/{number}",
    "fulfilment",
    "getSupplierReturn",
    STAFF,
);
pub(super) const SHIP_RETURN: Route = row(
    "POST /v1/supplier-returns/{number}/shipment",
    "fulfilment",
    "shipSupplierReturn",
    Access::Roles(&[Warehouse, Logistics]),
);
pub(super) const ANSWER_RETURN: Route = row(
    "POST /v1/supplier-returns/{number}/answer",
    "fulfilment",
    "answerSupplierReturn",
    BUYING,
);
pub(super) const CLOSE_RETURN: Route = row(
    "POST /v1/supplier-returns/{number}/close",
    "fulfilment",
    "closeSupplierReturn",
    Access::Roles(&[Finance, Manager]),
);
pub(super) const CANCEL_RETURN: Route = row(
    "POST /v1/supplier-returns/{number}/cancel",
    "fulfilment",
    "cancelSupplierReturn",
    BUYING,
);
