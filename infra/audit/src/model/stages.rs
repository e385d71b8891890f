//! Stages of an order, and which event leads from which into which.

/// What an event may follow, and where it leads: `None` leaves the order in its stage.
pub(super) struct Transition {
    pub(super) event: &'static str,
    pub(super) from: &'static [&'static str],
    pub(super) to: Option<&'static str>,
}

const BEFORE_THE_END: [&str; 8] = [
    "received",
    "awaiting_review",
    "negotiating",
    "approved",
    "awaiting_payment",
    "preparing",
    "ready",
    "serving",
];

const OPEN: [&str; 10] = [
    "received",
    "awaiting_review",
    "negotiating",
    "approved",
    "awaiting_payment",
    "preparing",
    "ready",
    "dispatched",
    "serving",
    "delivered",
];

/// Services are carried out while goods come and go, and after.
const SERVED: [&str; 4] = ["preparing", "ready", "dispatched", "serving"];

/// A waybill can turn out void while the order goes on with the rest, and after it or the rest of it was cancelled.
const WITH_WAYBILLS: [&str; 7] = [
    "preparing",
    "ready",
    "dispatched",
    "serving",
    "delivered",
    "completed",
    "cancelled",
];

/// Money can go back at any time.
const ANY: [&str; 13] = [
    "received",
    "awaiting_review",
    "negotiating",
    "approved",
    "awaiting_payment",
    "preparing",
    "ready",
    "dispatched",
    "serving",
    "delivered",
    "completed",
    "rejected",
    "cancelled",
];

const fn into(event: &'static str, from: &'static [&'static str], to: &'static str) -> Transition {
    Transition {
        event,
        from,
        to: Some(to),
    }
}

const fn within(event: &'static str, from: &'static [&'static str]) -> Transition {
    Transition {
        event,
        from,
        to: None,
    }
}

const TRANSITIONS: [Transition; 41] = [
    within("review_deferred", &["received"]),
    within("quotas_taken", &["received", "negotiating"]),
    into("review_requested", &["received"], "awaiting_review"),
    into("rejected", &["received", "awaiting_review"], "rejected"),
    into("negotiation_proposed", &["awaiting_review"], "negotiating"),
    into("negotiation_closed", &["negotiating"], "awaiting_review"),
    into("approved", &["received", "awaiting_review"], "approved"),
    into("payment_awaited", &["approved"], "awaiting_payment"),
    into("cleared", &["approved", "awaiting_payment"], "preparing"),
    within("reservation_given_up", &["ready"]),
    within("split_agreed", &BEFORE_THE_END),
    into("short", &["preparing"], "preparing"),
    into("reserved", &["preparing", "ready"], "ready"),
    within("picked", &["ready"]),
    // Where it leads depends on what else waits.
    within("reservation_lost", &["ready"]),
    // Where it leads depends on what has not left.
    within("dispatched", &["ready"]),
    within("parcel_delivered", &["preparing", "ready", "dispatched"]),
    within("services_ordered", &["received", "negotiating"]),
    into("services_awaited", &["preparing", "dispatched"], "serving"),
    within("service_booked", &SERVED),
    within("service_completed", &SERVED),
    into("delivered", &["dispatched", "serving"], "delivered"),
    into("billed", &["delivered"], "delivered"),
    into("completed", &["delivered"], "completed"),
    into("cancelled", &BEFORE_THE_END, "cancelled"),
    // Where it leads is told with what is left of it.
    within("rest_cancelled", &SERVED),
    within("payment_received", &OPEN),
    within("refunded", &ANY),
    within("settled", &["delivered"]),
    within("review_claimed", &["awaiting_review"]),
    within("review_released", &["awaiting_review"]),
    within("review_reassigned", &["awaiting_review"]),
    within("review_escalated", &["awaiting_review"]),
    within("credit_overridden", &["awaiting_review"]),
    within("supply_pegged", &["preparing", "ready"]),
    within("supply_rescheduled", &["preparing", "ready"]),
    within("supply_ended", &["preparing", "ready"]),
    within("waybills_requested", &["ready"]),
    within("waybill_voided", &WITH_WAYBILLS),
    within("hold_placed", &ANY),
    within("hold_released", &ANY),
];

/// The transition of an event after the first; `None` when it is not known.
pub(super) fn transition(event: &str) -> Option<&'static Transition> {
    TRANSITIONS
        .iter()
        .find(|transition| transition.event == event)
}
