//! Work orders: raised by shortages and by hand, started, reported twice at once, completed, inspected, reworked,
//! scrapped, closed, cancelled; lines that work less and are planned again (5.1.1, 5.1.3).

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::gateway::{Person, Reply, Request};
use super::super::world::World;
use super::lots;
use super::shop::{SKUS, Shop};

/// The goods that are made; the second are kept by lot.
pub(super) const MADE: [&str; 2] = [SKUS[3], lots::BY_LOT];
/// On which line.
const LINE: &str = "L-1";

const START: &str = "POST /v1/work-orders/{number}/start";
const REPORT: &str = "POST /v1/work-orders/{number}/reports";
const COMPLETE: &str = "POST /v1/work-orders/{number}/completion";
const INSPECT: &str = "POST /v1/work-orders/{number}/inspections";
const CLOSE: &str = "POST /v1/work-orders/{number}/close";
const CANCEL: &str = "POST /v1/work-orders/{number}/cancel";

/// Enters the line and how goods are made on it.
pub(super) async fn know_lines(world: &World, shop: &Shop) {
    shop.must(world, &revision(shop, json!([]))).await;
    let body =
        json!({"line": LINE, "seconds_per_piece": 3_600, "setup_minutes": 30, "lot_size": 2});
    for sku in MADE {
        let request = Request::of(&shop.planner, "PUT /v1/routings/{sku}").at("sku", sku);
        shop.must(world, &request.body(&body)).await;
    }
}

fn revision(shop: &Shop, exceptions: Value) -> Request {
    let body = json!({"name": "包装一线", "daily_minutes": 480, "exceptions": exceptions});
    let request = Request::of(&shop.planner, "PUT /v1/production-lines/{line}");
    request.at("line", LINE).body(&body)
}

/// Works off the lists of production, now and then with a work order by hand, with a line that works otherwise, or
/// with a plan from today on.
pub(super) async fn produce(world: Rc<World>, shop: Rc<Shop>) {
    loop {
        world.pause(300..1_500).await;
        match world.draw(|rng| rng.u32(0..10)) {
            0..=2 => raise(&world, &shop).await,
            3 => {
                let (days, minutes) = world.draw(|rng| (rng.i64(0..4), rng.u32(0..900)));
                let exceptions = json!([{"date": day(&world, days), "minutes": minutes}]);
                accept(world.insist(&revision(&shop, exceptions)).await);
            }
            4 | 5 => {
                let route = "POST /v1/production-lines/{line}/schedule";
                let request = Request::of(&shop.planner, route).at("line", LINE);
                accept(world.insist(&request).await);
            }
            _ => {}
        }
        for list in [
            "production_planned",
            "production_running",
            "production_inspection",
            "production_late",
        ] {
            let request = Request::of(&shop.planner, "GET /v1/work/{list}").at("list", list);
            let Some(reply) = world.insist(&request).await else {
                continue;
            };
            let items = reply.body["items"].as_array().cloned().unwrap_or_default();
            for item in items {
                for _ in 0..world.draw(|rng| rng.u32(1..4)) {
                    take(&world, &shop, item["id"].as_str().unwrap()).await;
                }
            }
        }
    }
}

async fn raise(world: &World, shop: &Shop) {
    let number = shop.unique("WO");
    let (sku, quantity, days) =
        world.draw(|rng| (MADE[rng.usize(0..2)], rng.u32(1..12), rng.i64(0..9)));
    let body =
        json!({"number": number, "sku": sku, "quantity": quantity, "needed_by": day(world, days)});
    let request = Request::of(&shop.planner, "POST /v1/work-orders").body(&body);
    let reply = world.insist(&request).await;
    if reply.as_ref().is_some_and(Reply::is_success) {
        let known = ("/work_order/sku", json!(sku));
        world
            .acknowledged
            .event("WORK_ORDER", &number, "raised", Some(known));
    }
    accept(reply);
}

/// Does what a work order asks for, or something else.
async fn take(world: &World, shop: &Shop, number: &str) {
    let request = Request::of(&shop.planner, "GET /v1/work-orders/{number}").at("number", number);
    let Some(reply) = world.insist(&request).await else {
        return;
    };
    let order = reply.body;
    let pieces = |field: &str| u32::try_from(order[field].as_u64().unwrap_or(0)).unwrap();
    let (open, waiting) = (pieces("open"), pieces("waiting"));
    let maker = if world.draw(|rng| rng.bool()) {
        &shop.warehouse
    } else {
        &shop.planner
    };
    match (order["stage"].as_str(), world.draw(|rng| rng.u32(0..12))) {
        (Some("planned"), 0) => ask(world, &shop.planner, CANCEL, number, &reason()).await,
        (Some("planned" | "running"), 1) => {
            ask(world, &shop.planner, CLOSE, number, &reason()).await;
        }
        (Some("planned"), _) => ask(world, maker, START, number, &Value::Null).await,
        (Some("running"), 2) => complete(world, maker, number, (waiting, open)).await,
        (Some("running"), 3) => complete(world, maker, number, (waiting + 1, open)).await,
        (Some("running"), _) if open == 0 => {
            complete(world, maker, number, (waiting, open)).await;
        }
        (Some("running"), chance) => {
            report(world, shop, maker, (number, open), chance > 8).await;
        }
        (Some("inspection"), chance) => {
            let inspector = if chance == 4 { maker } else { &shop.manager };
            inspect(world, shop, inspector, (&order, waiting), chance > 8).await;
        }
        _ => {}
    }
}

/// Reports some pieces, of which some are spoilt; sent twice at once, or once.
async fn report(
    world: &World,
    shop: &Shop,
    maker: &Person,
    (number, open): (&str, u32),
    twice: bool,
) {
    let (paper, good) = world.draw(|rng| (shop.unique("BG"), rng.u32(0..=open)));
    let scrap = world.draw(|rng| rng.u32(0..2));
    let body = json!({"report_no": paper, "good": good, "scrap": scrap});
    let known = ("/report/report_no", json!(paper));
    papers(
        world,
        (maker, REPORT),
        number,
        &body,
        ("reported", known),
        twice,
    )
    .await;
}

async fn complete(world: &World, maker: &Person, number: &str, (good, unmade): (u32, u32)) {
    let body = json!({"good": good, "unmade": unmade});
    ask(world, maker, COMPLETE, number, &body).await;
}

/// Decides about every piece; sent twice at once, or once.
async fn inspect(
    world: &World,
    shop: &Shop,
    inspector: &Person,
    (order, lot): (&Value, u32),
    twice: bool,
) {
    let number = order["number"].as_str().unwrap();
    let paper = shop.unique("QC");
    let (rework, scrapped) = world.draw(|rng| {
        let rework = if rng.u32(0..3) == 0 {
            rng.u32(0..=lot)
        } else {
            0
        };
        (rework, rng.u32(0..3).min(lot - rework))
    });
    let passed = lot - rework - scrapped;
    let mut body = json!({
        "inspection_no": paper, "sample": lot, "defects": rework + scrapped,
        "passed": passed, "rework": rework, "scrapped": scrapped,
    });
    if order["sku"] == lots::BY_LOT && passed > 0 {
        body["lot_no"] = json!(format!("M{}", world.draw(|rng| rng.u32(0..3))));
        body["expiry"] = json!(day(world, 20));
    }
    let known = ("/inspection/inspection_no", json!(paper));
    papers(
        world,
        (inspector, INSPECT),
        number,
        &body,
        ("inspected", known),
        twice,
    )
    .await;
}

/// Sends a paper, and notes what was acknowledged.
async fn papers(
    world: &World,
    (person, route): (&Person, &'static str),
    number: &str,
    body: &Value,
    (event, known): (&'static str, (&'static str, Value)),
    twice: bool,
) {
    let request = Request::of(person, route).at("number", number).body(body);
    let replies = if twice {
        let (first, second) = tokio::join!(world.insist(&request), world.insist(&request));
        vec![first, second]
    } else {
        vec![world.insist(&request).await]
    };
    for reply in replies {
        if reply.as_ref().is_some_and(Reply::is_success) {
            let known = Some(known.clone());
            world.acknowledged.event("WORK_ORDER", number, event, known);
        }
        accept(reply);
    }
}

async fn ask(world: &World, person: &Person, route: &'static str, number: &str, body: &Value) {
    let request = Request::of(person, route).at("number", number);
    let request = if body.is_null() {
        request
    } else {
        request.body(body)
    };
    accept(world.insist(&request).await);
}

/// Lists lag, and people draw what they like: a clash is an answer like any other, and so are a report of nothing
/// and an inspection by who made the pieces.
fn accept(reply: Option<Reply>) {
    let Some(reply) = reply else { return };
    let answered = reply.is_success() || [403, 409, 422].contains(&reply.status);
    assert!(answered, "{} {}", reply.status, reply.body);
}

fn reason() -> Value {
    json!({"reason": "不再需要"})
}

/// The business date so many days from now.
fn day(world: &World, days: i64) -> String {
    let at: Timestamp = world.now() + SignedDuration::from_hours(24 * days);
    domain::calendar::business_date(at).to_string()
}
