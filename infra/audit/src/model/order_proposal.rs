//! What an accepted counter-proposal makes of an order.

use serde_json::{Value, json};

use super::{Fields, amount, list, order_money, set, text};

/// The lines under a proposal: pieces by the number of the line, other goods with nothing of the
/// former's description, prices by goods.
pub(super) fn lines(lines: &[Value], proposal: &Fields) -> Vec<Value> {
    let by_sku = |field: &str, sku: &str| {
        let mut all = list(proposal, field).iter().filter_map(Value::as_object);
        all.find(|it| text(it, "sku") == sku)
    };
    let changed = (1_i64..).zip(lines).map(|(number, line)| {
        let Some(mut line) = line.as_object().cloned() else {
            return line.clone();
        };
        let mut pieces = list(proposal, "quantities")
            .iter()
            .filter_map(Value::as_object);
        if let Some(new) = pieces.find(|it| amount(it, "line") == number) {
            set(&mut line, "quantity", amount(new, "quantity"));
        }
        let sku = text(&line, "sku").to_owned();
        if let Some(new) = by_sku("substitutes", &sku) {
            return json!({
                "sku": new.get("substitute"),
                "quantity": line.get("quantity"),
                "unit_price": new.get("unit_price"),
            });
        }
        if let Some(price) = by_sku("prices", &sku).and_then(|it| it.get("unit_price")) {
            set(&mut line, "unit_price", price.clone());
        }
        Value::Object(line)
    });
    changed.collect()
}

/// The order with the proposal and its new total.
pub(super) fn accept(state: &mut Fields, proposal: &Fields, total: i64) -> Option<()> {
    let changed = lines(list(state, "lines"), proposal);
    set(state, "lines", changed);
    if let Some(date) = proposal.get("requested_delivery") {
        set(state, "requested_delivery", date.clone());
    }
    set(state, "total", total);
    match proposal.get("prepayment_permille").and_then(Value::as_i64) {
        Some(share) if total > 0 => prepay(state, total, share),
        Some(_) | None => {
            let terms = state.get_mut("payment")?.as_object_mut()?;
            let schedule = terms.get_mut("schedule")?.as_array_mut()?;
            order_money::divide(schedule, total)
        }
    }
}

/// So many thousandths before production, and the rest as what was due later; before dispatch if
/// nothing was. Parts of nothing are left out.
fn prepay(state: &mut Fields, total: i64, share: i64) -> Option<()> {
    let terms = state.get_mut("payment")?.as_object_mut()?;
    let before = ["on_order", "before_production"];
    let mut later: Vec<Value> = list(terms, "schedule").to_vec();
    later.retain(|part| {
        let when = part.get("when").and_then(Value::as_str);
        when.is_some_and(|when| !before.contains(&when))
    });
    if later.is_empty() {
        later.push(json!({"when": "on_dispatch", "amount": 1}));
    }
    let mut halves = vec![
        json!({"when": "before_production", "amount": share}),
        json!({"amount": 1_000_i64.checked_sub(share)?}),
    ];
    order_money::divide(&mut halves, total)?;
    let rest = halves.pop()?.get("amount")?.as_i64()?;
    order_money::divide(&mut later, rest)?;
    halves.append(&mut later);
    halves.retain(|part| part.get("amount").and_then(Value::as_i64) != Some(0));
    set(terms, "schedule", halves);
    Some(())
}
