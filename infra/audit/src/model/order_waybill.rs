//! The waybills of an order's parcels: what is in them is in a consignment, once, and they collect what is due at
//! the door.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::order_stock::{self, Held};
use super::{Fields, Step, amount, list, order_consignment, set, text};
use crate::AuditError;
use crate::ledger::Ledger;

/// Applies what an event says about waybills; `None` when it does not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    match name {
        "waybills_requested" => request(state, event, step),
        "waybill_voided" => {
            let mut waybills = known(state);
            let mut live = list(&waybills, "live").to_vec();
            let before = live.len();
            live.retain(|it| it.get("no") != event.get("no"));
            if live.len() == before {
                step.illegal(name, "without it");
            }
            set(&mut waybills, "live", live);
            set(state, "waybills", waybills);
            Some(())
        }
        "reserved" => {
            let waybills = known(state);
            let labelled = |no: &Value| {
                list(&waybills, "live")
                    .iter()
                    .any(|it| it["consignment"] == *no)
            };
            let joined = list(event, "consignments").iter();
            if joined.filter_map(|it| it.get("no")).any(labelled) {
                step.illegal(name, "of pieces for a consignment that is labelled");
            }
            Some(())
        }
        "dispatched" => {
            let waybills = known(state);
            let no = order_consignment::consignment_no(event.get("shipment")?);
            let of_it = |it: &&Value| it["consignment"] == no;
            let labelled = list(&waybills, "live").iter().filter(of_it).count();
            let parcels = list(event, "more").len().saturating_add(1);
            if parcels != labelled.max(1) {
                let stands = format!("of {parcels} parcels with {labelled} waybills");
                step.illegal(name, &stands);
            }
            Some(())
        }
        _ => Some(()),
    }
}

fn known(state: &Fields) -> Fields {
    let known = state.get("waybills").and_then(Value::as_object);
    known.cloned().unwrap_or_else(Map::new)
}

fn request(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let mut waybills = known(state);
    let (mut live, mut last) = (
        list(&waybills, "live").to_vec(),
        amount(&waybills, "last_no"),
    );
    let all = amount(event, "cod");
    if live.is_empty() {
        let due = on_delivery(state);
        step.amount_must(
            (0..=due).contains(&all),
            format!("0 to {due} to collect"),
            all,
        );
    } else {
        step.amount_is("waybills that collect", amount(&waybills, "cod"), all);
    }
    for waybill in list(event, "waybills") {
        last = last.saturating_add(1);
        step.amount_is(
            "the next parcel's number",
            last,
            waybill.get("no")?.as_i64()?,
        );
        live.push(waybill.clone());
    }
    if !fits(state, &live) {
        step.illegal("waybills_requested", "of more than its consignments hold");
    }
    let collected = live.iter().filter_map(|it| it["cod"].as_i64());
    let collected: i64 = collected.sum();
    step.amount_must(
        collected <= all,
        format!("{all} collected or less"),
        collected,
    );
    if labels_all(state, &live) {
        step.amount_is("what all waybills collect", all, collected);
    }
    set(&mut waybills, "last_no", last);
    set(&mut waybills, "cod", all);
    set(&mut waybills, "live", live);
    set(state, "waybills", waybills);
    Some(())
}

/// What the schedule says is due when the recipient signs.
fn on_delivery(state: &Fields) -> i64 {
    let payment = state.get("payment").and_then(Value::as_object);
    let schedule = payment.map_or(&[] as &[Value], |payment| list(payment, "schedule"));
    let due = schedule.iter().filter(|it| it["when"] == "on_delivery");
    due.filter_map(|it| it["amount"].as_i64()).sum()
}

/// Pieces per consignment and SKU.
type Contents = BTreeMap<(i64, String), i64>;

fn labelled(live: &[Value]) -> Contents {
    let mut contents = Contents::new();
    for waybill in live {
        let no = waybill["consignment"].as_i64().unwrap_or_default();
        for pieces in waybill["pieces"].as_array().into_iter().flatten() {
            let sku = pieces["sku"].as_str().unwrap_or_default().to_owned();
            let sum = contents.entry((no, sku)).or_default();
            *sum = sum.saturating_add(pieces["quantity"].as_i64().unwrap_or_default());
        }
    }
    contents
}

/// Whether nothing is in more parcels than there are pieces of it.
fn fits(state: &Fields, live: &[Value]) -> bool {
    let mut consigned = Contents::new();
    for (no, pieces) in order_consignment::consignments(state) {
        for (_, sku, _, quantity) in pieces as Vec<Held> {
            let sum = consigned.entry((no, sku)).or_default();
            *sum = sum.saturating_add(quantity);
        }
    }
    labelled(live)
        .iter()
        .all(|(of, packed)| *packed > 0 && consigned.get(of).is_some_and(|has| packed <= has))
}

/// Whether every piece that was ordered is in a parcel with a waybill.
fn labels_all(state: &Fields, live: &[Value]) -> bool {
    let mut open = order_stock::goods(state);
    for ((_, sku), packed) in labelled(live) {
        let left = open.entry(sku).or_default();
        *left = left.saturating_sub(packed);
    }
    open.values().all(|left| *left == 0)
}

/// Writes into the ledger which waybills the order knows of.
pub(super) fn note(id: &str, state: &Fields, ledger: &mut Ledger) -> Result<(), AuditError> {
    let waybills = known(state);
    for waybill in list(&waybills, "live").iter().filter_map(Value::as_object) {
        let name = format!("{id}.{}", amount(waybill, "no"));
        ledger.waybill_of_order(&name, amount(waybill, "cod"))?;
    }
    Ok(())
}
