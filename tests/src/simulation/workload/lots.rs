//! Goods that are kept by lot: they come in with their expiry, are picked, found to be damaged, and expire (5.2.1,
//! 5.2.2).

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::super::gateway::Request;
use super::super::world::World;
use super::order_life::Mood;
use super::shop::{SKUS, Shop};

/// What is kept by lot.
pub(super) const BY_LOT: &str = SKUS[4];

/// The days of its shelf life that must be left when it leaves.
pub(super) const SHELF_LIFE: u32 = 2;

/// The lines of a receipt: of what is kept by lot, one lot or two, some of which expire soon.
pub(super) fn lines(world: &World, sku: &str, quantity: u32) -> Value {
    if sku != BY_LOT {
        return json!([{"sku": sku, "quantity": quantity}]);
    }
    let (first, days) = world.draw(|rng| (rng.u32(1..=quantity), rng.i64(4..12)));
    let lot = |number: u32, days: i64, quantity: u32| {
        let day =
            domain::calendar::business_date(world.now() + SignedDuration::from_hours(24 * days));
        json!({"sku": sku, "quantity": quantity, "lot_no": format!("L{number}"), "expiry": day})
    };
    let mut lines = vec![lot(1, days, first)];
    if first < quantity {
        lines.push(lot(2, days + 20, quantity - first));
    }
    json!(lines)
}

/// The line of an adjustment: of what is kept by lot, one of the lots there are.
pub(super) async fn line(world: &World, shop: &Shop, sku: &str, quantity: u32) -> Value {
    let plain = json!({"sku": sku, "quantity": quantity});
    if sku != BY_LOT {
        return plain;
    }
    let request = Request::of(&shop.auditor, "GET /v1/stock/{sku}/lots").at("sku", sku);
    let lots = world.insist(&request).await;
    let lots = lots.and_then(|reply| reply.body["items"].as_array().cloned());
    let lots = lots.unwrap_or_default();
    if lots.is_empty() {
        return plain;
    }
    let lot = &lots[world.draw(|rng| rng.usize(0..lots.len()))];
    json!({"sku": sku, "quantity": quantity, "lot_no": lot["lot_no"], "expiry": lot["expiry"]})
}

/// Picks a consignment, now and then by two people at once, and finds some pieces damaged.
pub(super) async fn pick(
    world: &World,
    shop: &Shop,
    seen: &Value,
    consignment: Option<u64>,
    mood: Mood,
) {
    let order = seen["id"].as_str().unwrap();
    let request = Request::of(&shop.warehouse, "POST /v1/orders/{id}/picks")
        .at("id", order)
        .body(&json!({"consignment": consignment}));
    let reply = if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..4)) == 0 {
        let (first, second) = tokio::join!(world.insist(&request), world.insist(&request));
        first.or(second)
    } else {
        world.insist(&request).await
    };
    let Some(reply) = reply else { return };
    let answered = reply.is_success() || reply.status == 409;
    assert!(answered, "{} {}", reply.status, reply.body);
    let picks = reply.body["picks"].as_array().cloned().unwrap_or_default();
    if mood == Mood::Diligent || picks.is_empty() || world.draw(|rng| rng.u32(0..3)) > 0 {
        return;
    }
    let pick = &picks[world.draw(|rng| rng.usize(0..picks.len()))];
    let because = ["short", "damaged"][world.draw(|rng| rng.usize(0..2))];
    let request = Request::of(&shop.warehouse, "POST /v1/orders/{id}/picks/failures")
        .at("id", order)
        .body(&json!({
            "failure_no": shop.unique("JH"), "consignment": pick["consignment"], "sku": pick["sku"],
            "lot_no": pick["lot_no"], "expiry": pick["expiry"], "quantity": 1, "because": because,
        }));
    if let Some(reply) = world.insist(&request).await {
        let answered = reply.is_success() || reply.status == 409;
        assert!(answered, "{} {}", reply.status, reply.body);
    }
}
