//! A review that nobody does: it is brought to the team lead, then to the manager, each in time
//! and each once (4.3.2).

use std::rc::Rc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::closing::settle;
use super::super::event_sources::run_job;
use super::super::gateway::Request;
use super::super::world::World;
use super::office::look_up;
use super::shop::Shop;
use super::{order_form, order_life};

/// Levels by which the list of reviews can be filtered.
const LEVELS: [&str; 3] = ["none", "team_lead", "manager"];

/// Waits with an order that came in for as long as it takes.
pub(in super::super) async fn nobody_reviews(world: &Rc<World>, shop: &Rc<Shop>) {
    let by_people = |policy: &mut Value| policy["review"]["automatic_approval"] = json!(false);
    shop.set_rules(world, None, by_people).await;
    let form = order_form::history("C-1");
    let order = order_life::place(world, shop, &form).await.unwrap();
    let due: Timestamp = seen(world, shop, &order).await["due"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    // Due at the close of a day: nine working hours later is the close of the next.
    for (hours, level) in [
        (-1, "none"),
        (0, "team_lead"),
        (23, "team_lead"),
        (24, "manager"),
    ] {
        let late = due + SignedDuration::from_hours(hours) + SignedDuration::from_mins(5);
        let wait = Duration::try_from(late.duration_since(world.now())).unwrap();
        tokio::time::advance(wait).await;
        sweep(world).await;
        assert_eq!(levels(world, shop, &order).await, [level], "{hours} h late");
    }
    let before = seen(world, shop, &order).await;
    tokio::time::advance(Duration::from_secs(7 * 24 * 3600)).await;
    sweep(world).await;
    let after = seen(world, shop, &order).await;
    assert_eq!(
        after["version"], before["version"],
        "nobody is left to tell"
    );
    assert_eq!(after["review"]["escalation"], "manager");
}

async fn sweep(world: &World) {
    assert!(run_job(world, "sweep", world.now()).await);
    settle(world).await;
}

async fn seen(world: &World, shop: &Shop, order: &str) -> Value {
    look_up(world, shop, order).await.unwrap()
}

/// The levels in whose list of reviews the order stands.
async fn levels(world: &World, shop: &Shop, order: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for level in LEVELS {
        let list = Request::of(&shop.lead, "GET /v1/work/{list}")
            .at("list", "review")
            .with("escalation", level);
        let page = world.insist(&list).await.unwrap().body;
        let mut listed = page["items"].as_array().unwrap().iter();
        found.extend(listed.any(|item| item["id"] == order).then_some(level));
    }
    found
}
