//! Stocktakes: planned, counted by two at once, again by others, approved, given up (5.2.2).

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::shop::{SKUS, Shop, WAREHOUSES};

const COUNT: &str = "POST /v1/stocktakes/{number}/counts";
const RECOUNT: &str = "POST /v1/stocktakes/{number}/recount";
const APPROVE: &str = "POST /v1/stocktakes/{number}/approval";
const CANCEL: &str = "POST /v1/stocktakes/{number}/cancel";

/// What is counted: goods that are kept by lot are on no sheet.
const COUNTED: [&str; 4] = [SKUS[0], SKUS[1], SKUS[2], SKUS[3]];

/// Plans sheets and works off the lists of stocktakes.
pub(super) async fn take_stock(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(120..600).await;
        if world.draw(|rng| rng.u32(0..3)) == 0 {
            plan(&world, &shop).await;
        }
        for (list, step) in [
            ("stocktake_count", Step::Count),
            ("stocktake_recount", Step::Count),
            ("stocktake_approval", Step::Approve),
        ] {
            let request = Request::of(&shop.planner, "GET /v1/work/{list}").at("list", list);
            let Some(reply) = world.insist(&request).await else {
                continue;
            };
            let items = reply.body["items"].as_array().cloned().unwrap_or_default();
            for item in items {
                let number = item["id"].as_str().unwrap();
                match step {
                    Step::Count => count(&world, &shop, number).await,
                    Step::Approve => decide(&world, &shop, number).await,
                }
            }
        }
    }
}

/// What a list asks for.
#[derive(Clone, Copy)]
enum Step {
    Count,
    Approve,
}

async fn plan(world: &World, shop: &Shop) {
    let number = shop.unique("PD");
    let (warehouse, first, last) = world.draw(|rng| {
        let first = rng.usize(0..COUNTED.len());
        let last = rng.usize(first..COUNTED.len());
        (WAREHOUSES[rng.usize(0..2)], first, last)
    });
    let mut body = json!({"number": number, "warehouse": warehouse, "skus": COUNTED[first..=last]});
    if world.draw(|rng| rng.u32(0..3)) == 0 {
        // Everything that the warehouse ever held.
        body["skus"].take();
    }
    let request = Request::of(&shop.planner, "POST /v1/stocktakes").body(&body);
    if let Some(reply) = world.insist(&request).await {
        check(&reply);
        if reply.is_success() {
            world
                .acknowledged
                .event("STOCKTAKE", &number, "planned", None);
        }
    }
}

/// Counts some of what a sheet still asks for, not always as it is; by one person, or by two at once.
async fn count(world: &World, shop: &Shop, number: &str) {
    let request = Request::of(&shop.counters[0], "GET /v1/stocktakes/{number}");
    let Some(sheet) = world.insist(&request.at("number", number)).await else {
        return;
    };
    check(&sheet);
    let mut lines = Vec::new();
    for line in sheet.body["lines"].as_array().into_iter().flatten() {
        assert!(line.get("counts").is_none(), "a counter sees {line}");
        let (counts, pieces) = world.draw(|rng| (rng.u32(0..4) > 0, rng.u32(0..9)));
        if counts && line["to_count"] == true {
            lines.push(json!({"sku": line["sku"], "counted": pieces}));
        }
    }
    if lines.is_empty() {
        return;
    }
    let body = json!({"lines": lines});
    let (one, both) = world.draw(|rng| (rng.usize(0..2), rng.u32(0..4) == 0));
    let counted =
        async |person: usize| ask(world, &shop.counters[person], COUNT, number, &body).await;
    if both {
        tokio::join!(counted(0), counted(1));
    } else {
        counted(one).await;
    }
}

/// Approves a sheet, has it counted again, or gives it up.
async fn decide(world: &World, shop: &Shop, number: &str) {
    match world.draw(|rng| rng.u32(0..8)) {
        0 => {
            let reason = json!({"reason": "另行安排"});
            ask(world, &shop.planner, CANCEL, number, &reason).await;
        }
        1 => {
            let request = Request::of(&shop.finance, "GET /v1/stocktakes/{number}");
            let Some(sheet) = world.insist(&request.at("number", number)).await else {
                return;
            };
            let body = json!({"skus": [sheet.body["lines"][0]["sku"]], "reason": "存疑"});
            ask(world, &shop.finance, RECOUNT, number, &body).await;
        }
        2..=4 => {
            // Who planned it may not.
            let planner = Person::staff(&shop.planner.subject, "manager");
            let own = ask(world, &planner, APPROVE, number, &json!({"reason": "无"})).await;
            let own = own.is_none_or(|reply| !reply.is_success());
            assert!(own, "{number} was approved by who planned it");
        }
        _ => {
            let reason = json!({"reason": "拣货短少"});
            let reply = ask(world, &shop.finance, APPROVE, number, &reason).await;
            if reply.is_some_and(|reply| reply.is_success()) {
                world
                    .acknowledged
                    .event("STOCKTAKE", number, "approved", None);
            }
        }
    }
}

async fn ask(
    world: &World,
    person: &Person,
    route: &'static str,
    number: &str,
    body: &Value,
) -> Option<Reply> {
    let request = Request::of(person, route).at("number", number);
    let reply = world.insist(&request.body(body)).await?;
    check(&reply);
    Some(reply)
}

/// Lists lag and people draw what they like: a clash is an answer like any other, and so is that somebody
/// who counted before may not count again.
fn check(reply: &Reply) {
    let answered = reply.is_success() || [403, 409].contains(&reply.status);
    assert!(answered, "{} {}", reply.status, reply.body);
}
