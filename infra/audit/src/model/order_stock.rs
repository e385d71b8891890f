//! The counters that the events of an order move.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fields, Step, amount, list, text};
use crate::movement::Movement;

/// Orders are reserved from this warehouse.
const WAREHOUSE: &str = "CQ1";

/// Notes what `event` moves, given the order before it. `None` when the event does not read.
pub(super) fn movements(state: &Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let stage = text(state, "stage");
    match text(event, "event") {
        "approved" => drawn(state, amount(event, "exposure"), step),
        "payment_received" => drawn(state, -amount(event, "released"), step),
        "short" => {
            let (before, after) = (skus(list(state, "short")), skus(list(event, "short")));
            for sku in after.iter().filter(|sku| !before.contains(sku)) {
                step.movements.push(line(state, sku, true));
            }
            for sku in before.iter().filter(|sku| !after.contains(sku)) {
                step.movements.push(line(state, sku, false));
            }
        }
        "reserved" => {
            stock(state, -1, 1, step);
            leave_lines(state, step);
        }
        "dispatched" => stock(state, 0, -1, step),
        "cancelled" => {
            match stage {
                "ready" => stock(state, 1, -1, step),
                "preparing" => leave_lines(state, step),
                _ => {}
            }
            drawn(state, -amount(state, "exposure"), step);
        }
        _ => {}
    }
    Some(())
}

/// Pieces per SKU.
pub(super) fn pieces(state: &Fields) -> BTreeMap<String, i64> {
    let mut pieces = BTreeMap::<String, i64>::new();
    for line in list(state, "lines").iter().filter_map(Value::as_object) {
        let sum = pieces.entry(text(line, "sku").to_owned()).or_default();
        *sum = sum.saturating_add(amount(line, "quantity"));
    }
    pieces
}

fn stock(state: &Fields, available: i64, reserved: i64, step: &mut Step) {
    let moved = pieces(state)
        .into_iter()
        .map(|(sku, quantity)| Movement::Stock {
            sku,
            warehouse: WAREHOUSE.to_owned(),
            available: available.saturating_mul(quantity),
            reserved: reserved.saturating_mul(quantity),
        });
    step.movements.extend(moved);
}

fn drawn(state: &Fields, fen: i64, step: &mut Step) {
    if fen != 0 {
        step.movements.push(Movement::Drawn {
            customer: text(state, "customer").to_owned(),
            fen,
        });
    }
}

fn leave_lines(state: &Fields, step: &mut Step) {
    let left = skus(list(state, "short"))
        .into_iter()
        .map(|sku| line(state, sku, false));
    step.movements.extend(left);
}

fn line(state: &Fields, sku: &str, opens: bool) -> Movement {
    Movement::Line {
        sku: sku.to_owned(),
        since: text(state, "received_at").to_owned(),
        order: text(state, "id").to_owned(),
        opens,
    }
}

fn skus(short: &[Value]) -> Vec<&str> {
    short
        .iter()
        .filter_map(|shortage| shortage.get("sku")?.as_str())
        .collect()
}
