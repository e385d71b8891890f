//! The purchase order: from stage to stage, and stock that is what passed the inspection.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, begin, list, set, take, take_if_there, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::{Deliveries, Ledger};
use crate::movement::Moved;

pub(super) const FIELDS: [&str; 20] = [
    "number",
    "sku",
    "needed",
    "needed_by",
    "choice",
    "standard_cost",
    "peg",
    "warehouse",
    "raised_by",
    "raised_at",
    "stage",
    "due",
    "promised",
    "at",
    "reason",
    "approval",
    "contract",
    "promises",
    "receipts",
    "returns",
];

/// Fields that only some stages have.
const OF_A_STAGE: [&str; 4] = ["due", "promised", "at", "reason"];

/// What each event may follow.
const FROM: [(&str, &[&str]); 6] = [
    ("approved", &["awaiting_approval"]),
    ("placed", &["to_place"]),
    ("promise_moved", &["placed"]),
    ("goods_received", &["placed"]),
    ("closed", &["placed"]),
    ("cancelled", &["awaiting_approval", "to_place", "placed"]),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "raised" {
        begin(folded, event, "purchase_order", step)?;
        let (bought, needed) = (ordered(&folded.state)?, amount(&folded.state, "needed"));
        step.amount_must(bought >= needed, format!("{needed} pieces or more"), bought);
        if !["awaiting_approval", "to_place"].contains(&text(&folded.state, "stage")) {
            step.illegal(name, text(&folded.state, "stage"));
        }
        return Some(());
    }
    let state = &mut folded.state;
    if name == "peg_released" {
        let peg = state.get_mut("peg")?.as_object_mut()?;
        if peg.contains_key("released_at") {
            step.illegal(name, "released");
        }
        return take(peg, "released_at", event, "at");
    }
    if ["return_raised", "return_cancelled"].contains(&name) {
        return goods_return(state, name, event, step);
    }
    let (_, from) = FROM.iter().find(|(known, _)| *known == name)?;
    let stage = text(state, "stage");
    if !from.contains(&stage) {
        let stage = if stage.is_empty() { "none" } else { stage };
        step.illegal(name, stage);
    }
    match name {
        "approved" => {
            if event.get("by") == state.get("raised_by") {
                let expected = "the approval of another person than who raised it";
                step.fault(Code::FourEyesMissing, expected, "by the same person");
            }
            set(
                state,
                "approval",
                json!({ "by": event.get("by")?, "at": event.get("at")? }),
            );
            enter(state, "to_place", event, &[("due", "due")])
        }
        "placed" => {
            take(state, "contract", event, "contract")?;
            promise(state, event)
        }
        "promise_moved" => promise(state, event),
        "goods_received" => receive(state, event, step),
        "closed" => enter(
            state,
            "closed",
            event,
            &[("at", "at"), ("reason", "reason")],
        ),
        _ => {
            if !list(state, "receipts").is_empty() {
                step.illegal(name, "with receipts");
            }
            enter(
                state,
                "cancelled",
                event,
                &[("at", "at"), ("reason", "reason")],
            )
        }
    }
}

fn enter(state: &mut Fields, stage: &str, event: &Fields, taken: &[(&str, &str)]) -> Option<()> {
    for field in OF_A_STAGE {
        state.remove(field);
    }
    set(state, "stage", stage);
    for (name, from) in taken {
        take(state, name, event, from)?;
    }
    Some(())
}

fn promise(state: &mut Fields, event: &Fields) -> Option<()> {
    let mut said = Fields::new();
    take(&mut said, "date", event, "promised")?;
    take(&mut said, "at", event, "at")?;
    take(&mut said, "by", event, "by")?;
    take_if_there(&mut said, "reason", event);
    let mut promises = list(state, "promises").to_vec();
    promises.push(Value::Object(said));
    set(state, "promises", promises);
    enter(state, "placed", event, &[("promised", "promised")])
}

/// Only what passed becomes stock, and never more comes than the supplier owes.
fn receive(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let receipt = event.get("receipt")?.as_object()?;
    let (passed, failed) = (amount(receipt, "passed"), amount(receipt, "failed"));
    let mut receipts = list(state, "receipts").to_vec();
    let owed = ordered(state)?.saturating_sub(sum(&receipts, "passed"));
    let came = passed.saturating_add(failed);
    let right = passed >= 0 && failed >= 0 && came > 0 && came <= owed;
    step.amount_must(right, format!("1 to {owed} pieces coming in"), came);
    let number = receipt.get("receipt_no");
    if receipts
        .iter()
        .any(|known| known.get("receipt_no") == number)
    {
        step.illegal("goods_received", "that knows the receipt");
    }
    let lots = list(receipt, "lots");
    let mut came: Vec<(Option<&Value>, i64)> = lots
        .iter()
        .map(|it| {
            (
                it.get("lot"),
                it.get("quantity")
                    .and_then(Value::as_i64)
                    .unwrap_or_default(),
            )
        })
        .collect();
    if came.is_empty() && passed > 0 {
        came.push((None, passed));
    }
    let by_lot = came.iter().map(|(_, quantity)| *quantity).sum::<i64>();
    step.amount_is("pieces of lots that passed", passed, by_lot);
    for (lot, quantity) in came {
        let moved = Moved {
            sku: text(state, "sku"),
            shard: 0,
            warehouse: text(receipt, "warehouse"),
            lot,
            quantity,
        };
        step.movements.extend(moved.stock([1, 0, 0], [1, 0, 0])?);
    }
    receipts.push(Value::Object(receipt.clone()));
    set(state, "receipts", receipts);
    if passed == owed {
        enter(state, "received", receipt, &[("at", "at")])?;
    }
    Some(())
}

/// Goods go on a return, never more than came, or off it.
fn goods_return(state: &mut Fields, name: &str, event: &Fields, step: &mut Step) -> Option<()> {
    let mut returns = list(state, "returns").to_vec();
    if name == "return_cancelled" {
        let before = returns.len();
        returns.retain(|goods| goods.get("number") != event.get("number"));
        if returns.len() == before {
            step.illegal(name, "without that return");
        }
    } else {
        let goods = event.get("goods")?.as_object()?;
        let from_stock = goods.get("from_stock").is_some();
        let came = if from_stock { "passed" } else { "failed" };
        let known = returns.iter().filter_map(Value::as_object);
        let same = known.filter(|known| known.get("from_stock").is_some() == from_stock);
        let back = same.fold(0, |sum: i64, goods| {
            sum.saturating_add(amount(goods, "quantity"))
        });
        let left = sum(list(state, "receipts"), came).saturating_sub(back);
        let pieces = amount(goods, "quantity");
        let right = pieces > 0 && pieces <= left;
        step.amount_must(right, format!("1 to {left} pieces going back"), pieces);
        returns.push(Value::Object(goods.clone()));
    }
    set(state, "returns", returns);
    Some(())
}

/// Pieces that were ordered.
fn ordered(state: &Fields) -> Option<i64> {
    let chosen = state.get("choice")?.get("chosen")?;
    chosen.get("quantity")?.as_i64()
}

fn sum(receipts: &[Value], field: &str) -> i64 {
    let receipts = receipts.iter().filter_map(Value::as_object);
    receipts
        .map(|receipt| amount(receipt, field))
        .fold(0, i64::saturating_add)
}

/// Writes into the ledger what its order and its supplier must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    if let Some(peg) = state.get("peg").and_then(Value::as_object) {
        let ended = ["received", "closed", "cancelled"].contains(&text(state, "stage"));
        let (order, sku) = (text(peg, "order"), text(state, "sku"));
        let number = format!("purchase order {id}");
        ledger.peg(order, &number, sku, amount(peg, "quantity"), !ended)?;
    }
    for goods in list(state, "returns").iter().filter_map(Value::as_object) {
        let from_stock = goods.get("from_stock").is_some();
        let (number, pieces) = (text(goods, "number"), amount(goods, "quantity"));
        ledger.goods_return("purchase order", number, id, from_stock, pieces)?;
    }
    let receipts = list(state, "receipts");
    let (passed, failed) = (sum(receipts, "passed"), sum(receipts, "failed"));
    let on_time = receipts
        .iter()
        .filter(|it| it.get("on_time") == Some(&json!(true)));
    let chosen = state.get("choice").and_then(|choice| choice.get("chosen"));
    let supplier = chosen.and_then(|chosen| chosen.get("supplier")?.as_str());
    ledger.deliveries(
        supplier.unwrap_or_default(),
        "received",
        Deliveries {
            inspected: passed.saturating_add(failed),
            passed,
            receipts: i64::try_from(receipts.len()).unwrap_or(i64::MAX),
            on_time: i64::try_from(on_time.count()).unwrap_or(i64::MAX),
        },
    )
}
