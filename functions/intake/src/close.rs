//! What a customer, or staff for it, does to an order that it no longer wants, or not all at once (4.3.4, 5.2.1).

use contract::cancel::CancelRequest;
use domain::order::{self, CancelScope, Order};
use domain::shipment::{Shipment, shipment_id};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::order_change;
use store::StoreError;

use crate::{App, show};

/// `POST /v1/orders/{id}/cancel`: everything the order holds, or what has not left of it, goes back; what was
/// paid for that goes onto the list of refunds; `If-Match` is optional.
pub(crate) async fn cancel(app: &App, request: Request) -> Result<Response, Failure> {
    let (reason, rest) = request.json::<CancelRequest>()?.into_parts()?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let cancelled = order_change::change(&app.store, &request, &facts, async |order: &Order| {
        let scope = if rest {
            let arrival = arrival(app, order).await?;
            CancelScope::Rest { arrival }
        } else {
            CancelScope::Whole
        };
        Ok(order::cancel(order, &reason, scope, &facts)?)
    });
    show::changed(&cancelled.await?, &request)
}

/// `POST /v1/orders/{id}/split-shipments`: what is there of a short order may leave first.
pub(crate) async fn agree_to_split(app: &App, request: Request) -> Result<Response, Failure> {
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let by = &request.caller.subject;
    let agreed = order_change::change_by_rule(&app.store, &request, &facts, |order, facts| {
        order::agree_to_split(order, by, facts.now)
    });
    show::changed(&agreed.await?, &request)
}

/// When the last of what left of the order was expected.
async fn arrival(app: &App, order: &Order) -> Result<Option<Timestamp>, StoreError> {
    let parcels = order.shipments.iter();
    let ids: Vec<String> = parcels
        .map(|parcel| shipment_id(&parcel.carrier, &parcel.waybill_no))
        .collect();
    let parcels = app.store.load_many::<Shipment>(&ids).await?;
    Ok(parcels.iter().map(|it| it.state.expected_at()).max())
}
