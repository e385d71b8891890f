//! Every route: its function, and which roles may call it. The template and the OpenAPI
//! document are checked against this table, and the HTTP entry authorises by it.

use domain::role::Role::{
    Auditor, Customer, Finance, Logistics, Manager, Planner, Reviewer, Sales, Service, TeamLead,
    Warehouse,
};

mod access;
mod carriers;
mod master_data;
mod money;
mod production;
mod purchasing;
mod reorder;
mod services;
mod stock;
mod stock_shards;
mod stocktake;
mod tracking;
mod waybills;

pub use access::{Access, Route};

/// The largest body of most routes, in bytes: 256 KiB, which is also the largest message.
pub const LARGEST_BODY: usize = 256 * 1024;

/// The route with this key, if there is one.
#[must_use]
pub fn route(key: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.key == key)
}

/// Who may call the route with this key; `None` when there is no such route.
#[must_use]
pub fn access(key: &str) -> Option<Access> {
    route(key).map(|route| route.access)
}

const EVERYONE: Access = Access::Roles(&[
    Customer, Sales, Reviewer, Planner, Warehouse, Logistics, Finance, Service, Auditor, Manager,
]);
const STAFF: Access = Access::Roles(&[
    Sales, Reviewer, Planner, Warehouse, Logistics, Finance, Service, Auditor, Manager,
]);
const ORDERING: Access = Access::Roles(&[Customer, Sales]);
/// The policy says which of them may place and release a hold of which reason.
const HOLDING: Access = Access::Roles(&[
    Sales, Reviewer, Planner, Warehouse, Logistics, Finance, Service, Manager,
]);
const IMPORTING: Access = Access::Roles(&[Sales, Manager]);
const REVIEWING: Access = Access::Roles(&[Reviewer, Manager]);
const MANAGING: Access = Access::Roles(&[Manager]);

/// Every route, by function. Administrators may call all of them.
pub const ROUTES: &[Route] = &[
    // 4.1 intake
    row("POST /v1/orders", "intake", "placeOrder", ORDERING),
    row("POST /v1/orders/check", "intake", "checkOrder", ORDERING),
    row(
        "POST /v1/channels/{shop}/orders",
        "intake",
        "pushOrder",
        Access::Signed,
    ),
    row("GET /v1/orders", "intake", "listOrders", EVERYONE),
    row("GET /v1/orders/{id}", "intake", "getOrder", EVERYONE),
    row(
        "POST /v1/orders/{id}/cancel",
        "intake",
        "cancelOrder",
        Access::Roles(&[Customer, Sales, Service, Manager]),
    ),
    services::AGREE_TO_SPLIT,
    row(
        "POST /v1/orders/{id}/negotiation",
        "intake",
        "answerProposal",
        ORDERING,
    ),
    row(
        "POST /v1/orders/{id}/contact",
        "intake",
        "discloseContact",
        Access::Roles(&[Sales, Reviewer, Warehouse, Logistics, Service]),
    ),
    row(
        "GET /v1/orders/{id}/disclosures",
        "intake",
        "listDisclosures",
        Access::Roles(&[Auditor, Manager]),
    ),
    row("GET /v1/terms", "intake", "getTerms", Access::Public),
    row("POST /v1/imports", "intake", "importOrders", IMPORTING),
    row("GET /v1/imports/{id}", "intake", "getImport", IMPORTING),
    row(
        "GET /v1/imports/{id}/rows",
        "intake",
        "listImportRows",
        IMPORTING,
    ),
    row(
        "GET /v1/imports/{id}/report.csv",
        "intake",
        "getImportReport",
        IMPORTING,
    ),
    row(
        "GET /v1/imports/template",
        "intake",
        "getImportTemplate",
        IMPORTING,
    ),
    row("GET /v1/health", "intake", "getHealth", Access::Public),
    row(
        "GET /v1/openapi.json",
        "intake",
        "getOpenApi",
        Access::Public,
    ),
    // 4.3 review
    row("GET /v1/work/{list}", "review", "listWork", STAFF),
    row(
        "POST /v1/orders/{id}/review",
        "review",
        "reviewOrder",
        REVIEWING,
    ),
    row(
        "POST /v1/work/review/decisions",
        "review",
        "reviewOrders",
        REVIEWING,
    ),
    row(
        "POST /v1/orders/{id}/review/claim",
        "review",
        "claimReview",
        REVIEWING,
    ),
    row(
        "DELETE /v1/orders/{id}/review/claim",
        "review",
        "releaseClaim",
        REVIEWING,
    ),
    row(
        "POST /v1/orders/{id}/review/assignment",
        "review",
        "assignReview",
        Access::Roles(&[TeamLead, Manager]),
    ),
    row(
        "POST /v1/orders/{id}/credit-override",
        "review",
        "overrideCredit",
        Access::Roles(&[Finance, Manager]),
    ),
    row("POST /v1/orders/{id}/holds", "review", "placeHold", HOLDING),
    row(
        "POST /v1/orders/{id}/holds/{hold}/release",
        "review",
        "releaseHold",
        HOLDING,
    ),
    row("GET /v1/policy", "review", "getPolicy", STAFF),
    row("PUT /v1/policy", "review", "revisePolicy", MANAGING),
    row(
        "GET /v1/calendar/{year}",
        "review",
        "getCalendarYear",
        STAFF,
    ),
    row(
        "PUT /v1/calendar/{year}",
        "review",
        "publishCalendarYear",
        MANAGING,
    ),
    row(
        "POST /v1/review/simulations",
        "review",
        "simulateReview",
        REVIEWING,
    ),
    master_data::LIST_PRODUCTS,
    master_data::IMPORT_PRODUCTS,
    master_data::GET_PRODUCT,
    master_data::REVISE_PRODUCT,
    master_data::GET_BLACKLIST_ENTRY,
    master_data::LIST_ON_BLACKLIST,
    master_data::LIFT_FROM_BLACKLIST,
    master_data::LIST_PHONE_ON_BLACKLIST,
    master_data::LOOK_UP_PHONE_ON_BLACKLIST,
    master_data::GET_BLACKLISTED_PHONE,
    master_data::LIFT_PHONE_FROM_BLACKLIST,
    master_data::LIST_AGREED_PRICES,
    master_data::IMPORT_AGREED_PRICES,
    master_data::GET_AGREED_PRICE,
    master_data::AGREE_ON_PRICE,
    master_data::LIST_PROMOTIONS,
    master_data::IMPORT_PROMOTIONS,
    master_data::GET_PROMOTION,
    master_data::REVISE_PROMOTION,
    // 5 fulfilment
    stock::RECEIVE,
    stock::ADJUST,
    stock::ADJUSTMENT,
    stock::STOCK,
    stock::LOTS,
    stock::LOT_ISSUES,
    stock::PICK,
    stock::PICK_FAILURE,
    stocktake::ZONE,
    stocktake::ASSIGN_ZONE,
    stocktake::PLAN,
    stocktake::STOCKTAKE,
    stocktake::COUNT,
    stocktake::RECOUNT,
    stocktake::APPROVE,
    stocktake::CANCEL,
    stocktake::DISPOSALS,
    stocktake::DISPOSAL,
    stocktake::PROPOSE_DISPOSAL,
    stocktake::DECIDE_DISPOSAL,
    reorder::POINTS,
    reorder::IMPORT,
    reorder::POINT,
    reorder::REVISE,
    reorder::REMOVE,
    stock_shards::SHOW,
    stock_shards::SPREAD,
    stock_shards::EVEN_OUT,
    purchasing::SUPPLIERS,
    purchasing::SUPPLIER,
    purchasing::REVISE_SUPPLIER,
    purchasing::OFFER,
    purchasing::REVISE_OFFER,
    purchasing::QUOTE,
    purchasing::RAISE,
    purchasing::PURCHASE_ORDER,
    purchasing::APPROVE,
    purchasing::PLACE,
    purchasing::PROMISE,
    purchasing::RECEIVE,
    purchasing::CLOSE,
    purchasing::CANCEL,
    production::LINES,
    production::LINE,
    production::REVISE_LINE,
    production::REPLAN_LINE,
    production::ROUTING,
    production::REVISE_ROUTING,
    production::RAISE,
    production::WORK_ORDER,
    production::START,
    production::REPORT,
    production::COMPLETE,
    production::INSPECT,
    production::CLOSE,
    production::CANCEL,
    purchasing::RETURN,
    purchasing::SUPPLIER_RETURN,
    purchasing::SHIP_RETURN,
    purchasing::ANSWER_RETURN,
    purchasing::CLOSE_RETURN,
    purchasing::CANCEL_RETURN,
    carriers::SHIPMENT,
    waybills::REQUEST,
    waybills::OF_ORDER,
    waybills::HAND_OVER,
    waybills::WAYBILL,
    waybills::VOID,
    waybills::LABEL,
    waybills::PACKING_LIST,
    waybills::CLOSE_MANIFEST,
    waybills::MANIFEST,
    waybills::MANIFEST_SHEET,
    services::QUOTE_REALLOCATION,
    services::REALLOCATE,
    services::BOOK,
    services::COMPLETE,
    carriers::CARRIERS,
    carriers::AGREEMENT,
    carriers::REVISE_AGREEMENT,
    carriers::TARIFFS,
    carriers::IMPORT_TARIFFS,
    carriers::QUOTES,
    // 5.3.3, 6 tracking
    tracking::EVENTS,
    tracking::KUAIDI100,
    tracking::KDNIAO,
    tracking::DELIVERY,
    tracking::REPORT,
    tracking::EXCEPTIONS,
    tracking::CLAIM,
    tracking::MEASURE,
    tracking::RESOLVE,
    tracking::TIMELINE,
    tracking::TRACK,
    // 7.1 settlement, 8.1 credit and receivables
    money::RECORD_PAYMENT,
    money::NOTIFY_PAYMENT,
    money::REFUND_PAYMENT,
    money::ACCOUNT,
    money::RECORD_PROFILE,
    money::RECEIVABLES,
];

const fn row(
    key: &'static str,
    function: &'static str,
    operation: &'static str,
    access: Access,
) -> Route {
    Route {
        key,
        function,
        operation,
        access,
    }
}

#[cfg(test)]
mod tests;
