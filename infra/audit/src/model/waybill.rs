//! The waybill of a parcel: from request to number, and void or left; and the manifest that parcels are on.

use serde_json::{Value, json};

use super::{Fields, Folded, Step, amount, begin, list, set, take, take_if_there, text};
use crate::AuditError;
use crate::finding::Code;
use crate::ledger::{Ledger, WaybillFacts};

pub(super) const FIELDS: [&str; 21] = [
    "id",
    "consignment",
    "quote",
    "warehouse",
    "to",
    "pieces",
    "weight_g",
    "volume_cm3",
    "declared",
    "insured",
    "cod",
    "requested_at",
    "requested_by",
    "stage",
    "at",
    "reason",
    "issued",
    "void_asked",
    "void_refused",
    "prints",
    "manifest",
];

pub(super) const MANIFEST_FIELDS: [&str; 7] = [
    "number",
    "carrier",
    "warehouse",
    "date",
    "parcels",
    "closed_at",
    "closed_by",
];

/// What each event may follow.
const FROM: [(&str, &[&str]); 8] = [
    ("issued", &["requested"]),
    ("refused", &["requested"]),
    ("void_asked", &["requested", "issued", "refused"]),
    ("voided", &["voiding", "refused"]),
    ("void_refused", &["voiding"]),
    ("printed", &["issued", "left"]),
    ("left", &["issued"]),
    ("handed_over", &["left"]),
];

/// Applies one event of a waybill; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    if name == "requested" {
        begin(folded, event, "waybill", step)?;
        let state = &folded.state;
        if text(state, "stage") != "requested" || list(state, "pieces").is_empty() {
            step.illegal(name, text(state, "stage"));
        }
        let (weight, cod) = (amount(state, "weight_g"), amount(state, "cod"));
        step.amount_must(weight > 0, "a parcel that weighs something", weight);
        step.amount_must(cod >= 0, "nothing or more to collect", cod);
        return Some(());
    }
    let state = &mut folded.state;
    let (_, from) = FROM.iter().find(|(known, _)| *known == name)?;
    let stage = text(state, "stage").to_owned();
    let asked = state.get("void_asked") == Some(&json!(true));
    let twice = match name {
        "void_asked" => asked,
        "voided" => !asked,
        "handed_over" => state.contains_key("manifest"),
        _ => false,
    };
    if !from.contains(&stage.as_str()) || twice {
        step.illegal(name, if stage.is_empty() { "none" } else { &stage });
    }
    match name {
        "issued" => {
            let mut issued = Fields::new();
            take(&mut issued, "waybill_no", event, "waybill_no")?;
            if event.contains_key("routing") {
                take_if_there(&mut issued, "routing", event);
            }
            set(state, "issued", issued);
            enter(state, if asked { "voiding" } else { "issued" }, event)
        }
        "refused" => {
            enter(state, "refused", event)?;
            take(state, "reason", event, "reason")
        }
        "void_asked" => {
            set(state, "void_asked", true);
            if stage == "issued" {
                state.remove("void_refused");
                enter(state, "voiding", event)?;
            }
            Some(())
        }
        "voided" => enter(state, "voided", event),
        "void_refused" => {
            state.remove("void_asked");
            take(state, "void_refused", event, "reason")?;
            enter(state, "issued", event)
        }
        "printed" => {
            let prints = amount(state, "prints").saturating_add(1);
            set(state, "prints", prints);
            Some(())
        }
        "left" => enter(state, "left", event),
        _ => take(state, "manifest", event, "manifest"),
    }
}

fn enter(state: &mut Fields, stage: &str, event: &Fields) -> Option<()> {
    state.remove("reason");
    set(state, "stage", stage);
    take(state, "at", event, "at")
}

/// The carrier that carries it.
fn carrier(state: &Fields) -> &str {
    let quote = state.get("quote").and_then(Value::as_object);
    quote.map_or("", |quote| text(quote, "carrier"))
}

/// Writes into the ledger what its order, its parcel and its manifest must agree with.
pub(super) fn note(id: &str, folded: &Folded, ledger: &mut Ledger) -> Result<(), AuditError> {
    let state = &folded.state;
    let (stage, carrier) = (text(state, "stage"), carrier(state));
    let issued = state.get("issued").and_then(Value::as_object);
    let number = issued.map(|issued| text(issued, "waybill_no"));
    ledger.waybill(&WaybillFacts {
        id,
        live: stage != "voided",
        left: stage == "left",
        cod: amount(state, "cod"),
        parcel: number.map(|number| format!("{carrier}:{number}")),
    })?;
    match text(state, "manifest") {
        "" => Ok(()),
        manifest => ledger.on_manifest("waybill", manifest, id),
    }
}

/// Applies one event of a manifest; `None` when it is not known or does not read.
pub(super) fn apply_manifest(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "closed" {
        return None;
    }
    begin(folded, event, "manifest", step)?;
    if list(&folded.state, "parcels").is_empty() {
        step.fault(Code::TransitionIllegal, "a manifest with parcels", "none");
    }
    Some(())
}

/// Writes into the ledger which parcels are on it.
pub(super) fn note_manifest(
    id: &str,
    folded: &Folded,
    ledger: &mut Ledger,
) -> Result<(), AuditError> {
    let parcels = list(&folded.state, "parcels");
    for parcel in parcels.iter().filter_map(Value::as_object) {
        ledger.on_manifest("manifest", id, text(parcel, "waybill"))?;
    }
    Ok(())
}
