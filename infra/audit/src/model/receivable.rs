//! The receivable: what is owed grows older and less.

use super::{Fields, Folded, Step, amount, begin, set, take, text};

pub(super) const FIELDS: [&str; 8] = [
    "order",
    "customer",
    "amount",
    "outstanding",
    "opened_at",
    "due_on",
    "age",
    "cleared_on",
];

/// Ages, youngest first.
const AGES: [&str; 9] = [
    "not_due", "1-30", "31-60", "61-90", "91-180", "181-365", "1-2y", "2-3y", ">3y",
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "opened" {
        begin(folded, event, "receivable", step)?;
        let (whole, owed) = (
            amount(&folded.state, "amount"),
            amount(&folded.state, "outstanding"),
        );
        step.amount_must(whole > 0, "something owed", whole);
        step.amount_is("what is owed", whole, owed);
        return Some(());
    }
    let state = &mut folded.state;
    if state.is_empty() {
        step.illegal(name, "none");
    } else if state.contains_key("cleared_on") {
        step.illegal(name, "cleared");
    }
    let owed = amount(state, "outstanding");
    match name {
        "aged" => {
            let age = event.get("age")?.as_str()?;
            let place = |age: &str| AGES.iter().position(|known| *known == age);
            if place(age)? <= place(text(state, "age"))? {
                step.illegal(&format!("age {age}"), text(state, "age"));
            }
            take(state, "age", event, "age")
        }
        "reduced" => {
            let paid = event.get("amount")?.as_i64()?;
            let right = paid > 0 && paid < owed;
            step.amount_must(right, format!("less than {owed} paid"), paid);
            set(state, "outstanding", owed.saturating_sub(paid));
            Some(())
        }
        "cleared" => {
            step.amount_is("the last payment", owed, event.get("amount")?.as_i64()?);
            set(state, "outstanding", 0);
            take(state, "cleared_on", event, "on")
        }
        _ => None,
    }
}
