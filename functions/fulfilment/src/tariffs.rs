//! Tariffs of an agreement as a text table: exported, and imported as a whole (5.3.1).

use contract::carrier_agreement::AgreementView;
use contract::carrier_tariff;
use domain::aggregate::Decision;
use domain::carrier::{CarrierAgreement, CarrierAgreementEvent};
use domain::dated::{Dated, revise};
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};
use lambda::master_data::{Changed, change};
use lambda::text_table::{self, CSV};

use crate::App;
use crate::agreements::{effective_from, unknown};

/// `GET /v1/carriers/{carrier}/tariffs?format=csv`: the tariffs that are valid now.
pub(crate) async fn export(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["format"])?;
    if let Some(other) = request.query("format").filter(|format| *format != "csv") {
        return Err(Refusal::invalid("query.format", "csv", quote(other)).into());
    }
    let carrier = request.path("carrier");
    let loaded = app.store.load::<Dated<CarrierAgreement>>(carrier).await?;
    let loaded = loaded.ok_or_else(|| unknown(carrier))?;
    let agreement = loaded.state.at_or_first(request.received_at).value;
    let header = carrier_tariff::COLUMNS.map(str::to_owned).to_vec();
    let rows = carrier_tariff::rows(agreement);
    let content = text_table::written(std::iter::once(header).chain(rows))?;
    Ok(Response::file(CSV, "tariffs.csv", &content).etag(loaded.version))
}

/// `POST /v1/carriers/{carrier}/tariffs/import`: the whole file or nothing, since half a tariff is a wrong
/// one. `If-Match` is optional.
pub(crate) async fn import(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["effective_from"])?;
    let content = request.file()?;
    text_table::check_type(request.header("content-type"), &[CSV])?;
    let table = carrier_tariff::read(text_table::rows(content)?)?;
    let effective_from = effective_from(&request)?;
    let (carrier, now) = (request.path("carrier"), request.received_at);
    let changed = change(&app.store, &request, carrier, |known| {
        let (dated, _): (&Dated<CarrierAgreement>, u64) = known.ok_or_else(|| unknown(carrier))?;
        let before = dated.at_or_first(effective_from.unwrap_or(now)).value;
        let revision = revise(known, table.put_into(before)?, effective_from, now)?;
        let by = request.caller.subject.clone();
        let event = revision.map(|revision| CarrierAgreementEvent::revised(revision, by));
        Ok(Decision::of(event.into_iter().collect()))
    });
    let changed: Changed<Dated<CarrierAgreement>> = changed.await?;
    let view = AgreementView::of(&changed.state, changed.version, now);
    Ok(Response::ok(&view)?.etag(changed.version))
}
