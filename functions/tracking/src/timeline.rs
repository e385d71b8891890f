//! One timeline per order, for staff and, redacted, for customers (6.1.1).

use std::collections::{BTreeMap, BTreeSet};

use contract::problem::Language;
use contract::timeline::{TimelineView, TrackView};
use domain::carrier::CarrierAgreement;
use domain::dated::Dated;
use domain::order::Order;
use domain::refusal::Refusal;
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::metrics::{self, SIGNATURE_REFUSED, Unit};
use lambda::{order_access, tracking_token};

use crate::{App, journal, page};

/// `GET /v1/orders/{id}/timeline`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let loaded = order_access::visible(&app.store, id, &request.caller).await?;
    let happenings = journal::of_order(&app.store, &loaded.state).await?;
    let view = if request.caller.is_staff() {
        TimelineView::for_staff(&loaded.state, happenings, request.language)
    } else {
        TimelineView::for_customer(&loaded.state, happenings, request.language)
    };
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `GET /v1/track/{token}`: for whoever holds the link; a page for browsers, JSON for programs.
pub(crate) async fn track(app: &App, request: Request) -> Result<Response, Failure> {
    let language = language(&request)?;
    let view = match view(app, &request, language).await {
        Err(Failure::Refused(refusal)) if request.prefers_page() => {
            return Ok(page::refused(&refusal, language).header("vary", VARY));
        }
        view => view?,
    };
    let answer = if request.prefers_page() {
        page::of(&view, language)
    } else {
        Response::ok(&view)?.header("content-language", language.tag())
    };
    Ok(answer.header("vary", VARY).unless_unchanged(&request))
}

/// What the answer to a link goes by.
const VARY: &str = "accept, accept-language";

/// The language that the page's own links ask for, or else the one that the browser does.
fn language(request: &Request) -> Result<Language, Refusal> {
    match request.query("lang") {
        None => Ok(request.language),
        Some("zh") => Ok(Language::Chinese),
        Some("en") => Ok(Language::English),
        Some(other) => Err(Refusal::invalid("query.lang", "zh or en", other)),
    }
}

async fn view(app: &App, request: &Request, language: Language) -> Result<TrackView, Failure> {
    let (secret, token) = (&app.tracking_secret, request.path("token"));
    let id = tracking_token::verify(secret, token, request.received_at)
        // Somebody who tries many is noticed, as with other signatures.
        .inspect_err(|_| metrics::emit(SIGNATURE_REFUSED, 1, Unit::Count))?;
    let loaded = app.store.load::<Order>(&id.to_string()).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("order", "订单", &id.to_string()))?;
    let order = &loaded.state;
    let happenings = journal::of_order(&app.store, order).await?;
    let carriers = carriers(app, order, request.received_at).await?;
    Ok(TrackView::of(order, happenings, &carriers, language))
}

/// The names of an order's carriers.
async fn carriers(
    app: &App,
    order: &Order,
    now: Timestamp,
) -> Result<BTreeMap<String, String>, Failure> {
    let codes: BTreeSet<&str> = order
        .shipments
        .iter()
        .map(|it| it.carrier.as_str())
        .collect();
    let mut names = BTreeMap::new();
    for code in codes {
        if let Some(loaded) = app.store.load::<Dated<CarrierAgreement>>(code).await? {
            let name = loaded.state.at_or_first(now).value.name.clone();
            names.insert(code.to_owned(), name);
        }
    }
    Ok(names)
}
