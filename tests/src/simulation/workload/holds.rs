//! Holds: placed and released by who may and by who may not, while the order goes on (4.3.2).

use fastrand::Rng;
use serde_json::{Value, json};

use super::super::gateway::{Person, Request};
use super::super::world::World;
use super::order_life::Mood;
use super::shop::Shop;

/// Why an order is held, and by which roles that is placed and released.
struct Reason {
    code: &'static str,
    placed_by: &'static [&'static str],
    released_by: &'static [&'static str],
}

/// Some reasons of the policy; together they block every step.
const REASONS: [Reason; 4] = [
    Reason {
        code: "suspected_fraud",
        placed_by: &[
            "sales",
            "reviewer",
            "team_lead",
            "finance",
            "service",
            "manager",
        ],
        released_by: &["team_lead", "manager"],
    },
    Reason {
        code: "credit_check",
        placed_by: &["sales", "reviewer", "team_lead", "finance", "manager"],
        released_by: &["finance", "manager"],
    },
    Reason {
        code: "customer_request",
        placed_by: &["sales", "service", "manager"],
        released_by: &["sales", "service", "manager"],
    },
    Reason {
        code: "payment_check",
        placed_by: &["finance", "manager"],
        released_by: &["finance", "manager"],
    },
];

/// Everybody who may ask for a hold or for its release, whatever the reason.
const ASKING: [&str; 7] = [
    "sales",
    "reviewer",
    "team_lead",
    "finance",
    "service",
    "warehouse",
    "manager",
];

/// Somebody, of whatever role, puts the order on hold.
pub(super) async fn place(world: &World, order: &str) {
    let (reason, role) = world.draw(|rng| (&REASONS[rng.usize(0..REASONS.len())], anybody(rng)));
    let request = Request::of(&Person::staff(role, role), "POST /v1/orders/{id}/holds")
        .at("id", order)
        .body(&json!({"reason": reason.code}));
    if !reason.placed_by.contains(&role) {
        return world.is_refused(&request).await;
    }
    let Some(reply) = world.insist(&request).await else {
        return;
    };
    if let Some(hold) = open(&reply.body).find(|hold| hold["reason"] == reason.code) {
        let which = Some(("/hold/id", hold["id"].clone()));
        world
            .acknowledged
            .event("ORDER", order, "hold_placed", which);
    }
}

/// Somebody, of whatever role, releases what the order is held by; a manager, where everything
/// is to be done.
pub(super) async fn release(world: &World, shop: &Shop, seen: &Value, mood: Mood) {
    let order = seen["id"].as_str().unwrap();
    for hold in open(seen) {
        let role = match mood {
            Mood::Diligent => "manager",
            Mood::Hasty => world.draw(anybody),
        };
        let request = Request::of(
            &Person::staff(role, role),
            "POST /v1/orders/{id}/holds/{hold}/release",
        )
        .at("id", order)
        .at("hold", hold["id"].as_str().unwrap())
        .body(&json!({}));
        let reason = REASONS.iter().find(|it| hold["reason"] == it.code).unwrap();
        if !reason.released_by.contains(&role) {
            world.is_refused(&request).await;
        } else if shop.must(world, &request).await {
            let which = Some(("/hold", hold["id"].clone()));
            world
                .acknowledged
                .event("ORDER", order, "hold_released", which);
        }
    }
}

/// Whether a hold of the order is open.
pub(super) fn is_held(order: &Value) -> bool {
    open(order).next().is_some()
}

fn anybody(rng: &mut Rng) -> &'static str {
    ASKING[rng.usize(0..ASKING.len())]
}

fn open(order: &Value) -> impl Iterator<Item = &Value> {
    let holds = order["holds"].as_array().into_iter().flatten();
    holds.filter(|hold| hold["release"].is_null())
}
