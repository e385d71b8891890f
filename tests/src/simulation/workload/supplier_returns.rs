//! Goods go back to suppliers: raised, shipped by two at once, answered, closed, cancelled (5.1.2).

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::shop::{Shop, WAREHOUSES};

const SHIP: &str = "POST /v1/supplier-returns/{number}/shipment";
const ANSWER: &str = "POST /v1/supplier-returns/{number}/answer";
const CLOSE: &str = "POST /v1/supplier-returns/{number}/close";
const CANCEL: &str = "POST /v1/supplier-returns/{number}/cancel";

/// Sends back some of what came, and works off the lists of returns.
pub(super) async fn send_back(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(300..1_800).await;
        for number in listed(&world, &shop, "purchase_delivery").await {
            if world.draw(|rng| rng.u32(0..3)) == 0 {
                raise(&world, &shop, &number).await;
            }
        }
        for number in listed(&world, &shop, "return_shipment").await {
            ship(&world, &shop, &number).await;
        }
        for number in listed(&world, &shop, "return_answer").await {
            let body = json!({"credit_note": {"number": "HZ-1", "amount_fen": 7_000}});
            ask(&world, &shop.planner, ANSWER, &number, &body).await;
        }
        for number in listed(&world, &shop, "return_closing").await {
            ask(&world, &shop.finance, CLOSE, &number, &Value::Null).await;
        }
    }
}

async fn listed(world: &World, shop: &Shop, list: &str) -> Vec<String> {
    let request = Request::of(&shop.planner, "GET /v1/work/{list}").at("list", list);
    let Some(reply) = world.insist(&request).await else {
        return Vec::new();
    };
    let items = reply.body["items"].as_array().cloned().unwrap_or_default();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

/// Asks for pieces to go back, of which there may be too few.
async fn raise(world: &World, shop: &Shop, order: &str) {
    let number = shop.unique("CT");
    let (failed, warehouse, quantity) =
        world.draw(|rng| (rng.bool(), WAREHOUSES[rng.usize(0..2)], rng.u32(1..3)));
    let mut body = json!({
        "number": number, "purchase_order": order, "from": "failed_inspection", "quantity": quantity,
        "reason": "包装破损",
    });
    if !failed {
        body["from"] = json!("quarantine");
        body["warehouse"] = json!(warehouse);
    }
    let request = Request::of(&shop.planner, "POST /v1/supplier-returns").body(&body);
    if let Some(reply) = world.insist(&request).await {
        check(&reply);
        if reply.is_success() {
            world
                .acknowledged
                .event("SUPPLIER_RETURN", &number, "raised", None);
            let known = ("/goods/number", json!(number));
            world
                .acknowledged
                .event("PURCHASE_ORDER", order, "return_raised", Some(known));
        }
    }
}

/// Hands a return to a carrier, by one person or by two at once; or it stays after all.
async fn ship(world: &World, shop: &Shop, number: &str) {
    let chance = world.draw(|rng| rng.u32(0..6));
    if chance == 0 {
        let reason = json!({"reason": "已修复"});
        ask(world, &shop.planner, CANCEL, number, &reason).await;
        return;
    }
    let body = json!({"waybill_no": format!("SF{number}")});
    let shipped = async |person: &Person| ask(world, person, SHIP, number, &body).await;
    let replies = if chance == 1 {
        let (first, second) = tokio::join!(shipped(&shop.warehouse), shipped(&shop.logistics));
        vec![first, second]
    } else {
        vec![shipped(&shop.warehouse).await]
    };
    for reply in replies.into_iter().flatten() {
        if reply.is_success() {
            world
                .acknowledged
                .event("SUPPLIER_RETURN", number, "shipped", None);
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
    let reply = world.insist(&request).await?;
    check(&reply);
    Some(reply)
}

/// Lists lag, and people draw what they like: a clash is an answer like any other.
fn check(reply: &Reply) {
    let answered = reply.is_success() || reply.status == 409;
    assert!(answered, "{} {}", reply.status, reply.body);
}
