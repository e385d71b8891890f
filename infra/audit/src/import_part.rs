//! Rows of an import and what became of them: apart, with an end, each row told once with its
//! order or with what is wrong, and in agreement with the import's own count.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::ledger::Ledger;
use crate::model::{amount, list, text};
use crate::partition::{shaped, unreadable};
use crate::{AuditError, key};

/// The rows of an import and what became of them, by chunk.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    rows: BTreeMap<i64, Vec<i64>>,
    results: BTreeMap<i64, Vec<Told>>,
}

/// What became of a row.
#[derive(Debug)]
struct Told {
    row: i64,
    outcome: String,
    order: String,
    is_explained: bool,
}

impl Chunks {
    /// Adds the rows of a chunk; `sk` names it.
    pub(crate) fn add_rows(&mut self, sk: &str, place: &str, item: &Item, findings: &mut Findings) {
        let Some(orders) = body(place, item, findings) else {
            return;
        };
        let orders = orders.iter().filter_map(Value::as_object);
        let rows = orders.flat_map(|order| list(order, "rows").iter().filter_map(number));
        self.rows
            .insert(key::chunk(sk, "ROWS").unwrap_or_default(), rows.collect());
    }

    /// Adds what became of the rows of a chunk; `sk` names it.
    pub(crate) fn add_results(
        &mut self,
        sk: &str,
        place: &str,
        item: &Item,
        findings: &mut Findings,
    ) {
        let Some(results) = body(place, item, findings) else {
            return;
        };
        let told: Vec<Told> = results.iter().filter_map(told).collect();
        if told.len() != results.len() {
            unreadable(place, "rows and outcomes that are known", findings);
        }
        self.results
            .insert(key::chunk(sk, "RESULTS").unwrap_or_default(), told);
    }

    fn told(&self) -> impl Iterator<Item = &Told> {
        self.results.values().flatten()
    }

    /// The orders that these rows became.
    fn orders(&self, outcome: &str) -> BTreeSet<&str> {
        let told = self.told().filter(|told| told.outcome == outcome);
        told.map(|told| told.order.as_str()).collect()
    }
}

fn number(row: &Value) -> Option<i64> {
    row.get("row")?.as_i64()
}

fn told(result: &Value) -> Option<Told> {
    let fields = result.as_object()?;
    let (outcome, order) = (text(fields, "outcome"), text(fields, "order"));
    let is_explained = match outcome {
        "accepted" => !order.is_empty(),
        "refused" => order.is_empty() && !list(fields, "problems").is_empty(),
        "already_there" => true,
        _ => return None,
    };
    Some(Told {
        row: number(result)?,
        outcome: outcome.to_owned(),
        order: order.to_owned(),
        is_explained,
    })
}

/// Holds an import's rows and its own count against what became of them, as long as all of that
/// is there.
pub(crate) fn compare(
    pk: &str,
    state: &Map<String, Value>,
    chunks: &Chunks,
    findings: &mut Findings,
) {
    for (chunk, results) in &chunks.results {
        each_once(pk, *chunk, chunks, results, findings);
    }
    if i64::try_from(chunks.results.len()).ok() != Some(amount(state, "chunks_done")) {
        return;
    }
    let tally = state.get("tally").and_then(Value::as_object);
    let rows = |outcome: &str| chunks.told().filter(|it| it.outcome == outcome).count();
    for (name, counted) in [
        ("accepted", rows("accepted")),
        ("refused", rows("refused")),
        ("already_there", rows("already_there")),
        ("orders", chunks.orders("accepted").len()),
    ] {
        let told = tally.map_or(0, |tally| amount(tally, name));
        if i64::try_from(counted).ok() != Some(told) {
            findings.add(
                Code::StateDiffers,
                pk,
                format!("{counted} {name}, as its results say"),
                told.to_string(),
            );
        }
    }
}

fn each_once(pk: &str, chunk: i64, chunks: &Chunks, results: &[Told], findings: &mut Findings) {
    let place = format!("{pk} / results of chunk {chunk}");
    for told in results.iter().filter(|told| !told.is_explained) {
        let expected = format!("row {} with its order or what is wrong", told.row);
        findings.add(Code::ImportRowsDiffer, &place, expected, &told.outcome);
    }
    let Some(rows) = chunks.rows.get(&chunk) else {
        return;
    };
    let (mut rows, mut told) = (
        rows.clone(),
        Vec::from_iter(results.iter().map(|it| it.row)),
    );
    rows.sort_unstable();
    told.sort_unstable();
    if rows != told {
        let (expected, found) = (format!("each of {rows:?} once"), format!("{told:?}"));
        findings.add(Code::ImportRowsDiffer, place, expected, found);
    }
}

/// Writes into the ledger which orders the rows became.
pub(crate) fn note(
    id: &str,
    state: &Map<String, Value>,
    chunks: &Chunks,
    ledger: &mut Ledger,
) -> Result<(), AuditError> {
    for (outcome, made) in [("already_there", false), ("accepted", true)] {
        let orders = chunks.orders(outcome).into_iter();
        for order in orders.filter(|order| !order.is_empty()) {
            ledger.imported(id, order, text(state, "channel"), made)?;
        }
    }
    Ok(())
}

/// The list that an item holds, which has an end.
fn body(place: &str, item: &Item, findings: &mut Findings) -> Option<Vec<Value>> {
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
