//! Reorder points: each fall is found once, orders at most once, and ends.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, list, set, take, text};

pub(super) const FIELDS: [&str; 7] = [
    "warehouse",
    "sku",
    "levels",
    "falls",
    "low",
    "supplies",
    "removed_at",
];

/// What came of what was ordered, since stock was last low; no field of a state.
const CAME: &str = "(came)";

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let state = &mut folded.state;
    if name == "revised" {
        return revise(state, event, step);
    }
    let stands = stands(state);
    let after: &[&str] = match name {
        "removed" | "supply_ordered" | "supply_ended" => &["watched", "low"],
        "low_stock_found" => &["watched"],
        "not_ordered" | "replenished" => &["low"],
        _ => return None,
    };
    if !after.contains(&stands) {
        step.illegal(name, stands);
    }
    match name {
        "removed" => {
            state.remove("low");
            take(state, "removed_at", event, "at")
        }
        "low_stock_found" => find(state, event, step),
        "supply_ordered" => order(state, event, step),
        "not_ordered" => {
            let low = state.get_mut("low")?.as_object_mut()?;
            if low.contains_key("proposal") {
                step.illegal(name, "ordered");
            }
            take(low, "not_ordered", event, "because")
        }
        "supply_ended" => end(state, event, step),
        _ => replenish(state, event, step),
    }
}

fn stands(state: &Fields) -> &'static str {
    if state.is_empty() {
        "none"
    } else if state.contains_key("removed_at") {
        "removed"
    } else if state.contains_key("low") {
        "low"
    } else {
        "watched"
    }
}

fn reorder_point(state: &Fields) -> Option<i64> {
    Some(amount(state.get("levels")?.as_object()?, "reorder_point"))
}

fn revise(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let same = ["warehouse", "sku"].map(|field| state.get(field) == event.get(field));
    if !state.is_empty() && same.contains(&false) {
        step.illegal("revised", "another place");
    }
    for field in ["warehouse", "sku", "levels"] {
        take(state, field, event, field)?;
    }
    state.remove("removed_at");
    let levels = state.get("levels")?.as_object()?;
    let (point, target) = (
        amount(levels, "reorder_point"),
        amount(levels, "order_up_to"),
    );
    let safety = amount(levels, "safety_stock");
    let right = point > 0 && target >= point && (0..=point).contains(&safety);
    step.amount_must(right, "levels that make sense together", point);
    Some(())
}

/// Stock is low: what is available and on order is below the reorder point.
fn find(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let mut low = Fields::new();
    for (field, from) in [
        ("since", "at"),
        ("due", "due"),
        ("available", "available"),
        ("on_order", "on_order"),
        ("reorder_point", "reorder_point"),
    ] {
        take(&mut low, field, event, from)?;
    }
    let least = reorder_point(state)?;
    step.amount_is("a reorder point", least, amount(event, "reorder_point"));
    let position = amount(event, "available").saturating_add(amount(event, "on_order"));
    step.amount_must(position < least, format!("fewer than {least}"), position);
    let falls = amount(state, "falls").saturating_add(1);
    set(state, "falls", falls);
    set(state, "low", Value::Object(low));
    Some(())
}

/// Pieces were ordered; what no person ordered, once for each fall.
fn order(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let source = event.get("source")?;
    let pieces = amount(event, "quantity");
    step.amount_must(pieces > 0, "one piece or more", pieces);
    if event.get("proposed") == Some(&json!(true)) {
        match state.get_mut("low").and_then(Value::as_object_mut) {
            Some(low) if !low.contains_key("proposal") => {
                low.insert("proposal".to_owned(), source.clone());
                low.remove("not_ordered");
            }
            Some(_) => step.illegal("supply_ordered", "ordered"),
            None => step.illegal("supply_ordered", "watched"),
        }
    }
    let mut supplies = list(state, "supplies").to_vec();
    if supplies.contains(source) {
        step.illegal("supply_ordered", "that knows it");
    }
    supplies.push(source.clone());
    set(state, "supplies", supplies);
    Some(())
}

/// A fall is over: enough is available, or what was ordered for it came in the same commit.
fn replenish(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let low = state.remove("low")?;
    let came = state.remove(CAME).unwrap_or_default();
    let proposal = low.get("proposal");
    let came =
        proposal.is_some_and(|proposal| came.as_array().is_some_and(|it| it.contains(proposal)));
    let (available, least) = (amount(event, "available"), reorder_point(state)?);
    let right = came || available >= least;
    step.amount_must(
        right,
        format!("{least} pieces or more available"),
        available,
    );
    Some(())
}

fn end(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let source = event.get("source")?;
    let mut supplies = list(state, "supplies").to_vec();
    let before = supplies.len();
    supplies.retain(|known| known != source);
    if supplies.len() == before {
        step.illegal("supply_ended", "without it");
    }
    set(state, "supplies", supplies);
    if event.get("came") == Some(&json!(true)) {
        let mut came = list(state, CAME).to_vec();
        came.push(source.clone());
        set(state, CAME, came);
    }
    Some(())
}
