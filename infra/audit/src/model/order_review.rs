//! Who reviews an order, and how late the review is: nobody while another has the claim on it.

use jiff::Timestamp;
use serde_json::Value;

use super::{Fields, Folded, Step, set, text};

/// Steps of a review that its claim keeps from others.
const STEPS: [&str; 5] = [
    "review_claimed",
    "review_released",
    "approved",
    "rejected",
    "negotiation_proposed",
];

/// Applies what an event says about claims and escalation, and notes a step of whoever may not
/// take it; `None` when it does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let state = &mut folded.state;
    let name = text(event, "event");
    let in_review = text(state, "stage") == "awaiting_review";
    if in_review && STEPS.contains(&name) {
        check_claim(state, name, step);
        folded.reviewed_by_who_entered |= step.by == text(state, "entered_by");
    }
    match name {
        "review_claimed" | "review_reassigned" => {
            let claim = event.get("claim")?.as_object()?.clone();
            let by = text(&claim, "by");
            if name == "review_claimed" && by != step.by {
                step.illegal(name, "for another");
            }
            folded.reviewed_by_who_entered |= by == text(state, "entered_by");
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

fn check_claim(state: &Fields, name: &str, step: &mut Step) {
    let claim = state.get("claim").and_then(Value::as_object);
    let of_another = claim
        .filter(|claim| instant(claim, "until") > Some(step.at))
        .is_some_and(|claim| text(claim, "by") != step.by);
    if of_another {
        step.illegal(name, "claimed by another");
    }
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
