//! Handing all parcels of a consignment to the carrier at once, with their waybills.

use contract::shipment::ShipmentView;
use contract::waybill::{HandoverRequest, HandoverView};
use domain::aggregate::Decision;
use domain::carrier::CarrierChoice;
use domain::carrier_status::CanonicalStatus;
use domain::order::{self, Consignment, Facts, LotGoods, Order, OrderShipment};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::shipment::{Shipment, ShipmentEvent, shipment_id};
use domain::waybill::{self, Waybill};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Loaded, Plan, Written};

use super::of_order;
use crate::App;
use crate::dispatch::free;
use crate::picking::goods;

/// `POST /v1/orders/{id}/dispatch`: 201 with the parcels, or 200 when they left before.
pub(super) async fn dispatch(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let named = request.json::<HandoverRequest>()?.consignment;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            let order = &loaded.state;
            if let Some(no) = left_before(order, named) {
                let shipments = shipments(app, order, no).await?;
                return Ok::<_, Failure>(Plan::new((false, no, shipments)));
            }
            let consignment = order::ready_consignment(order, named)?;
            all_labelled(order, &consignment)?;
            let known = order.waybills.of(consignment.no);
            let waybills = of_order(&app.store, order, known).await?;
            let mut shipments = Vec::with_capacity(waybills.len());
            for waybill in &waybills {
                let shipment = booked(&waybill.state, &facts)?;
                free(app, &shipment.carrier, &shipment.waybill_no).await?;
                shipments.push(shipment);
            }
            let goods = goods(&app.store, &consignment, facts.now, false).await?;
            plan(
                &loaded,
                &consignment,
                &waybills,
                shipments,
                (&goods, &facts),
            )
        })
        .await?;
    match written {
        Written::Done {
            output: (new, consignment, shipments),
            ..
        } => {
            let shipments = shipments.iter().map(ShipmentView::of).collect();
            let view = HandoverView {
                consignment,
                shipments,
            };
            Response::json(if new { 201 } else { 200 }, &view)
        }
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "dispatching met a bound: {unmet:?}"
        ))),
    }
}

/// The consignment that is asked for, if it left with waybills before: the one with this number, or the last one
/// when none waits.
fn left_before(order: &Order, named: Option<u16>) -> Option<u16> {
    let last = || {
        let last = order.shipments.last().map(OrderShipment::consignment_no);
        last.filter(|_| order.waiting_consignments().is_empty())
    };
    let no = named.or_else(last)?;
    let left = order.shipments.iter().any(|it| it.consignment_no() == no);
    (left && order.waybills.of(no).next().is_some()).then_some(no)
}

/// The parcels of a consignment that left.
async fn shipments(app: &App, order: &Order, no: u16) -> Result<Vec<Shipment>, Failure> {
    let parcels = order.shipments.iter();
    let parcels = parcels.filter(|it| it.consignment_no() == no);
    let ids: Vec<String> = parcels
        .map(|it| shipment_id(&it.carrier, &it.waybill_no))
        .collect();
    let loaded = app.store.load_many_consistently::<Shipment>(&ids).await?;
    Ok(loaded.into_iter().map(|loaded| loaded.state).collect())
}

/// Refuses a consignment of which a piece has no waybill.
fn all_labelled(order: &Order, consignment: &Consignment) -> Result<(), Refusal> {
    let open = order.unlabelled(consignment);
    if open.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(
        RefusalClass::Conflict,
        "consignment_not_labelled",
        "发货单中尚有货物没有面单，详见 errors",
        "pieces of the consignment have no waybill yet, see errors",
    );
    Err(open.into_iter().fold(refusal, |refusal, pieces| {
        let at = format!("consignment: {}", pieces.sku);
        refusal.because(Evidence::new(at, "0", pieces.quantity.to_string()))
    }))
}

/// The parcel of a waybill as it is handed over.
///
/// # Errors
/// 409 `waybill_not_issued`.
fn booked(waybill: &Waybill, facts: &Facts<'_>) -> Result<Shipment, Failure> {
    waybill::leave(waybill, facts.now)?;
    let number = waybill.waybill_no();
    let number = number.ok_or_else(|| Failure::broken("an issued waybill has no number"))?;
    Ok(Shipment {
        carrier: waybill.carrier().clone(),
        waybill_no: number.clone(),
        order: waybill.id.order,
        weight_g: waybill.weight_g,
        choice: CarrierChoice {
            chosen: waybill.quote.clone(),
            considered: Vec::new(),
        },
        booked_at: facts.now,
        status: CanonicalStatus::Created,
        status_at: facts.now,
        heard_at: None,
        exception: None,
        exceptions: Vec::new(),
        informed: Vec::new(),
    })
}

/// Whether the parcels are handed over now, the consignment's number, and its parcels.
type Output = (bool, u16, Vec<Shipment>);

fn plan(
    loaded: &Loaded<Order>,
    consignment: &Consignment,
    waybills: &[Loaded<Waybill>],
    shipments: Vec<Shipment>,
    (goods, facts): (&[LotGoods], &Facts<'_>),
) -> Result<Plan<Output>, Failure> {
    let parcel = |shipment: &Shipment| OrderShipment {
        carrier: shipment.carrier.clone(),
        waybill_no: shipment.waybill_no.clone(),
        consignment: None,
        delivered_at: None,
    };
    let mut parcels: Vec<OrderShipment> = shipments.iter().map(parcel).collect();
    if parcels.is_empty() {
        return Err(Failure::broken("a labelled consignment has no waybill"));
    }
    let first = parcels.remove(0);
    let days = shipments
        .iter()
        .map(|it| it.choice.chosen.days_until_arrival(facts.now))
        .max();
    let leaves = order::dispatch_parcels(
        &loaded.state,
        consignment,
        first,
        parcels,
        days.unwrap_or_default(),
        goods,
        facts,
    )?;
    let begun: Vec<ShipmentEvent> = shipments
        .iter()
        .map(|shipment| ShipmentEvent::Booked {
            shipment: Box::new(shipment.clone()),
            comparison: None,
        })
        .collect();
    let mut plan = Plan::new((true, consignment.no, shipments)).carry_out(loaded, leaves)?;
    for event in begun {
        plan = plan.begin::<Shipment>(Decision::of(vec![event]))?;
    }
    for waybill in waybills {
        plan = plan.carry_out(waybill, waybill::leave(&waybill.state, facts.now)?)?;
    }
    Ok(plan)
}
