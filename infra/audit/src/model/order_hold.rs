//! Holds of an order: no step that an open one blocks.

use serde_json::Value;

use super::{Fields, Step, list, set, text};

/// Events that take a step which a hold can block.
const STEPS: [(&str, &str); 4] = [
    ("approved", "approve"),
    ("reserved", "prepare"),
    ("dispatched", "dispatch"),
    ("refunded", "refund"),
];

/// Applies what an event says about holds, and notes a step that one blocks; `None` when it does
/// not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let taken = STEPS.iter().find(|(event, _)| *event == name);
    if let Some((_, taken)) = taken {
        let blocked = list(state, "holds").iter().filter_map(Value::as_object);
        let blocked = blocked
            .filter(|hold| !hold.contains_key("release"))
            .any(|hold| list(hold, "blocks").contains(&Value::from(*taken)));
        if blocked {
            step.illegal(name, "on hold");
        }
    }
    let mut holds = list(state, "holds").to_vec();
    match name {
        "hold_placed" => {
            let hold = event.get("hold")?;
            let id = hold.get("id")?;
            if holds.iter().any(|held| held.get("id") == Some(id)) {
                step.illegal(name, "on this hold before");
            }
            holds.push(hold.clone());
        }
        "hold_released" => {
            let id = event.get("hold")?;
            let held = holds.iter_mut().find(|held| held.get("id") == Some(id));
            let held = held.and_then(Value::as_object_mut);
            match held.filter(|held| !held.contains_key("release")) {
                Some(held) => set(held, "release", event.get("release")?.clone()),
                None => step.illegal(name, "without this hold"),
            }
        }
        _ => return Some(()),
    }
    set(state, "holds", holds);
    Some(())
}
