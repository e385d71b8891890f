//! What is written whole: stock receipts once; products, promotions, agreements with carriers and the policy
//! again and again; and who looked at a contact.

use jiff::civil::Date;
use serde_json::Value;

use super::stock_adjustment;
use super::{Fields, Folded, Step, amount, begin, dated, list, set, take, text};
use crate::key::Family;
use crate::movement::Moved;

pub(super) const RECEIPT_FIELDS: [&str; 5] = [
    "receipt_no",
    "moves",
    "reference",
    "received_at",
    "recorded_by",
];

pub(super) const PRODUCT_FIELDS: [&str; 22] = [
    "sku",
    "name",
    "price",
    "on_sale",
    "weight_g",
    "specification",
    "model",
    "unit",
    "volume_cm3",
    "longest_edge_cm",
    "tax_permille",
    "supply",
    "return_category",
    "category",
    "minimum_quantity",
    "purchase_limit",
    "standard_cost",
    "lot_control",
    "minimum_shelf_life_days",
    "version",
    "effective_from",
    "upcoming",
];

pub(super) const PROMOTION_FIELDS: [&str; 15] = [
    "id",
    "sku",
    "price",
    "below_floor",
    "from",
    "until",
    "channels",
    "customer_kinds",
    "grades",
    "minimum_quantity",
    "per_customer",
    "total",
    "version",
    "effective_from",
    "upcoming",
];

pub(super) const CARRIER_AGREEMENT_FIELDS: [&str; 12] = [
    "carrier",
    "agreement_no",
    "name",
    "valid_from",
    "valid_until",
    "liability",
    "claim_window_days",
    "performance_permille",
    "services",
    "version",
    "effective_from",
    "upcoming",
];

pub(super) const POLICY_FIELDS: [&str; 11] = [
    "seller_province",
    "review",
    "due",
    "credit",
    "terms",
    "carriers",
    "version",
    "effective_from",
    "upcoming",
    "holds",
    "manual_review",
];

pub(super) const DISCLOSURE_FIELDS: [&str; 3] = ["order", "times", "last_at"];

pub(super) const CALENDAR_FIELDS: [&str; 1] = ["years"];

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(
    family: Family,
    folded: &mut Folded,
    event: &Fields,
    step: &mut Step,
) -> Option<()> {
    if family == Family::ContactDisclosure {
        return disclose(folded, event, step);
    }
    if family == Family::Calendar {
        return publish(folded, event);
    }
    let carried = match (family, text(event, "event")) {
        (Family::StockReceipt, "received") => {
            begin(folded, event, "receipt", step)?;
            return receive(&folded.state, step);
        }
        (Family::StockAdjustment, "adjusted") => {
            begin(folded, event, "adjustment", step)?;
            return stock_adjustment::movements(&folded.state, step);
        }
        (Family::Product, "revised") => "product",
        (Family::Policy, "revised") => "policy",
        (Family::Promotion, "revised") => "promotion",
        (Family::CarrierAgreement, "revised") => {
            agree(event, step)?;
            "agreement"
        }
        _ => return None,
    };
    let four_eyes = event.get(carried)?.pointer("/review/four_eyes");
    folded.two_eyes_sufficed |= four_eyes == Some(&Value::Bool(false));
    dated::revise(&mut folded.state, event, carried)
}

/// An agreement ends no earlier than it begins.
fn agree(event: &Fields, step: &mut Step) -> Option<()> {
    let agreement = event.get("agreement")?.as_object()?;
    let day = |name| text(agreement, name).parse::<Date>().ok();
    if day("valid_until")? < day("valid_from")? {
        step.illegal("revised", "over before it begins");
    }
    Some(())
}

/// Each look at an order's contact counts, and is of that order.
fn disclose(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    if text(event, "event") != "disclosed" || text(event, "to").is_empty() {
        return None;
    }
    event.get("purpose")?.as_str()?;
    let before = text(&folded.state, "order");
    if !before.is_empty() && before != text(event, "order") {
        step.illegal("disclosed", before);
    }
    let times = amount(&folded.state, "times").saturating_add(1);
    take(&mut folded.state, "order", event, "order")?;
    take(&mut folded.state, "last_at", event, "at")?;
    set(&mut folded.state, "times", times);
    Some(())
}

/// A year stands in place of what was entered of it before; years are sorted.
fn publish(folded: &mut Folded, event: &Fields) -> Option<()> {
    if text(event, "event") != "year_published" {
        return None;
    }
    let published = event.get("year")?.clone();
    let number = |year: &Value| year.get("year").and_then(Value::as_i64);
    let mut years = list(&folded.state, "years").to_vec();
    years.retain(|year| number(year) != number(&published));
    years.push(published);
    years.sort_by_key(number);
    set(&mut folded.state, "years", years);
    Some(())
}

fn receive(receipt: &Fields, step: &mut Step) -> Option<()> {
    let moves = list(receipt, "moves").iter().filter_map(Value::as_object);
    for moved in moves {
        let moved = Moved {
            sku: text(moved, "sku"),
            shard: 0,
            warehouse: text(moved, "warehouse"),
            lot: moved.get("lot"),
            quantity: amount(moved, "quantity"),
        };
        step.movements.extend(moved.stock([1, 0, 0], [1, 0, 0])?);
    }
    Some(())
}
