//! The consignments of an order: what leaves together, and what has left.

use std::collections::BTreeMap;

use serde_json::Value;

use super::order_stock::{Held, goods};
use super::{Fields, amount, list, text};

/// Orders are reserved from this warehouse where they do not say from which.
pub(super) const WAREHOUSE: &str = "CQ1";

/// The consignments that have not left, by number.
pub(super) fn waiting(state: &Fields) -> Vec<(i64, Vec<Held>)> {
    let left = parcels(state);
    let waits = |(no, _): &(i64, Vec<Held>)| !left.contains(no);
    consignments(state).into_iter().filter(waits).collect()
}

/// Every consignment, by number.
pub(super) fn consignments(state: &Fields) -> Vec<(i64, Vec<Held>)> {
    let reserved = ["ready", "dispatched", "serving"];
    match list(state, "consignments") {
        [] if reserved.contains(&text(state, "stage")) => vec![(1, whole(state))],
        consignments => consignments
            .iter()
            .map(|consignment| (number(consignment, "no"), pieces_of(consignment)))
            .collect(),
    }
}

/// The numbers of the consignments that left.
pub(super) fn parcels(state: &Fields) -> Vec<i64> {
    list(state, "shipments")
        .iter()
        .map(consignment_no)
        .collect()
}

/// The pieces that left, per SKU.
pub(super) fn gone(state: &Fields) -> BTreeMap<String, i64> {
    let left = parcels(state);
    let gone = consignments(state).into_iter();
    let gone = gone.filter(|(no, _)| left.contains(no));
    let mut sums = BTreeMap::new();
    for (_, sku, _, quantity) in gone.flat_map(|(_, pieces)| pieces) {
        let sum = sums.entry(sku).or_insert(0_i64);
        *sum = sum.saturating_add(quantity);
    }
    sums
}

/// What is written down of the consignments that left.
pub(super) fn left(state: &Fields) -> Vec<Value> {
    let left = parcels(state);
    let gone = list(state, "consignments").iter();
    let gone = gone.filter(|consignment| left.contains(&number(consignment, "no")));
    gone.cloned().collect()
}

/// Everything, from the main warehouse.
pub(super) fn whole(state: &Fields) -> Vec<Held> {
    let pieces = goods(state).into_iter();
    pieces
        .map(|(sku, quantity)| (WAREHOUSE.to_owned(), sku, 0, quantity))
        .collect()
}

/// The pieces of a consignment, in the shards that it names; those of which it names none are in the first.
pub(super) fn pieces_of(consignment: &Value) -> Vec<Held> {
    let Some(fields) = consignment.as_object() else {
        return Vec::new();
    };
    let pieces = list(fields, "pieces").iter().filter_map(Value::as_object);
    let warehouse = text(fields, "warehouse");
    let mut held: Vec<Held> = Vec::new();
    for pieces in pieces {
        let (sku, mut left) = (text(pieces, "sku"), amount(pieces, "quantity"));
        let place = |shard, quantity| (warehouse.to_owned(), sku.to_owned(), shard, quantity);
        for share in shares_of(fields, sku) {
            let quantity = amount(share, "quantity");
            left = left.saturating_sub(quantity);
            held.push(place(amount(share, "shard"), quantity));
        }
        let mut first = held.iter_mut();
        let first = first.find(|(_, of, shard, _)| of == sku && *shard == 0);
        match first {
            Some((.., quantity)) => *quantity = quantity.saturating_add(left),
            None if left != 0 => held.push(place(0, left)),
            None => {}
        }
    }
    held
}

/// The shards that a consignment names for a SKU.
fn shares_of<'a>(consignment: &'a Fields, sku: &'a str) -> impl Iterator<Item = &'a Fields> {
    let shares = list(consignment, "shards").iter();
    shares
        .filter_map(Value::as_object)
        .filter(move |share| text(share, "sku") == sku)
}

/// The number of the consignment in a parcel: the first where it says nothing.
pub(super) fn consignment_no(parcel: &Value) -> i64 {
    parcel
        .get("consignment")
        .and_then(Value::as_i64)
        .unwrap_or(1)
}

pub(super) fn number(value: &Value, name: &str) -> i64 {
    value.get(name).and_then(Value::as_i64).unwrap_or_default()
}
