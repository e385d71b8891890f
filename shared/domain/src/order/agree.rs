//! What the customer agrees to after ordering (5.2.1).

use jiff::Timestamp;

use super::review::wrong_stage;
use super::{Order, OrderEvent, Stage};
use crate::aggregate::Decision;
use crate::refusal::Refusal;

/// 5.2.1: the customer agrees to several shipments; what is there of the order may then leave first. Nothing to do when
/// that is known.
///
/// # Errors
/// `order_not_splittable` once all of it has left, or it has ended.
pub fn agree_to_split(
    order: &Order,
    by: &str,
    now: Timestamp,
) -> Result<Decision<OrderEvent>, Refusal> {
    if order.split_shipments {
        return Ok(Decision::done());
    }
    let may = match order.stage {
        Stage::Received { .. }
        | Stage::AwaitingReview { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Preparing { .. }
        | Stage::Ready { .. } => true,
        Stage::Dispatched { .. }
        | Stage::Serving { .. }
        | Stage::Delivered { .. }
        | Stage::Completed { .. }
        | Stage::Rejected { .. }
        | Stage::Cancelled { .. } => false,
    };
    if !may {
        return Err(wrong_stage(
            order,
            "order_not_splittable",
            "未发货",
            "not yet dispatched",
        ));
    }
    Ok(Decision::of(vec![OrderEvent::SplitAgreed {
        at: now,
        by: by.to_owned(),
    }]))
}
