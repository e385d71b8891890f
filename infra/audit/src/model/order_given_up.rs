//! Reserved goods that an order gives up for one that needs them more.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::order_consignment::{consignments, number, parcels, pieces_of};
use super::order_stock::adds_up;
use super::{Fields, Step, list, set, take};

const NAME: &str = "reservation_given_up";

/// The order after it: ready as long as a consignment waits. One that may not be split gives up everything.
pub(super) fn apply(mut state: Fields, event: &Fields, step: &mut Step) -> Option<Fields> {
    let mut kept: BTreeMap<i64, (String, BTreeMap<String, i64>)> = BTreeMap::new();
    for (no, pieces) in consignments(&state) {
        for (warehouse, sku, _, quantity) in pieces {
            let (_, sums) = kept.entry(no).or_insert((warehouse, BTreeMap::new()));
            let sum = sums.entry(sku).or_default();
            *sum = sum.saturating_add(quantity);
        }
    }
    let left = parcels(&state);
    for released in list(event, "released") {
        let no = number(released, "no");
        let (_, sums) = kept.get_mut(&no)?;
        if left.contains(&no) {
            step.illegal(NAME, "of a consignment that left");
        }
        for (_, sku, _, quantity) in pieces_of(released) {
            let sum = sums.entry(sku).or_default();
            *sum = sum.saturating_sub(quantity);
            step.amount_must(*sum >= 0, "no more than was reserved", quantity);
        }
        sums.retain(|_, quantity| *quantity != 0);
    }
    kept.retain(|_, (_, sums)| !sums.is_empty());
    let waits = kept.keys().any(|no| !left.contains(no));
    if waits && !state.contains_key("split_shipments") {
        step.illegal(NAME, "in part, though it may not be split");
    }
    let consignments = kept.into_iter().map(|(no, (warehouse, sums))| {
        let pieces = sums.into_iter();
        let pieces: Vec<Value> = pieces
            .map(|(sku, quantity)| json!({ "sku": sku, "quantity": quantity }))
            .collect();
        let shards = shards_left(&state, event, no);
        match shards.is_empty() {
            true => json!({ "no": no, "warehouse": warehouse, "pieces": pieces }),
            false => {
                json!({ "no": no, "warehouse": warehouse, "pieces": pieces, "shards": shards })
            }
        }
    });
    let consignments: Vec<Value> = consignments.collect();
    if consignments.is_empty() {
        state.remove("consignments");
    } else {
        set(&mut state, "consignments", consignments);
    }
    take(&mut state, "short", event, "short")?;
    if waits && !adds_up(&state) {
        step.illegal(NAME, "with pieces that are neither reserved nor short");
    }
    if !waits {
        set(&mut state, "stage", "preparing");
        take(&mut state, "due", event, "due")?;
    }
    Some(state)
}

/// The shards that a consignment still names: those that it named, less what is given up of them.
fn shards_left(state: &Fields, event: &Fields, no: i64) -> Vec<Value> {
    let named = |list: &[Value]| -> Vec<Value> {
        let of_it = list.iter().filter(|it| number(it, "no") == no);
        let shards = of_it.filter_map(|it| it.get("shards")?.as_array());
        shards.flatten().cloned().collect()
    };
    let gone = named(list(event, "released"));
    let left = named(list(state, "consignments"))
        .into_iter()
        .filter_map(|mut share| {
            let same = |other: &&Value| {
                other.get("sku") == share.get("sku") && other.get("shard") == share.get("shard")
            };
            let given = gone.iter().find(same);
            let given = given.map_or(0, |given| number(given, "quantity"));
            let left = number(&share, "quantity").saturating_sub(given);
            set(share.as_object_mut()?, "quantity", left);
            (left != 0).then_some(share)
        });
    left.collect()
}
