//! Suppliers, and the deliveries that their scores follow from; what they ask for is revised like products.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, dated, set, text};
use crate::AuditError;
use crate::ledger::{Deliveries, Ledger};

pub(super) const FIELDS: [&str; 6] = [
    "code",
    "name",
    "lead_time_working_days",
    "from",
    "until",
    "record",
];

pub(super) const OFFER_FIELDS: [&str; 11] = [
    "supplier",
    "sku",
    "breaks",
    "minimum_quantity",
    "multiple",
    "freight_per_order",
    "freight_per_piece",
    "lead_time_working_days",
    "version",
    "effective_from",
    "upcoming",
];

/// Sums of facts in a record.
const SUMS: [&str; 4] = ["inspected", "passed", "receipts", "on_time"];

/// Applies one event of a supplier; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let mut record = match folded.state.get("record") {
        Some(record) => record.as_object()?.clone(),
        None => SUMS
            .map(|sum| (sum.to_owned(), json!(0)))
            .into_iter()
            .collect(),
    };
    match name {
        "revised" => {
            let before = text(&folded.state, "code").to_owned();
            folded.state = event.get("supplier")?.as_object()?.clone();
            if !before.is_empty() && before != text(&folded.state, "code") {
                step.illegal(name, "another supplier");
            }
        }
        "delivery_counted" => {
            if folded.state.is_empty() {
                step.illegal(name, "none");
            }
            let delivery = event.get("delivery")?.as_object()?;
            let (passed, failed) = (amount(delivery, "passed"), amount(delivery, "failed"));
            let received = passed.saturating_add(failed);
            step.amount_must(received > 0, "a delivery of something", received);
            let on_time = delivery.get("on_time")?.as_bool()?;
            for (sum, more) in SUMS
                .into_iter()
                .zip([received, passed, 1, i64::from(on_time)])
            {
                let sum_then = amount(&record, sum).saturating_add(more);
                set(&mut record, sum, sum_then);
            }
        }
        "return_counted" => {
            let pieces = amount(event, "quantity");
            let back = amount(&record, "returned").saturating_add(pieces);
            let passed = amount(&record, "passed");
            let right = pieces > 0 && back <= passed;
            step.amount_must(right, format!("1 to {passed} pieces back in all"), back);
            set(&mut record, "returned", back);
        }
        _ => return None,
    }
    set(&mut folded.state, "record", Value::Object(record));
    Some(())
}

/// Applies one event of an offer; `None` when it is not known or does not read.
pub(super) fn apply_offer(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "revised" {
        return None;
    }
    let offer = event.get("offer")?.as_object()?;
    let mut before = 0;
    let breaks = offer.get("breaks")?.as_array()?;
    for price in breaks.iter().filter_map(Value::as_object) {
        let from = amount(price, "from");
        step.amount_must(
            from > before,
            format!("a price from more than {before}"),
            from,
        );
        step.amount_must(
            amount(price, "unit_price") > 0,
            "a price above nought",
            amount(price, "unit_price"),
        );
        before = from;
    }
    dated::revise(&mut folded.state, event, "offer")
}

/// Writes into the ledger what the supplier says it delivered.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let record = folded.state.get("record").and_then(Value::as_object);
    let [inspected, passed, receipts, on_time] =
        SUMS.map(|sum| record.map_or(0, |record| amount(record, sum)));
    let back = record.map_or(0, |record| amount(record, "returned"));
    if back != 0 {
        ledger.pieces_back(id, "counted", back)?;
    }
    ledger.deliveries(
        id,
        "counted",
        Deliveries {
            inspected,
            passed,
            receipts,
            on_time,
        },
    )
}
