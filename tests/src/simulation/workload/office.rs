//! Work that belongs to no single order: goods are bought in, rules are changed.

use std::rc::Rc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::super::gateway::Request;
use super::super::world::World;
use super::lots;
use super::shop::Shop;

/// More than a review may take, less than a message is kept.
const DAYS_OFF: u64 = 3;

/// Buys what orders wait for, sometimes too little of it, and now and then more.
pub(super) async fn keep_stock(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(600..5_400).await;
        let sku = world.draw(|rng| shop.skus[rng.usize(0..shop.skus.len())].clone());
        let quantity = world.draw(|rng| rng.u32(1..25));
        shop.receive(&world, &sku, quantity).await;
    }
}

/// Keeps pieces apart now and then, and brings them back or throws them away; sometimes there are too few.
pub(super) async fn look_over_stock(world: Rc<World>, shop: Rc<Shop>) {
    const KINDS: [&str; 5] = ["quarantine", "quarantine", "release", "scrap", "transfer"];
    loop {
        world.pause(900..7_200).await;
        let (kind, quantity) = world.draw(|rng| (KINDS[rng.usize(0..KINDS.len())], rng.u32(1..4)));
        let sku = world.draw(|rng| shop.skus[rng.usize(0..shop.skus.len())].clone());
        let line = lots::line(&world, &shop, &sku, quantity).await;
        let number = shop.unique("TZ");
        let to = (kind == "transfer").then_some("CD1");
        let body = json!({
            "adjustment_no": number, "kind": kind, "warehouse": "CQ1", "to": to, "reason": "外箱破损，待检",
            "lines": [line],
        });
        let request = Request::of(&shop.manager, "POST /v1/stock/adjustments").body(&body);
        if let Some(reply) = world.insist(&request).await
            && reply.is_success()
        {
            world
                .acknowledged
                .event("STOCK_ADJUSTMENT", &number, "adjusted", None);
        }
    }
}

/// Lets goods go to orders that need them more, as was shown or, now and then, when that is no longer so.
pub(super) async fn reallocate(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(1_800..7_200).await;
        let sku = world.draw(|rng| shop.skus[rng.usize(0..shop.skus.len())].clone());
        let warehouse = world.draw(|rng| ["CQ1", "CD1"][rng.usize(0..2)]);
        let asked = |route, body: &Value| {
            let request = Request::of(&shop.planner, route);
            request.at("sku", &sku).body(body)
        };
        let quote = asked(
            "POST /v1/stock/{sku}/reallocations/quotes",
            &json!({"warehouse": warehouse}),
        );
        let Some(shown) = world.insist(&quote).await.filter(|it| it.is_success()) else {
            continue;
        };
        if world.draw(|rng| rng.u32(0..3)) == 0 {
            world.pause(60..1_200).await;
        }
        let orders = shown.body["orders"].as_array().into_iter().flatten();
        let changes = orders
            .filter(|order| order["changes"] == true)
            .map(|order| {
                json!({
                    "order_id": order["order_id"], "version": order["version"],
                    "reserved": order["after"]["reserved"],
                })
            });
        let changes: Vec<Value> = changes.collect();
        let body = json!({"warehouse": warehouse, "changes": changes});
        world
            .insist(&asked("POST /v1/stock/{sku}/reallocations", &body))
            .await;
    }
}

/// Spreads the levels of goods over more and fewer shards, and evens them out.
pub(super) async fn spread_stock(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(600..4_800).await;
        let sku = world.draw(|rng| shop.skus[rng.usize(0..shop.skus.len())].clone());
        let shards = world.draw(|rng| [0, 1, 2, 3, 8][rng.usize(0..5)]);
        let request = match shards {
            0 => Request::of(
                &shop.planner,
                "POST /v1/stock/{sku}/shards/{warehouse}/balance",
            ),
            shards => Request::of(&shop.planner, "PUT /v1/stock/{sku}/shards/{warehouse}")
                .body(&json!({ "shards": shards })),
        };
        let request = request.at("sku", &sku).at("warehouse", "CQ1");
        world.insist(&request).await;
    }
}

/// Everybody leaves for some days, and comes back when reviews are late.
pub(super) async fn leave_for_days(world: &World) {
    world.log.note("everybody leaves for some days");
    tokio::time::advance(Duration::from_secs(DAYS_OFF * 24 * 3600)).await;
    world.pause(1_800..7_200).await;
}

/// Buys all that an order lacks.
pub(super) async fn buy_in(world: &World, shop: &Shop, order: &Value) {
    for short in order["short"].as_array().into_iter().flatten() {
        let sku = short["sku"].as_str().unwrap();
        let missing = u32::try_from(short["missing"].as_u64().unwrap()).unwrap();
        shop.receive(world, sku, missing).await;
    }
}

/// Changes the policy now and then, at once or for a later hour: who approves and in which time,
/// what a person must look at, which discount passes, from which warehouse orders are filled.
pub(super) async fn change_rules(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(1_800..9_000).await;
        let (automatic, days) = world.draw(|rng| (rng.bool(), rng.u32(1..5)));
        let (discount, severity) = world.draw(|rng| {
            let severities = ["info", "manual"];
            (rng.u32(0..200), severities[rng.usize(0..2)])
        });
        let mut criteria = ["fewest_shipments", "region", "landed_cost", "priority"];
        world.draw(|rng| rng.shuffle(&mut criteria));
        let later = world.draw(|rng| rng.bool().then(|| rng.i64(600..14_400)));
        shop.set_rules(&world, later.map(SignedDuration::from_secs), |policy| {
            policy["review"]["automatic_approval"] = json!(automatic);
            policy["review"]["discount_permille"] = json!(discount);
            policy["review"]["severities"]["credit_check_required"] = json!(severity);
            policy["due"]["preparation_working_days"] = json!(days);
            policy["sourcing"]["criteria"] = json!(criteria);
        })
        .await;
    }
}

/// Enters the calendar of a year to come, again and again with another festival.
pub(super) async fn publish_calendars(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(3_600..10_800).await;
        let day = world.draw(|rng| rng.u32(10..20));
        let body = json!({"holidays": [format!("2031-02-{day}")], "make_up_workdays": []});
        let request = Request::of(&shop.manager, "PUT /v1/calendar/{year}");
        shop.must(&world, &request.at("year", "2031").body(&body))
            .await;
    }
}

/// Asks for contacts of orders; each look is written down.
pub(super) async fn look_at_contacts(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(300..3_600).await;
        let orders = shop.orders();
        if orders.is_empty() {
            continue;
        }
        let order = world.draw(|rng| orders[rng.usize(0..orders.len())].clone());
        let request = Request::of(&shop.logistics, "POST /v1/orders/{id}/contact")
            .at("id", &order)
            .body(&json!({"purpose": "delivery"}));
        if shop.must(&world, &request).await {
            let field = ("/order", json!(order));
            world
                .acknowledged
                .at_least_once("CONTACT_DISCLOSURE", &order, "disclosed", field);
        }
    }
}

/// The order as its auditor sees it; nothing when nobody answers.
pub(super) async fn look_up(world: &World, shop: &Shop, order: &str) -> Option<Value> {
    let request = Request::of(&shop.auditor, "GET /v1/orders/{id}").at("id", order);
    let reply = world.insist(&request).await?;
    assert!(
        reply.is_success(),
        "{order}: {} {}",
        reply.status,
        reply.body
    );
    Some(reply.body)
}
