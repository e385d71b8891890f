//! Purchase orders: raised by shortages and by hand, approved, placed, promised anew, received in parts and
//! twice at once, closed, cancelled (5.1.2, 5.1.3).

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::shop::{SKUS, Shop, WAREHOUSES};

/// The goods that somebody offers.
const OFFERED: [&str; 3] = [SKUS[0], SKUS[1], SKUS[2]];
/// What somebody offers at more than its standard cost.
const DEAR: &str = SKUS[1];
/// Suppliers: price of a piece, the fewest pieces, lead time.
const SUPPLIERS: [(&str, i64, u32, u16); 2] = [("S-NEAR", 7_000, 1, 1), ("S-FAR", 6_000, 10, 4)];

/// Enters suppliers and what they offer.
pub(super) async fn know_suppliers(world: &World, shop: &Shop) {
    for (code, price, least, days) in SUPPLIERS {
        let body = json!({"name": "巴南茶厂", "lead_time_working_days": days});
        let request = Request::of(&shop.planner, "PUT /v1/suppliers/{supplier}");
        shop.must(world, &request.at("supplier", code).body(&body))
            .await;
        for sku in OFFERED {
            let price = if sku == DEAR { price * 2 } else { price };
            let body = json!({"breaks": [{"from": 1, "unit_price_fen": price}], "minimum_quantity": least});
            let request = Request::of(&shop.planner, "PUT /v1/suppliers/{supplier}/offers/{sku}")
                .at("supplier", code)
                .at("sku", sku);
            shop.must(world, &request.body(&body)).await;
        }
    }
}

/// Works off the buyers' lists, now and then with a purchase order by hand.
pub(super) async fn buy(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(900..3_600).await;
        if world.draw(|rng| rng.u32(0..4)) == 0 {
            raise(&world, &shop).await;
        }
        for (list, step) in [
            ("purchase_approval", Step::Approve),
            ("purchase_placement", Step::Place),
            ("purchase_delivery", Step::Deliver),
        ] {
            let request = Request::of(&shop.planner, "GET /v1/work/{list}").at("list", list);
            let Some(reply) = world.insist(&request).await else {
                continue;
            };
            let items = reply.body["items"].as_array().cloned().unwrap_or_default();
            for item in items {
                take(&world, &shop, item["id"].as_str().unwrap(), step).await;
            }
        }
    }
}

/// What a list asks for.
#[derive(Clone, Copy)]
enum Step {
    Approve,
    Place,
    Deliver,
}

async fn raise(world: &World, shop: &Shop) {
    let number = shop.unique("PO");
    let (sku, quantity) = world.draw(|rng| (OFFERED[rng.usize(0..3)], rng.u32(1..20)));
    let mut body =
        json!({"number": number, "sku": sku, "quantity": quantity, "needed_by": day(world, 9)});
    if world.draw(|rng| rng.bool()) {
        body["warehouse"] = json!(WAREHOUSES[0]);
    }
    let request = Request::of(&shop.planner, "POST /v1/purchase-orders").body(&body);
    if shop.must(world, &request).await {
        let known = ("/purchase_order/sku", json!(sku));
        world
            .acknowledged
            .event("PURCHASE_ORDER", &number, "raised", Some(known));
    }
}

async fn take(world: &World, shop: &Shop, number: &str, step: Step) {
    let chance = world.draw(|rng| rng.u32(0..10));
    let reply = match (step, chance) {
        (Step::Approve | Step::Place, 0) => {
            ask(world, &shop.planner, CANCEL, number, &reason()).await
        }
        (Step::Approve, _) => ask(world, &shop.manager, APPROVE, number, &Value::Null).await,
        (Step::Place, _) => {
            let body = json!({"contract": "HT-1", "promised": day(world, 2)});
            ask(world, &shop.planner, PLACE, number, &body).await
        }
        (Step::Deliver, 0) => ask(world, &shop.planner, CLOSE, number, &reason()).await,
        (Step::Deliver, 1) => ask(world, &shop.planner, CANCEL, number, &reason()).await,
        (Step::Deliver, 2 | 3) => {
            let later = world.draw(|rng| rng.i64(1..9));
            let body = json!({"promised": day(world, later), "reason": "停电"});
            ask(world, &shop.planner, PROMISE, number, &body).await
        }
        (Step::Deliver, _) => return receive(world, shop, number, chance > 7).await,
    };
    if let Some(reply) = reply {
        check(&reply);
    }
}

const APPROVE: &str = "POST /v1/purchase-orders/{number}/approval";
const PLACE: &str = "POST /v1/purchase-orders/{number}/placement";
const PROMISE: &str = "POST /v1/purchase-orders/{number}/promise";
const RECEIVE: &str = "POST /v1/purchase-orders/{number}/receipts";
const CLOSE: &str = "POST /v1/purchase-orders/{number}/close";
const CANCEL: &str = "POST /v1/purchase-orders/{number}/cancel";

/// Receives some pieces, of which some fail; by two people at once, or by one.
async fn receive(world: &World, shop: &Shop, number: &str, twice: bool) {
    let (receipt, passed, failed) =
        world.draw(|rng| (shop.unique("GR"), rng.u32(0..6), rng.u32(0..2)));
    let body = json!({"receipt_no": receipt, "passed": passed, "failed": failed});
    let received = async || ask(world, &shop.warehouse, RECEIVE, number, &body).await;
    let replies = if twice {
        let (first, second) = tokio::join!(received(), received());
        vec![first, second]
    } else {
        vec![received().await]
    };
    for reply in replies.into_iter().flatten() {
        check(&reply);
        if reply.is_success() {
            let known = ("/receipt/receipt_no", json!(receipt));
            world
                .acknowledged
                .event("PURCHASE_ORDER", number, "goods_received", Some(known));
            let supplier = reply.body["choice"]["chosen"]["supplier"].as_str().unwrap();
            let counted = ("/delivery/receipt_no", json!(receipt));
            world
                .acknowledged
                .event("SUPPLIER", supplier, "delivery_counted", Some(counted));
        }
    }
}

async fn ask(
    world: &World,
    person: &Person,
    route: &'static str,
    number: &str,
    body: &Value,
) -> Option<Reply> {
    let request = Request::of(person, route).at("number", number);
    let request = if body.is_null() {
        request
    } else {
        request.body(body)
    };
    world.insist(&request).await
}

/// Lists lag, and people draw what they like: a clash is an answer like any other, and so is a receipt of
/// nothing.
fn check(reply: &Reply) {
    let answered = reply.is_success() || [409, 422].contains(&reply.status);
    assert!(answered, "{} {}", reply.status, reply.body);
}

fn reason() -> Value {
    json!({"reason": "不再需要"})
}

/// The business date so many days from now.
fn day(world: &World, days: i64) -> String {
    let at: Timestamp = world.now() + SignedDuration::from_hours(24 * days);
    domain::calendar::business_date(at).to_string()
}
