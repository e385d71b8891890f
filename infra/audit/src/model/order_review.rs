//! Who reviews an order, and how late the review is.

use jiff::Timestamp;
use serde_json::Value;

use super::{Fields, Step, set, text};

/// Applies what an event says about claims and escalation; `None` when it does not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    match text(event, "event") {
        name @ ("review_claimed" | "review_reassigned") => {
            let claim = event.get("claim")?;
            if claim.get("by") == state.get("entered_by") {
                step.illegal(name, "entered by the same person");
            }
            let claim = claim.clone();
            set(state, "claim", claim);
        }
        "review_released" => {
            state.remove("claim");
        }
        name @ "review_escalated" => escalate(state, event.get("escalation")?, name, step)?,
        _ => {}
    }
    Some(())
}

/// Each level comes once, after the one before and not before its time.
fn escalate(state: &mut Fields, to: &Value, name: &str, step: &mut Step) -> Option<()> {
    let reached = state.get("escalation").and_then(Value::as_object);
    let (level, not_before) = match reached {
        None => ("team_lead", instant(state, "due")),
        Some(reached) if text(reached, "level") == "team_lead" => {
            ("manager", instant(reached, "next"))
        }
        Some(_) => ("no", None),
    };
    let said = to.as_object()?;
    let in_time = instant(said, "at") > not_before;
    if text(said, "level") != level || !in_time {
        step.illegal(name, "that is not late enough");
    }
    set(state, "escalation", to.clone());
    Some(())
}

fn instant(fields: &Fields, name: &str) -> Option<Timestamp> {
    text(fields, name).parse().ok()
}
