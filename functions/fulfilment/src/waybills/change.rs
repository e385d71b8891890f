//! What people do with a waybill: read it, void it, print its label.

use contract::waybill::{VoidRequest, WaybillView};
use domain::aggregate::Decision;
use domain::contact_disclosure::{ContactDisclosure, ContactDisclosureEvent, DisclosurePurpose};
use domain::order::{self, Order};
use domain::refusal::Refusal;
use domain::waybill::{self, Waybill};
use lambda::http::{Failure, Request, Response, must_match};
use lambda::origin;
use store::{Loaded, Plan, Written};

use super::asking::{is_void, on_label};
use super::label::{self, Label};
use super::{after, named, view};
use crate::App;

/// `GET /v1/waybills/{waybill}`
pub(super) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    let loaded = named(app, &request).await?;
    Ok(Response::ok(&view(&loaded))?.etag(loaded.version))
}

/// `POST /v1/waybills/{waybill}/void`: the carrier is asked after that, by message.
pub(super) async fn void(app: &App, request: Request) -> Result<Response, Failure> {
    let reason = request.json::<VoidRequest>()?.into_reason()?;
    let (by, now) = (&request.caller.subject, request.received_at);
    let rules = app.rules.open().await?;
    let facts = rules.at(now);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = named(app, &request).await?;
            if let Some(seen) = request.if_match_optional()? {
                must_match(seen, loaded.version)?;
            }
            let decision = waybill::ask_void(&loaded.state, by, &reason, now)?;
            let (state, version) = after(&loaded, &decision.events)?;
            let at_once = is_void(&decision.events);
            let view = WaybillView::of(&state, version);
            let plan = Plan::new(view).carry_out(&loaded, decision)?;
            if !at_once {
                return Ok::<_, Failure>(plan);
            }
            let order = order_of(app, &state).await?;
            let knows = order::void_waybill(&order.state, state.id.no, &facts);
            Ok(plan.carry_out(&order, knows)?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => Ok(Response::ok(&output)?.etag(output.version)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "voiding a waybill met a bound: {unmet:?}"
        ))),
    }
}

/// `POST /v1/waybills/{waybill}/label`: written down first; then it is drawn.
pub(super) async fn print(app: &App, request: Request) -> Result<Response, Failure> {
    let (by, now) = (&request.caller.subject, request.received_at);
    let rules = app.rules.open().await?;
    let facts = rules.at(now);
    let waybill = named(app, &request).await?.state;
    let order = order_of(app, &waybill).await?.state;
    let contact = app.store.contact(order.id).await?.ok_or_else(|| {
        let id = order.id.to_string();
        Refusal::not_found("contact of an order", "订单联系信息", &id)
    })?;
    let sender = facts.policy.shipping.sender(&waybill.warehouse)?;
    let shown = ContactDisclosureEvent::Disclosed {
        order: order.id,
        at: now,
        to: by.clone(),
        purpose: DisclosurePurpose::Delivery,
    };
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = named(app, &request).await?;
            let decision = waybill::print(&loaded.state, by, now)?;
            let (state, _) = after(&loaded, &decision.events)?;
            let id = order.id.to_string();
            let disclosed = app.store.load::<ContactDisclosure>(&id).await?;
            let plan = Plan::new(state).carry_out(&loaded, decision)?;
            let shown = Decision::of(vec![shown.clone()]);
            Ok::<_, Failure>(plan.begin_or_carry_out(disclosed.as_ref(), shown)?)
        })
        .await?;
    let waybill = match written {
        Written::Done { output, .. } => output,
        Written::Unmet(unmet) => {
            return Err(Failure::broken(format!(
                "printing a label met a bound: {unmet:?}"
            )));
        }
    };
    let parcels: Vec<u16> = order
        .waybills
        .of(waybill.consignment)
        .map(|it| it.no)
        .collect();
    let place = parcels.iter().position(|no| *no == waybill.id.no);
    let (name, phone, address) = on_label(&contact);
    let svg = label::svg(&Label {
        waybill: &waybill,
        sender,
        recipient: (&name, &phone, &address),
        parcel: (
            place.map_or(1, |place| place.saturating_add(1)),
            parcels.len().max(1),
        ),
    });
    let name = format!("label-{}.svg", waybill.id);
    Ok(Response::file(label::MEDIA_TYPE, &name, svg.as_bytes()))
}

async fn order_of(app: &App, waybill: &Waybill) -> Result<Loaded<Order>, Failure> {
    let id = waybill.id.order.to_string();
    let order = app.store.load::<Order>(&id).await?;
    order.ok_or_else(|| Failure::broken("a waybill has no order"))
}
