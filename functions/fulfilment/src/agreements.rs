//! Agreements with carriers: listed, read, entered and changed (5.3.1).

use std::sync::Arc;
use std::time::Duration;

use contract::carrier_agreement::{AgreementView, AgreementsView, entered};
use domain::carrier::{AGREEMENT_LIST, CarrierAgreement, CarrierAgreementEvent};
use domain::dated::{Dated, InForce};
use domain::refusal::{Refusal, quote};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::revision::{Entered, enter};
use store::{Store, StoreError};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// How long what was read is used before it is read again.
const FRESH: Duration = Duration::from_secs(5);

/// Every agreement, as they were at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Agreements(Arc<Vec<Dated<CarrierAgreement>>>);

/// Agreements that were read a moment ago, so that handing over parcel after parcel does not read them
/// each time.
#[derive(Debug, Default)]
pub(crate) struct AgreementBook {
    kept: Mutex<Option<(Instant, Agreements)>>,
}

impl AgreementBook {
    /// The agreements as they were some seconds ago at most.
    pub(crate) async fn open(&self, store: &Store) -> Result<Agreements, StoreError> {
        let mut kept = self.kept.lock().await;
        if let Some((read_at, agreements)) = &*kept
            && read_at.elapsed() < FRESH
        {
            return Ok(agreements.clone());
        }
        let agreements = Agreements::read(store).await?;
        *kept = Some((Instant::now(), agreements.clone()));
        Ok(agreements)
    }
}

impl Agreements {
    /// The agreements as they are, a page of a hundred after the other.
    pub(crate) async fn read(store: &Store) -> Result<Self, StoreError> {
        let (mut all, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = store
                .work_states::<Dated<CarrierAgreement>>(
                    AGREEMENT_LIST,
                    None,
                    cursor.as_deref(),
                    MOST,
                )
                .await?;
            all.extend(page.items.into_iter().map(|loaded| loaded.state));
            cursor = page.next;
            if cursor.is_none() {
                return Ok(Self(Arc::new(all)));
            }
        }
    }

    /// The versions in force at `now`.
    pub(crate) fn at(&self, now: Timestamp) -> impl Iterator<Item = InForce<&CarrierAgreement>> {
        self.0.iter().filter_map(move |dated| dated.at(now))
    }
}

/// `GET /v1/carriers`
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let (cursor, limit) = (request.query("cursor"), request.limit(USUAL, MOST)?);
    let page = app
        .store
        .work_states::<Dated<CarrierAgreement>>(AGREEMENT_LIST, None, cursor, limit)
        .await?;
    let views = page
        .items
        .iter()
        .map(|loaded| AgreementView::of(&loaded.state, loaded.version, request.received_at));
    Response::ok(&AgreementsView {
        items: views.collect(),
        next_cursor: page.next,
    })
}

/// `GET /v1/carriers/{carrier}/agreement`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let carrier = request.path("carrier");
    let loaded = app.store.load::<Dated<CarrierAgreement>>(carrier).await?;
    let loaded = loaded.ok_or_else(|| unknown(carrier))?;
    let view = AgreementView::of(&loaded.state, loaded.version, request.received_at);
    Ok(Response::ok(&view)?.etag(loaded.version))
}

/// `PUT /v1/carriers/{carrier}/agreement`: enters or changes an agreement, at once or from an instant on.
pub(crate) async fn revise(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["effective_from"])?;
    let effective_from = effective_from(&request)?;
    let carrier = request.path("carrier");
    let value = entered(request.json::<CarrierAgreement>()?, carrier)?;
    let entered = Entered {
        id: carrier.to_owned(),
        value,
        effective_from,
    };
    let written = enter(
        &app.store,
        &request,
        entered,
        CarrierAgreementEvent::revised,
    )
    .await?;
    let view = AgreementView::of(&written.state, written.version, request.received_at);
    Ok(Response::ok(&view)?.etag(written.version))
}

pub(crate) fn unknown(carrier: &str) -> Refusal {
    Refusal::not_found("agreement with a carrier", "承运商协议", carrier)
}

/// Since when something is to be valid; at once without it.
pub(crate) fn effective_from(request: &Request) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = request.query("effective_from") else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Refusal::invalid(
            "effective_from",
            "an instant such as 2026-12-31T16:00:00Z",
            quote(text),
        )
    })
}
