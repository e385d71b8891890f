//! Reorder points: entered, changed by two at once, removed and entered again, while stock falls below them (5.2.1).

use std::rc::Rc;

use serde_json::json;

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::shop::{SKUS, Shop, WAREHOUSES};

const PUT: &str = "PUT /v1/reorder-points/{sku}/{warehouse}";
const DELETE: &str = "DELETE /v1/reorder-points/{sku}/{warehouse}";

/// Enters some, and changes and removes them now and then.
pub(super) async fn keep_reorder_points(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(300..1_800).await;
        let (place, levels, remove, twice) = world.draw(|rng| {
            let place = (rng.usize(0..SKUS.len()), rng.usize(0..WAREHOUSES.len()));
            let least = rng.u32(1..40);
            let levels = (least, least + rng.u32(0..30), rng.u32(0..least));
            (place, levels, rng.u32(0..8) == 0, rng.u32(0..4) == 0)
        });
        let place = (SKUS[place.0], WAREHOUSES[place.1]);
        if remove {
            let request = at(&shop.planner, DELETE, place);
            check(world.insist(&request).await.as_ref(), &[404]);
            continue;
        }
        let (reorder_point, order_up_to, safety_stock) = levels;
        let body = json!({
            "reorder_point": reorder_point, "order_up_to": order_up_to, "safety_stock": safety_stock,
        });
        let enter = async |person| {
            let request = at(person, PUT, place).body(&body);
            check(world.insist(&request).await.as_ref(), &[]);
        };
        if twice {
            tokio::join!(enter(&shop.planner), enter(&shop.manager));
        } else {
            enter(&shop.planner).await;
        }
    }
}

fn at(person: &Person, route: &'static str, (sku, warehouse): (&str, &str)) -> Request {
    Request::of(person, route)
        .at("sku", sku)
        .at("warehouse", warehouse)
}

fn check(reply: Option<&Reply>, also: &[u16]) {
    if let Some(reply) = reply {
        let answered = reply.is_success() || also.contains(&reply.status);
        assert!(answered, "{} {}", reply.status, reply.body);
    }
}
