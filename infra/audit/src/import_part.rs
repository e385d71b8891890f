//! Rows of an import and what became of them: apart, with an end, and in agreement with the
//! import's own count.

use serde_json::{Map, Value};

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::model::{amount, text};
use crate::partition::{shaped, unreadable};

/// What became of the rows of one chunk, counted.
#[derive(Debug, Default)]
pub(crate) struct Results {
    accepted: i64,
    refused: i64,
    already_there: i64,
}

/// Checks that rows are a list and have an end.
pub(crate) fn rows(place: &str, item: &Item, findings: &mut Findings) {
    list(place, item, findings);
}

/// Checks and counts what became of the rows of a chunk.
pub(crate) fn results(place: &str, item: &Item, findings: &mut Findings) -> Option<Results> {
    let mut counted = Results::default();
    for result in list(place, item, findings)? {
        let result = result.as_object()?;
        match text(result, "outcome") {
            "accepted" => counted.accepted = counted.accepted.saturating_add(1),
            "refused" => counted.refused = counted.refused.saturating_add(1),
            "already_there" => {
                counted.already_there = counted.already_there.saturating_add(1);
            }
            _ => unreadable(place, "outcomes that are known", findings),
        }
    }
    Some(counted)
}

/// Holds an import's own count against what became of its rows, as long as all of that is there.
pub(crate) fn compare(
    pk: &str,
    state: &Map<String, Value>,
    results: &[Results],
    findings: &mut Findings,
) {
    if i64::try_from(results.len()).ok() != Some(amount(state, "chunks_done")) {
        return;
    }
    let sum = |of: fn(&Results) -> i64| results.iter().map(of).fold(0, i64::saturating_add);
    let tally = state.get("tally").and_then(Value::as_object);
    for (name, counted) in [
        ("accepted", sum(|it| it.accepted)),
        ("refused", sum(|it| it.refused)),
        ("already_there", sum(|it| it.already_there)),
    ] {
        let told = tally.map_or(0, |tally| amount(tally, name));
        if told != counted {
            findings.add(
                Code::StateDiffers,
                pk,
                format!("{counted} rows {name}, as its results say"),
                told.to_string(),
            );
        }
    }
}

fn list(place: &str, item: &Item, findings: &mut Findings) -> Option<Vec<Value>> {
    if !shaped(place, item, &["body", "expires_at"], &[], findings) {
        return None;
    }
    if attribute::number(item, "expires_at").is_none() {
        unreadable(place, "expires_at in seconds", findings);
    }
    let body = attribute::text(item, "body")?;
    let list = serde_json::from_str::<Value>(body).ok();
    let list = list.and_then(|list| list.as_array().cloned());
    if list.is_none() {
        unreadable(place, "a list as the body", findings);
    }
    list
}
