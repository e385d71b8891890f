//! The routes of money: payments, credit and receivables (7.1, 8.1).

use domain::role::Role::{Auditor, Customer, Finance, Manager, Reviewer, Sales};

use super::{Access, Route, row};

pub(super) const RECORD_PAYMENT: Route = row(
    "POST /v1/payments",
    "settlement",
    "recordPayment",
    Access::Roles(&[Finance]),
);

pub(super) const NOTIFY_PAYMENT: Route = row(
    "POST /v1/payments/{provider}/notify",
    "settlement",
    "notifyPayment",
    Access::Signed,
);

pub(super) const REFUND_PAYMENT: Route = row(
    "POST /v1/payments/{id}/refunds",
    "settlement",
    "refundPayment",
    Access::Roles(&[Finance]),
);

pub(super) const ACCOUNT: Route = row(
    "GET /v1/customers/{id}/account",
    "credit",
    "getAccount",
    Access::Roles(&[Customer, Sales, Reviewer, Finance, Auditor, Manager]),
);

pub(super) const RECORD_PROFILE: Route = row(
    "PUT /v1/customers/{id}/account",
    "credit",
    "recordAccountProfile",
    Access::Roles(&[Finance, Manager]),
);

pub(super) const RECEIVABLES: Route = row(
    "GET /v1/receivables",
    "receivables",
    "listReceivables",
    Access::Roles(&[Finance, Auditor, Manager]),
);
