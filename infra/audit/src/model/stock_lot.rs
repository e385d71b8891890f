//! The register of lots: fit, then expired, then closed.

use super::{Fields, Folded, Step, amount, set, text};
use crate::movement::Moved;
use serde_json::{Value, json};

pub(super) const FIELDS: [&str; 6] = ["sku", "warehouse", "lot_no", "expiry", "unfit_on", "stage"];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let name = text(event, "event");
    let stage = text(&folded.state, "stage").to_owned();
    let legal = match name {
        "opened" => ["", "closed"].contains(&stage.as_str()),
        "expired" => !stage.is_empty(),
        "closed" => stage == "expired",
        _ => return None,
    };
    if !legal {
        step.illegal(name, if stage.is_empty() { "none" } else { &stage });
    }
    match name {
        "opened" => {
            folded.state = event.get("lot")?.as_object()?.clone();
            if text(&folded.state, "stage") != "fit" {
                step.illegal(name, text(&folded.state, "stage"));
            }
            Some(())
        }
        "expired" => {
            set(&mut folded.state, "stage", "expired");
            quarantine(&folded.state, amount(event, "quantity"), step)
        }
        _ => {
            set(&mut folded.state, "stage", "closed");
            Some(())
        }
    }
}

fn quarantine(state: &Fields, quantity: i64, step: &mut Step) -> Option<()> {
    if quantity == 0 {
        return Some(());
    }
    let lot = json!({ "lot_no": state.get("lot_no")?, "expiry": state.get("expiry")? });
    let moved = Moved {
        sku: text(state, "sku"),
        shard: 0,
        warehouse: text(state, "warehouse"),
        lot: Some(&lot),
        quantity,
    };
    step.movements.extend(moved.stock([-1, 0, 1], [-1, 0, 1])?);
    Some(())
}

/// SKU, warehouse, expiry and number.
pub(super) fn identity(state: &Fields) -> Option<String> {
    let field = |name: &str| state.get(name).and_then(Value::as_str);
    let (sku, warehouse) = (field("sku")?, field("warehouse")?);
    Some(format!(
        "{sku}/{warehouse}/{}/{}",
        field("expiry")?,
        field("lot_no")?
    ))
}
