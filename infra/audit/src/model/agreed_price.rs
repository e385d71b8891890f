//! Prices agreed with a customer or for a grade: each agreement stands in place of the one before.

use jiff::civil::Date;
use serde_json::Value;

use super::{Fields, Folded, Step, amount, text};

pub(super) const FIELDS: [&str; 5] = ["audience", "sku", "price", "from", "until"];

/// The identifier of a price: for whom, and of what.
pub(super) fn identity(state: &Fields) -> Option<String> {
    let audience = state.get("audience")?.as_object()?;
    let (kind, whom) = audience.iter().next()?;
    Some(format!("{kind}:{}/{}", whom.as_str()?, text(state, "sku")))
}

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "agreed" {
        return None;
    }
    let agreed = event.get("agreed")?.as_object()?;
    let from: Date = text(agreed, "from").parse().ok()?;
    if let Some(until) = agreed.get("until").and_then(Value::as_str)
        && until.parse::<Date>().ok()? < from
    {
        step.illegal("agreed", "over before it begins");
    }
    step.amount_must(
        amount(agreed, "price") >= 0,
        "an agreed price of nought or more",
        amount(agreed, "price"),
    );
    let before = identity(&folded.state);
    if before.is_some() && before != identity(agreed) {
        step.illegal("agreed", "for another");
    }
    folded.state = agreed.clone();
    Some(())
}
