//! One order, from the form to its end, with everything that people do to it on the way.

use std::rc::Rc;

use fastrand::Rng;
use serde_json::{Value, json};

use super::super::findings::Finding;
use super::super::gateway::{Person, Request};
use super::super::world::World;
use super::office::{buy_in, look_up};
use super::order_form::{OrderForm, fill_in};
use super::shop::Shop;
use super::{holds, money, parcel, review, services};

/// How often people look at an order before they give it up.
const LOOKS: u64 = 60;

/// How people treat an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Mood {
    /// As in a bad week: changing their minds, twice, too late, or not at all.
    Hasty,
    /// Doing what is to be done, until it is.
    Diligent,
}

/// Fills in an order some time within `rush` seconds, sends it, and lives through what follows.
pub(super) async fn begin(world: Rc<World>, shop: Rc<Shop>, number: u32, mut rng: Rng, rush: u64) {
    world.pause(0..rush).await;
    let form = fill_in(&shop, number, &mut rng);
    let Some(order) = place(&world, &shop, &form).await else {
        return;
    };
    if rng.u32(0..4) == 0 {
        place_again(&world, &shop, &form, &order, &mut rng).await;
    }
    carry_on(&world, &shop, &order, Mood::Hasty).await;
}

fn request(shop: &Shop, form: &OrderForm, body: &Value) -> Request {
    let person = form
        .customer
        .as_deref()
        .map_or_else(|| shop.sales.clone(), Person::customer);
    let request = Request::of(&person, "POST /v1/orders").body(body);
    match &form.key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    }
}

/// Sends a form; the order's id when it is acknowledged.
pub(in super::super) async fn place(
    world: &World,
    shop: &Shop,
    form: &OrderForm,
) -> Option<String> {
    let reply = world.insist(&request(shop, form, &form.body)).await?;
    if !reply.is_success() {
        return None;
    }
    let id = reply.body["id"].as_str().unwrap().to_owned();
    shop.knows(&id);
    world.acknowledged.event("ORDER", &id, "received", None);
    for name in form.name.iter().chain(&form.key) {
        if let Some(finding) = world.acknowledged.number(name, &id) {
            world.find(finding);
        }
    }
    Some(id)
}

/// Sends the same form once more, or another one of the same number.
async fn place_again(world: &World, shop: &Shop, form: &OrderForm, order: &str, rng: &mut Rng) {
    if rng.bool() {
        place(world, shop, form).await;
        return;
    }
    let mut other = form.body.clone();
    other["remark"] = json!("另一份内容");
    let Some(reply) = world.insist(&request(shop, form, &other)).await else {
        return;
    };
    let expected = ["external_no_reused", "idempotency_key_reused"];
    if reply.status != 409 || !expected.contains(&reply.code()) {
        let what = format!(
            "other content of the same number was answered {}",
            reply.status
        );
        world.find(Finding::new("number_used_twice", order, what));
    }
}

/// Takes an order as far as its people care to.
pub(in super::super) async fn carry_on(world: &Rc<World>, shop: &Shop, order: &str, mood: Mood) {
    for look in 0..LOOKS {
        let Some(seen) = look_up(world, shop, order).await else {
            return;
        };
        let releases = mood == Mood::Diligent || world.draw(|rng| rng.u32(0..3)) == 0;
        if releases && holds::is_held(&seen) {
            holds::release(world, shop, &seen, mood).await;
            continue;
        }
        let stage = seen["stage"].as_str().unwrap().to_owned();
        if ["completed", "rejected", "cancelled"].contains(&stage.as_str()) {
            return;
        }
        if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..30)) == 0 {
            return;
        }
        let begun = !seen["shipments"].is_null();
        let chance = if begun { 8 } else { 25 };
        if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..chance)) == 0 {
            cancel(world, shop, &seen).await;
        }
        let steps = step(world, shop, &seen, &stage, mood);
        if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..10)) == 0 {
            tokio::join!(holds::place(world, order), steps);
        } else {
            steps.await;
        }
        let patience = 20 << look.min(if mood == Mood::Hasty { 5 } else { 11 });
        world.pause(patience / 2..patience).await;
    }
}

async fn step(world: &Rc<World>, shop: &Shop, seen: &Value, stage: &str, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    let early = ["preparing", "ready"].contains(&stage) && !parcel::under_way(seen).is_empty();
    if early && world.draw(fastrand::Rng::bool) {
        parcel::report(world, shop, seen, mood).await;
    }
    match stage {
        "awaiting_review" => review::review(world, shop, seen, mood).await,
        "negotiating" => review::answer(world, shop, order, mood).await,
        "awaiting_payment" | "delivered" => money::pay(world, shop, seen, mood).await,
        "preparing" if mood == Mood::Diligent || world.draw(|rng| rng.u32(0..4)) == 0 => {
            buy_in(world, shop, seen).await;
        }
        "ready" => {
            if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..12)) == 0 {
                money::give_back(world, shop, order).await;
            }
            parcel::send(world, shop, seen, mood).await;
        }
        "dispatched" => {
            if world.draw(|rng| rng.u32(0..4)) == 0 {
                services::serve(world, shop, seen, mood).await;
            }
            parcel::report(world, shop, seen, mood).await;
        }
        "serving" => services::serve(world, shop, seen, mood).await,
        _ => {}
    }
}

/// Cancels it, or the rest of it.
async fn cancel(world: &World, shop: &Shop, seen: &Value) {
    let order = seen["id"].as_str().unwrap();
    let rest = world.draw(fastrand::Rng::bool);
    let request = Request::of(&shop.sales, "POST /v1/orders/{id}/cancel")
        .at("id", order)
        .body(&json!({"reason": "客户改变了计划", "rest": rest}));
    if let Some(reply) = world.insist(&request).await
        && reply.is_success()
    {
        let whole = reply.body["stage"] == "cancelled";
        let event = if whole { "cancelled" } else { "rest_cancelled" };
        world.acknowledged.event("ORDER", order, event, None);
    }
}
