//! Work that belongs to no single order: goods are bought in, rules are changed.

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::gateway::Request;
use super::super::world::World;
use super::shop::Shop;

/// Buys what orders wait for, sometimes too little of it, and now and then more.
pub(super) async fn keep_stock(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(600..5_400).await;
        let sku = world.draw(|rng| shop.skus[rng.usize(0..shop.skus.len())].clone());
        let quantity = world.draw(|rng| rng.u32(1..25));
        shop.receive(&world, &sku, quantity).await;
    }
}

/// Buys all that an order lacks.
pub(super) async fn buy_in(world: &World, shop: &Shop, order: &Value) {
    for short in order["short"].as_array().into_iter().flatten() {
        let sku = short["sku"].as_str().unwrap();
        let missing = u32::try_from(short["missing"].as_u64().unwrap()).unwrap();
        shop.receive(world, sku, missing).await;
    }
}

/// Changes the policy now and then: who approves, and in which time.
pub(super) async fn change_rules(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(1_800..9_000).await;
        let (automatic, days) = world.draw(|rng| (rng.bool(), rng.u32(1..5)));
        shop.set_rules(&world, |policy| {
            policy["review"]["automatic_approval"] = json!(automatic);
            policy["due"]["preparation_working_days"] = json!(days);
        })
        .await;
    }
}

/// The order as its auditor sees it; nothing when nobody answers.
pub(super) async fn look_up(world: &World, shop: &Shop, order: &str) -> Option<Value> {
    let request = Request::of(&shop.auditor, "GET /v1/orders/{id}").at("id", order);
    let reply = world.insist(&request).await?;
    assert!(
        reply.is_success(),
        "{order}: {} {}",
        reply.status,
        reply.body
    );
    Some(reply.body)
}
