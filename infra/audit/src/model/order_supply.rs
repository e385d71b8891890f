//! What is bought and made for an order: only while it waits for goods, and each purchase order and work order once.

use serde_json::Value;

use super::{Fields, Step, amount, list, set, take, text};
use crate::AuditError;
use crate::ledger::Ledger;

/// Applies what an event says about supplies; `None` when it does not read.
pub(super) fn apply(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let mut supplies = list(state, "supplies").to_vec();
    match name {
        "supply_pegged" => {
            let supply = event.get("supply")?.as_object()?.clone();
            let number = source(&supply);
            if find(&mut supplies, &number).is_some() {
                step.illegal(name, "pegged to it");
            }
            let sku = text(&supply, "sku");
            let mut short = list(state, "short").iter().filter_map(Value::as_object);
            if !short.any(|short| text(short, "sku") == sku) {
                step.illegal(name, "that is not short of it");
            }
            let pieces = amount(&supply, "quantity");
            step.amount_must(pieces > 0, "one piece or more", pieces);
            let (again, lost) = (amount(&supply, "replaces"), lost(&supplies, sku));
            let right = (0..=lost.min(pieces)).contains(&again);
            step.amount_must(right, format!("at most {lost} pieces again"), again);
            supplies.push(Value::Object(supply));
            await_goods(state, event)?;
        }
        "supply_rescheduled" => {
            let supply = find(&mut supplies, &source(event))?;
            if supply.contains_key("ended") {
                step.illegal(name, "without it");
            }
            if let Some(before) = event.get("before") {
                if supply.get("expected") != Some(before) {
                    step.illegal(name, "expected on another day before");
                }
                let first = supply.entry("first_expected");
                first.or_insert_with(|| before.clone());
            }
            take(supply, "expected", event, "expected")?;
            await_goods(state, event)?;
        }
        "supply_ended" => {
            let supply = find(&mut supplies, &source(event))?;
            if supply.contains_key("ended") {
                step.illegal(name, "without it");
            }
            set(supply, "ended", true);
            let (lost, pieces) = (amount(event, "lacking"), amount(supply, "quantity"));
            let right = (0..=pieces).contains(&lost);
            step.amount_must(right, format!("at most {pieces} pieces lost"), lost);
            if lost > 0 {
                set(supply, "lacking", lost);
            }
        }
        _ => return Some(()),
    }
    set(state, "supplies", supplies);
    Some(())
}

/// Writes into the ledger which purchase orders and work orders the order knows of.
pub(super) fn note(id: &str, state: &Fields, ledger: &mut Ledger) -> Result<(), AuditError> {
    let waits = text(state, "stage") == "preparing" || !list(state, "short").is_empty();
    for supply in list(state, "supplies").iter().filter_map(Value::as_object) {
        let live = waits && !supply.contains_key("ended");
        let (number, sku) = (source(supply), text(supply, "sku"));
        ledger.supply(id, &number, sku, amount(supply, "quantity"), live)?;
    }
    Ok(())
}

fn find<'a>(supplies: &'a mut [Value], number: &str) -> Option<&'a mut Fields> {
    let mut supplies = supplies.iter_mut().filter_map(Value::as_object_mut);
    supplies.find(|supply| source(supply) == number)
}

/// From where pieces come: a purchase order or a work order, and its number.
fn source(fields: &Fields) -> String {
    match text(fields, "work_order") {
        "" => format!("purchase order {}", text(fields, "purchase_order")),
        number => format!("work order {number}"),
    }
}

/// Pieces of a SKU that were made and lost, and not ordered again.
fn lost(supplies: &[Value], sku: &str) -> i64 {
    let supplies = supplies.iter().filter_map(Value::as_object);
    let lost = supplies
        .filter(|supply| text(supply, "sku") == sku)
        .map(|supply| amount(supply, "lacking").saturating_sub(amount(supply, "replaces")));
    lost.fold(0, i64::saturating_add)
}

/// What a preparing order is due by; one of which a consignment waits is due by its dispatch.
fn await_goods(state: &mut Fields, event: &Fields) -> Option<()> {
    if text(state, "stage") == "preparing" {
        take(state, "due", event, "due")?;
    }
    Some(())
}
