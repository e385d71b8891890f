//! The order: from stage to stage.

use serde_json::{Value, json};

use super::stages::transition;
use super::{
    Fields, Folded, Step, amount, begin, list, order_given_up, order_hold, order_money, order_pick,
    order_proposal, order_quota, order_rest, order_review, order_service, order_stock,
    order_supply, order_waybill, set, take, take_if_there, text,
};
use crate::AuditError;
use crate::key;
use crate::ledger::{Ledger, OrderFacts};

pub(super) const FIELDS: [&str; 51] = [
    "id",
    "channel",
    "external_no",
    "customer",
    "customer_kind",
    "customer_region",
    "ship_to_region",
    "region_candidates",
    "scope_by",
    "contact_gaps",
    "lines",
    "total",
    "stated_total",
    "entered_as",
    "payment",
    "requested_delivery",
    "entered_by",
    "ordered_at",
    "received_at",
    "terms",
    "accepted_at",
    "likely_duplicate_of",
    "stage",
    "due",
    "findings",
    "proposal",
    "short",
    "at",
    "reason",
    "paid",
    "refunded",
    "exposure",
    "payments",
    "split_shipments",
    "consignments",
    "shipments",
    "billed",
    "holds",
    "rounds",
    "credit_override",
    "beyond_limit",
    "quotas",
    "supplies",
    "services",
    "rest_cancelled",
    "picks",
    "pick_failures",
    "waybills",
    "delivery_promise",
    "claim",
    "escalation",
];

/// Fields that only some stages have.
const OF_A_STAGE: [&str; 8] = [
    "due",
    "findings",
    "claim",
    "escalation",
    "proposal",
    "short",
    "at",
    "reason",
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "received" {
        begin(folded, event, "order", step)?;
        order_money::check_received(&folded.state, step);
        if text(&folded.state, "stage") != "received" {
            step.illegal("received", text(&folded.state, "stage"));
        }
        return Some(());
    }
    let transition = transition(name)?;
    let stage = text(&folded.state, "stage").to_owned();
    if !transition.from.contains(&stage.as_str()) {
        let state = if stage.is_empty() { "none" } else { &stage };
        step.illegal(name, state);
    }
    order_review::apply(folded, event, step)?;
    order_hold::apply(&mut folded.state, event, step)?;
    order_stock::movements(&folded.state, event, step)?;
    order_quota::apply(&mut folded.state, event, step)?;
    order_supply::apply(&mut folded.state, event, step)?;
    order_service::apply(&mut folded.state, event, step)?;
    order_waybill::apply(&mut folded.state, event, step)?;
    order_money::apply(folded, event, step)?;
    let before = std::mem::take(&mut folded.state);
    folded.state = match transition.to {
        None if name == "dispatched" => order_stock::dispatched(before, event, step)?,
        None if name == "picked" => {
            let mut state = before;
            let no = amount(event, "consignment");
            order_pick::set_picks(&mut state, no, list(event, "picks"));
            order_pick::report(&mut state, event, step);
            state
        }
        None if name == "reservation_lost" => order_pick::lost(before, event, step)?,
        None if name == "parcel_delivered" => order_stock::parcel_delivered(before, event, step)?,
        None if name == "rest_cancelled" => order_rest::apply(before, event, step)?,
        None if name == "reservation_given_up" => order_given_up::apply(before, event, step)?,
        None if name == "split_agreed" => split(before, step),
        None => before,
        Some(to) => enter(before, to, (name, event), step)?,
    };
    if name == "negotiation_closed" && !order_quota::fits_lines(&folded.state) {
        step.illegal(name, "holding of a limit what its lines do not ask for");
    }
    Some(())
}

/// The order of which the customer agreed to several shipments.
fn split(mut state: Fields, step: &mut Step) -> Fields {
    if state.contains_key("split_shipments") {
        step.illegal("split_agreed", "agreed before");
    }
    set(&mut state, "split_shipments", true);
    state
}

/// The order in its new stage, with the fields that only this stage has.
fn enter(
    mut state: Fields,
    to: &str,
    (name, event): (&str, &Fields),
    step: &mut Step,
) -> Option<Fields> {
    let (signed_at, proposal) = (state.get("at").cloned(), state.get("proposal").cloned());
    for field in OF_A_STAGE {
        state.remove(field);
    }
    set(&mut state, "stage", to);
    let due = if event.contains_key("due") {
        "due"
    } else {
        "at"
    };
    take(&mut state, "due", event, due)?;
    match name {
        "review_requested" => take_if_there(&mut state, "findings", event),
        "rejected" => {
            take_if_there(&mut state, "findings", event);
            take_if_there(&mut state, "reason", event);
        }
        "cleared" => {
            if let Some(promise) = event.get("promise") {
                set(&mut state, "delivery_promise", promise.clone());
            }
        }
        "approved" => accepted(&mut state, event)?,
        "negotiation_proposed" => {
            take(&mut state, "proposal", event, "proposal")?;
            begin_round(&mut state, event)?;
        }
        "negotiation_closed" => {
            let accepted = event.get("accepted")?.as_bool()?;
            if accepted {
                let total = event.get("total")?.as_i64()?;
                order_proposal::accept(&mut state, proposal?.as_object()?, total)?;
            }
            end_round(&mut state, event);
            take_if_there(&mut state, "findings", event);
        }
        "short" => take(&mut state, "short", event, "short")?,
        "reserved" => {
            order_stock::consign(&mut state, list(event, "consignments"));
            take_if_there(&mut state, "short", event);
            if !order_stock::adds_up(&state) {
                step.illegal(
                    name,
                    "with pieces that are neither reserved nor short, or too many",
                );
            }
        }
        "delivered" => take(&mut state, "at", event, "at")?,
        "billed" => {
            set(&mut state, "at", signed_at?);
            set(&mut state, "billed", true);
        }
        "cancelled" => {
            take(&mut state, "reason", event, "reason")?;
            state.remove("exposure");
            state.remove("consignments");
            state.remove("picks");
        }
        _ => {}
    }
    Some(state)
}

/// Where no online order of a consumer made the contract, the approval does.
fn accepted(state: &mut Fields, event: &Fields) -> Option<()> {
    let online = ["marketplace", "website"].contains(&text(state, "channel"));
    let before = online && text(state, "customer_kind") == "consumer";
    // Journals from before this was written down say nothing of it.
    if event.get("forms_contract") == Some(&json!(true)) && !before {
        take(state, "accepted_at", event, "at")?;
    }
    Some(())
}

/// A round of negotiation, where the event tells who began it.
fn begin_round(state: &mut Fields, event: &Fields) -> Option<()> {
    let Some(made) = event.get("made") else {
        return Some(());
    };
    let mut round = made.as_object()?.clone();
    for field in ["proposal", "due"] {
        take(&mut round, field, event, field)?;
    }
    let mut rounds = list(state, "rounds").to_vec();
    rounds.push(Value::Object(round));
    set(state, "rounds", rounds);
    Some(())
}

/// The answer of the last round, where the event tells it.
fn end_round(state: &mut Fields, event: &Fields) {
    let rounds = state.get_mut("rounds").and_then(Value::as_array_mut);
    let last = rounds.and_then(|rounds| rounds.last_mut()?.as_object_mut());
    if let Some(round) = last {
        take_if_there(round, "answer", event);
    }
}

/// Writes into the ledger what other partitions must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    let stage = text(state, "stage");
    ledger.order(&OrderFacts {
        id,
        customer: text(state, "customer"),
        stage,
        channel: text(state, "channel"),
        external_no: state.get("external_no").and_then(Value::as_str),
        outstanding: amount(state, "total")
            .saturating_sub(amount(state, "paid"))
            .max(0),
        exposure: amount(state, "exposure"),
        beyond_limit: amount(state, "beyond_limit"),
        billed: state.get("billed") == Some(&json!(true)),
    })?;
    if folded.reviewed_by_who_entered {
        ledger.reviewed_by_who_entered(id)?;
    }
    for payment in list(state, "payments").iter().filter_map(Value::as_object) {
        let name = text(payment, "payment");
        let refunded = folded.refunds.get(name).copied().unwrap_or_default();
        ledger.counted(id, name, amount(payment, "allocated"), refunded)?;
    }
    for parcel in list(state, "shipments").iter().filter_map(Value::as_object) {
        let name = format!("{}:{}", text(parcel, "carrier"), text(parcel, "waybill_no"));
        let signed =
            ["delivered", "completed"].contains(&stage) || parcel.contains_key("delivered_at");
        ledger.parcel_of_order(id, &name, signed)?;
    }
    order_quota::note(state, ledger)?;
    order_supply::note(id, state, ledger)?;
    order_pick::note(id, state, &order_stock::places(state), ledger)?;
    order_waybill::note(id, state, ledger)?;
    for (warehouse, sku, shard, quantity) in order_stock::held(state) {
        ledger.stock_held((&sku, &warehouse, shard), quantity)?;
    }
    let since = text(state, "received_at").parse();
    if let (true, Ok(since)) = (["preparing", "ready"].contains(&stage), since) {
        for short in list(state, "short").iter().filter_map(Value::as_object) {
            let place = key::line_place(since, id);
            ledger.line_wanted(&format!("{} {place}", text(short, "sku")))?;
        }
    }
    Ok(())
}
