//! Stocktakes: counted blind, again where they are off, and brought into the books by somebody else; and the
//! zones that they are planned by.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, begin, list, set, take, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::Ledger;
use crate::movement::Movement;

pub(super) const FIELDS: [&str; 12] = [
    "number",
    "warehouse",
    "scope",
    "next",
    "lines",
    "planned_by",
    "planned_at",
    "stage",
    "due",
    "at",
    "reason",
    "approval",
];

pub(super) const ZONE_FIELDS: [&str; 3] = ["warehouse", "sku", "zone"];

/// Fields that only some stages have.
const OF_A_STAGE: [&str; 3] = ["due", "at", "reason"];

/// What each event may follow.
const FROM: [(&str, &[&str]); 5] = [
    ("counted", &["planned", "counting", "recounting"]),
    ("recount_required", &["counting", "awaiting_approval"]),
    ("count_completed", &["counting", "recounting"]),
    ("approved", &["awaiting_approval"]),
    (
        "cancelled",
        &["planned", "counting", "recounting", "awaiting_approval"],
    ),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "planned" {
        begin(folded, event, "stocktake", step)?;
        if text(&folded.state, "stage") != name {
            step.illegal(name, text(&folded.state, "stage"));
        }
        mark(&folded.state, step, true);
        return Some(());
    }
    let state = &mut folded.state;
    let (_, from) = FROM.iter().find(|(known, _)| *known == name)?;
    let stage = text(state, "stage").to_owned();
    if !from.contains(&stage.as_str()) {
        step.illegal(name, if stage.is_empty() { "none" } else { &stage });
    }
    match name {
        "counted" => {
            count(state, event, step)?;
            if stage == "planned" {
                set(state, "stage", "counting");
            }
            Some(())
        }
        "recount_required" => {
            let wanted = list(event, "skus");
            let mut lines = list(state, "lines").to_vec();
            for line in lines.iter_mut().filter_map(Value::as_object_mut) {
                if line.get("sku").is_some_and(|sku| wanted.contains(sku)) {
                    set(line, "recount", true);
                }
            }
            set(state, "lines", lines);
            enter(state, "recounting", event, &["due"])
        }
        "count_completed" => {
            let open = lines(state).filter(|line| is_open(line)).count();
            if open > 0 {
                step.illegal(name, "with lines to count");
            }
            enter(state, "awaiting_approval", event, &["due"])
        }
        "approved" => {
            approve(state, event, step)?;
            enter(state, "approved", event, &["at"])
        }
        _ => {
            mark(state, step, false);
            enter(state, "cancelled", event, &["at", "reason"])
        }
    }
}

fn enter(state: &mut Fields, stage: &str, event: &Fields, taken: &[&str]) -> Option<()> {
    for field in OF_A_STAGE {
        state.remove(field);
    }
    set(state, "stage", stage);
    for name in taken {
        take(state, name, event, name)?;
    }
    Some(())
}

fn lines(state: &Fields) -> impl Iterator<Item = &Fields> {
    list(state, "lines").iter().filter_map(Value::as_object)
}

fn is_open(line: &Fields) -> bool {
    line.get("recount") == Some(&Value::Bool(true)) || list(line, "counts").is_empty()
}

/// Each line that is counted was open, and nobody counts the same line twice.
fn count(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let mut known = list(state, "lines").to_vec();
    for counted in list(event, "lines").iter().filter_map(Value::as_object) {
        let mut lines = known.iter_mut().filter_map(Value::as_object_mut);
        let line = lines.find(|line| line.get("sku") == counted.get("sku"))?;
        if !is_open(line) {
            step.illegal("counted", "with the line counted");
        }
        let mut counts = list(line, "counts").to_vec();
        if counts
            .iter()
            .any(|count| count.get("by") == event.get("by"))
        {
            let expected = "a count by somebody who has not counted the line";
            step.fault(Code::FourEyesMissing, expected, "by the same person");
        }
        let (pieces, book) = (amount(counted, "counted"), amount(counted, "book"));
        step.amount_must(
            pieces >= 0 && book >= 0,
            "nought or more pieces",
            pieces.min(book),
        );
        counts.push(json!({
            "counted": counted.get("counted")?, "book": counted.get("book")?,
            "by": event.get("by")?, "at": event.get("at")?,
        }));
        set(line, "counts", counts);
        line.remove("recount");
    }
    set(state, "lines", known);
    Some(())
}

/// Who approves neither planned nor counted, and stock moves by what the last counts found.
fn approve(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let by = event.get("by")?;
    let counted = lines(state).flat_map(|line| list(line, "counts"));
    let counters: Vec<&Value> = counted.filter_map(|count| count.get("by")).collect();
    if counters.contains(&by) || state.get("planned_by") == Some(by) {
        let expected = "the approval of somebody who neither planned nor counted";
        step.fault(Code::FourEyesMissing, expected, "of one who did");
    }
    for line in lines(state) {
        let last = list(line, "counts").last()?.as_object()?;
        let variance = amount(last, "counted").checked_sub(amount(last, "book"))?;
        if variance != 0 {
            step.movements.push(Movement::Stock {
                sku: text(line, "sku").to_owned(),
                warehouse: text(state, "warehouse").to_owned(),
                shard: 0,
                available: variance,
                reserved: 0,
                quarantined: 0,
            });
        }
    }
    mark(state, step, false);
    let approval = json!({
        "by": by, "at": event.get("at")?, "reason": event.get("reason")?,
    });
    set(state, "approval", approval);
    Some(())
}

/// Every level of the sheet is marked while it is open.
fn mark(state: &Fields, step: &mut Step, opens: bool) {
    let marks = lines(state).map(|line| Movement::Count {
        sku: text(line, "sku").to_owned(),
        warehouse: text(state, "warehouse").to_owned(),
        stocktake: text(state, "number").to_owned(),
        opens,
    });
    step.movements.extend(marks);
}

/// Writes into the ledger which levels it counts.
pub(super) fn note(folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    if ["approved", "cancelled"].contains(&text(state, "stage")) {
        return Ok(());
    }
    let (warehouse, number) = (text(state, "warehouse"), text(state, "number"));
    for line in lines(state) {
        ledger.count_open("sheet", text(line, "sku"), warehouse, number)?;
    }
    Ok(())
}

/// Applies one event of a SKU's place in a warehouse; `None` when it is not known or does not read.
pub(super) fn apply_zone(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "assigned" {
        return None;
    }
    let place = event.get("place")?.as_object()?;
    let same = ["warehouse", "sku"].map(|field| folded.state.get(field) == place.get(field));
    if !folded.state.is_empty() && same.contains(&false) {
        step.illegal("assigned", "another place");
    }
    folded.state = place.clone();
    Some(())
}
