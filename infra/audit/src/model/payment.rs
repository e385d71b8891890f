//! The payment: what came in, what counts, what goes back.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, begin, set, take, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::{Ledger, PaymentFacts};

pub(super) const FIELDS: [&str; 10] = [
    "id",
    "order",
    "amount",
    "allocated",
    "quarantined",
    "received_at",
    "recorded_by",
    "refund_due",
    "refund_by",
    "refunded",
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "recorded" {
        begin(folded, event, "payment", step)?;
        return record(folded, step);
    }
    if folded.state.is_empty() {
        step.illegal(name, "none");
    }
    match name {
        "refund_requested" => {
            let state = &mut folded.state;
            let asked = event.get("amount")?.as_i64()?;
            let left = kept(state).saturating_sub(amount(state, "refund_due"));
            step.amount_must(
                asked > 0 && asked <= left,
                format!("1 to {left} to go back"),
                asked,
            );
            let due = amount(state, "refund_due").saturating_add(asked);
            set(state, "refund_due", due);
            take(state, "refund_by", event, "by")?;
            // What no longer counts towards the order as the rest of it was cancelled.
            let freed = amount(event, "of_order");
            let counted = amount(state, "allocated");
            step.amount_must(
                (0..=counted.min(asked)).contains(&freed),
                format!("0 to {} no longer counted", counted.min(asked)),
                freed,
            );
            set(state, "allocated", counted.saturating_sub(freed));
            folded.counted = folded.counted.saturating_sub(freed);
            Some(())
        }
        "refunded" => give_back(folded, event, step),
        _ => None,
    }
}

fn record(folded: &mut Folded, step: &mut Step) -> Option<()> {
    let state = &folded.state;
    let (whole, counted) = (amount(state, "amount"), amount(state, "allocated"));
    step.amount_must(whole > 0, "a positive amount", whole);
    step.amount_must(
        (0..=whole).contains(&counted),
        format!("0 to {whole} counted"),
        counted,
    );
    let quarantined = state.get("quarantined").is_some_and(Value::is_string);
    if quarantined != (counted < whole) {
        step.fault(
            Code::AmountWrong,
            "a reason of quarantine exactly when not all of it counts",
            format!("{counted} of {whole}"),
        );
    }
    for name in ["refund_due", "refunded"] {
        step.amount_is(name, 0, amount(state, name));
    }
    folded.counted = counted;
    Some(())
}

/// Money that belongs to no order goes first.
fn give_back(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let back = event.get("amount")?.as_i64()?;
    let of_order = event.get("of_order")?.as_i64()?;
    let state = &mut folded.state;
    let (kept, counted) = (kept(state), amount(state, "allocated"));
    step.amount_must(
        back > 0 && back <= kept,
        format!("1 to {kept} going back"),
        back,
    );
    let free = kept.saturating_sub(counted).max(0);
    let expected = back.saturating_sub(free).max(0);
    step.amount_is("money of the order going back", expected, of_order);
    let (due, refunded) = (amount(state, "refund_due"), amount(state, "refunded"));
    set(state, "refunded", refunded.saturating_add(back));
    set(state, "allocated", counted.saturating_sub(of_order));
    set(state, "refund_due", due.saturating_sub(back).max(0));
    if due <= back {
        state.remove("refund_by");
    }
    folded.uncounted = folded.uncounted.saturating_add(of_order);
    let number = event.get("refund_no")?.as_str()?.to_owned();
    if folded.refund_numbers.contains(&number) {
        step.illegal("second refund of one number", &number);
    }
    folded.refund_numbers.push(number);
    Some(())
}

/// What has not gone back.
fn kept(state: &Fields) -> i64 {
    amount(state, "amount").saturating_sub(amount(state, "refunded"))
}

/// Writes into the ledger what other partitions must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    ledger.payment(&PaymentFacts {
        id,
        order: text(state, "order"),
        amount: amount(state, "amount"),
        counted: folded.counted,
        uncounted: folded.uncounted,
        refunded: amount(state, "refunded"),
        refund_due: amount(state, "refund_due"),
    })?;
    for number in &folded.refund_numbers {
        ledger.refund_made(id, number)?;
    }
    Ok(())
}
