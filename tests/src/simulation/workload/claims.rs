//! Claims on reviews: taken by two at once, given back, handed on (4.3.2).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::findings::Finding;
use super::super::gateway::{Person, Request};
use super::super::world::World;
use super::shop::Shop;

/// Two reviewers claim the same review; at times it is given back or handed on after that.
pub(super) async fn share(world: &World, shop: &Shop, seen: &Value) {
    let [one, other] = &shop.reviewers;
    let (first, second) = tokio::join!(claim(world, one, seen), claim(world, other, seen));
    if let (Some((since, until)), Some((other_since, other_until))) = (first, second)
        && since < other_until
        && other_since < until
    {
        let what = format!(
            "two people have the claim: from {since} until {until}, from {other_since} until {other_until}"
        );
        world.find(Finding::new("claimed_twice", id(seen), what));
    }
    match world.draw(|rng| rng.u32(0..6)) {
        0 | 1 => {
            let request = Request::of(one, "DELETE /v1/orders/{id}/review/claim");
            world.insist(&request.at("id", id(seen))).await;
        }
        2 => hand_over(world, shop, seen, other).await,
        3 => world.is_refused(&assignment(one, seen, other)).await,
        _ => {}
    }
}

/// The team lead hands the review to somebody, whoever has it.
pub(super) async fn hand_over(world: &World, shop: &Shop, seen: &Value, to: &Person) {
    let Some(reply) = world.insist(&assignment(&shop.lead, seen, to)).await else {
        return;
    };
    let review = &reply.body["review"];
    if reply.is_success() && !review.is_null() && review["claimed_by"] != to.subject {
        let what = format!("was handed to {} and says {review}", to.subject);
        world.find(Finding::new("claim_not_handed_over", id(seen), what));
    }
}

fn assignment(by: &Person, seen: &Value, to: &Person) -> Request {
    Request::of(by, "POST /v1/orders/{id}/review/assignment")
        .at("id", id(seen))
        .body(&json!({"to": to.subject}))
}

/// From when until when the review is claimed, if that was acknowledged. Whoever is refused for
/// the claim of another is told whose it is and until when.
async fn claim(world: &World, person: &Person, seen: &Value) -> Option<(Timestamp, Timestamp)> {
    let request = Request::of(person, "POST /v1/orders/{id}/review/claim").at("id", id(seen));
    let reply = world.insist(&request).await?;
    if reply.code() == "review_claimed" {
        let (by, until) = (reply.found("claimed_by"), reply.found("claimed_until"));
        if by.is_none() || by == Some(&person.subject) || until.is_none() {
            let what = format!("{} heard only {}", person.subject, reply.body);
            world.find(Finding::new("loser_not_told", id(seen), what));
        }
    }
    let review = &reply.body["review"];
    if review["claimed_by"] != person.subject {
        return None;
    }
    if seen["review"]["claimed_by"].is_null() {
        let whose = ("/claim/by", json!(person.subject));
        world
            .acknowledged
            .at_least_once("ORDER", id(seen), "review_claimed", whose);
    }
    let instant = |name: &str| review[name].as_str()?.parse().ok();
    Some((instant("claimed_since")?, instant("claimed_until")?))
}

fn id(seen: &Value) -> &str {
    seen["id"].as_str().unwrap()
}
