//! Orders as they come in: every channel, kind of customer, method and schedule of payment.

use fastrand::Rng;
use serde_json::{Value, json};

use super::shop::{LIST_PRICE, SERVICE, Shop};

/// Addresses, most of which are complete.
const ADDRESSES: [&str; 7] = [
    "四川省成都市武侯区人民南路四段1号",
    "北京市朝阳区建国路88号",
    "贵州省贵阳市云岩区中华北路12号",
    "西藏自治区拉萨市城关区北京中路35号",
    "武侯区",
    // What the carrier's stand-in does not carry, and what it does not give back.
    "四川省成都市武侯区超出派送范围路3号",
    "四川省成都市武侯区立即揽收路5号",
];

/// What a customer bought before it asks for credit, in fen.
const SALES: i64 = 4_800_000;

/// A form that somebody filled in.
pub(super) struct OrderForm {
    pub(super) body: Value,
    /// Goes into the header `Idempotency-Key`.
    pub(super) key: Option<String>,
    /// The customer who orders by itself, if it is not sales who enter it.
    pub(super) customer: Option<String>,
    /// What the same request always leads to the same order by.
    pub(super) name: Option<String>,
}

/// What a customer buys and pays before it is trusted.
pub(super) fn history(customer: &str) -> OrderForm {
    let number = format!("HISTORY-{customer}");
    let body = json!({
        "channel": "phone", "external_no": number,
        "customer": {
            "id": customer, "name": "成都示范贸易有限公司", "mobile": "028-88886666",
            "kind": "business",
        },
        "ship_to": {"name": "李四", "mobile": "13900139000", "address": ADDRESSES[0]},
        "lines": [{"sku": "OIL", "quantity": SALES / LIST_PRICE, "unit_price_fen": LIST_PRICE}],
        "payment": {"method": "bank_transfer"},
    });
    OrderForm {
        body,
        key: None,
        customer: None,
        name: Some(number),
    }
}

/// A form for the order of this number.
pub(super) fn fill_in(shop: &Shop, number: u32, rng: &mut Rng) -> OrderForm {
    let channel = ["marketplace", "website", "phone", "fax", "mail"][rng.usize(0..5)];
    let on_credit = rng.u32(0..4) == 0;
    let customers = if on_credit {
        &shop.trusted
    } else {
        &shop.customers
    };
    let customer = customers[rng.usize(0..customers.len())].clone();
    let business = on_credit || rng.bool();
    let lines = lines(shop, rng, on_credit);
    let total: i64 = lines
        .iter()
        .map(|line| line["quantity"].as_i64().unwrap() * line["unit_price_fen"].as_i64().unwrap())
        .sum();
    let method = match rng.u32(0..3) {
        _ if on_credit => "credit_terms",
        0 => "online",
        1 => "bank_transfer",
        _ => "cash_on_delivery",
    };
    let mut body = json!({
        "channel": channel,
        "customer": {
            "id": customer, "name": "成都示范贸易有限公司", "mobile": "028-88886666",
            "kind": if business { "business" } else { "consumer" },
        },
        "ship_to": {
            "name": "李四", "mobile": "13900139000",
            "address": ADDRESSES[rng.usize(0..ADDRESSES.len())],
        },
        "lines": lines,
        "payment": {"method": method},
    });
    if let Some(schedule) = schedule(total, rng) {
        body["payment"]["schedule"] = schedule;
    }
    if rng.u32(0..3) == 0 {
        body["split_shipments"] = json!(true);
    }
    let numbered = rng.u32(0..4) > 0;
    let keyed = !numbered || rng.u32(0..4) == 0;
    let external = format!("T-{number}");
    if numbered {
        body["external_no"] = json!(external);
    }
    OrderForm {
        name: numbered.then(|| format!("{channel}/{external}")),
        key: keyed.then(|| format!("key-{number}")),
        customer: (channel == "website" && !on_credit).then_some(customer),
        body,
    }
}

/// One to three lines; one of the goods is in great demand.
fn lines(shop: &Shop, rng: &mut Rng, many: bool) -> Vec<Value> {
    let count = [1, 1, 2, 3][rng.usize(0..4)];
    let mut skus: Vec<&String> = shop.skus.iter().collect();
    rng.shuffle(&mut skus);
    if rng.bool() {
        skus.retain(|sku| *sku != "HOT");
        skus.insert(0, &shop.skus[0]);
    }
    let serves = rng.u32(0..8);
    let line = |sku: &&String| {
        // Two orders on credit are more than a limit, as a rule.
        let quantity = if many { rng.u32(24..60) } else { rng.u32(1..6) };
        let price = if rng.u32(0..6) == 0 {
            11_000
        } else {
            LIST_PRICE
        };
        json!({"sku": sku, "quantity": quantity, "unit_price_fen": price})
    };
    let goods = skus.iter().take(count).map(line);
    let service = json!({"sku": SERVICE, "quantity": 1, "unit_price_fen": 5_000});
    match serves {
        0 => vec![service],
        1 | 2 => goods.chain(std::iter::once(service)).collect(),
        _ => goods.collect(),
    }
}

/// A schedule of instalments, or none.
fn schedule(total: i64, rng: &mut Rng) -> Option<Value> {
    let first = total * rng.i64(2..6) / 10;
    let rest = total - first;
    let half = rest / 2;
    let part = |when: &str, amount: i64| json!({"when": when, "amount_fen": amount});
    match rng.u32(0..6) {
        0 => Some(json!([part("on_order", first), part("on_delivery", rest)])),
        1 => Some(json!([
            part("before_production", first),
            part("on_dispatch", half),
            {"when": "after_delivery", "days": 30, "amount_fen": rest - half},
        ])),
        2 => Some(
            json!([part("on_dispatch", first), {"when": "after_delivery", "days": 15, "amount_fen": rest}]),
        ),
        _ => None,
    }
}
