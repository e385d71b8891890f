//! What is bought for an order: only while it waits for goods, and each purchase order once.

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
            let number = text(&supply, "purchase_order").to_owned();
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
            supplies.push(Value::Object(supply));
            await_goods(state, event)?;
        }
        "supply_rescheduled" => {
            let supply = find(&mut supplies, text(event, "purchase_order"))?;
            if supply.contains_key("ended") {
                step.illegal(name, "without it");
            }
            take(supply, "expected", event, "expected")?;
            await_goods(state, event)?;
        }
        "supply_ended" => {
            let supply = find(&mut supplies, text(event, "purchase_order"))?;
            if supply.contains_key("ended") {
                step.illegal(name, "without it");
            }
            set(supply, "ended", true);
        }
        _ => return Some(()),
    }
    set(state, "supplies", supplies);
    Some(())
}

/// Writes into the ledger which purchase orders the order knows of.
pub(super) fn note(id: &str, state: &Fields, ledger: &mut Ledger) -> Result<(), AuditError> {
    let waits = text(state, "stage") == "preparing" || !list(state, "short").is_empty();
    for supply in list(state, "supplies").iter().filter_map(Value::as_object) {
        let live = waits && !supply.contains_key("ended");
        let (number, sku) = (text(supply, "purchase_order"), text(supply, "sku"));
        ledger.supply(id, number, sku, amount(supply, "quantity"), live)?;
    }
    Ok(())
}

fn find<'a>(supplies: &'a mut [Value], number: &str) -> Option<&'a mut Fields> {
    let mut supplies = supplies.iter_mut().filter_map(Value::as_object_mut);
    supplies.find(|supply| text(supply, "purchase_order") == number)
}

/// What a preparing order is due by; one of which a consignment waits is due by its dispatch.
fn await_goods(state: &mut Fields, event: &Fields) -> Option<()> {
    if text(state, "stage") == "preparing" {
        take(state, "due", event, "due")?;
    }
    Some(())
}
