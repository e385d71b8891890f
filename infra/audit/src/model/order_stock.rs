//! What the events of an order reserve and send, and the counters that they move.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::order_consignment::{WAREHOUSE, consignment_no, number, pieces_of, waiting, whole};
use super::order_service::is_service;
use super::{Fields, Step, amount, list, order_pick, set, take, text};
use crate::movement::Movement;

/// Notes what `event` moves, given the order before it. `None` when the event does not read.
pub(super) fn movements(state: &Fields, event: &Fields, step: &mut Step) -> Option<()> {
    match text(event, "event") {
        "approved" => drawn(state, amount(event, "exposure"), step),
        "payment_received" => drawn(state, -amount(event, "released"), step),
        "short" => change_lines(state, event, step),
        "reserved" => {
            let reserved = match list(event, "consignments") {
                [] => whole(state),
                consignments => consignments.iter().flat_map(pieces_of).collect(),
            };
            stock(reserved, -1, 1, step);
            change_lines(state, event, step);
        }
        "reservation_given_up" => {
            let (before, after) = (skus(list(state, "short")), skus(list(event, "short")));
            let released = list(event, "released").iter().flat_map(pieces_of);
            stock(released.collect(), 1, -1, step);
            for sku in after.iter().filter(|sku| !before.contains(sku)) {
                step.movements.push(line(state, sku, true));
            }
        }
        "dispatched" => {
            let no = consignment_no(event.get("shipment")?);
            let leaving = waiting(state).into_iter().filter(|(waits, _)| *waits == no);
            let leaving: Vec<Held> = leaving.flat_map(|(_, pieces)| pieces).collect();
            order_pick::shipped(state, no, &leaving, step)?;
        }
        "picked" => {
            let no = amount(event, "consignment");
            let warehouse = warehouse_of(state, no, step);
            order_pick::picked(state, (no, &warehouse), list(event, "picks"), step)?;
            if let Some(failure) = event.get("failure") {
                order_pick::kept_apart(failure.as_object()?, &warehouse, step)?;
            }
        }
        "reservation_lost" => {
            let no = amount(event, "consignment");
            let warehouse = warehouse_of(state, no, step);
            order_pick::unpicked(state, (no, &warehouse), step)?;
            let given = waiting(state).into_iter().filter(|(waits, _)| *waits == no);
            let given: Vec<Held> = given.flat_map(|(_, pieces)| pieces).collect();
            order_pick::released(&given, step);
            for lost in list(event, "lost") {
                order_pick::kept_apart(lost.as_object()?, &warehouse, step)?;
            }
            change_lines(state, event, step);
        }
        "rest_cancelled" => {
            for (no, warehouse, waits) in places(state) {
                if waits {
                    order_pick::unpicked(state, (no, &warehouse), step)?;
                }
            }
            stock(held(state), 1, -1, step);
            leave_lines(state, step);
            let cancellation = event.get("cancellation")?.as_object()?;
            drawn(state, -amount(cancellation, "released"), step);
        }
        "cancelled" => {
            for (no, warehouse, waits) in places(state) {
                if waits {
                    order_pick::unpicked(state, (no, &warehouse), step)?;
                }
            }
            stock(held(state), 1, -1, step);
            leave_lines(state, step);
            drawn(state, -amount(state, "exposure"), step);
        }
        _ => {}
    }
    Some(())
}

/// The places in line that the order takes and leaves when what it is short of becomes what the event says.
fn change_lines(state: &Fields, event: &Fields, step: &mut Step) {
    let (before, after) = (skus(list(state, "short")), skus(list(event, "short")));
    for sku in after.iter().filter(|sku| !before.contains(sku)) {
        step.movements.push(line(state, sku, true));
    }
    for sku in before.iter().filter(|sku| !after.contains(sku)) {
        step.movements.push(line(state, sku, false));
    }
}

/// The warehouse of a consignment that waits.
fn warehouse_of(state: &Fields, no: i64, step: &mut Step) -> String {
    let place = places(state)
        .into_iter()
        .find(|(of, _, waits)| *of == no && *waits);
    place.map_or_else(
        || {
            step.illegal("picked", &format!("without consignment {no}"));
            String::new()
        },
        |(_, warehouse, _)| warehouse,
    )
}

/// The consignments: number, warehouse, and whether it waits to be dispatched.
pub(super) fn places(state: &Fields) -> Vec<(i64, String, bool)> {
    let whole = ["ready", "dispatched", "delivered", "completed"];
    let left: Vec<i64> = list(state, "shipments")
        .iter()
        .map(consignment_no)
        .collect();
    let waits = |no: i64| !left.contains(&no);
    match list(state, "consignments") {
        [] if whole.contains(&text(state, "stage")) => {
            vec![(1, WAREHOUSE.to_owned(), waits(1))]
        }
        consignments => consignments
            .iter()
            .map(|it| {
                let no = number(it, "no");
                let warehouse = it.get("warehouse").and_then(Value::as_str);
                (no, warehouse.unwrap_or_default().to_owned(), waits(no))
            })
            .collect(),
    }
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

/// The same of what takes stock: not of services.
pub(super) fn goods(state: &Fields) -> BTreeMap<String, i64> {
    let mut goods = pieces(state);
    goods.retain(|sku, _| !is_service(state, sku));
    goods
}

/// Pieces of a SKU in a shard of a warehouse: warehouse, SKU, shard, how many.
pub(super) type Held = (String, String, i64, i64);

/// What is reserved for the order and has not left.
pub(super) fn held(state: &Fields) -> Vec<Held> {
    waiting(state)
        .into_iter()
        .flat_map(|(_, pieces)| pieces)
        .collect()
}

/// Adds reserved pieces to the consignments of the same number; others are new.
pub(super) fn consign(state: &mut Fields, reserved: &[Value]) {
    if reserved.is_empty() {
        return;
    }
    let mut consignments = list(state, "consignments").to_vec();
    for more in reserved {
        let known = consignments
            .iter_mut()
            .find(|known| number(known, "no") == number(more, "no"));
        let Some(known) = known.and_then(Value::as_object_mut) else {
            consignments.push(more.clone());
            continue;
        };
        add_shares(known, more);
        let Some(known) = known.get_mut("pieces").and_then(Value::as_array_mut) else {
            continue;
        };
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        let added = more.get("pieces").and_then(Value::as_array);
        for pieces in known.iter().chain(added.into_iter().flatten()) {
            let sku = pieces
                .get("sku")
                .and_then(Value::as_str)
                .unwrap_or_default();
            *sums.entry(sku.to_owned()).or_default() += number(pieces, "quantity");
        }
        let summed = sums
            .into_iter()
            .map(|(sku, quantity)| json!({ "sku": sku, "quantity": quantity }));
        *known = summed.collect();
    }
    set(state, "consignments", consignments);
}

/// Adds the shards that reserved pieces name to those of their consignment, each shard of a SKU once.
fn add_shares(known: &mut Fields, more: &Value) {
    let added = more.get("shards").and_then(Value::as_array);
    let mut shares = list(known, "shards").to_vec();
    for share in added.into_iter().flatten() {
        let same = |other: &&mut Value| {
            other.get("sku") == share.get("sku") && other.get("shard") == share.get("shard")
        };
        let sum =
            |other: &Value| number(other, "quantity").saturating_add(number(share, "quantity"));
        match shares.iter_mut().find(same) {
            Some(other) => {
                let quantity = sum(other);
                if let Some(other) = other.as_object_mut() {
                    set(other, "quantity", quantity);
                }
            }
            None => shares.push(share.clone()),
        }
    }
    if !shares.is_empty() {
        set(known, "shards", shares);
    }
}

/// Whether what is consigned and what is short is what was ordered, of each SKU.
pub(super) fn adds_up(state: &Fields) -> bool {
    let consignments = list(state, "consignments");
    if consignments.is_empty() {
        return list(state, "short").is_empty();
    }
    is_all_accounted(state)
}

/// Whether each piece of goods that was ordered is in a written consignment, or short.
pub(super) fn is_all_accounted(state: &Fields) -> bool {
    let consignments = list(state, "consignments");
    let mut open = goods(state);
    let consigned = consignments.iter().flat_map(pieces_of);
    let consigned = consigned.map(|(_, sku, _, quantity)| (sku, quantity));
    let short = list(state, "short").iter();
    let short = short.map(|short| {
        let sku = short.get("sku").and_then(Value::as_str).unwrap_or_default();
        (sku.to_owned(), number(short, "missing"))
    });
    for (sku, quantity) in consigned.chain(short) {
        let left = open.entry(sku).or_default();
        *left = left.saturating_sub(quantity);
    }
    open.values().all(|left| *left == 0)
}

/// The order after a consignment left: on its way when nothing waits and nothing is short.
pub(super) fn dispatched(mut state: Fields, event: &Fields, step: &mut Step) -> Option<Fields> {
    let parcel = event.get("shipment")?.clone();
    let no = consignment_no(&parcel);
    if !waiting(&state).iter().any(|(waits, _)| *waits == no) {
        step.illegal("dispatched", &format!("without consignment {no}"));
    }
    let mut parcels = list(&state, "shipments").to_vec();
    parcels.push(parcel);
    parcels.extend_from_slice(list(event, "more"));
    set(&mut state, "shipments", parcels);
    if !waiting(&state).is_empty() {
        return Some(state);
    }
    if list(&state, "short").is_empty() {
        state.remove("short");
        set(&mut state, "stage", "dispatched");
        take(&mut state, "due", event, "due")?;
    } else {
        set(&mut state, "stage", "preparing");
        take(&mut state, "due", event, "rest_due")?;
    }
    Some(state)
}

/// The order after one of several parcels was signed for.
pub(super) fn parcel_delivered(
    mut state: Fields,
    event: &Fields,
    step: &mut Step,
) -> Option<Fields> {
    let parcels = state.get_mut("shipments").and_then(Value::as_array_mut);
    let found = parcels.and_then(|parcels| {
        let mut parcels = parcels.iter_mut().filter_map(Value::as_object_mut);
        parcels.find(|parcel| {
            let same = |name| text(parcel, name) == text(event, name);
            same("carrier") && same("waybill_no")
        })
    });
    match found {
        Some(parcel) if !parcel.contains_key("delivered_at") => {
            take(parcel, "delivered_at", event, "at")?;
        }
        _ => step.illegal("parcel_delivered", "without that parcel on its way"),
    }
    Some(state)
}

fn stock(pieces: Vec<Held>, available: i64, reserved: i64, step: &mut Step) {
    let mut sums: BTreeMap<(String, String, i64), i64> = BTreeMap::new();
    for (warehouse, sku, shard, quantity) in pieces {
        let sum = sums.entry((sku, warehouse, shard)).or_default();
        *sum = sum.saturating_add(quantity);
    }
    let moved = sums
        .into_iter()
        .map(|((sku, warehouse, shard), quantity)| Movement::Stock {
            sku,
            warehouse,
            shard,
            available: available.saturating_mul(quantity),
            reserved: reserved.saturating_mul(quantity),
            quarantined: 0,
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
