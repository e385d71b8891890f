//! Stock adjustments: what each kind moves.

use serde_json::Value;

use super::{Fields, Step, amount, list, text};
use crate::movement::Moved;

pub(super) const FIELDS: [&str; 9] = [
    "adjustment_no",
    "kind",
    "warehouse",
    "to",
    "pieces",
    "reason",
    "reference",
    "at",
    "by",
];

/// Notes what an adjustment moves; `None` when its kind is not known.
pub(super) fn movements(state: &Fields, step: &mut Step) -> Option<()> {
    let kind = text(state, "kind");
    let (available, quarantined) = match kind {
        "increase" => (1, 0),
        "decrease" | "transfer" => (-1, 0),
        "quarantine" => (-1, 1),
        "release" => (1, -1),
        "scrap" => (0, -1),
        _ => return None,
    };
    if (kind == "transfer") != state.contains_key("to") {
        step.illegal(kind, "with a warehouse to bring it to, or without one");
    }
    for pieces in list(state, "pieces").iter().filter_map(Value::as_object) {
        let moved = |warehouse, available: i64, quarantined: i64| {
            let moved = Moved {
                sku: text(pieces, "sku"),
                shard: 0,
                warehouse,
                lot: pieces.get("lot"),
                quantity: amount(pieces, "quantity"),
            };
            let signs = [available, 0, quarantined];
            moved.stock(signs, signs)
        };
        let here = moved(text(state, "warehouse"), available, quarantined)?;
        step.movements.extend(here);
        if kind == "transfer" {
            step.movements.extend(moved(text(state, "to"), 1, 0)?);
        }
    }
    Some(())
}
