//! The work order: from stage to stage, every piece somewhere, and stock that is what passed the inspection.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, begin, list, set, take, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::{Ledger, Queued};
use crate::movement::Moved;

pub(super) const FIELDS: [&str; 30] = [
    "number",
    "sku",
    "line",
    "needed",
    "quantity",
    "needed_by",
    "seconds_per_piece",
    "setup_minutes",
    "promised",
    "slot",
    "peg",
    "raised_by",
    "raised_at",
    "stage",
    "since",
    "due",
    "sample",
    "accept",
    "at",
    "reason",
    "started_by",
    "open",
    "waiting",
    "passed",
    "scrapped",
    "unmade",
    "set_up",
    "reports",
    "completion",
    "inspections",
];

/// Fields that only some stages have.
const OF_A_STAGE: [&str; 6] = ["since", "due", "sample", "accept", "at", "reason"];

/// Where each of the pieces ordered is.
const PIECES: [&str; 5] = ["open", "waiting", "passed", "scrapped", "unmade"];

/// What each event may follow.
const FROM: [(&str, &[&str]); 7] = [
    ("rescheduled", &["planned", "running", "inspection"]),
    ("started", &["planned"]),
    ("reported", &["running"]),
    ("completed", &["running"]),
    ("inspected", &["inspection"]),
    ("closed", &["planned", "running"]),
    ("cancelled", &["planned"]),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "raised" {
        begin(folded, event, "work_order", step)?;
        let (made, needed) = (
            amount(&folded.state, "quantity"),
            amount(&folded.state, "needed"),
        );
        step.amount_must(made >= needed, format!("{needed} pieces or more"), made);
        step.amount_is("pieces to make", made, amount(&folded.state, "open"));
        if text(&folded.state, "stage") != "planned" {
            step.illegal(name, text(&folded.state, "stage"));
        }
        return Some(());
    }
    let state = &mut folded.state;
    if name == "peg_released" {
        let peg = state.get_mut("peg")?.as_object_mut()?;
        if peg.contains_key("released_at") {
            step.illegal(name, "released");
        }
        return take(peg, "released_at", event, "at");
    }
    let (_, from) = FROM.iter().find(|(known, _)| *known == name)?;
    let stage = text(state, "stage");
    if !from.contains(&stage) {
        let stage = if stage.is_empty() { "none" } else { stage };
        step.illegal(name, stage);
    }
    match name {
        "rescheduled" => reschedule(state, event, step)?,
        "started" => {
            take(state, "started_by", event, "by")?;
            enter(state, "running", event, &[("since", "at")])?;
        }
        "reported" => report(state, event, step)?,
        "completed" => complete(state, event, step)?,
        "inspected" => inspect(state, event, step)?,
        "closed" => {
            leave_unmade(state);
            let waiting = amount(state, "waiting");
            step.amount_is("pieces that wait for an inspection", 0, waiting);
            enter(state, name, event, &[("at", "at"), ("reason", "reason")])?;
        }
        _ => {
            if !list(state, "reports").is_empty() {
                step.illegal(name, "with reports");
            }
            leave_unmade(state);
            enter(
                state,
                "cancelled",
                event,
                &[("at", "at"), ("reason", "reason")],
            )?;
        }
    }
    let pieces = PIECES.map(|place| amount(state, place));
    let lost = pieces.iter().any(|pieces| *pieces < 0);
    let sum = pieces.into_iter().fold(0, i64::saturating_add);
    let ordered = amount(state, "quantity");
    step.amount_must(!lost, "no fewer than no pieces", -1);
    step.amount_is("pieces in all", ordered, sum);
    Some(())
}

fn enter(state: &mut Fields, stage: &str, event: &Fields, taken: &[(&str, &str)]) -> Option<()> {
    for field in OF_A_STAGE {
        state.remove(field);
    }
    set(state, "stage", stage);
    for (name, from) in taken {
        take(state, name, event, from)?;
    }
    Some(())
}

/// Adds pieces to those that are in some place.
fn more(state: &mut Fields, place: &str, pieces: i64) {
    let pieces = amount(state, place).saturating_add(pieces);
    set(state, place, pieces);
}

fn leave_unmade(state: &mut Fields) {
    more(state, "unmade", amount(state, "open"));
    set(state, "open", 0);
}

/// A plan of the line that it did not know.
fn reschedule(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let plan = |fields: &Fields| Some(amount(fields.get("slot")?.as_object()?, "plan"));
    let (before, after) = (plan(state)?, plan(event)?);
    step.amount_must(after > before, format!("a plan after {before}"), after);
    take(state, "slot", event, "slot")
}

fn report(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let report = event.get("report")?.as_object()?;
    let (good, scrap) = (amount(report, "good"), amount(report, "scrap"));
    let (made, open) = (good.saturating_add(scrap), amount(state, "open"));
    let right = good >= 0 && scrap >= 0 && made > 0 && made <= open;
    step.amount_must(right, format!("1 to {open} pieces made"), made);
    append(state, "reports", report, "report_no", step);
    more(state, "open", -made);
    more(state, "waiting", good);
    more(state, "scrapped", scrap);
    set(state, "set_up", true);
    Some(())
}

fn complete(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let completion = event.get("completion")?.as_object()?.clone();
    let (open, waiting) = (amount(state, "open"), amount(state, "waiting"));
    step.amount_is("pieces not made", open, amount(&completion, "unmade"));
    step.amount_is("good pieces", waiting, amount(&completion, "good"));
    leave_unmade(state);
    let next = event.get("inspection").and_then(Value::as_object);
    if next.is_some() != (waiting > 0) {
        step.illegal("completed", "with or without an inspection otherwise");
    }
    match next {
        Some(next) => {
            let sample = amount(next, "sample");
            let right = (1..=waiting).contains(&sample);
            step.amount_must(right, format!("a sample of 1 to {waiting}"), sample);
            let taken = [("due", "due"), ("sample", "sample"), ("accept", "accept")];
            enter(state, "inspection", next, &taken)?;
        }
        None => enter(state, "finished", &completion, &[("at", "at")])?,
    }
    set(state, "completion", Value::Object(completion));
    Some(())
}

/// Every piece is decided about by another person than who made them; only what passed becomes stock.
fn inspect(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let found = event.get("inspection")?.as_object()?;
    let [passed, rework, scrapped] =
        ["passed", "rework", "scrapped"].map(|field| amount(found, field));
    let waiting = amount(state, "waiting");
    let decided = passed.saturating_add(rework).saturating_add(scrapped);
    let right = passed >= 0 && rework >= 0 && scrapped >= 0;
    step.amount_must(right, "no fewer than no pieces", -1);
    step.amount_is("pieces decided about", waiting, decided);
    let (sample, defects) = (amount(found, "sample"), amount(found, "defects"));
    let (least, accept) = (amount(state, "sample"), amount(state, "accept"));
    let enough = sample >= least && sample <= waiting;
    step.amount_must(enough, format!("a sample of {least} to {waiting}"), sample);
    let kept_back = rework.saturating_add(scrapped);
    let right = defects >= 0 && defects <= sample && defects <= kept_back;
    step.amount_must(right, format!("at most {kept_back} defects"), defects);
    let rejected = defects > accept && sample < waiting && passed > 0;
    step.amount_must(!rejected, format!("at most {accept} defects"), defects);
    by_another(state, found, step);
    if passed > 0 {
        let moved = Moved {
            sku: text(state, "sku"),
            warehouse: text(found, "warehouse"),
            lot: found.get("lot"),
            shard: 0,
            quantity: passed,
        };
        step.movements.extend(moved.stock([1, 0, 0], [1, 0, 0])?);
    }
    append(state, "inspections", found, "inspection_no", step);
    set(state, "waiting", 0);
    more(state, "passed", passed);
    more(state, "scrapped", scrapped);
    set(state, "open", rework);
    set(state, "set_up", false);
    if rework > 0 {
        enter(state, "planned", found, &[])
    } else {
        enter(state, "finished", found, &[("at", "at")])
    }
}

fn by_another(state: &Fields, found: &Fields, step: &mut Step) {
    let by = found.get("by");
    let reports = list(state, "reports").iter().map(|report| report.get("by"));
    let completion = state.get("completion").map(|done| done.get("by"));
    let mut made_by = reports.chain(completion).chain([state.get("started_by")]);
    if made_by.any(|person| person == by) {
        let expected = "an inspection by another person than who made them";
        step.fault(Code::FourEyesMissing, expected, "by the same person");
    }
}

/// Adds a paper to those of its kind, each number once.
fn append(state: &mut Fields, name: &str, paper: &Fields, number: &str, step: &mut Step) {
    let mut papers = list(state, name).to_vec();
    let known = paper.get(number);
    if papers.iter().any(|it| it.get(number) == known) {
        step.illegal(name, "that knows the paper");
    }
    papers.push(Value::Object(paper.clone()));
    set(state, name, papers);
}

/// Writes into the ledger what its order and its line must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    let stage = text(state, "stage");
    if let Some(peg) = state.get("peg").and_then(Value::as_object) {
        let ended = ["finished", "closed", "cancelled"].contains(&stage);
        let (order, sku) = (text(peg, "order"), text(state, "sku"));
        let number = format!("work order {id}");
        ledger.peg(order, &number, sku, amount(peg, "quantity"), !ended)?;
    }
    let open = amount(state, "open");
    if open == 0 {
        return Ok(());
    }
    ledger.queued(&Queued {
        line: text(state, "line"),
        work_order: id,
        said_by: "work order",
        pieces: open,
        started: state
            .get("since")
            .is_some_and(|since| *since != json!(null)),
    })
}
