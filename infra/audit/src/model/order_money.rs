//! The money of an order: what counts, what goes back, what credit it takes.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, list, order_proposal, set, text};

/// Steps that an instalment can be due at, earliest first.
const BEFORE_PREPARATION: [&str; 2] = ["on_order", "before_production"];
const BEFORE_DISPATCH: [&str; 3] = ["on_order", "before_production", "on_dispatch"];

/// The first state: its total is the sum of its lines and of its instalments, and nothing has
/// been paid.
pub(super) fn check_received(state: &Fields, step: &mut Step) {
    let total = amount(state, "total");
    step.amount_is("a total", lines_total(list(state, "lines")), total);
    step.amount_is("instalments", total, due_at(state, None));
    for name in ["paid", "refunded", "exposure"] {
        step.amount_is(name, 0, amount(state, name));
    }
}

/// Applies what an event says about money; `None` when it does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let state = &mut folded.state;
    let (total, paid) = (amount(state, "total"), amount(state, "paid"));
    let outstanding = total.saturating_sub(paid).max(0);
    match text(event, "event") {
        "negotiation_closed" if event.get("accepted")?.as_bool()? => {
            let total = event.get("total")?.as_i64()?;
            step.amount_is("a total", accepted_total(state)?, total);
            step.amount_must(total >= paid, format!("a total of at least {paid}"), total);
        }
        "approved" => {
            let on_credit = state
                .get("payment")
                .is_some_and(|terms| terms.get("method") == Some(&Value::from("credit_terms")));
            let expected = if on_credit { outstanding } else { 0 };
            let exposure = event.get("exposure")?.as_i64()?;
            step.amount_is("credit", expected, exposure);
            set(state, "exposure", exposure);
            exceed(state, event, step);
        }
        "credit_overridden" => {
            let granted = event.get("granted")?.clone();
            if granted.get("by") == state.get("entered_by") {
                step.illegal("credit_overridden", "entered by the same person");
            }
            set(state, "credit_override", granted);
        }
        "cleared" => {
            let due = due_at(state, Some(&BEFORE_PREPARATION));
            step.amount_must(paid >= due, format!("{due} paid before preparation"), paid);
        }
        "dispatched" => {
            let due = due_at(state, Some(&BEFORE_DISPATCH));
            step.amount_must(paid >= due, format!("{due} paid before dispatch"), paid);
        }
        "settled" | "completed" => step.amount_is("payments", total, paid),
        "billed" => step.amount_must(paid < total, "something still owed", outstanding),
        "payment_received" => receive(state, event, outstanding, step)?,
        "refunded" => give_back(folded, event, step)?,
        _ => {}
    }
    Some(())
}

/// An approval exceeds the limit only as far as another person allowed, in time.
fn exceed(state: &mut Fields, event: &Fields, step: &mut Step) {
    let beyond = amount(event, "beyond_limit");
    if beyond == 0 {
        return;
    }
    let granted = state.get("credit_override").and_then(Value::as_object);
    let time = |fields: &Fields, name: &str| text(fields, name).parse::<jiff::Timestamp>().ok();
    let allowed = granted
        .filter(|granted| granted.get("by") != event.get("by"))
        .filter(|granted| time(granted, "until") >= time(event, "at"))
        .map_or(0, |granted| amount(granted, "amount"));
    step.amount_must(
        beyond > 0 && beyond <= allowed,
        format!("at most {allowed} beyond the limit"),
        beyond,
    );
    set(state, "beyond_limit", beyond);
}

fn receive(state: &mut Fields, event: &Fields, outstanding: i64, step: &mut Step) -> Option<()> {
    let payment = event.get("payment")?.as_str()?;
    let allocated = event.get("allocated")?.as_i64()?;
    let released = amount(event, "released");
    step.amount_must(
        allocated > 0 && allocated <= outstanding,
        format!("1 to {outstanding} counted"),
        allocated,
    );
    let exposure = amount(state, "exposure");
    step.amount_is("credit given back", allocated.min(exposure), released);
    let mut payments = list(state, "payments").to_vec();
    let twice = payments
        .iter()
        .any(|counted| counted.get("payment") == Some(&Value::from(payment)));
    step.amount_must(!twice, format!("{payment} counted once"), allocated);
    payments.push(serde_json::json!({"payment": payment, "allocated": allocated}));
    set(state, "payments", payments);
    let paid = amount(state, "paid").saturating_add(allocated);
    set(state, "paid", paid);
    set(state, "exposure", exposure.saturating_sub(released));
    Some(())
}

fn give_back(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let payment = event.get("payment")?.as_str()?;
    let back = event.get("amount")?.as_i64()?;
    let state = &mut folded.state;
    let counted: i64 = list(state, "payments")
        .iter()
        .filter_map(Value::as_object)
        .filter(|counted| text(counted, "payment") == payment)
        .map(|counted| amount(counted, "allocated"))
        .sum();
    let so_far = folded.refunds.entry(payment.to_owned()).or_default();
    let left = counted.saturating_sub(*so_far);
    step.amount_must(
        back > 0 && back <= left,
        format!("1 to {left} of {payment} going back"),
        back,
    );
    *so_far = so_far.saturating_add(back);
    let refunded = amount(state, "refunded").saturating_add(back);
    set(state, "refunded", refunded);
    Some(())
}

/// The sum of lines.
pub(super) fn lines_total(lines: &[Value]) -> i64 {
    let of = |line: &Value| {
        let line = line.as_object()?;
        amount(line, "unit_price").checked_mul(amount(line, "quantity"))
    };
    lines.iter().filter_map(of).fold(0, i64::saturating_add)
}

/// The sum of lines under the proposal on the table.
fn accepted_total(state: &Fields) -> Option<i64> {
    let proposal = state.get("proposal")?.as_object()?;
    let lines = order_proposal::lines(list(state, "lines"), proposal);
    Some(lines_total(&lines))
}

/// The same instalments in the same proportions for a new total: each gets its share rounded
/// down, and what is left goes in single fen to those that lost most, the earlier first.
pub(super) fn divide(schedule: &mut [Value], total: i64) -> Option<()> {
    let total = i128::from(total);
    let amount_of = |part: &Value| part.get("amount")?.as_i64().map(i128::from);
    let weights: Vec<i128> = schedule.iter().map(amount_of).collect::<Option<_>>()?;
    let whole: i128 = weights.iter().sum();
    let share = |weight: &i128| total.checked_mul(*weight)?.checked_div(whole);
    let mut shares: Vec<i128> = weights.iter().map(share).collect::<Option<_>>()?;
    let lost = |weight: &i128| total.checked_mul(*weight)?.checked_rem(whole);
    let mut losses: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        losses.push((lost(weight)?, place));
    }
    losses.sort_by_key(|(lost, place)| (std::cmp::Reverse(*lost), *place));
    let left = usize::try_from(total.checked_sub(shares.iter().sum())?).ok()?;
    for (_, place) in losses.into_iter().take(left) {
        if let Some(share) = shares.get_mut(place) {
            *share = share.saturating_add(1);
        }
    }
    for (part, share) in schedule.iter_mut().zip(shares) {
        set(part.as_object_mut()?, "amount", i64::try_from(share).ok()?);
    }
    Some(())
}

/// The sum of instalments that are due at these steps; of all without any.
fn due_at(state: &Fields, steps: Option<&[&str]>) -> i64 {
    let schedule = state.get("payment").and_then(Value::as_object);
    let parts = schedule.map_or(&[][..], |terms| list(terms, "schedule"));
    parts
        .iter()
        .filter_map(Value::as_object)
        .filter(|part| steps.is_none_or(|steps| steps.contains(&text(part, "when"))))
        .map(|part| amount(part, "amount"))
        .fold(0, i64::saturating_add)
}
