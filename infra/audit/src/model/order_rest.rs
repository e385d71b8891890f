//! The rest of an order that left in part is cancelled: what is left of lines, money and instalments.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Fields, Step, amount, list, order_consignment, order_money, order_service, set, take, text,
};

/// The order after it; `None` when the event does not read.
pub(super) fn apply(mut state: Fields, event: &Fields, step: &mut Step) -> Option<Fields> {
    let cancellation = event.get("cancellation")?.as_object()?.clone();
    if list(&state, "shipments").is_empty() && !order_service::any_completed(&state) {
        step.illegal("rest_cancelled", "of which nothing left");
    }
    let (lines, cancelled) = kept(&state)?;
    let said: BTreeMap<String, i64> = list(&cancellation, "pieces")
        .iter()
        .filter_map(Value::as_object)
        .map(|pieces| (text(pieces, "sku").to_owned(), amount(pieces, "quantity")))
        .collect();
    if cancelled != said || said.is_empty() {
        step.illegal(
            "rest_cancelled",
            "naming other pieces than those that had not left",
        );
    }
    let total = order_money::lines_total(&lines);
    step.amount_is("a total", total, amount(&cancellation, "total"));
    let paid = amount(&state, "paid");
    let excess = paid.saturating_sub(total).max(0);
    let mut payments = list(&state, "payments").to_vec();
    let mut freed = 0_i64;
    for part in list(&cancellation, "freed")
        .iter()
        .filter_map(Value::as_object)
    {
        let back = amount(part, "allocated");
        let mut counted = payments.iter_mut().filter_map(Value::as_object_mut);
        let counted = counted.find(|it| text(it, "payment") == text(part, "payment"))?;
        let left = amount(counted, "allocated").saturating_sub(back);
        step.amount_must(back > 0 && left >= 0, "no more than counted", back);
        set(counted, "allocated", left);
        freed = freed.saturating_add(back);
    }
    step.amount_is("money that no longer counts", excess, freed);
    let exposure = amount(&state, "exposure");
    let outstanding = total.saturating_sub(paid.saturating_sub(freed)).max(0);
    let released = exposure.saturating_sub(exposure.min(outstanding));
    step.amount_is(
        "credit given back",
        released,
        amount(&cancellation, "released"),
    );
    let consignments = order_consignment::left(&state);
    shorten(&mut state, total)?;
    set(&mut state, "lines", lines);
    set(&mut state, "total", total);
    set(&mut state, "payments", payments);
    for (name, value) in [
        ("paid", paid.saturating_sub(freed)),
        ("exposure", exposure.saturating_sub(released)),
    ] {
        if value == 0 {
            state.remove(name);
        } else {
            set(&mut state, name, value);
        }
    }
    if list(&state, "payments").is_empty() {
        state.remove("payments");
    }
    if consignments.is_empty() {
        state.remove("consignments");
    } else {
        set(&mut state, "consignments", consignments);
    }
    let left = order_consignment::parcels(&state);
    let mut picks = list(&state, "picks").to_vec();
    picks.retain(|pick| left.contains(&order_consignment::number(pick, "consignment")));
    if picks.is_empty() {
        state.remove("picks");
    } else {
        set(&mut state, "picks", picks);
    }
    order_service::keep_completed(&mut state);
    state.remove("short");
    set(&mut state, "stage", "dispatched");
    take(&mut state, "due", event, "due")?;
    set(&mut state, "rest_cancelled", Value::Object(cancellation));
    Some(state)
}

/// Pieces by SKU.
type Pieces = BTreeMap<String, i64>;

/// The lines with what left or was carried out, and the pieces that did not, by SKU.
pub(super) fn kept(state: &Fields) -> Option<(Vec<Value>, Pieces)> {
    let mut gone = order_consignment::gone(state);
    let mut kept = Vec::new();
    let mut cancelled = Pieces::new();
    for line in list(state, "lines") {
        let mut line = line.as_object()?.clone();
        let (sku, ordered) = (text(&line, "sku").to_owned(), amount(&line, "quantity"));
        let stays = if order_service::is_service(state, &sku) {
            if order_service::is_completed(state, &sku) {
                ordered
            } else {
                0
            }
        } else {
            let left = gone.entry(sku.clone()).or_default();
            let stays = ordered.min(*left);
            *left = left.saturating_sub(stays);
            stays
        };
        if stays < ordered {
            let sum = cancelled.entry(sku).or_default();
            *sum = sum.saturating_add(ordered.saturating_sub(stays));
        }
        if stays > 0 {
            set(&mut line, "quantity", stays);
            kept.push(Value::Object(line));
        }
    }
    Some((kept, cancelled))
}

/// Instalments that sum to the new total: those due last fall away first.
fn shorten(state: &mut Fields, total: i64) -> Option<()> {
    let mut left = total;
    let terms = state.get_mut("payment")?.as_object_mut()?;
    let mut parts = Vec::new();
    for part in list(terms, "schedule") {
        let mut part = part.as_object()?.clone();
        let stays = amount(&part, "amount").min(left);
        left = left.saturating_sub(stays);
        if stays > 0 {
            set(&mut part, "amount", stays);
            parts.push(Value::Object(part));
        }
    }
    set(terms, "schedule", parts);
    Some(())
}
