//! The routes by which it is agreed with customers how their orders are carried out: in several shipments, and
//! services by appointment (5.1, 5.2.1, 5.3).

use domain::role::Role::{Customer, Manager, Planner, Sales, Service};

use super::access::{Access, Route};
use super::row;

pub(super) const AGREE_TO_SPLIT: Route = row(
    "POST /v1/orders/{id}/split-shipments",
    "intake",
    "agreeToSplit",
    Access::Roles(&[Customer, Sales, Service]),
);

pub(super) const QUOTE_REALLOCATION: Route = row(
    "POST /v1/stock/{sku}/reallocations/quotes",
    "fulfilment",
    "quoteReallocation",
    Access::Roles(&[Planner, Manager]),
);

pub(super) const REALLOCATE: Route = row(
    "POST /v1/stock/{sku}/reallocations",
    "fulfilment",
    "reallocate",
    Access::Roles(&[Planner, Manager]),
);

pub(super) const BOOK: Route = row(
    "POST /v1/orders/{id}/services/{sku}/appointment",
    "fulfilment",
    "bookService",
    Access::Roles(&[Sales, Service, Manager]),
);

pub(super) const COMPLETE: Route = row(
    "POST /v1/orders/{id}/services/{sku}/completion",
    "fulfilment",
    "completeService",
    Access::Roles(&[Service, Manager]),
);
