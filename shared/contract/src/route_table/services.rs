//! The routes of services of orders (5.1, 5.3).

use domain::role::Role::{Manager, Sales, Service};

use super::access::{Access, Route};
use super::row;

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
