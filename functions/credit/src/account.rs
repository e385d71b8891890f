//! A customer's credit account, read and opened (8.1.1, 8.1.2).

use contract::account::{AccountProfileRequest, AccountView};
use domain::account::{self, Account};
use domain::calendar;
use domain::identifiers::CustomerId;
use domain::refusal::Refusal;
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use crate::App;

/// `GET /v1/customers/{id}/account`: with limit and exposure of this moment.
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let customer = customer(&request)?;
    let loaded = load(app, &customer).await?;
    view(app, &customer, loaded).await
}

/// `PUT /v1/customers/{id}/account`: opens the account, or records what is known of the
/// customer now; the next assessment goes by it. `If-Match` is optional.
pub(crate) async fn record_profile(app: &App, request: Request) -> Result<Response, Failure> {
    let customer = customer(&request)?;
    let seen = request.if_match_optional()?;
    let today = calendar::business_date(request.received_at);
    let profile = request
        .json::<AccountProfileRequest>()?
        .into_profile(today)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = app.store.load::<Account>(customer.as_str()).await?;
            if let Some(seen) = seen {
                must_match(seen, loaded.as_ref().map_or(0, |loaded| loaded.version))?;
            }
            let known = loaded.as_ref().map(|loaded| &loaded.state);
            let decision =
                account::record_profile(known, &customer, &profile, request.received_at)?;
            Ok::<_, Failure>(Plan::new(()).begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    if let Written::Unmet(unmet) = written {
        return Err(Failure::broken(format!(
            "recording a profile met a bound: {unmet:?}"
        )));
    }
    let loaded = load(app, &customer).await?;
    view(app, &customer, loaded).await
}

/// The customer of the path, if the caller may see it.
fn customer(request: &Request) -> Result<CustomerId, Failure> {
    let text = request.path("id");
    let customer = CustomerId::parse(text).map_err(|_| not_found(text))?;
    if request.caller.may_see(&customer) {
        Ok(customer)
    } else {
        Err(not_found(text).into())
    }
}

async fn load(app: &App, customer: &CustomerId) -> Result<Loaded<Account>, Failure> {
    let loaded = app.store.load::<Account>(customer.as_str()).await?;
    loaded.ok_or_else(|| not_found(customer.as_str()).into())
}

async fn view(
    app: &App,
    customer: &CustomerId,
    loaded: Loaded<Account>,
) -> Result<Response, Failure> {
    let balance = app.store.credit_balance(customer).await?;
    let view = AccountView::of(&loaded.state, loaded.version, balance.exposure);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

fn not_found(id: &str) -> Refusal {
    Refusal::not_found("credit account", "信用账户", id)
}
