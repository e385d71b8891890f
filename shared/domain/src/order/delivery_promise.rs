//! When an order should arrive 承诺送达日 (6.1.1, 9.2): what was promised first, which nothing changes, and what is
//! expected now.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Facts, Order, Stage};
use crate::calendar::business_date;

/// What was promised when preparation began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryPromise {
    /// The day by which all goods should be there. Deliveries are on time or late by it (9.2), whatever was said since.
    pub first: Date,
    /// Calendar days from goods that are ready to goods that are there.
    pub after_ready_days: u16,
}

/// The promise for an order whose preparation begins: the working days of the policy for preparing and dispatching, then
/// its days on the way; not before the day that was asked for. None of services, which go by appointment, nor where
/// the calendar does not reach so far: the order goes on without one.
pub(super) fn promise(order: &Order, facts: &Facts<'_>) -> Option<DeliveryPromise> {
    if order.pieces().is_empty() {
        return None;
    }
    let due = &facts.policy.due;
    let working_days = |from: Timestamp, days| facts.calendar.add_working_days(from, days).ok();
    let ready = working_days(facts.now, due.preparation_working_days)?;
    let leaves = working_days(ready, due.dispatch_working_days)?;
    let arrives = after(business_date(leaves), due.transit_days)?;
    let after_ready = arrives.duration_since(business_date(ready)).as_hours() / 24;
    Some(DeliveryPromise {
        first: order
            .requested_delivery
            .map_or(arrives, |asked| asked.max(arrives)),
        after_ready_days: u16::try_from(after_ready).ok()?,
    })
}

impl Order {
    /// The day on which all its goods are expected to be there, while they are not and are prepared or on their way:
    /// as promised, or so much after the last of what is bought and made for it as the promise reckoned; of what has
    /// left, as the carrier's transit days have it.
    #[must_use]
    pub fn expected_on(&self) -> Option<Date> {
        match &self.stage {
            Stage::Preparing { .. } | Stage::Ready { .. } => {
                let promise = self.delivery_promise?;
                let promises = self.promises();
                let supplied = promises.iter().filter_map(|line| line.expected).max();
                let supplied = supplied.and_then(|on| after(on, promise.after_ready_days));
                Some(supplied.map_or(promise.first, |on| on.max(promise.first)))
            }
            Stage::Dispatched { due } => Some(business_date(*due)),
            Stage::Received { .. }
            | Stage::AwaitingReview { .. }
            | Stage::Negotiating { .. }
            | Stage::Approved { .. }
            | Stage::AwaitingPayment { .. }
            | Stage::Serving { .. }
            | Stage::Delivered { .. }
            | Stage::Completed { .. }
            | Stage::Rejected { .. }
            | Stage::Cancelled { .. } => None,
        }
    }
}

fn after(day: Date, days: u16) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}
