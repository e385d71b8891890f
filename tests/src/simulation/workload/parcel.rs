//! Parcels: handed over, followed by reports that come late, twice and out of order, received.

use std::rc::Rc;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::task::spawn_local;

use super::super::gateway::Request;
use super::super::world::World;
use super::money;
use super::order_life::Mood;
use super::shop::Shop;

/// Codes of 快递100: collected, under way, with the courier, signed.
const USUAL_WAY: [&str; 4] = ["103", "0", "5", "3"];

/// Hands an order to a carrier; pays first what is due by then.
pub(super) async fn send(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    let waybill = shop.unique("WAYBILL");
    let request = |waybill: &str| {
        Request::of(&shop.logistics, "POST /v1/orders/{id}/shipments")
            .at("id", order)
            .body(&json!({"waybill_no": waybill}))
    };
    let first = request(&waybill);
    let reply = if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..5)) == 0 {
        // Two people at once, with the same parcel or with two.
        let other = match world.draw(fastrand::Rng::bool) {
            true => waybill.clone(),
            false => shop.unique("WAYBILL"),
        };
        let other = request(&other);
        let (first, second) = tokio::join!(world.insist(&first), world.insist(&other));
        acknowledge(world, order, second.as_ref().map(|reply| &reply.body));
        first
    } else {
        world.insist(&first).await
    };
    let Some(reply) = reply else { return };
    if reply.is_success() {
        acknowledge(world, order, Some(&reply.body));
    } else if reply.status == 409 {
        money::pay(world, shop, seen, mood).await;
    }
}

fn acknowledge(world: &World, order: &str, shipment: Option<&Value>) {
    let names = shipment.map(|it| (it["carrier"].as_str(), it["waybill_no"].as_str()));
    if let Some((Some(carrier), Some(waybill))) = names {
        let id = format!("{carrier}:{waybill}");
        world.acknowledged.event("SHIPMENT", &id, "booked", None);
        world.acknowledged.event("ORDER", order, "dispatched", None);
    }
}

/// The carrier reports, well or badly; in the end the order is delivered by one way or another.
pub(super) async fn report(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    let parcel = seen["shipments"]
        .as_array()
        .and_then(|all| all.last())
        .unwrap();
    let carrier = parcel["carrier"].as_str().unwrap();
    let waybill = parcel["waybill_no"].as_str().unwrap();
    let mut codes: Vec<&str> = USUAL_WAY.to_vec();
    let chance = world.draw(|rng| rng.u32(0..10));
    match (mood, chance) {
        (Mood::Hasty, 0) => codes = vec!["103", "2", "304"],
        (Mood::Hasty, 1) => codes = vec!["5", "303", "5"],
        (Mood::Hasty, 2) => codes.truncate(2),
        (Mood::Hasty, 3 | 4) => world.draw(|rng| rng.shuffle(&mut codes)),
        (Mood::Hasty | Mood::Diligent, _) => {}
    }
    let together = world.draw(|rng| rng.usize(1..=codes.len()));
    for codes in codes.chunks(together) {
        let request = reports(world, carrier, waybill, codes);
        tell(world, order, &request).await;
        if mood == Mood::Hasty && chance > 6 {
            let (world, order) = (Rc::clone(world), order.to_owned());
            spawn_local(async move {
                world.pause(0..3_000).await;
                tell(&world, &order, &request).await;
            });
        }
    }
    if mood == Mood::Diligent || chance < 2 {
        confirm(world, shop, order).await;
    }
}

async fn tell(world: &World, order: &str, request: &Request) {
    if let Some(reply) = world.insist(request).await
        && reply.is_success()
        && reply.body["status"] == "signed"
    {
        world.acknowledged.event("ORDER", order, "delivered", None);
    }
}

fn reports(world: &World, carrier: &str, waybill: &str, codes: &[&str]) -> Request {
    let events: Vec<Value> = codes
        .iter()
        .zip(1..)
        .map(|(code, second)| {
            let at = world.now() + SignedDuration::from_secs(second);
            json!({"code": code, "at": at.to_string()})
        })
        .collect();
    Request::unsigned("POST /v1/carriers/{carrier}/events")
        .at("carrier", carrier)
        .body(&json!({"waybill_no": waybill, "events": events}))
}

/// Somebody found out that the recipient has it.
async fn confirm(world: &World, shop: &Shop, order: &str) {
    let body = json!({"signed_at": world.now().to_string(), "note": "门卫代收，已电话确认"});
    let request = Request::of(&shop.logistics, "POST /v1/orders/{id}/delivery");
    if let Some(reply) = world.insist(&request.at("id", order).body(&body)).await
        && reply.is_success()
    {
        world.acknowledged.event("ORDER", order, "delivered", None);
    }
}
