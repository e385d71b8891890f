//! The terms that a shop has to show before its customer orders (4.3.4, R3).

use contract::terms::TermsView;
use domain::refusal::{Refusal, RefusalClass};
use domain::terms;
use lambda::http::{Failure, Request, Response};

use crate::App;

/// `GET /v1/terms`: the version in force.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&[])?;
    let rules = app.rules.open().await?;
    let policy = rules.policy_at(request.received_at).value;
    let version = terms::in_force(&policy.terms, request.received_at).ok_or_else(|| {
        Refusal::new(
            RefusalClass::NotFound,
            "no_terms_in_force",
            "尚未发布交易条款，请先在业务规则 terms 中维护",
            "no terms are in force yet; the policy lists them under terms",
        )
    })?;
    Response::ok(&TermsView::of(version))
}
