//! The routes of stock levels that are spread over shards (5.2.1).

use domain::role::Role::{Manager, Planner};

use super::{Access, Route, STAFF, row};

/// How a level is kept is the planners' (5.2).
const PLANNING: Access = Access::Roles(&[Planner, Manager]);

pub(super) const SHOW: Route = row(
    "GET /v1/stock/{sku}/shards/{warehouse}",
    "fulfilment",
    "getStockShards",
    STAFF,
);
pub(super) const SPREAD: Route = row(
    "PUT /v1/stock/{sku}/shards/{warehouse}",
    "fulfilment",
    "spreadStock",
    PLANNING,
);
pub(super) const EVEN_OUT: Route = row(
    "POST /v1/stock/{sku}/shards/{warehouse}/balance",
    "fulfilment",
    "evenOutStock",
    PLANNING,
);
