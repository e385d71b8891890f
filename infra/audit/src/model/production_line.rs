//! Production lines and what stands in their queues; how goods are made is revised like products.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, dated, list, set, text};
use crate::AuditError;
use crate::ledger::{Ledger, Queued};

pub(super) const FIELDS: [&str; 7] = [
    "code",
    "name",
    "daily_minutes",
    "exceptions",
    "plans",
    "queue",
    "worked",
];

pub(super) const ROUTING_FIELDS: [&str; 8] = [
    "sku",
    "line",
    "seconds_per_piece",
    "setup_minutes",
    "lot_size",
    "version",
    "effective_from",
    "upcoming",
];

/// What a revision leaves as it is.
const KEPT: [&str; 3] = ["plans", "queue", "worked"];

/// Applies one event of a line; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    match name {
        "revised" => {
            let mut line = event.get("line")?.as_object()?.clone();
            let before = text(&folded.state, "code");
            if !before.is_empty() && before != text(&line, "code") {
                step.illegal(name, "another line");
            }
            for field in KEPT {
                if let Some(value) = folded.state.get(field) {
                    line.insert(field.to_owned(), value.clone());
                }
            }
            folded.state = line;
            Some(())
        }
        "replanned" => replan(&mut folded.state, event, step),
        _ => None,
    }
}

/// What is new or otherwise takes its place in the queue, what left is gone, and days come one after the other.
fn replan(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    if state.is_empty() {
        step.illegal("replanned", "none");
    }
    let plan = amount(state, "plans").saturating_add(1);
    let (put, taken) = (list(event, "put"), list(event, "taken"));
    let mut queue = list(state, "queue").to_vec();
    let number = |work: &Value| work.get("work_order").cloned();
    for gone in taken {
        if !queue.iter().any(|work| number(work).as_ref() == Some(gone)) {
            step.illegal("replanned", "without what is taken out");
        }
    }
    queue.retain(|work| {
        let known = number(work);
        let gone = taken.iter().any(|gone| Some(gone) == known.as_ref());
        !gone && !put.iter().any(|work| number(work) == known)
    });
    for work in put {
        let work = work.as_object()?;
        let slot = work.get("slot")?.as_object()?;
        let (pieces, minutes) = (amount(work, "pieces"), amount(work, "minutes"));
        step.amount_must(pieces > 0, "a piece or more", pieces);
        step.amount_must(minutes > 0, "a minute or more", minutes);
        let by = amount(slot, "plan");
        step.amount_must(by > 0 && by <= plan, format!("a plan up to {plan}"), by);
        if text(slot, "start") > text(slot, "finish") {
            step.illegal("replanned", "with a last day before the first");
        }
        queue.push(Value::Object(work.clone()));
    }
    queue.sort_by_key(|work| work.get("work_order").map(Value::to_string));
    in_sequence(&queue, step);
    set(state, "queue", queue);
    set(state, "plans", plan);
    if let Some(worked) = event.get("worked") {
        set(state, "worked", worked.clone());
    }
    Some(())
}

/// What was started is made before what was not, and of that what is due earliest: nothing that comes later ends
/// on an earlier day.
fn in_sequence(queue: &[Value], step: &mut Step) {
    let mut sequence: Vec<(bool, String, String, String, String)> = Vec::new();
    for work in queue.iter().filter_map(Value::as_object) {
        let started = text(work, "started_at").to_owned();
        let due = if started.is_empty() {
            text(work, "due").to_owned()
        } else {
            String::new()
        };
        let slot = work.get("slot").and_then(Value::as_object);
        let finish = slot.map_or("", |slot| text(slot, "finish")).to_owned();
        let number = text(work, "work_order").to_owned();
        sequence.push((started.is_empty(), started, due, number, finish));
    }
    sequence.sort();
    if !sequence.is_sorted_by_key(|(.., finish)| finish) {
        step.illegal("replanned", "out of sequence");
    }
}

/// Applies one event of a routing; `None` when it is not known or does not read.
pub(super) fn apply_routing(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "revised" {
        return None;
    }
    let routing = event.get("routing")?.as_object()?;
    for (field, least) in [
        ("seconds_per_piece", 1),
        ("setup_minutes", 0),
        ("lot_size", 1),
    ] {
        let found = amount(routing, field);
        step.amount_must(found >= least, format!("{field} of {least} or more"), found);
    }
    dated::revise(&mut folded.state, event, "routing")
}

/// Writes into the ledger what is to be made on the line.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let queue = list(&folded.state, "queue");
    for work in queue.iter().filter_map(Value::as_object) {
        ledger.queued(&Queued {
            line: id,
            work_order: text(work, "work_order"),
            said_by: "line",
            pieces: amount(work, "pieces"),
            started: work.get("started_at").is_some_and(|at| *at != json!(null)),
        })?;
    }
    Ok(())
}
