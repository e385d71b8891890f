//! What is picked for an order by lot, what leaves, and what turns out not to be there.

use jiff::civil::Date;
use jiff::tz::Offset;
use serde_json::Value;

use super::{Fields, Step, amount, list, set, take, text};
use crate::AuditError;
use crate::finding::Code;
use crate::key;
use crate::ledger::Ledger;
use crate::movement::{Moved, Movement};

/// Pieces in a pick list.
struct Pick<'a> {
    consignment: i64,
    sku: &'a str,
    lot: &'a Value,
    quantity: i64,
}

fn picks(list: &[Value]) -> Vec<Pick<'_>> {
    let pick = |value: &'_ Value| {
        let value: &Fields = value.as_object()?;
        Some((amount(value, "consignment"), amount(value, "quantity")))
    };
    list.iter()
        .filter_map(|value| {
            let (consignment, quantity) = pick(value)?;
            Some(Pick {
                consignment,
                sku: value.get("sku")?.as_str()?,
                lot: value.get("lot")?,
                quantity,
            })
        })
        .collect()
}

/// Of one consignment.
fn of(list: &[Value], no: i64) -> Vec<Pick<'_>> {
    let mut picks = picks(list);
    picks.retain(|pick| pick.consignment == no);
    picks
}

/// What moves from the order's pick list of a consignment to another one.
pub(super) fn picked(
    state: &Fields,
    (no, warehouse): (i64, &str),
    after: &[Value],
    step: &mut Step,
) -> Option<()> {
    let (before, after) = (of(list(state, "picks"), no), of(after, no));
    let same = |one: &Pick<'_>, other: &Pick<'_>| one.sku == other.sku && one.lot == other.lot;
    let there = |list: &[Pick<'_>], pick: &Pick<'_>| {
        let known = list.iter().find(|known| same(known, pick));
        known.map_or(0, |known| known.quantity)
    };
    let mut moved = |pick: &Pick<'_>, quantity: i64, sign: i64| {
        let pieces = Moved {
            sku: pick.sku,
            warehouse,
            shard: 0,
            lot: Some(pick.lot),
            quantity,
        };
        let pieces = pieces.pick(text(state, "id"), no, sign)?;
        step.movements.extend(pieces);
        Some(())
    };
    for pick in &before {
        let less = pick.quantity.saturating_sub(there(&after, pick));
        if less > 0 {
            moved(pick, less, -1)?;
        }
    }
    for pick in &after {
        let more = pick.quantity.saturating_sub(there(&before, pick));
        if more > 0 {
            moved(pick, more, 1)?;
        }
    }
    Some(())
}

/// Pieces that are quarantined: of a failure, or of what is lost.
pub(super) fn kept_apart(pieces: &Fields, warehouse: &str, step: &mut Step) -> Option<()> {
    let moved = Moved {
        sku: text(pieces, "sku"),
        warehouse,
        shard: 0,
        lot: Some(pieces.get("lot")?),
        quantity: amount(pieces, "quantity"),
    };
    step.movements.extend(moved.stock([-1, 0, 1], [-1, 0, 1])?);
    Some(())
}

/// What leaves with a consignment of these pieces (warehouse, SKU, shard, how many): by lot what was picked by lot.
pub(super) fn shipped(
    state: &Fields,
    no: i64,
    pieces: &[super::order_stock::Held],
    step: &mut Step,
) -> Option<()> {
    let picks = of(list(state, "picks"), no);
    let today = Offset::constant(8).to_datetime(step.at).date();
    for (warehouse, sku, shard, quantity) in pieces {
        let of_sku: Vec<&Pick<'_>> = picks.iter().filter(|pick| pick.sku == sku).collect();
        let by_lot = of_sku.iter().map(|pick| (Some(pick.lot), pick.quantity));
        let mut leaving: Vec<(Option<&Value>, i64)> = by_lot.collect();
        if leaving.is_empty() {
            leaving.push((None, *quantity));
        }
        let sum = leaving.iter().map(|(_, pieces)| *pieces).sum::<i64>();
        step.amount_is("pieces picked of what leaves", *quantity, sum);
        for (lot, quantity) in leaving {
            let expiry = lot.and_then(|lot| lot.get("expiry")?.as_str()?.parse::<Date>().ok());
            if let Some(expiry) = expiry.filter(|expiry| *expiry < today) {
                let expected = format!("a lot that is good on {today}");
                step.fault(Code::LotExpired, expected, expiry.to_string());
            }
            let moved = Moved {
                sku,
                warehouse,
                shard: *shard,
                lot,
                quantity,
            };
            step.movements.extend(moved.stock([0, -1, 0], [0, -1, 0])?);
        }
    }
    Some(())
}

/// The order after its pick list of a consignment changed.
pub(super) fn set_picks(state: &mut Fields, no: i64, after: &[Value]) {
    let mut all = list(state, "picks").to_vec();
    all.retain(|pick| pick.get("consignment").and_then(Value::as_i64) != Some(no));
    all.extend(after.iter().cloned());
    let place = |pick: &Value| {
        let lot = |name| {
            let lot = pick.get("lot").and_then(|lot| lot.get(name));
            lot.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let sku = pick.get("sku").and_then(Value::as_str);
        (
            pick.get("consignment").and_then(Value::as_i64),
            sku.unwrap_or_default().to_owned(),
            lot("expiry"),
            lot("lot_no"),
        )
    };
    all.sort_by_key(place);
    set(state, "picks", all);
}

/// The report of a picker, where the event has one; its number is new.
pub(super) fn report(state: &mut Fields, event: &Fields, step: &mut Step) {
    let Some(failure) = event.get("failure") else {
        return;
    };
    let mut failures = list(state, "pick_failures").to_vec();
    let number = |failure: &Value| failure.get("failure_no").cloned();
    if failures
        .iter()
        .any(|known| number(known) == number(failure))
    {
        step.illegal(text(event, "event"), "that knows the failure");
    }
    failures.push(failure.clone());
    set(state, "pick_failures", failures);
}

/// The order after it lost what a consignment had reserved: it waits for goods, unless another consignment waits.
pub(super) fn lost(mut state: Fields, event: &Fields, step: &mut Step) -> Option<Fields> {
    let no = amount(event, "consignment");
    let mut consignments = list(&state, "consignments").to_vec();
    consignments.retain(|it| it.get("no").and_then(Value::as_i64) != Some(no));
    let left: Vec<i64> = list(&state, "shipments")
        .iter()
        .map(super::order_consignment::consignment_no)
        .collect();
    let waits = consignments.iter().any(|it| {
        let no = it.get("no").and_then(Value::as_i64);
        no.is_some_and(|no| !left.contains(&no))
    });
    set(&mut state, "consignments", consignments);
    set_picks(&mut state, no, &[]);
    report(&mut state, event, step);
    take(&mut state, "short", event, "short")?;
    if !waits {
        set(&mut state, "stage", "preparing");
        take(&mut state, "due", event, "due")?;
    }
    if !super::order_stock::is_all_accounted(&state) {
        step.illegal(
            "reservation_lost",
            "with pieces that are neither reserved nor short",
        );
    }
    Some(state)
}

/// Writes into the ledger which lots the order got, and what of it waits.
pub(super) fn note(
    id: &str,
    state: &Fields,
    places: &[(i64, String, bool)],
    ledger: &mut Ledger,
) -> Result<(), AuditError> {
    for pick in picks(list(state, "picks")) {
        let place = places.iter().find(|(no, _, _)| *no == pick.consignment);
        let (warehouse, waits) = place.map_or(("", false), |(_, warehouse, waits)| {
            (warehouse.as_str(), *waits)
        });
        let issue = key::issue_place(warehouse, pick.lot, id, pick.consignment);
        ledger.lot_issue("held", pick.sku, &issue.unwrap_or_default(), pick.quantity)?;
        if waits {
            let lot = key::lot_place(warehouse, pick.lot).unwrap_or_default();
            ledger.lot("held", pick.sku, &lot, [0, pick.quantity, 0])?;
        }
    }
    Ok(())
}

/// Everything that is picked for a consignment goes back.
pub(super) fn unpicked(state: &Fields, place: (i64, &str), step: &mut Step) -> Option<()> {
    picked(state, place, &[], step)
}

/// Pieces that an order gives back, as reserved no longer.
pub(super) fn released(pieces: &[super::order_stock::Held], step: &mut Step) {
    let moved = pieces
        .iter()
        .map(|(warehouse, sku, shard, quantity)| Movement::Stock {
            sku: sku.clone(),
            warehouse: warehouse.clone(),
            shard: *shard,
            available: *quantity,
            reserved: quantity.saturating_neg(),
            quarantined: 0,
        });
    step.movements.extend(moved);
}
