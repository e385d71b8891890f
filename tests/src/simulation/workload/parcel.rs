//! Parcels: handed over, followed by reports that come late, twice and out of order, received.

use std::rc::Rc;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::task::spawn_local;

use super::super::gateway::Request;
use super::super::world::World;
use super::order_life::Mood;
use super::shop::Shop;
use super::{lots, money, waybills};

/// Codes of 快递100: collected, under way, with the courier, signed.
const USUAL_WAY: [&str; 4] = ["103", "0", "5", "3"];

/// Hands an order to a carrier; pays first what is due by then.
pub(super) async fn send(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    let consignment = world.draw(|rng| waiting(seen, rng));
    // What nobody picked is picked as it leaves; but what may no longer leave is found by whoever picks.
    if mood == Mood::Diligent || world.draw(|rng| rng.u32(0..3)) == 0 {
        lots::pick(world, shop, seen, consignment, mood).await;
    }
    if waybills::send(world, shop, seen, consignment, mood).await {
        return;
    }
    let waybill = shop.unique("WAYBILL");
    let request = |waybill: &str| {
        Request::of(&shop.logistics, "POST /v1/orders/{id}/shipments")
            .at("id", order)
            .body(&json!({"waybill_no": waybill, "consignment": consignment}))
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
        let field = ("/shipment/waybill_no", json!(waybill));
        world
            .acknowledged
            .event("ORDER", order, "dispatched", Some(field));
    }
}

/// The number of a consignment that has not left; none, now and then, where there is only one.
fn waiting(seen: &Value, rng: &mut fastrand::Rng) -> Option<u64> {
    let consignments = seen["consignments"].as_array().into_iter().flatten();
    let waiting = consignments.filter(|consignment| consignment["waybill_no"].is_null());
    let waiting: Vec<u64> = waiting.filter_map(|it| it["no"].as_u64()).collect();
    match waiting.len() {
        0 => None,
        1 if rng.bool() => None,
        several => Some(waiting[rng.usize(0..several)]),
    }
}

/// The parcels that the recipient has not signed for, as far as the order knows.
pub(super) fn under_way(seen: &Value) -> Vec<&Value> {
    let parcels = seen["shipments"].as_array().into_iter().flatten();
    parcels.filter(|it| it["delivered_at"].is_null()).collect()
}

/// The carrier reports, well or badly; in the end the parcel is delivered by one way or another.
pub(super) async fn report(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let parcels = under_way(seen);
    if parcels.is_empty() {
        return;
    }
    let parcel = parcels[world.draw(|rng| rng.usize(0..parcels.len()))];
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
        tell(world, seen, waybill, &request).await;
        if mood == Mood::Hasty && chance > 6 {
            let (world, seen) = (Rc::clone(world), seen.clone());
            let waybill = waybill.to_owned();
            spawn_local(async move {
                world.pause(0..3_000).await;
                tell(&world, &seen, &waybill, &request).await;
            });
        }
    }
    if mood == Mood::Diligent || chance < 2 {
        confirm(world, shop, seen, waybill).await;
    }
}

async fn tell(world: &World, seen: &Value, waybill: &str, request: &Request) {
    if let Some(reply) = world.insist(request).await
        && reply.is_success()
        && reply.body["status"] == "signed"
    {
        delivered(world, seen, waybill);
    }
}

/// A parcel arrived: with the only one of an order that has left whole, and has no services, the order did.
fn delivered(world: &World, seen: &Value, waybill: &str) {
    let order = seen["id"].as_str().unwrap();
    let whole = seen["stage"] == "dispatched"
        && seen["shipments"].as_array().unwrap().len() == 1
        && seen["services"].is_null()
        && seen["rest_cancelled"].is_null();
    if whole {
        world.acknowledged.event("ORDER", order, "delivered", None);
    } else {
        let field = ("/waybill_no", json!(waybill));
        world
            .acknowledged
            .event("ORDER", order, "parcel_delivered", Some(field));
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
async fn confirm(world: &World, shop: &Shop, seen: &Value, waybill: &str) {
    let body = json!({
        "signed_at": world.now().to_string(), "note": "门卫代收，已电话确认",
        "waybill_no": waybill,
    });
    let order = seen["id"].as_str().unwrap();
    let request = Request::of(&shop.logistics, "POST /v1/orders/{id}/delivery");
    if let Some(reply) = world.insist(&request.at("id", order).body(&body)).await
        && reply.is_success()
    {
        delivered(world, seen, waybill);
    }
}
