//! The routes of stocktakes and disposal (5.2.2): who plans does not count, and who counts does not approve; who
//! proposes does not decide.

use domain::role::Role::{Finance, Manager, Planner, Warehouse};

use super::{Access, Route, STAFF, row};

const PLANNING: Access = Access::Roles(&[Planner, Manager]);

pub(super) const ZONE: Route = row(
    "GET /v1/stock/{sku}/zones/{warehouse}",
    "fulfilment",
    "getStorageZone",
    STAFF,
);
pub(super) const ASSIGN_ZONE: Route = row(
    "PUT /v1/stock/{sku}/zones/{warehouse}",
    "fulfilment",
    "assignStorageZone",
    Access::Roles(&[Warehouse, Planner, Manager]),
);
pub(super) const PLAN: Route = row(
    "POST /v1/stocktakes",
    "fulfilment",
    "planStocktake",
    PLANNING,
);
pub(super) const STOCKTAKE: Route = row(
    "GET /v1/stocktakes/{number}",
    "fulfilment",
    "getStocktake",
    STAFF,
);
pub(super) const COUNT: Route = row(
    "POST /v1/stocktakes/{number}/counts",
    "fulfilment",
    "recordCounts",
    Access::Roles(&[Warehouse]),
);
pub(super) const RECOUNT: Route = row(
    "POST /v1/stocktakes/{number}/recount",
    "fulfilment",
    "requestRecount",
    Access::Roles(&[Finance, Planner, Manager]),
);
pub(super) const APPROVE: Route = row(
    "POST /v1/stocktakes/{number}/approval",
    "fulfilment",
    "approveStocktake",
    Access::Roles(&[Finance, Manager]),
);
pub(super) const CANCEL: Route = row(
    "POST /v1/stocktakes/{number}/cancel",
    "fulfilment",
    "cancelStocktake",
    PLANNING,
);
pub(super) const DISPOSALS: Route = row("GET /v1/disposals", "fulfilment", "listDisposals", STAFF);
pub(super) const DISPOSAL: Route = row(
    "GET /v1/disposals/{warehouse}/{sku}/{cause}",
    "fulfilment",
    "getDisposal",
    STAFF,
);
pub(super) const PROPOSE_DISPOSAL: Route = row(
    "POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal",
    "fulfilment",
    "proposeDisposal",
    Access::Roles(&[Warehouse, Planner, Manager]),
);
pub(super) const DECIDE_DISPOSAL: Route = row(
    "POST /v1/disposals/{warehouse}/{sku}/{cause}/decision",
    "fulfilment",
    "decideDisposal",
    Access::Roles(&[Manager]),
);
