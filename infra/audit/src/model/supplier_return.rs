//! Returns to suppliers: from step to step, and out of quarantine when they leave.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, begin, set, take, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::Ledger;
use crate::movement::{Moved, Movement};

pub(super) const FIELDS: [&str; 15] = [
    "number",
    "purchase_order",
    "supplier",
    "sku",
    "source",
    "quantity",
    "unit_price",
    "reason",
    "raised_by",
    "raised_at",
    "stage",
    "due",
    "at",
    "waybill_no",
    "answer",
];

/// What each event follows, the stage that it leads to, and the field that this stage has.
const STEPS: [(&str, &str, &str, &str); 4] = [
    ("shipped", "to_ship", "shipped", "due"),
    ("answered", "shipped", "answered", "due"),
    ("closed", "answered", "closed", "at"),
    ("cancelled", "to_ship", "cancelled", "at"),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "raised" {
        begin(folded, event, "supplier_return", step)?;
        let pieces = amount(&folded.state, "quantity");
        step.amount_must(pieces > 0, "one piece or more", pieces);
        if text(&folded.state, "stage") != "to_ship" {
            step.illegal(name, text(&folded.state, "stage"));
        }
        return Some(());
    }
    let state = &mut folded.state;
    let (_, from, to, field) = STEPS.iter().find(|(known, ..)| *known == name)?;
    let stage = text(state, "stage");
    if stage != *from {
        step.illegal(name, if stage.is_empty() { "none" } else { stage });
    }
    match name {
        "shipped" => {
            take(state, "waybill_no", event, "waybill_no")?;
            step.movements.extend(leaves(state)?);
        }
        "answered" => take(state, "answer", event, "answer")?,
        "closed" => {
            let answered_by = state.get("answer").and_then(|answer| answer.get("by"));
            if event.get("by") == answered_by {
                let expected = "the closing by another person than who recorded the answer";
                step.fault(Code::FourEyesMissing, expected, "by the same person");
            }
        }
        _ => {}
    }
    state.remove("due");
    state.remove("at");
    set(state, "stage", *to);
    take(state, field, event, field)
}

/// What leaves quarantine; nothing of what never was stock.
fn leaves(state: &Fields) -> Option<Vec<Movement>> {
    let source = state.get("source").and_then(Value::as_object)?;
    if text(source, "from") != "quarantine" {
        return Some(Vec::new());
    }
    let moved = Moved {
        sku: text(state, "sku"),
        warehouse: text(source, "warehouse"),
        lot: source.get("lot"),
        shard: 0,
        quantity: amount(state, "quantity"),
    };
    moved.stock([0, 0, -1], [0, 0, -1])
}

/// Writes into the ledger what its purchase order and its supplier must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    let (stage, pieces) = (text(state, "stage"), amount(state, "quantity"));
    if stage == "cancelled" {
        return Ok(());
    }
    let from = state
        .get("source")
        .and_then(|source| source.get("from")?.as_str());
    let from_stock = from == Some("quarantine");
    let order = text(state, "purchase_order");
    ledger.goods_return("return", id, order, from_stock, pieces)?;
    if from_stock && stage != "to_ship" {
        ledger.pieces_back(text(state, "supplier"), "returned", pieces)?;
    }
    Ok(())
}
