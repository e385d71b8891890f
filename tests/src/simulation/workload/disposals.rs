//! Stock is disposed of: proposed, decided on by two at once, carried out (5.2.2).

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::shop::Shop;

const PROPOSE: &str = "POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal";
const DECIDE: &str = "POST /v1/disposals/{warehouse}/{sku}/{cause}/decision";

/// Proposes something for what was found, and decides on what is proposed.
pub(super) async fn dispose(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(600..2_400).await;
        for found in listed(&world, &shop, "found").await {
            if world.draw(|rng| rng.bool()) {
                propose(&world, &shop, &found).await;
            }
        }
        for proposed in listed(&world, &shop, "proposed").await {
            decide(&world, &shop, &proposed).await;
        }
    }
}

async fn listed(world: &World, shop: &Shop, stage: &str) -> Vec<Value> {
    let request = Request::of(&shop.auditor, "GET /v1/disposals").with("stage", stage);
    let Some(reply) = world.insist(&request).await else {
        return Vec::new();
    };
    check(&reply);
    reply.body["items"].as_array().cloned().unwrap_or_default()
}

/// Some pieces are to go, not always so many as there are; a return names a purchase order that may be another's.
async fn propose(world: &World, shop: &Shop, found: &Value) {
    let (way, pieces) = world.draw(|rng| (rng.u32(0..6), rng.u32(1..3)));
    let mut body = json!({"quantity": pieces, "reason": "滞销"});
    match way {
        0 => body["mark_down"] = json!({"price_fen": 9_900}),
        1 => body["keep"] = json!({"until": "2026-12-31"}),
        2 => {
            let Some(order) = some_order(world, shop).await else {
                return;
            };
            let number = shop.unique("CT");
            body["return_to_supplier"] = json!({"purchase_order": order, "return_no": number});
        }
        _ => body["scrap"] = json!(true),
    }
    ask(world, &shop.planner, PROPOSE, found, &body).await;
}

async fn some_order(world: &World, shop: &Shop) -> Option<String> {
    let list = "purchase_delivery";
    let request = Request::of(&shop.planner, "GET /v1/work/{list}").at("list", list);
    let reply = world.insist(&request).await?;
    Some(reply.body["items"][0]["id"].as_str()?.to_owned())
}

/// The manager decides, sometimes twice at once.
async fn decide(world: &World, shop: &Shop, proposed: &Value) {
    let (approve, twice) = world.draw(|rng| (rng.u32(0..4) > 0, rng.u32(0..4) == 0));
    let body = json!({"approve": approve, "reason": "先降价"});
    let decided = async || ask(world, &shop.manager, DECIDE, proposed, &body).await;
    if twice {
        tokio::join!(decided(), decided());
    } else {
        decided().await;
    }
}

async fn ask(
    world: &World,
    person: &Person,
    route: &'static str,
    disposal: &Value,
    body: &Value,
) -> Option<Reply> {
    let mut request = Request::of(person, route).body(body);
    for name in ["warehouse", "sku", "cause"] {
        request = request.at(name, disposal[name].as_str().unwrap());
    }
    for name in ["lot_no", "expiry"] {
        if let Some(text) = disposal[name].as_str() {
            request = request.with(name, text);
        }
    }
    let reply = world.insist(&request).await?;
    check(&reply);
    Some(reply)
}

/// Lists lag, and people draw what they like: a clash is an answer like any other, and so is the purchase order of
/// other goods.
fn check(reply: &Reply) {
    let answered = reply.is_success() || [409, 422].contains(&reply.status);
    assert!(answered, "{} {}", reply.status, reply.body);
}
