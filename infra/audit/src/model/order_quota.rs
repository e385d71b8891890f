//! What an order takes of quotas: counted once, given back when it ends before it leaves.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fields, Step, amount, list, order_rest, order_stock, set, text};
use crate::AuditError;
use crate::key;
use crate::ledger::Ledger;
use crate::movement::Movement;

/// Notes what `event` moves and what the order holds after it. `None` when the event does not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    match text(event, "event") {
        "quotas_taken" => {
            let taken = list(event, "taken").to_vec();
            let mut net: BTreeMap<String, i64> = BTreeMap::new();
            for (shares, sign) in [(taken.as_slice(), 1), (list(state, "quotas"), -1)] {
                for share in shares {
                    let (place, pieces) = held(share)?;
                    let sum = net.entry(place).or_default();
                    *sum = sum.checked_add(pieces.checked_mul(sign)?)?;
                }
            }
            let moved = net.into_iter().filter(|(_, pieces)| *pieces != 0);
            let moved = moved.map(|(place, pieces)| Movement::Quota { place, pieces });
            step.movements.extend(moved);
            if taken.is_empty() {
                state.remove("quotas");
            } else {
                set(state, "quotas", taken);
            }
        }
        "rest_cancelled" => {
            let mut shares = list(state, "quotas").to_vec();
            let (kept, _) = order_rest::kept(state)?;
            for share in &mut shares {
                let (place, pieces) = held(share)?;
                let asked = |lines: &[Value]| asked(share, lines);
                let fewer = asked(list(state, "lines"))
                    .saturating_sub(asked(&kept))
                    .min(pieces);
                if fewer > 0 {
                    let pieces = fewer.saturating_neg();
                    step.movements.push(Movement::Quota { place, pieces });
                }
                set(
                    share.as_object_mut()?,
                    "quantity",
                    pieces.saturating_sub(fewer),
                );
            }
            shares.retain(|share| share["quantity"] != 0);
            if shares.is_empty() {
                state.remove("quotas");
            } else {
                set(state, "quotas", shares);
            }
        }
        "rejected" | "cancelled" => {
            for share in list(state, "quotas") {
                let (place, pieces) = held(share)?;
                let pieces = pieces.checked_neg()?;
                step.movements.push(Movement::Quota { place, pieces });
            }
            state.remove("quotas");
        }
        _ => {}
    }
    Some(())
}

/// Whether what the order holds of purchase limits is what its lines ask for.
pub(super) fn fits_lines(state: &Fields) -> bool {
    let pieces = order_stock::pieces(state);
    list(state, "quotas").iter().all(|share| {
        let limited = share["quota"]["sku"].as_str();
        limited.is_none_or(|limited| {
            let ordered = pieces.get(limited).copied().unwrap_or_default();
            share["quantity"].as_i64() == Some(ordered)
        })
    })
}

/// The pieces of these lines that count towards what the share is of.
fn asked(share: &Value, lines: &[Value]) -> i64 {
    let quota = &share["quota"];
    let counts = |line: &&Value| match quota.get("promotion") {
        Some(promotion) => line.get("promotion") == Some(promotion),
        None => line.get("sku") == quota.get("sku"),
    };
    let counting = lines.iter().filter(counts);
    let pieces = counting.filter_map(|line| line.get("quantity")?.as_i64());
    pieces.fold(0, i64::saturating_add)
}

/// Writes into the ledger what the order holds.
pub(super) fn note(state: &Fields, ledger: &mut Ledger) -> Result<(), AuditError> {
    for share in list(state, "quotas") {
        if let Some((place, pieces)) = held(share) {
            ledger.quota_held(&place, pieces)?;
        }
    }
    Ok(())
}

/// Where the counter of a share is, and its pieces.
fn held(share: &Value) -> Option<(String, i64)> {
    let share = share.as_object()?;
    let place = key::quota(share.get("quota")?.as_object()?)?;
    Some((place, amount(share, "quantity")))
}
