//! Counters moved by a commit.

use serde_json::{Map, Value};

use crate::key;

/// One movement of a counter, as a commit states it or as its events explain it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Movement {
    /// Pieces of a SKU in a warehouse: what becomes available, reserved, quarantined.
    Stock {
        sku: String,
        warehouse: String,
        available: i64,
        reserved: i64,
        quarantined: i64,
    },
    /// An order takes a place in line for a SKU, or leaves it.
    Line {
        sku: String,
        since: String,
        order: String,
        opens: bool,
    },
    /// Credit taken by a customer; negative when it is given back.
    Drawn { customer: String, fen: i64 },
    /// Pieces taken of a quota, whose counter is in this place; negative when they are given back.
    Quota { place: String, pieces: i64 },
    /// A credit limit changes.
    Limit {
        customer: String,
        from: i64,
        to: i64,
    },
}

/// A movement as a commit states it; `None` when it does not read.
pub(crate) fn read(value: &Value) -> Option<Movement> {
    let map = value.as_object()?;
    let text = |name: &str| map.get(name)?.as_str().map(str::to_owned);
    let amount = |name: &str| positive(map, name);
    let stock = |available: i64, reserved: i64, quarantined: i64| {
        let quantity = amount("quantity")?;
        Some(Movement::Stock {
            sku: text("sku")?,
            warehouse: text("warehouse")?,
            available: available.checked_mul(quantity)?,
            reserved: reserved.checked_mul(quantity)?,
            quarantined: quarantined.checked_mul(quantity)?,
        })
    };
    let line = |opens| {
        Some(Movement::Line {
            sku: text("sku")?,
            since: text("since")?,
            order: text("order")?,
            opens,
        })
    };
    let drawn = |sign: i64| {
        Some(Movement::Drawn {
            customer: text("customer")?,
            fen: amount("amount")?.checked_mul(sign)?,
        })
    };
    let shared = |sign: i64| {
        Some(Movement::Quota {
            place: key::quota(map.get("quota")?.as_object()?)?,
            pieces: amount("quantity")?.checked_mul(sign)?,
        })
    };
    match map.get("adjust")?.as_str()? {
        "stock_reserve" => stock(-1, 1, 0),
        "stock_release" => stock(1, -1, 0),
        "stock_ship" => stock(0, -1, 0),
        "stock_receive" => stock(1, 0, 0),
        "stock_write_off" => stock(-1, 0, 0),
        "stock_quarantine" => stock(-1, 0, 1),
        "stock_release_quarantined" => stock(1, 0, -1),
        "stock_scrap" => stock(0, 0, -1),
        "backorder_open" => line(true),
        "backorder_close" => line(false),
        "credit_reserve" | "credit_reserve_beyond" => drawn(1),
        "credit_release" => drawn(-1),
        "quota_take" | "quota_take_beyond" => shared(1),
        "quota_give_back" => shared(-1),
        "credit_limit" => Some(Movement::Limit {
            customer: text("customer")?,
            from: map.get("from")?.as_i64()?,
            to: map.get("to")?.as_i64()?,
        }),
        _ => None,
    }
}

fn positive(map: &Map<String, Value>, name: &str) -> Option<i64> {
    map.get(name)?.as_i64().filter(|amount| *amount > 0)
}
