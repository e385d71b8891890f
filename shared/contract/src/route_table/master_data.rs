//! The routes of what orders are reviewed by: products, agreed prices, promotions, the blacklist (4.2).

use domain::role::Role::{Manager, Planner, Sales};

use super::{Access, EVERYONE, MANAGING, Route, STAFF, row};

pub(super) const LIST_PRODUCTS: Route = row("GET /v1/products", "review", "listProducts", EVERYONE);
pub(super) const IMPORT_PRODUCTS: Route = row(
    "POST /v1/products/import",
    "review",
    "importProducts",
    Access::Roles(&[Planner, Manager]),
);
pub(super) const GET_PRODUCT: Route =
    row("GET /v1/products/{sku}", "review", "getProduct", EVERYONE);
pub(super) const REVISE_PRODUCT: Route = row(
    "PUT /v1/products/{sku}",
    "review",
    "reviseProduct",
    Access::Roles(&[Planner, Manager]),
);
pub(super) const GET_BLACKLIST_ENTRY: Route = row(
    "GET /v1/blacklist/{customer}",
    "review",
    "getBlacklistEntry",
    STAFF,
);
pub(super) const LIST_ON_BLACKLIST: Route = row(
    "PUT /v1/blacklist/{customer}",
    "review",
    "listOnBlacklist",
    MANAGING,
);
pub(super) const LIFT_FROM_BLACKLIST: Route = row(
    "DELETE /v1/blacklist/{customer}",
    "review",
    "liftFromBlacklist",
    MANAGING,
);
pub(super) const LIST_PHONE_ON_BLACKLIST: Route = row(
    "POST /v1/blacklist/phones",
    "review",
    "listPhoneOnBlacklist",
    MANAGING,
);
pub(super) const LOOK_UP_PHONE_ON_BLACKLIST: Route = row(
    "POST /v1/blacklist/phones/lookup",
    "review",
    "lookUpPhoneOnBlacklist",
    STAFF,
);
pub(super) const GET_BLACKLISTED_PHONE: Route = row(
    "GET /v1/blacklist/phones/{entry}",
    "review",
    "getBlacklistedPhone",
    STAFF,
);
pub(super) const LIFT_PHONE_FROM_BLACKLIST: Route = row(
    "DELETE /v1/blacklist/phones/{entry}",
    "review",
    "liftPhoneFromBlacklist",
    MANAGING,
);
pub(super) const LIST_AGREED_PRICES: Route = row(
    "GET /v1/prices",
    "review",
    "listAgreedPrices",
    Access::Roles(&[Sales, Manager]),
);
pub(super) const IMPORT_AGREED_PRICES: Route = row(
    "POST /v1/prices/import",
    "review",
    "importAgreedPrices",
    MANAGING,
);
pub(super) const GET_AGREED_PRICE: Route = row(
    "GET /v1/prices/{audience}/{sku}",
    "review",
    "getAgreedPrice",
    Access::Roles(&[Sales, Manager]),
);
pub(super) const AGREE_ON_PRICE: Route = row(
    "PUT /v1/prices/{audience}/{sku}",
    "review",
    "agreeOnPrice",
    MANAGING,
);
pub(super) const LIST_PROMOTIONS: Route =
    row("GET /v1/promotions", "review", "listPromotions", STAFF);
pub(super) const IMPORT_PROMOTIONS: Route = row(
    "POST /v1/promotions/import",
    "review",
    "importPromotions",
    Access::Roles(&[Planner, Manager]),
);
pub(super) const GET_PROMOTION: Route =
    row("GET /v1/promotions/{id}", "review", "getPromotion", STAFF);
pub(super) const REVISE_PROMOTION: Route = row(
    "PUT /v1/promotions/{id}",
    "review",
    "revisePromotion",
    Access::Roles(&[Planner, Manager]),
);
