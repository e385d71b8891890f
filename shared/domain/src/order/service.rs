//! Services 服务项目 of an order: carried out by appointment, without stock and without a waybill (5.1, 5.3).

use jiff::{SignedDuration, Timestamp};

use super::fulfil::paid_before_dispatch;
use super::hold::not_on_hold;
use super::review::wrong_stage;
use super::settle::settled;
use super::{
    Appointment, Facts, Order, OrderEvent, OrderedService, ServiceBooking, ServiceCompletion, Stage,
};
use crate::aggregate::Decision;
use crate::goods::SupplyKind;
use crate::hold_policy::BlockedStep;
use crate::identifiers::Sku;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::review_rules::ReviewFacts;

/// The longest time that an appointment can take, in days.
pub const LONGEST_APPOINTMENT_DAYS: i64 = 31;

/// How far ahead an appointment can be made, in days.
pub const FURTHEST_APPOINTMENT_DAYS: i64 = 366;

/// That a service was carried out.
#[derive(Clone, Copy, Debug)]
pub struct Completion<'a> {
    /// When.
    pub at: Timestamp,
    /// Who says so.
    pub by: &'a str,
    /// What is to be remembered of it, in words that name nobody.
    pub note: Option<&'a str>,
}

impl Order {
    /// Whether the line of this SKU is a service.
    #[must_use]
    pub fn is_service(&self, sku: &Sku) -> bool {
        self.services.iter().any(|service| service.sku == *sku)
    }

    /// The services that were not carried out yet.
    pub fn open_services(&self) -> impl Iterator<Item = &OrderedService> {
        let open = |service: &&OrderedService| service.completed_at.is_none();
        self.services.iter().filter(open)
    }

    /// When the first of its open services is due: at the end of its appointment or, where there is none, at
    /// `unbooked`.
    fn services_due(&self, unbooked: Timestamp) -> Timestamp {
        let due = |service: &OrderedService| {
            let booked = service.appointment.as_ref();
            booked.map_or(unbooked, |appointment| appointment.until)
        };
        self.open_services().map(due).min().unwrap_or(unbooked)
    }
}

/// What was decided, together with which lines of the order that it leads to are services, where that is not
/// known yet.
pub(super) fn with_services(
    decided: Decision<OrderEvent>,
    order: &Order,
    led_to: &Order,
    review: &ReviewFacts,
) -> Decision<OrderEvent> {
    let mut products = review.products.iter();
    if order.services.is_empty() && !products.any(|known| known.value.supply == SupplyKind::Service)
    {
        return decided;
    }
    let is_service = |sku: &Sku| {
        let mut products = review.products.iter();
        let known = products.find(|known| known.value.sku == *sku);
        known.is_some_and(|known| known.value.supply == SupplyKind::Service)
    };
    let lines = led_to.lines.iter().map(|line| &line.sku);
    let mut services: Vec<Sku> = lines.filter(|sku| is_service(sku)).cloned().collect();
    services.sort();
    services.dedup();
    if services.iter().eq(order.services.iter().map(|it| &it.sku)) {
        return decided;
    }
    let ordered = OrderEvent::ServicesOrdered { services };
    let events = std::iter::once(ordered).chain(decided.events).collect();
    Decision::of(events).with(decided.adjustments)
}

/// An order of nothing but services waits for its appointments once it is cleared; nothing to do otherwise.
///
/// # Errors
/// `calendar_year_missing`.
pub(super) fn await_services(
    order: &Order,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let preparing = matches!(order.stage, Stage::Preparing { .. });
    if !preparing || !order.pieces().is_empty() || order.is_on_hold(BlockedStep::Prepare) {
        return Ok(Decision::done());
    }
    let usual = facts.working_days_on(facts.policy.due.dispatch_working_days)?;
    Ok(Decision::of(vec![OrderEvent::ServicesAwaited {
        due: order.services_due(usual),
    }]))
}

/// What follows when all goods are with the customer at `at`: the services that are left, or delivery and, where
/// everything is paid, the end.
pub(super) fn goods_delivered(order: &Order, at: Timestamp, now: Timestamp) -> Vec<OrderEvent> {
    if order.open_services().next().is_some() {
        let due = order.services_due(at);
        return vec![OrderEvent::ServicesAwaited { due }];
    }
    delivered(order, at, now)
}

/// Everything was delivered and carried out; what is paid in full is settled and completed with it.
pub(super) fn delivered(order: &Order, at: Timestamp, now: Timestamp) -> Vec<OrderEvent> {
    let mut events = vec![OrderEvent::Delivered { at }];
    if order.outstanding().is_zero() {
        events.extend(settled(now));
    }
    events
}

/// Agrees when a service is carried out, or another time for it; nothing to do when that is the time already.
///
/// # Errors
/// `service_not_ordered`; `service_completed`; `order_not_served`; `order_on_hold` before dispatch;
/// `payment_due_before_dispatch`; `invalid_value` for a time that is over, too long or too far ahead.
pub fn book_service(
    order: &Order,
    sku: &Sku,
    appointment: Appointment,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let service = service(order, sku)?;
    if let Some(completed_at) = service.completed_at {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "service_completed",
            format!("服务 {sku} 已完成，不能再预约"),
            format!("{sku} was carried out already, so no appointment can be made for it"),
        )
        .because(Evidence::new(
            "completed_at",
            "nothing",
            completed_at.to_string(),
        )));
    }
    let known = service.appointment.as_ref();
    if known.is_some_and(|it| (it.from, it.until) == (appointment.from, appointment.until)) {
        return Ok(Decision::done());
    }
    is_served(order)?;
    not_on_hold(order, BlockedStep::Dispatch)?;
    paid_before_dispatch(order)?;
    check(&appointment, facts.now)?;
    let mut booked = order.clone();
    set_appointment(&mut booked, sku, &appointment);
    let due = booked.services_due(order.stage.due());
    let booking = ServiceBooking {
        due,
        sku: sku.clone(),
        appointment,
    };
    Ok(Decision::of(vec![OrderEvent::ServiceBooked(booking)]))
}

/// A service was carried out: with the last one, when all goods are with the customer, the order is delivered.
/// Nothing to do when that is known.
///
/// # Errors
/// `service_not_ordered`; `order_not_served`; `appointment_missing`.
pub fn complete_service(
    order: &Order,
    sku: &Sku,
    completion: Completion<'_>,
    now: Timestamp,
) -> Result<Decision<OrderEvent>, Refusal> {
    let service = service(order, sku)?;
    if service.completed_at.is_some() {
        return Ok(Decision::done());
    }
    is_served(order)?;
    if service.appointment.is_none() {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "appointment_missing",
            format!("服务 {sku} 尚未预约，请先登记预约时间"),
            format!("no appointment was made for {sku}: enter it first"),
        )
        .because(Evidence::new("appointment", "one", "none")));
    }
    let mut left = order.clone();
    set_completed(&mut left, sku, completion.at);
    let completed = ServiceCompletion {
        due: left.services_due(order.stage.due()),
        sku: sku.clone(),
        at: completion.at,
        by: completion.by.to_owned(),
        note: completion.note.map(str::to_owned),
    };
    let mut events = vec![OrderEvent::ServiceCompleted(completed)];
    let is_last = left.open_services().next().is_none();
    if is_last && matches!(order.stage, Stage::Serving { .. }) {
        events.extend(delivered(order, completion.at, now));
    }
    Ok(Decision::of(events))
}

/// The order of which these lines are services.
pub(super) fn set_ordered(order: &mut Order, services: &[Sku]) {
    let ordered = services.iter().map(|sku| OrderedService {
        sku: sku.clone(),
        appointment: None,
        completed_at: None,
    });
    order.services = ordered.collect();
}

/// The order with the appointment; `None` when it has no such service.
pub(super) fn set_appointment(
    order: &mut Order,
    sku: &Sku,
    appointment: &Appointment,
) -> Option<()> {
    let mut services = order.services.iter_mut();
    let service = services.find(|service| service.sku == *sku)?;
    service.appointment = Some(appointment.clone());
    Some(())
}

/// The order of which the service was carried out; `None` when it has no such service.
pub(super) fn set_completed(order: &mut Order, sku: &Sku, at: Timestamp) -> Option<()> {
    let mut services = order.services.iter_mut();
    let service = services.find(|service| service.sku == *sku)?;
    service.completed_at = Some(at);
    Some(())
}

/// An order that waits for nothing but services is due when the first of them is.
pub(super) fn set_due(order: &mut Order, new: Timestamp) {
    if let Stage::Serving { due } = &mut order.stage {
        *due = new;
    }
}

fn service<'a>(order: &'a Order, sku: &Sku) -> Result<&'a OrderedService, Refusal> {
    let mut services = order.services.iter();
    services.find(|service| service.sku == *sku).ok_or_else(|| {
        let ordered: Vec<&str> = order.services.iter().map(|it| it.sku.as_str()).collect();
        let expected = if ordered.is_empty() {
            "an order with services".to_owned()
        } else {
            ordered.join(", ")
        };
        Refusal::new(
            RefusalClass::Conflict,
            "service_not_ordered",
            format!("订单中没有服务 {sku}"),
            format!("the order has no service {sku}"),
        )
        .because(Evidence::new("sku", expected, sku.to_string()))
    })
}

/// Refuses unless services can be carried out: goods may still be on their way, but the order is cleared.
fn is_served(order: &Order) -> Result<(), Refusal> {
    let served = match order.stage {
        Stage::Serving { .. } | Stage::Ready { .. } | Stage::Dispatched { .. } => true,
        Stage::Preparing { .. } => !order.pieces().is_empty(),
        Stage::Received { .. }
        | Stage::AwaitingReview { .. }
        | Stage::Negotiating { .. }
        | Stage::Approved { .. }
        | Stage::AwaitingPayment { .. }
        | Stage::Delivered { .. }
        | Stage::Completed { .. }
        | Stage::Rejected { .. }
        | Stage::Cancelled { .. } => false,
    };
    if served {
        return Ok(());
    }
    Err(wrong_stage(
        order,
        "order_not_served",
        "待服务",
        "cleared, and not yet delivered",
    ))
}

fn check(appointment: &Appointment, now: Timestamp) -> Result<(), Refusal> {
    let (from, until) = (appointment.from, appointment.until);
    let days = |days: i64| SignedDuration::from_hours(days.saturating_mul(24));
    if until <= from || until.duration_since(from) > days(LONGEST_APPOINTMENT_DAYS) {
        return Err(Refusal::invalid(
            "until",
            format!("after `from`, by at most {LONGEST_APPOINTMENT_DAYS} days"),
            until.to_string(),
        ));
    }
    if until <= now || from.duration_since(now) > days(FURTHEST_APPOINTMENT_DAYS) {
        return Err(Refusal::invalid(
            "from",
            format!("a time that is not over, in the {FURTHEST_APPOINTMENT_DAYS} days from now"),
            from.to_string(),
        ));
    }
    Ok(())
}
