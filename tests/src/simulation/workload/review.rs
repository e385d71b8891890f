//! Reviews: one reviewer decides, or two at once of whom one wins and the other is told (4.3.3).

use fastrand::Rng;
use serde_json::{Value, json};

use super::super::findings::Finding;
use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::order_life::Mood;
use super::shop::{LIST_PRICE, SKUS, Shop};
use super::{claims, credit};

/// Takes a review a step further.
pub(super) async fn review(world: &World, shop: &Shop, seen: &Value, mood: Mood) {
    if mood == Mood::Diligent {
        return end_it(world, shop, seen).await;
    }
    match world.draw(|rng| rng.u32(0..6)) {
        0 => claims::share(world, shop, seen).await,
        1 | 2 if credit::is_on_credit(seen) => credit::exceed(world, shop, seen).await,
        1 | 2 => both_decide(world, shop, seen).await,
        _ => {
            let reviewer = &shop.reviewers[world.draw(|rng| rng.usize(0..2))];
            decide(world, reviewer, seen, world.draw(verdict)).await;
        }
    }
}

fn verdict(rng: &mut Rng) -> &'static str {
    match rng.u32(0..12) {
        0..=7 => "approve",
        8 => "reject",
        _ => "negotiate",
    }
}

/// Approves, and does what is necessary where that is refused.
async fn end_it(world: &World, shop: &Shop, seen: &Value) {
    let [reviewer, _] = &shop.reviewers;
    let Some(reply) = decide(world, reviewer, seen, "approve").await else {
        return;
    };
    match reply.code() {
        "credit_limit_exceeded" if seen["credit_override"].is_null() => {
            credit::allow(world, shop, seen, credit::LONGEST_HOURS).await;
        }
        "credit_limit_exceeded" => {
            decide(world, reviewer, seen, "reject").await;
        }
        "review_claimed" => claims::hand_over(world, shop, seen, reviewer).await,
        _ => {}
    }
}

/// Two reviewers decide on what both saw: at most one of them does, and the other is told who
/// was faster.
async fn both_decide(world: &World, shop: &Shop, seen: &Value) {
    let [one, other] = &shop.reviewers;
    let (first, second) = tokio::join!(
        decide(world, one, seen, world.draw(verdict)),
        decide(world, other, seen, world.draw(verdict)),
    );
    let (Some(first), Some(second)) = (first, second) else {
        return;
    };
    let order = seen["id"].as_str().unwrap();
    let (winner, late) = match (first.is_success(), second.is_success()) {
        (true, true) => {
            let what = "two people decided on the same version";
            return world.find(Finding::new("decided_twice", order, what));
        }
        (true, false) => (one, second),
        (false, true) => (other, first),
        (false, false) => return,
    };
    if ["stale_version", "order_not_awaiting_review"].contains(&late.code())
        && (late.found("decided_by") != Some(&winner.subject) || late.found("decided_at").is_none())
    {
        let what = format!(
            "{} was faster, and the other heard {}",
            winner.subject, late.body
        );
        world.find(Finding::new("loser_not_told", order, what));
    }
}

/// What somebody asks for when deciding on the order as it was seen.
pub(super) fn decision(person: &Person, seen: &Value, verdict: &str) -> Request {
    let mut body = json!({"decision": verdict});
    match verdict {
        "reject" => body["reason"] = json!("超出供货能力"),
        "negotiate" => body["proposal"] = proposal(seen),
        _ => {}
    }
    Request::of(person, "POST /v1/orders/{id}/review")
        .at("id", seen["id"].as_str().unwrap())
        .header("if-match", format!("\"{}\"", seen["version"]))
        .body(&body)
}

/// A price, more or fewer pieces with another prepayment, or other goods: by the order's identifier, so
/// that two who decide at once propose the same.
fn proposal(seen: &Value) -> Value {
    let line = &seen["lines"][0];
    let price = line["unit_price_fen"].as_i64().unwrap() - 500;
    let pieces = line["quantity"].as_i64().unwrap();
    let order = seen["id"].as_str().unwrap();
    match order.bytes().last().unwrap() % 4 {
        0 => json!({
            "note": "改为下周发货，单价优惠",
            "prices": [{"sku": line["sku"], "unit_price_fen": price}],
        }),
        1 => json!({
            "note": "多订两件，单价优惠",
            "prices": [{"sku": line["sku"], "unit_price_fen": price}],
            "quantities": [{"line": 1, "quantity": pieces + 2}],
        }),
        2 => json!({
            "note": "数量减半，预付三成",
            "quantities": [{"line": 1, "quantity": (pieces + 1) / 2}],
            "prepayment_permille": 300,
        }),
        _ => {
            let other = SKUS.into_iter().find(|sku| {
                let mut lines = seen["lines"].as_array().unwrap().iter();
                lines.all(|line| line["sku"] != **sku)
            });
            json!({
                "note": "缺货，改发同类商品",
                "substitutes": [{
                    "sku": line["sku"], "substitute": other.unwrap(), "unit_price_fen": LIST_PRICE,
                }],
            })
        }
    }
}

/// Decides on the order as it was seen.
pub(super) async fn decide(
    world: &World,
    reviewer: &Person,
    seen: &Value,
    verdict: &str,
) -> Option<Reply> {
    let order = seen["id"].as_str().unwrap();
    let reply = world.insist(&decision(reviewer, seen, verdict)).await?;
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
pub(super) async fn answer(world: &World, shop: &Shop, order: &str, mood: Mood) {
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
