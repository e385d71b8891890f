//! A person says that the recipient has the order (5.3.3, R4).

use contract::shipment::{DeliveryRequest, ShipmentView};
use domain::order;
use domain::refusal::{Refusal, RefusalClass};
use domain::shipment::{Shipment, confirm_delivery, shipment_id};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Plan, Written};

use crate::App;

/// `POST /v1/orders/{id}/delivery`: the last parcel and the order, in one transaction.
pub(crate) async fn confirm(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let (signed_at, note) = request
        .json::<DeliveryRequest>()?
        .into_parts(request.received_at)?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let loaded = order_access::visible(&app.store, id, &request.caller).await?;
            let Some(parcel) = loaded.state.shipments.last() else {
                return Err(Failure::from(not_dispatched()));
            };
            let parcel = shipment_id(&parcel.carrier, &parcel.waybill_no);
            let shipment = app.store.load::<Shipment>(&parcel).await?;
            let shipment =
                shipment.ok_or_else(|| Failure::broken("an order's parcel is not there"))?;
            let delivered = order::deliver(&loaded.state, signed_at, request.received_at)?;
            Ok(Plan::new(parcel)
                .carry_out(
                    &shipment,
                    confirm_delivery(&shipment.state, signed_at, &note),
                )?
                .carry_out(&loaded, delivered)?)
        })
        .await?;
    let Written::Done { output: parcel, .. } = written else {
        return Err(Failure::broken("confirming a delivery met a bound"));
    };
    let shipment = app.store.load::<Shipment>(&parcel).await?;
    let shipment = shipment.ok_or_else(|| Failure::broken("an order's parcel is not there"))?;
    Response::ok(&ShipmentView::of(&shipment.state))
}

fn not_dispatched() -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "order_not_dispatched",
        "订单尚未发货",
        "the order has not been dispatched",
    )
}
