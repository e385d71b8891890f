//! The credit account and its limit.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, set, take, text};
use crate::movement::Movement;

pub(super) const FIELDS: [&str; 7] = [
    "customer",
    "profile",
    "grade",
    "limit",
    "assessment",
    "opened_at",
    "next_assessment",
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let begun = !folded.state.is_empty();
    if begun == (name == "opened") {
        step.illegal(name, if begun { "open" } else { "none" });
    }
    let state = &mut folded.state;
    match name {
        "opened" => {
            state.clear();
            take(state, "customer", event, "customer")?;
            take(state, "opened_at", event, "at")?;
            set(state, "grade", "D");
            take(state, "profile", event, "profile")?;
        }
        "profile_recorded" => take(state, "profile", event, "profile")?,
        "assessed" => {
            let assessment = event.get("assessment")?.as_object()?;
            let (from, to) = (
                amount(state, "limit"),
                assessment.get("limit").and_then(Value::as_i64)?,
            );
            if from != to {
                step.movements.push(Movement::Limit {
                    customer: text(state, "customer").to_owned(),
                    from,
                    to,
                });
            }
            step.amount_must(to >= 0, "a limit of nought or more", to);
            take(state, "grade", assessment, "grade")?;
            take(state, "limit", assessment, "limit")?;
            take(state, "assessment", event, "assessment")?;
            folded.lowered |= to < from;
        }
        _ => return None,
    }
    take(
        &mut folded.state,
        "next_assessment",
        event,
        "next_assessment",
    )
}
