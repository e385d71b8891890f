//! Money that comes in by every way, twice or too much, and goes back.

use std::rc::Rc;

use serde_json::{Value, json};
use tokio::task::spawn_local;

use super::super::findings::Finding;
use super::super::gateway::Request;
use super::super::world::World;
use super::order_life::Mood;
use super::shop::Shop;

/// Entries of a work list that are read at once.
const PAGE: &str = "100";

/// Somebody pays what an order owes, or a part of it, or more.
pub(super) async fn pay(world: &Rc<World>, shop: &Shop, seen: &Value, mood: Mood) {
    let owed = seen["outstanding_fen"].as_i64().unwrap();
    if owed == 0 {
        return;
    }
    let order = seen["id"].as_str().unwrap();
    let chance = world.draw(|rng| rng.u32(0..10));
    let amount = match (mood, chance) {
        (Mood::Hasty, 0 | 1) => (owed / 2).max(1),
        (Mood::Hasty, 2) => owed + 100,
        (Mood::Hasty | Mood::Diligent, _) => owed,
    };
    if mood == Mood::Hasty && chance == 3 {
        return;
    }
    let (request, payment) = match seen["payment"]["method"].as_str().unwrap() {
        "online" => notice(world, shop, order, amount, mood),
        method => recorded(world, shop, order, amount, method),
    };
    if let Some(reply) = world.insist(&request).await
        && reply.is_success()
    {
        world
            .acknowledged
            .event("PAYMENT", &payment, "recorded", None);
    }
    if mood == Mood::Hasty && chance > 6 {
        let world = Rc::clone(world);
        spawn_local(async move {
            world.pause(0..4_000).await;
            repeat(&world, &request, &payment, chance).await;
        });
    }
}

/// The same notice again, or one of the same number about another amount.
async fn repeat(world: &World, request: &Request, payment: &str, chance: u32) {
    if chance < 9 {
        world.insist(request).await;
        return;
    }
    let Some(reply) = world
        .insist(&request.with_field("amount_fen", json!(7)))
        .await
    else {
        return;
    };
    // Where the first one never came in, this is the first.
    if reply.is_success() && world.acknowledged.has("PAYMENT", payment, "recorded") {
        let what = "another amount of the same number was taken".to_owned();
        world.find(Finding::new("payment_taken_twice", payment, what));
    }
}

fn notice(world: &World, shop: &Shop, order: &str, amount: i64, mood: Mood) -> (Request, String) {
    let provider = world.draw(|rng| ["wechat", "alipay"][rng.usize(0..2)]);
    let foreign = mood == Mood::Hasty && world.draw(|rng| rng.u32(0..15)) == 0;
    let number = shop.unique("TX");
    let body = json!({
        "transaction_id": number, "order_id": order, "amount_fen": amount,
        "currency": if foreign { "USD" } else { "CNY" },
        "paid_at": world.now().to_string(),
    });
    let request = Request::unsigned("POST /v1/payments/{provider}/notify");
    let request = request.at("provider", provider).body(&body);
    (request, format!("{provider}:{number}"))
}

fn recorded(
    world: &World,
    shop: &Shop,
    order: &str,
    amount: i64,
    method: &str,
) -> (Request, String) {
    let method = match method {
        "cash_on_delivery" => "cash_on_delivery",
        _ => "bank_transfer",
    };
    let number = shop.unique("REF");
    let body = json!({
        "order_id": order, "method": method, "reference": number,
        "amount_fen": amount, "received_at": world.now().to_string(),
    });
    let request = Request::of(&shop.finance, "POST /v1/payments").body(&body);
    (request, format!("{method}:{number}"))
}

/// Finance sends back everything that was paid for an order.
pub(super) async fn give_back(world: &World, shop: &Shop, order: &str) {
    let state = world.state("ORDER", order);
    let payments: Vec<String> = state["payments"]["L"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|counted| counted["M"]["payment"]["S"].as_str().map(str::to_owned))
        .collect();
    for payment in payments {
        let amount = refundable(&world.state("PAYMENT", &payment));
        refund(world, shop, &payment, amount).await;
    }
}

/// Finance works off the lists of refunds and of money that belongs to no order.
pub(super) async fn settle_lists(world: &World, shop: &Shop) {
    for list in ["refunds", "quarantine"] {
        for payment in on_list(world, shop, list).await {
            let state = world.state("PAYMENT", &payment);
            let all = refundable(&state);
            let amount = match list {
                "refunds" => all,
                _ => (all - fen(&state["allocated"])).max(0),
            };
            refund(world, shop, &payment, amount).await;
        }
        for payment in on_list(world, shop, list).await {
            let what = format!("is on the list {list} though its money went back");
            world.find(Finding::new("list_not_worked_off", payment, what));
        }
    }
}

async fn on_list(world: &World, shop: &Shop, list: &str) -> Vec<String> {
    let request = Request::of(&shop.finance, "GET /v1/work/{list}")
        .at("list", list)
        .with("limit", PAGE);
    let Some(reply) = world.insist(&request).await else {
        return Vec::new();
    };
    let items = reply.body["items"].as_array().cloned().unwrap_or_default();
    let ids = items.iter().filter_map(|item| item["id"].as_str());
    ids.map(str::to_owned).collect()
}

/// Sends an amount back, in two parts at times.
async fn refund(world: &World, shop: &Shop, payment: &str, amount: i64) {
    let first = match world.draw(|rng| rng.u32(0..3)) {
        0 => amount / 2,
        _ => amount,
    };
    for part in [first, amount - first] {
        if part == 0 {
            continue;
        }
        let number = shop.unique("TK");
        let request = Request::of(&shop.finance, "POST /v1/payments/{id}/refunds")
            .at("id", payment)
            .body(&json!({"refund_no": number, "amount_fen": part, "reason": "客户取消订单"}));
        if let Some(reply) = world.insist(&request).await
            && reply.is_success()
        {
            let which = Some(("/refund_no", json!(number)));
            world
                .acknowledged
                .event("PAYMENT", payment, "refunded", which);
        }
    }
}

fn refundable(payment: &Value) -> i64 {
    fen(&payment["amount"]) - fen(&payment["refunded"])
}

/// An amount in its wire form.
fn fen(value: &Value) -> i64 {
    let digits = value["N"].as_str().unwrap_or("0");
    digits.parse().unwrap()
}
