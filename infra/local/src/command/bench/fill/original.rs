//! Finished orders as the table holds them.

use dynoxide::Database;
use dynoxide::types::{AttributeValue, Item};
use serde_json::{Value, json};

use domain::aggregate::AggregateKind;
use domain::identifiers::{CarrierCode, ExternalNo, Sku, WaybillNo};
use domain::order::Channel;
use domain::shipment::shipment_id;
use domain::stock::MAIN_WAREHOUSE;
use store::{Key, RegistrationKey};

use super::super::super::Failure;
use super::super::carrying;
use super::super::sample::Run;
use crate::engine::engine_error;

/// An order with everything that belongs to it alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Original {
    /// Its id.
    pub(super) id: String,
    /// The number that it, its payment and its parcel bear.
    pub(super) number: String,
    /// Its partitions, each with its items by sort key: commits before the state.
    pub(super) partitions: Vec<Vec<Item>>,
}

/// The first `count` orders that a run carried.
pub(super) fn of_run(
    database: &Database,
    table: &str,
    run: &Run,
    count: u64,
) -> Result<Vec<Original>, Failure> {
    let one = |order| read(database, table, run.number(carrying::PHASE, order));
    (0..usize::try_from(count)?).map(one).collect()
}

fn read(database: &Database, table: &str, number: String) -> Result<Original, Failure> {
    let external = Key::Registration(RegistrationKey::External {
        channel: Channel::Website,
        number: ExternalNo::parse(&number).map_err(|_| format!("{number} is no order number"))?,
    });
    let registration = partition(database, table, &external)?;
    let id = registration
        .first()
        .and_then(|item| text(item, "target"))
        .ok_or_else(|| format!("the carried order {number} is not in the table"))?
        .to_owned();
    let state = |kind, id: &str| Key::State {
        kind,
        id: id.to_owned(),
    };
    let order = partition(database, table, &state(AggregateKind::Order, &id))?;
    let mut partitions = vec![registration];
    for (kind, id) in belongings(&order)? {
        partitions.push(partition(database, table, &state(kind, &id))?);
    }
    partitions.push(order);
    Ok(Original {
        id,
        number,
        partitions,
    })
}

/// Payments and parcels of an order, by its state.
fn belongings(order: &[Item]) -> Result<Vec<(AggregateKind, String)>, Failure> {
    let state = order.iter().find(|item| item.contains_key("version"));
    let state = serde_json::to_value(state)?;
    let parts = |list: &str| -> Vec<Value> {
        let parts = state["body"]["M"][list]["L"].as_array();
        parts.cloned().unwrap_or_default()
    };
    let named = |part: &Value, name: &str| {
        let text = part["M"][name]["S"].as_str().map(str::to_owned);
        text.ok_or_else(|| format!("an order's state has a part without `{name}`"))
    };
    let mut found = Vec::new();
    for payment in parts("payments") {
        found.push((AggregateKind::Payment, named(&payment, "payment")?));
    }
    for parcel in parts("shipments") {
        let carrier = CarrierCode::parse(&named(&parcel, "carrier")?);
        let waybill = WaybillNo::parse(&named(&parcel, "waybill_no")?);
        let (Ok(carrier), Ok(waybill)) = (carrier, waybill) else {
            return Err("a carried order's parcel has no carrier or waybill".into());
        };
        let id = shipment_id(&carrier, &waybill);
        found.push((AggregateKind::Shipment, id));
    }
    match found.is_empty() {
        false => Ok(found),
        true => Err("a carried order has neither payment nor parcel".into()),
    }
}

/// All items of the partition in which `key` is.
fn partition(database: &Database, table: &str, key: &Key) -> Result<Vec<Item>, Failure> {
    let query = serde_json::from_value(json!({
        "TableName": table,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": key.pk()}},
    }))?;
    let items = database.query(query).map_err(engine_error)?.items;
    match items {
        Some(items) if !items.is_empty() => Ok(items),
        _ => Err(format!("nothing is in the partition of {key}").into()),
    }
}

/// The stock level of an article in the main warehouse with so many pieces less.
pub(super) fn stock_level_less(
    database: &Database,
    table: &str,
    sku: &str,
    pieces: u64,
) -> Result<Item, Failure> {
    let key = Key::StockLevel {
        sku: Sku::parse(sku).map_err(|_| format!("{sku} is no SKU"))?,
        warehouse: MAIN_WAREHOUSE.to_owned(),
    };
    let found = partition(database, table, &key)?
        .into_iter()
        .find(|item| text(item, "sk") == Some(&key.sk()));
    let mut level = found.ok_or_else(|| format!("{key} is not in the table"))?;
    let available = match level.get("available") {
        Some(AttributeValue::N(digits)) => digits.parse::<u64>()?,
        _ => return Err(format!("{key} does not say what is available").into()),
    };
    let left = available
        .checked_sub(pieces)
        .ok_or_else(|| format!("{key} has fewer than {pieces} pieces"))?;
    level.insert("available".to_owned(), AttributeValue::N(left.to_string()));
    Ok(level)
}

/// A text attribute.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text),
        _ => None,
    }
}
