//! A person says that the recipient has the order (5.3.3, R4).

use contract::shipment::{DeliveryRequest, ShipmentView};
use domain::identifiers::WaybillNo;
use domain::order::{self, Order, OrderShipment};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::shipment::{Shipment, confirm_delivery, shipment_id};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Plan, Written};

use crate::App;

/// `POST /v1/orders/{id}/delivery`: a parcel and the order, in one transaction.
pub(crate) async fn confirm(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let known = request
        .json::<DeliveryRequest>()?
        .into_delivery(request.received_at)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            let order = &loaded.state;
            let parcel = parcel_of(order, known.waybill_no.as_ref())?;
            let id = shipment_id(&parcel.carrier, &parcel.waybill_no);
            let shipment = app.store.load::<Shipment>(&id).await?;
            let shipment =
                shipment.ok_or_else(|| Failure::broken("an order's parcel is not there"))?;
            let (at, now) = (known.signed_at, request.received_at);
            let named = (&parcel.carrier, &parcel.waybill_no);
            let delivered = order::deliver(order, named, at, now)?;
            let confirmed = confirm_delivery(&shipment.state, at, &known.note);
            Ok::<_, Failure>(
                Plan::new(id)
                    .carry_out(&shipment, confirmed)?
                    .carry_out(&loaded, delivered)?,
            )
        })
        .await?;
    let Written::Done { output: parcel, .. } = written else {
        return Err(Failure::broken("confirming a delivery met a bound"));
    };
    let shipment = app.store.load::<Shipment>(&parcel).await?;
    let shipment = shipment.ok_or_else(|| Failure::broken("an order's parcel is not there"))?;
    Response::ok(&ShipmentView::of(&shipment.state))
}

/// The parcel with this number, or the only one that was not signed for; of an order with one parcel, that.
pub(crate) fn parcel_of<'a>(
    order: &'a Order,
    named: Option<&WaybillNo>,
) -> Result<&'a OrderShipment, Refusal> {
    let parcels = &order.shipments;
    let only = match parcels.as_slice() {
        [] => return Err(not_dispatched()),
        [only] => Some(only),
        several => {
            let mut open = several.iter().filter(|open| open.delivered_at.is_none());
            open.next().filter(|_| open.next().is_none())
        }
    };
    let found = match named {
        None => only,
        Some(named) => parcels.iter().find(|parcel| parcel.waybill_no == *named),
    };
    found.ok_or_else(|| {
        let numbers: Vec<&str> = parcels
            .iter()
            .map(|parcel| parcel.waybill_no.as_str())
            .collect();
        Refusal::new(
            RefusalClass::Conflict,
            "parcel_not_named",
            "该订单有多个包裹，请指明其中一个运单号",
            "the order has several parcels: say which, by one of its waybill numbers",
        )
        .because(Evidence::new(
            "waybill_no",
            numbers.join(", "),
            named.map_or("none", WaybillNo::as_str),
        ))
    })
}

fn not_dispatched() -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "order_not_dispatched",
        "订单尚未发货",
        "the order has not been dispatched",
    )
}
