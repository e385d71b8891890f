//! Services: appointments that are made and moved, and what is carried out, now and then by two at once.

use std::rc::Rc;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::super::gateway::Request;
use super::super::world::World;
use super::money;
use super::order_life::Mood;
use super::shop::{SERVICE, Shop};

/// Makes an appointment for what is left, or carries it out; pays first what is due by then.
pub(super) async fn serve(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let services = seen["services"].as_array().into_iter().flatten();
    let mut open = services.filter(|service| service["completed_at"].is_null());
    let Some(service) = open.next() else {
        return;
    };
    let order = seen["id"].as_str().unwrap();
    let moved = mood == Mood::Hasty && world.draw(|rng| rng.u32(0..4)) == 0;
    if service["appointment"].is_null() || moved {
        let hours = world.draw(|rng| rng.i64(1..200));
        let from = world.now() + SignedDuration::from_hours(hours);
        let until = from + SignedDuration::from_hours(2);
        let request = asked(shop, order, "appointment");
        let request = request.body(&json!({"from": from, "until": until}));
        let reply = world.insist(&request).await;
        if reply.is_some_and(|reply| reply.status == 409) {
            money::pay(world, shop, seen, mood).await;
        }
        return;
    }
    // What the clock of a function says may be behind.
    let at = world.now() - SignedDuration::from_hours(1);
    let request = asked(shop, order, "completion").body(&json!({"completed_at": at}));
    let replies = if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..3)) == 0 {
        let (first, second) = tokio::join!(world.insist(&request), world.insist(&request));
        [first, second]
    } else {
        [world.insist(&request).await, None]
    };
    if replies.iter().flatten().any(|reply| reply.is_success()) {
        world
            .acknowledged
            .event("ORDER", order, "service_completed", None);
    }
}

fn asked(shop: &Shop, order: &str, what: &str) -> Request {
    let route = match what {
        "appointment" => "POST /v1/orders/{id}/services/{sku}/appointment",
        _ => "POST /v1/orders/{id}/services/{sku}/completion",
    };
    Request::of(&shop.clerk, route)
        .at("id", order)
        .at("sku", SERVICE)
}
