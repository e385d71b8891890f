//! Counters moved by a commit.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::key;

/// One movement of a counter, as a commit states it or as its events explain it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Movement {
    /// Pieces of a SKU in a shard of a warehouse: what becomes available, reserved, quarantined.
    Stock {
        sku: String,
        warehouse: String,
        /// Which shard of a level that is spread; nought for the level itself.
        shard: i64,
        available: i64,
        reserved: i64,
        quarantined: i64,
    },
    /// Pieces of a lot, by its place: what becomes available, picked, quarantined.
    Lot {
        sku: String,
        lot: String,
        available: i64,
        picked: i64,
        quarantined: i64,
    },
    /// Pieces of a lot that a consignment gets, by its place; negative when they go back.
    Issue {
        sku: String,
        place: String,
        pieces: i64,
    },
    /// A stocktake begins to count a level, or no longer does.
    Count {
        sku: String,
        warehouse: String,
        stocktake: String,
        opens: bool,
    },
    /// A level is spread over so many shards, and was never spread over more than `widest`.
    Spread {
        sku: String,
        warehouse: String,
        shards: i64,
        widest: i64,
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

/// Which pieces of a SKU move where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved<'a> {
    pub(crate) sku: &'a str,
    pub(crate) warehouse: &'a str,
    /// Which shard of the level; nought where it is not spread.
    pub(crate) shard: i64,
    /// The lot, where the pieces are kept by lot.
    pub(crate) lot: Option<&'a Value>,
    pub(crate) quantity: i64,
}

impl Moved<'_> {
    /// The movement of the level, by what becomes available, reserved and quarantined; and, of pieces kept by lot,
    /// that of the lot, by what becomes available, picked and quarantined.
    pub(crate) fn stock(self, level: [i64; 3], of_lot: [i64; 3]) -> Option<Vec<Movement>> {
        let [available, reserved, quarantined] =
            level.map(|sign| sign.saturating_mul(self.quantity));
        let stock = Movement::Stock {
            sku: self.sku.to_owned(),
            warehouse: self.warehouse.to_owned(),
            shard: self.shard,
            available,
            reserved,
            quarantined,
        };
        let lot = match self.lot {
            None => None,
            Some(lot) => Some(self.of_lot(lot, of_lot)?),
        };
        Some(std::iter::once(stock).chain(lot).collect())
    }

    /// The movements of pieces of a lot that are picked for a consignment (1), or put back (-1).
    pub(crate) fn pick(self, order: &str, consignment: i64, sign: i64) -> Option<[Movement; 2]> {
        let lot = self.lot?;
        let issue = Movement::Issue {
            sku: self.sku.to_owned(),
            place: key::issue_place(self.warehouse, lot, order, consignment)?,
            pieces: sign.saturating_mul(self.quantity),
        };
        Some([self.of_lot(lot, [-sign, sign, 0])?, issue])
    }

    fn of_lot(self, lot: &Value, signs: [i64; 3]) -> Option<Movement> {
        let [available, picked, quarantined] = signs.map(|sign| sign.saturating_mul(self.quantity));
        Some(Movement::Lot {
            sku: self.sku.to_owned(),
            lot: key::lot_place(self.warehouse, lot)?,
            available,
            picked,
            quarantined,
        })
    }
}

/// What a commit states in one adjustment; `None` when it does not read.
pub(crate) fn read(value: &Value) -> Option<Vec<Movement>> {
    let map = value.as_object()?;
    let moved = || {
        Some(Moved {
            sku: map.get("sku")?.as_str()?,
            warehouse: map.get("warehouse")?.as_str()?,
            shard: map.get("shard").map_or(Some(0), Value::as_i64)?,
            lot: map.get("lot"),
            quantity: positive(map, "quantity")?,
        })
    };
    let stock = |level, of_lot| moved()?.stock(level, of_lot);
    let pick = |sign| {
        let order = map.get("order")?.as_str()?;
        let picked = moved()?.pick(order, positive(map, "consignment")?, sign)?;
        Some(picked.to_vec())
    };
    match map.get("adjust")?.as_str()? {
        // Goods that are kept by lot are in no shard.
        _ if map.contains_key("lot") && map.contains_key("shard") => None,
        // An order has pieces of a SKU, and not of a lot.
        "stock_reserve" | "stock_release" if map.contains_key("lot") => None,
        "stock_reserve" => stock([-1, 1, 0], [0; 3]),
        "stock_release" => stock([1, -1, 0], [0; 3]),
        "stock_ship" => stock([0, -1, 0], [0, -1, 0]),
        "stock_receive" => stock([1, 0, 0], [1, 0, 0]),
        "stock_write_off" => stock([-1, 0, 0], [-1, 0, 0]),
        "stock_quarantine" => stock([-1, 0, 1], [-1, 0, 1]),
        "stock_release_quarantined" => stock([1, 0, -1], [1, 0, -1]),
        "stock_scrap" | "stock_return" => stock([0, 0, -1], [0, 0, -1]),
        "lot_pick" => pick(1),
        "lot_unpick" => pick(-1),
        _ => Some(vec![read_other(map)?]),
    }
}

/// A movement of anything but stock.
fn read_other(map: &Map<String, Value>) -> Option<Movement> {
    let text = |name: &str| map.get(name)?.as_str().map(str::to_owned);
    let amount = |name: &str| positive(map, name);
    let line = |opens| {
        Some(Movement::Line {
            sku: text("sku")?,
            since: text("since")?,
            order: text("order")?,
            opens,
        })
    };
    let count = |opens| {
        Some(Movement::Count {
            sku: text("sku")?,
            warehouse: text("warehouse")?,
            stocktake: text("stocktake")?,
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
        "stock_count_begin" => count(true),
        "stock_count_end" => count(false),
        "stock_spread" => Some(Movement::Spread {
            sku: text("sku")?,
            warehouse: text("warehouse")?,
            shards: amount("shards")?,
            widest: amount("widest")?,
        }),
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

/// The same movements with the shards of each level taken together: papers of the warehouse say what moves, and any
/// shards may have moved it.
pub(crate) fn over_shards(movements: Vec<Movement>) -> Vec<Movement> {
    let mut sums: BTreeMap<(String, String), [i64; 3]> = BTreeMap::new();
    let mut others = Vec::new();
    for movement in movements {
        match movement {
            Movement::Stock {
                sku,
                warehouse,
                shard: _,
                available,
                reserved,
                quarantined,
            } => {
                let sum = sums.entry((sku, warehouse)).or_default();
                for (sum, moved) in sum.iter_mut().zip([available, reserved, quarantined]) {
                    *sum = sum.saturating_add(moved);
                }
            }
            other @ (Movement::Spread { .. }
            | Movement::Lot { .. }
            | Movement::Issue { .. }
            | Movement::Count { .. }
            | Movement::Line { .. }
            | Movement::Drawn { .. }
            | Movement::Quota { .. }
            | Movement::Limit { .. }) => others.push(other),
        }
    }
    let summed = sums.into_iter();
    others.extend(
        summed.map(
            |((sku, warehouse), [available, reserved, quarantined])| Movement::Stock {
                sku,
                warehouse,
                shard: 0,
                available,
                reserved,
                quarantined,
            },
        ),
    );
    others
}
