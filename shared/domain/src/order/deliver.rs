//! The recipient signs for the parcels of an order (5.3.3).

use jiff::Timestamp;

use super::review::wrong_stage;
use super::service::goods_delivered;
use super::{Order, OrderEvent, Stage, StageName};
use crate::aggregate::Decision;
use crate::identifiers::{CarrierCode, WaybillNo};
use crate::refusal::Refusal;

/// 5.3.3: the recipient signed for a parcel at `at`, as is known `now`; nothing to do when that is already
/// known. With the last parcel of everything the order is delivered, and what is paid in full is settled and
/// completed with it (7.1.1); unless services are left.
///
/// # Errors
/// `order_not_dispatched` when it never left with such a parcel.
pub fn deliver(
    order: &Order,
    (carrier, waybill_no): (&CarrierCode, &WaybillNo),
    at: Timestamp,
    now: Timestamp,
) -> Result<Decision<OrderEvent>, Refusal> {
    let mut parcels = order.shipments.iter();
    let Some(parcel) = parcels.find(|parcel| parcel.is(carrier, waybill_no)) else {
        return Err(wrong_stage(
            order,
            "order_not_dispatched",
            "已发货",
            "dispatched",
        ));
    };
    let ended = matches!(
        order.stage.name(),
        StageName::Delivered | StageName::Completed
    );
    if ended || parcel.delivered_at.is_some() {
        return Ok(Decision::done());
    }
    let others_are_there = order
        .shipments
        .iter()
        .all(|other| other.delivered_at.is_some() || other == parcel);
    let all_left = matches!(order.stage, Stage::Dispatched { .. });
    let is_whole = order.services.is_empty() && order.rest_cancelled.is_none();
    let mut events = Vec::new();
    if order.shipments.len() > 1 || !all_left || !is_whole {
        events.push(OrderEvent::ParcelDelivered {
            carrier: carrier.clone(),
            waybill_no: waybill_no.clone(),
            at,
        });
    }
    if all_left && others_are_there {
        events.extend(goods_delivered(order, at, now));
    }
    Ok(Decision::of(events))
}
