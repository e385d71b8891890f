//! The parcel: it only moves forward.

use super::shipment_exception::{changed, informed, raised};
use super::{Fields, Folded, Step, begin, set, take, text};

pub(super) const FIELDS: [&str; 12] = [
    "carrier",
    "waybill_no",
    "order",
    "weight_g",
    "choice",
    "booked_at",
    "status",
    "status_at",
    "heard_at",
    "exception",
    "exceptions",
    "informed",
];

/// Statuses on the way to the recipient, with how far they are.
const WAY: [(&str, u8); 8] = [
    ("created", 0),
    ("picked_up", 1),
    ("in_transit", 2),
    ("transferred", 2),
    ("customs", 2),
    ("out_for_delivery", 3),
    ("at_locker", 4),
    ("signed", 5),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "booked" {
        begin(folded, event, "shipment", step)?;
        if text(&folded.state, "status") != "created" {
            step.illegal("booked", text(&folded.state, "status"));
        }
        return Some(());
    }
    let state = &mut folded.state;
    let status = text(state, "status").to_owned();
    let stands = if status.is_empty() { "none" } else { &status };
    match name {
        "progressed" => {
            let next = event.get("status")?.as_str()?;
            if far(next).is_none() || far(next) <= far(&status) {
                step.illegal(&format!("step to {next}"), stands);
            }
            if next == "signed" {
                state.remove("exception");
            }
            take(state, "status", event, "status")?;
            take(state, "status_at", event, "at")
        }
        "heard" => {
            if status == "signed" || status.is_empty() {
                step.illegal(name, stands);
            }
            take(state, "heard_at", event, "at")
        }
        "exception_raised" => {
            let at_step = far(&status).unwrap_or_default();
            if let Some(record) = event.get("record") {
                return raised(state, record, at_step, step);
            }
            if status == "signed" || status.is_empty() {
                step.illegal(name, stands);
            }
            take(state, "exception", event, "exception")
        }
        "exception_repeated"
        | "exception_claimed"
        | "exception_measure_taken"
        | "exception_escalated"
        | "exception_resolved" => changed(state, event, step),
        "customer_informed" => informed(state, event, step),
        "delivery_confirmed" => {
            if status == "signed" || status.is_empty() {
                step.illegal(name, stands);
            }
            state.remove("exception");
            set(state, "status", "signed");
            take(state, "status_at", event, "at")
        }
        _ => None,
    }
}

fn far(status: &str) -> Option<u8> {
    let (_, far) = WAY.iter().find(|(name, _)| *name == status)?;
    Some(*far)
}
