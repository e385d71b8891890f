//! One order, from the form to its end, with everything that people do to it on the way.

use std::rc::Rc;

use fastrand::Rng;
use serde_json::{Value, json};

use super::super::findings::Finding;
use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::office::{buy_in, look_up};
use super::order_form::{OrderForm, fill_in};
use super::shop::Shop;
use super::{money, parcel};

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
        let stage = seen["stage"].as_str().unwrap().to_owned();
        if ["completed", "rejected", "cancelled"].contains(&stage.as_str()) {
            return;
        }
        if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..30)) == 0 {
            return;
        }
        if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..25)) == 0 {
            cancel(world, shop, order).await;
        }
        step(world, shop, &seen, &stage, mood).await;
        let patience = 20 << look.min(if mood == Mood::Hasty { 5 } else { 11 });
        world.pause(patience / 2..patience).await;
    }
}

async fn step(world: &Rc<World>, shop: &Shop, seen: &Value, stage: &str, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    match stage {
        "awaiting_review" => review(world, shop, seen, mood).await,
        "negotiating" => answer(world, shop, order, mood).await,
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
        "dispatched" => parcel::report(world, shop, seen, mood).await,
        _ => {}
    }
}

async fn cancel(world: &World, shop: &Shop, order: &str) {
    let request = Request::of(&shop.sales, "POST /v1/orders/{id}/cancel")
        .at("id", order)
        .body(&json!({"reason": "客户改变了计划"}));
    if let Some(reply) = world.insist(&request).await
        && reply.is_success()
    {
        world.acknowledged.event("ORDER", order, "cancelled", None);
    }
}

/// One reviewer decides, or two at once.
async fn review(world: &World, shop: &Shop, seen: &Value, mood: Mood) {
    let verdicts = |rng: &mut Rng| match (mood, rng.u32(0..12)) {
        (Mood::Diligent, _) | (Mood::Hasty, 0..=7) => "approve",
        (Mood::Hasty, 8) => "reject",
        (Mood::Hasty, _) => "negotiate",
    };
    let first = decide(world, shop, 0, seen, world.draw(verdicts));
    if mood == Mood::Hasty && world.draw(|rng| rng.u32(0..4)) == 0 {
        let second = decide(world, shop, 1, seen, world.draw(verdicts));
        tokio::join!(first, second);
        return;
    }
    let refused = first
        .await
        .is_some_and(|reply| reply.code() == "credit_limit_exceeded");
    if refused && mood == Mood::Diligent {
        decide(world, shop, 1, seen, "reject").await;
    }
}

async fn decide(
    world: &World,
    shop: &Shop,
    reviewer: usize,
    seen: &Value,
    verdict: &str,
) -> Option<Reply> {
    let order = seen["id"].as_str().unwrap();
    let mut body = json!({"decision": verdict});
    match verdict {
        "reject" => body["reason"] = json!("超出供货能力"),
        "negotiate" => {
            let line = &seen["lines"][0];
            let price = line["unit_price_fen"].as_i64().unwrap() - 500;
            body["proposal"] = json!({
                "note": "改为下周发货，单价优惠",
                "prices": [{"sku": line["sku"], "unit_price_fen": price}],
            });
        }
        _ => {}
    }
    let request = Request::of(&shop.reviewers[reviewer], "POST /v1/orders/{id}/review")
        .at("id", order)
        .header("if-match", format!("\"{}\"", seen["version"]))
        .body(&body);
    let reply = world.insist(&request).await?;
    if reply.is_success() {
        match verdict {
            "approve" => world.acknowledged.event("ORDER", order, "approved", None),
            "reject" => world.acknowledged.event("ORDER", order, "rejected", None),
            _ => {}
        }
    }
    Some(reply)
}

/// Sales answer a proposal for the customer, or let it run out.
async fn answer(world: &World, shop: &Shop, order: &str, mood: Mood) {
    let said = match (mood, world.draw(|rng| rng.u32(0..5))) {
        (Mood::Diligent, _) | (Mood::Hasty, 0 | 1) => true,
        (Mood::Hasty, 2) => false,
        (Mood::Hasty, _) => return,
    };
    let request = Request::of(&shop.sales, "POST /v1/orders/{id}/negotiation")
        .at("id", order)
        .body(&json!({"accept": said}));
    world.insist(&request).await;
}
