//! Stock that may have to be disposed of: found, proposed for, decided on by another manager; and the search for it.

use serde_json::Value;

use super::{Fields, Folded, Step, amount, set, take, take_if_there, text};
use crate::finding::Code;
use crate::movement::{Moved, Movement};

pub(super) const FIELDS: [&str; 12] = [
    "warehouse",
    "sku",
    "lot",
    "cause",
    "evidence",
    "found_at",
    "stage",
    "due",
    "at",
    "until",
    "proposal",
    "decided_by",
];

pub(super) const SEARCH_FIELDS: [&str; 4] = ["date", "pages", "cursor", "finished_at"];

/// What each event may follow; the empty name is no state at all.
const FROM: [(&str, &[&str]); 5] = [
    ("found", &["", "disposed", "kept", "lapsed"]),
    ("proposed", &["found"]),
    ("rejected", &["proposed"]),
    ("approved", &["proposed"]),
    ("lapsed", &["found"]),
];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let state = &mut folded.state;
    let (_, from) = FROM.iter().find(|(known, _)| *known == name)?;
    let stage = text(state, "stage");
    if !from.contains(&stage) {
        step.illegal(name, if stage.is_empty() { "none" } else { stage });
    }
    match name {
        "found" => find(state, event, step),
        "proposed" => {
            take(state, "proposal", event, "proposal")?;
            enter(state, "proposed", event, "due")
        }
        "rejected" => {
            decided(state, event, step)?;
            enter(state, "found", event, "due")
        }
        "approved" => {
            decided(state, event, step)?;
            step.movements.extend(movements(state)?);
            match event.get("until") {
                Some(_) => enter(state, "kept", event, "until"),
                None => enter(state, "disposed", event, "at"),
            }
        }
        _ => enter(state, "lapsed", event, "at"),
    }
}

fn enter(state: &mut Fields, stage: &str, event: &Fields, field: &str) -> Option<()> {
    for field in ["due", "at", "until"] {
        state.remove(field);
    }
    set(state, "stage", stage);
    take(state, field, event, field)
}

fn find(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let before = std::mem::take(state);
    for field in ["warehouse", "sku", "cause", "evidence"] {
        take(state, field, event, field)?;
    }
    take_if_there(state, "lot", event);
    if !before.is_empty() && identity(&before) != identity(state) {
        step.illegal("found", "other stock");
    }
    let evidence = state.get("evidence")?.as_object()?;
    let pieces = amount(evidence, "quantity");
    step.amount_must(pieces > 0, "one piece or more", pieces);
    take(state, "found_at", event, "at")?;
    set(state, "stage", "found");
    take(state, "due", event, "due")
}

/// A manager decides who did not propose.
fn decided(state: &mut Fields, event: &Fields, step: &mut Step) -> Option<()> {
    let proposed_by = state.get("proposal")?.get("by");
    if event.get("by") == proposed_by {
        let expected = "the decision of another person than who proposed";
        step.fault(Code::FourEyesMissing, expected, "by the same person");
    }
    take(state, "decided_by", event, "by")
}

/// What an approved proposal moves, of the level and of the lot.
fn movements(state: &Fields) -> Option<Vec<Movement>> {
    let proposal = state.get("proposal").and_then(Value::as_object)?;
    let apart = match text(state, "cause") {
        "expired" | "damaged" => true,
        "slow_moving" | "near_expiry" => false,
        _ => return None,
    };
    let signs = match (text(proposal, "way"), apart) {
        ("scrap", true) => [0, 0, -1],
        ("scrap", false) => [-1, 0, 0],
        ("return_to_supplier", false) => [-1, 0, 1],
        ("return_to_supplier", true) | ("mark_down" | "keep", _) => return Some(Vec::new()),
        _ => return None,
    };
    let moved = Moved {
        sku: text(state, "sku"),
        warehouse: text(state, "warehouse"),
        lot: state.get("lot"),
        shard: 0,
        quantity: amount(proposal, "quantity"),
    };
    moved.stock(signs, signs)
}

/// Where and what it is, and why.
pub(super) fn identity(state: &Fields) -> Option<String> {
    let field = |name: &str| state.get(name)?.as_str();
    let (warehouse, sku) = (field("warehouse")?, field("sku")?);
    let stock = format!("{warehouse}/{sku}/{}", field("cause")?);
    let Some(lot) = state.get("lot") else {
        return Some(stock);
    };
    let number = lot.get("lot_no")?.as_str()?;
    Some(match lot.get("expiry").and_then(Value::as_str) {
        Some(expiry) => format!("{stock}/{number}/{expiry}"),
        None => format!("{stock}/{number}"),
    })
}

/// Applies one event of the search; `None` when it is not known or does not read.
pub(super) fn apply_search(folded: &mut Folded, event: &Fields) -> Option<()> {
    let state = &mut folded.state;
    let pages = amount(state, "pages").saturating_add(1);
    match text(event, "event") {
        "begun" => {
            *state = Fields::new();
            take(state, "date", event, "date")
        }
        "advanced" => {
            set(state, "pages", pages);
            take(state, "cursor", event, "cursor")
        }
        "finished" => {
            set(state, "pages", pages);
            take_if_there(state, "cursor", &Fields::new());
            take(state, "finished_at", event, "at")
        }
        _ => None,
    }
}
