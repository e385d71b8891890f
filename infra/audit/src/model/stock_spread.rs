//! Levels that are spread over shards: what each event moves between them.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, list, take, text};
use crate::AuditError;
use crate::ledger::Ledger;
use crate::movement::Movement;

/// The most shards of a level.
const MOST: i64 = 16;

pub(super) const FIELDS: [&str; 6] = ["sku", "warehouse", "shards", "widest", "at", "by"];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    match name {
        "spread" => {
            let after = event.get("spread")?.as_object()?;
            let (shards, widest) = (amount(after, "shards"), amount(after, "widest"));
            let (before, known) = match folded.state.is_empty() {
                true => (1, 1),
                false => (
                    amount(&folded.state, "shards"),
                    amount(&folded.state, "widest"),
                ),
            };
            if shards == before || !(1..=MOST).contains(&shards) {
                step.illegal(name, &format!("spread over {before} shards, into {shards}"));
            }
            step.amount_is("most shards ever", known.max(shards), widest);
            folded.state = after.clone();
        }
        "evened_out" => {
            if folded.state.is_empty() {
                step.illegal(name, "never spread");
            }
            take(&mut folded.state, "at", event, "at")?;
            take(&mut folded.state, "by", event, "by")?;
        }
        _ => return None,
    }
    // The number of shards is set again when they are evened out.
    step.movements.push(Movement::Spread {
        sku: text(&folded.state, "sku").to_owned(),
        warehouse: text(&folded.state, "warehouse").to_owned(),
        shards: amount(&folded.state, "shards"),
        widest: amount(&folded.state, "widest"),
    });
    for moved in list(event, "moved").iter().filter_map(Value::as_object) {
        between(&folded.state, moved, step);
    }
    Some(())
}

/// Pieces go from a shard that there is into one that is in use.
fn between(state: &Fields, moved: &Fields, step: &mut Step) {
    let (from, to) = (amount(moved, "from"), amount(moved, "to"));
    if from == to || from >= amount(state, "widest") || to >= amount(state, "shards") {
        step.illegal("move", &format!("from shard {from} to shard {to}"));
    }
    let quantity = amount(moved, "quantity");
    for (shard, available) in [(from, quantity.saturating_neg()), (to, quantity)] {
        step.movements.push(Movement::Stock {
            sku: text(state, "sku").to_owned(),
            warehouse: text(state, "warehouse").to_owned(),
            shard,
            available,
            reserved: 0,
            quarantined: 0,
        });
    }
}

/// The level must say the same.
pub(super) fn note(folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    ledger.spread(
        "spread",
        text(state, "sku"),
        text(state, "warehouse"),
        [amount(state, "shards"), amount(state, "widest")],
    )
}
