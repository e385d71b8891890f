//! Exceptions of a parcel: one open record of a kind, looked after, settled once.

use serde_json::{Map, Value, json};

use super::{Fields, Step, amount, list, set, text};

/// The most records in a state, codes and measures of a record.
const MOST_RECORDS: usize = 24;
const MOST_CODES: usize = 10;
const MOST_MEASURES: usize = 20;

/// Kinds, with how urgent they are and the step from which they are over; 9 where no step ends them.
const KINDS: [(&str, &str, u8); 14] = [
    ("not_picked_up", "medium", 1),
    ("stalled", "medium", 3),
    ("delayed", "medium", 5),
    ("lost", "high", 5),
    ("damaged", "high", 9),
    ("short", "high", 9),
    ("wrong_delivery", "high", 9),
    ("refused", "high", 5),
    ("unreachable", "medium", 5),
    ("unconsented", "low", 5),
    ("returning", "high", 5),
    ("force_majeure", "low", 5),
    ("unknown_code", "medium", 5),
    ("other", "medium", 5),
];

/// One exception was found, at a step of the way.
pub(super) fn raised(
    state: &mut Fields,
    record: &Value,
    at_step: u8,
    step: &mut Step,
) -> Option<()> {
    let record = record.as_object()?;
    let kind = text(record, "kind");
    let (_, severity, over) = KINDS.iter().find(|(name, ..)| *name == kind)?;
    if *over <= at_step || *severity != text(record, "severity") {
        step.illegal(&format!("exception {kind}"), &format!("step {at_step}"));
    }
    let records = list(state, "exceptions");
    let numbers = || records.iter().filter_map(|it| it.get("no")?.as_i64());
    if amount(record, "no") != numbers().max().unwrap_or_default().saturating_add(1) {
        step.illegal("exception with this number", "exceptions");
    }
    if records
        .iter()
        .filter_map(Value::as_object)
        .any(|it| is_open(it) && text(it, "kind") == kind)
    {
        step.illegal("second open exception", kind);
    }
    let mut records = records.to_vec();
    if records.len() >= MOST_RECORDS {
        let ended = records.iter().position(|it| it.get("resolution").is_some());
        ended.map(|place| records.remove(place));
    }
    records.push(Value::Object(record.clone()));
    set(state, "exceptions", records);
    Some(())
}

/// The customer was told of a kind.
pub(super) fn informed(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let kind = event.get("kind")?.clone();
    let mut kinds = list(state, "informed").to_vec();
    if kinds.contains(&kind) {
        step.illegal("second word to the customer", "informed");
    }
    kinds.push(kind);
    set(state, "informed", kinds);
    Some(())
}

/// Something happened to an open exception.
pub(super) fn changed(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let no = event.get("no")?.as_i64()?;
    adopt(state, no);
    let mut records = list(state, "exceptions").to_vec();
    let open = records
        .iter_mut()
        .filter_map(Value::as_object_mut)
        .find(|it| amount(it, "no") == no && is_open(it));
    let name = text(event, "event");
    let Some(record) = open else {
        step.illegal(name, "without that open exception");
        return Some(());
    };
    match name {
        "exception_repeated" => add(record, "said", event.get("code")?, MOST_CODES, step),
        "exception_measure_taken" => {
            add(
                record,
                "measures",
                event.get("measure")?,
                MOST_MEASURES,
                step,
            );
        }
        "exception_claimed" => put(record, "owner", event.get("owner")?, step),
        "exception_escalated" => {
            put(record, "escalated_at", event.get("at")?, step);
            let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
            if instant(text(record, "deadline")) >= instant(text(event, "at")) {
                step.illegal(name, "not late");
            }
        }
        "exception_resolved" => {
            let end = event.get("resolution")?;
            let by_a_person = end.get("by").is_some() && end.get("reason").is_some();
            if by_a_person != (end.get("kind")? == "resolved") {
                step.illegal("end without a person and a reason", name);
            }
            put(record, "resolution", end, step);
        }
        _ => return None,
    }
    set(state, "exceptions", records);
    Some(())
}

/// An exception from before there were records becomes one when it is touched.
fn adopt(state: &mut Fields, no: i64) {
    if no != 0 {
        return;
    }
    let Some(Value::Object(before)) = state.remove("exception") else {
        return;
    };
    let kind = match text(&before, "status") {
        "" => "unknown_code",
        "exception_delay" => "delayed",
        "exception_stalled" => "stalled",
        "exception_contact" => "unreachable",
        "exception_damage" => "damaged",
        "at_locker" | "signed_by_proxy" => "unconsented",
        "refused" => "refused",
        "returning" | "returned" => "returning",
        _ => "other",
    };
    let known = KINDS.iter().find(|(name, ..)| *name == kind);
    let severity = known.map_or("", |(_, severity, _)| *severity);
    let record = json!({
        "no": 0, "kind": kind, "severity": severity, "origin": "carrier",
        "found_at": before.get("at"), "deadline": before.get("at"), "said": [before.get("code")],
        "claim": { "insured": false, "agreement_version": 0 },
    });
    let mut records = list(state, "exceptions").to_vec();
    records.insert(0, record);
    set(state, "exceptions", records);
}

fn is_open(record: &Map<String, Value>) -> bool {
    !record.contains_key("resolution")
}

fn add(record: &mut Fields, name: &str, value: &Value, most: usize, step: &mut Step) {
    let mut values = list(record, name).to_vec();
    if values.len() >= most || values.contains(value) {
        step.illegal(&format!("one more of {name}"), "as many as there may be");
    }
    values.push(value.clone());
    set(record, name, values);
}

fn put(record: &mut Fields, name: &str, value: &Value, step: &mut Step) {
    if record.insert(name.to_owned(), value.clone()).is_some() {
        step.illegal(&format!("second {name}"), "an exception that has one");
    }
}
