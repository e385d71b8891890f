//! Batch imports: every chunk once and in turn, every row counted once, an end with the last.

use serde_json::{Map, Value};

use super::{Fields, Folded, Step, amount, begin, set, take, text};

pub(super) const FIELDS: [&str; 11] = [
    "id",
    "channel",
    "entered_by",
    "entered_as",
    "begun_at",
    "rows",
    "chunks",
    "chunks_done",
    "tally",
    "moved_at",
    "finished_at",
];

const OUTCOMES: [&str; 3] = ["accepted", "refused", "already_there"];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    match text(event, "event") {
        "begun" => begin(folded, event, "import", step),
        "advanced" => advance(folded, event, step),
        "finished" => {
            let (done, chunks) = (
                amount(&folded.state, "chunks_done"),
                amount(&folded.state, "chunks"),
            );
            if done != chunks || folded.state.contains_key("finished_at") {
                step.illegal("finished", &format!("{done} of {chunks} chunks"));
            }
            let tally = folded.state.get("tally").and_then(Value::as_object);
            let counted = tally.map_or(0, |tally| {
                OUTCOMES.iter().map(|name| amount(tally, name)).sum()
            });
            step.amount_is("rows", amount(&folded.state, "rows"), counted);
            take(&mut folded.state, "finished_at", event, "at")
        }
        _ => None,
    }
}

fn advance(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let done = amount(&folded.state, "chunks_done");
    if amount(event, "chunk") != done || folded.state.contains_key("finished_at") {
        step.illegal("advanced", &format!("{done} chunks done"));
    }
    let more = event.get("tally")?.as_object()?;
    let mut tally = folded
        .state
        .get("tally")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_else(Map::new);
    for name in OUTCOMES.iter().chain(&["orders"]) {
        let sum = amount(&tally, name).saturating_add(amount(more, name));
        set(&mut tally, name, sum);
    }
    set(&mut folded.state, "tally", tally);
    set(&mut folded.state, "chunks_done", done.saturating_add(1));
    take(&mut folded.state, "moved_at", event, "at")
}
