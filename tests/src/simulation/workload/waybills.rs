//! Waybills: requested of the carrier, printed, voided, requested anew, and dispatched with.

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::gateway::Request;
use super::super::world::World;
use super::money;
use super::order_life::Mood;
use super::shop::Shop;

/// Takes a consignment a step further by waybills; no, if its number is to be typed.
pub(super) async fn send(
    world: &Rc<World>,
    shop: &Shop,
    seen: &Value,
    consignment: Option<u64>,
    mood: Mood,
) -> bool {
    let order = seen["id"].as_str().unwrap();
    let list = Request::of(&shop.logistics, "GET /v1/orders/{id}/waybills").at("id", order);
    let Some(reply) = world.insist(&list).await else {
        return true;
    };
    let waybills = reply.body["items"].as_array().cloned().unwrap_or_default();
    let of_it = |it: &&Value| {
        let left = it["stage"] == "left";
        !left && consignment.is_none_or(|no| it["consignment"] == no)
    };
    let waybills: Vec<&Value> = waybills.iter().filter(of_it).collect();
    if waybills.is_empty() {
        if world.draw(fastrand::Rng::bool) {
            return false;
        }
        request(world, shop, seen, consignment).await;
        return true;
    }
    let stands = |stage: &str| waybills.iter().find(|it| it["stage"] == stage);
    if let Some(refused) = stands("refused") {
        void(world, shop, refused).await;
        return true;
    }
    let any = waybills[world.draw(|rng| rng.usize(0..waybills.len()))];
    match (mood, world.draw(|rng| rng.u32(0..8))) {
        (Mood::Hasty, 0) => void(world, shop, any).await,
        (Mood::Hasty, 1) => print(world, shop, any).await,
        (Mood::Hasty | Mood::Diligent, _) => {
            dispatch(world, shop, seen, consignment, mood).await;
        }
    }
    true
}

/// Requests waybills, sometimes twice at once, and sometimes with one piece apart.
async fn request(world: &Rc<World>, shop: &Shop, seen: &Value, consignment: Option<u64>) {
    let order = seen["id"].as_str().unwrap();
    let request = Request::of(&shop.logistics, "POST /v1/orders/{id}/waybills")
        .at("id", order)
        .body(&json!({ "consignment": consignment }));
    let reply = if world.draw(|rng| rng.u32(0..3)) == 0 {
        let (first, second) = tokio::join!(world.insist(&request), world.insist(&request));
        first.or(second)
    } else {
        world.insist(&request).await
    };
    let Some(reply) = reply.filter(|reply| reply.is_success()) else {
        return;
    };
    for waybill in reply.body["items"].as_array().into_iter().flatten() {
        let id = waybill["id"].as_str().unwrap();
        world.acknowledged.event("WAYBILL", id, "requested", None);
    }
    world.acknowledged.at_least_once(
        "ORDER",
        order,
        "waybills_requested",
        ("/event", json!("waybills_requested")),
    );
}

async fn void(world: &World, shop: &Shop, waybill: &Value) {
    let request = Request::of(&shop.logistics, "POST /v1/waybills/{waybill}/void")
        .at("waybill", waybill["id"].as_str().unwrap())
        .body(&json!({ "reason": "包装已更换" }));
    world.insist(&request).await;
}

async fn print(world: &World, shop: &Shop, waybill: &Value) {
    let request = Request::of(&shop.warehouse, "POST /v1/waybills/{waybill}/label")
        .at("waybill", waybill["id"].as_str().unwrap());
    world.insist(&request).await;
}

async fn dispatch(
    world: &Rc<World>,
    shop: &Shop,
    seen: &Value,
    consignment: Option<u64>,
    mood: Mood,
) {
    let order = seen["id"].as_str().unwrap();
    let request = Request::of(&shop.logistics, "POST /v1/orders/{id}/dispatch")
        .at("id", order)
        .body(&json!({ "consignment": consignment }));
    let Some(reply) = world.insist(&request).await else {
        return;
    };
    if reply.code() == "payment_due_before_dispatch" {
        money::pay(world, shop, seen, mood).await;
        return;
    }
    if reply.code() == "consignment_not_labelled" {
        self::request(world, shop, seen, consignment).await;
        return;
    }
    if !reply.is_success() {
        return;
    }
    for parcel in reply.body["shipments"].as_array().into_iter().flatten() {
        let (carrier, number) = (&parcel["carrier"], &parcel["waybill_no"]);
        let id = format!("{}:{}", carrier.as_str().unwrap(), number.as_str().unwrap());
        world.acknowledged.event("SHIPMENT", &id, "booked", None);
    }
}
