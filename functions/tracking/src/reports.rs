//! Reports of a carrier on one parcel, wherever they come from (5.3.3).

use domain::aggregate::{Decision, fold};
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::order::{self, Order};
use domain::shipment::{
    CarrierReport, ExceptionFacts, Shipment, ShipmentEvent, shipment_id, tell_of_exceptions, track,
};
use lambda::http::Failure;
use store::{CommitMeta, Plan, Written};

use crate::{App, claim_facts};

/// All reports of one parcel in one transaction; when the recipient signed, the order is delivered in the same one.
/// Answers with the parcel after them; `None` when the parcel is not known.
pub(crate) async fn take(
    app: &App,
    meta: &CommitMeta,
    (carrier, waybill_no): (&CarrierCode, &WaybillNo),
    reports: &[CarrierReport],
) -> Result<Option<Shipment>, Failure> {
    let id = shipment_id(carrier, waybill_no);
    let rules = match tell_of_exceptions(reports) {
        true => Some(app.rules.open().await?),
        false => None,
    };
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Shipment>(&id).await? else {
                return Ok::<_, Failure>(Plan::new(None));
            };
            let facts = match &rules {
                Some(rules) => {
                    Some(claim_facts::of(&app.store, &loaded.state, &rules.at(meta.at)).await?)
                }
                None => None,
            };
            let (after, decision) = tracked(&loaded.state, reports, facts.as_ref())?;
            let arrived = after.is_delivered() && !loaded.state.is_delivered();
            let (order_id, at) = (after.order.to_string(), after.status_at);
            let plan = Plan::new(Some(after)).carry_out(&loaded, decision)?;
            if !arrived {
                return Ok(plan);
            }
            let order = app.store.load::<Order>(&order_id).await?;
            let order = order.ok_or_else(|| Failure::broken("a parcel has no order"))?;
            let parcel = (carrier, waybill_no);
            let delivered = order::deliver(&order.state, parcel, at, meta.at)?;
            Ok(plan.carry_out(&order, delivered)?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(output),
        Written::Unmet(unmet) => Err(Failure::broken(format!("tracking met a bound: {unmet:?}"))),
    }
}

/// The parcel after all reports, and everything that they change.
fn tracked(
    shipment: &Shipment,
    reports: &[CarrierReport],
    facts: Option<&ExceptionFacts<'_>>,
) -> Result<(Shipment, Decision<ShipmentEvent>), Failure> {
    let mut state = shipment.clone();
    let mut events = Vec::new();
    for report in reports {
        let decision = track(&state, report, facts);
        state = fold(Some(state.clone()), &decision.events)
            .map_err(Failure::broken)?
            .unwrap_or(state);
        events.extend(decision.events);
    }
    Ok((state, Decision::of(events)))
}
