//! Orders beyond their customer's limit, as a second authorised person allows (8.1.2).

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::review::{decide, decision};
use super::shop::Shop;

/// Hours for which an override may be granted.
pub(super) const LONGEST_HOURS: i64 = 700;

/// Whether the order takes credit.
pub(super) fn is_on_credit(seen: &Value) -> bool {
    seen["payment"]["method"] == "credit_terms"
}

/// Somebody of finance lets the order exceed the limit; neither a reviewer nor whoever entered it
/// may, and whoever did may not approve it.
pub(super) async fn exceed(world: &World, shop: &Shop, seen: &Value) {
    let [reviewer, other] = &shop.reviewers;
    let who_entered = Person::staff(seen["entered_by"].as_str().unwrap(), "sales finance");
    let hours = world.draw(|rng| [1, LONGEST_HOURS][rng.usize(0..2)]);
    for person in [reviewer, &who_entered] {
        world
            .is_refused(&permission(world, person, seen, hours))
            .await;
    }
    let Some(allowed) = allow(world, shop, seen, hours).await else {
        return;
    };
    if !allowed.is_success() {
        return;
    }
    if hours == LONGEST_HOURS {
        let own = decision(&shop.credit_officer, &allowed.body, "approve");
        world.is_refused(&own).await;
    }
    decide(world, other, &allowed.body, "approve").await;
}

/// Lets an order exceed the limit by all that it costs, for some hours.
pub(super) async fn allow(world: &World, shop: &Shop, seen: &Value, hours: i64) -> Option<Reply> {
    let until = world.now() + SignedDuration::from_hours(hours);
    let reply = world
        .insist(&permission(world, &shop.credit_officer, seen, hours))
        .await?;
    if reply.is_success() {
        let which = Some(("/granted/until", json!(until)));
        let order = seen["id"].as_str().unwrap();
        world
            .acknowledged
            .event("ORDER", order, "credit_overridden", which);
    }
    Some(reply)
}

fn permission(world: &World, by: &Person, seen: &Value, hours: i64) -> Request {
    let until = world.now() + SignedDuration::from_hours(hours);
    Request::of(by, "POST /v1/orders/{id}/credit-override")
        .at("id", seen["id"].as_str().unwrap())
        .body(&json!({
            "amount_fen": seen["outstanding_fen"], "reason": "长期客户，已有订金", "expires": until,
        }))
}
