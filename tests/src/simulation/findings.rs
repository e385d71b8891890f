//! What is wrong after a run, or was while it lasted.

use std::collections::BTreeMap;

use domain::route::route;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::{Commit, Digest};

use super::engine::text;
use super::world::World;

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing is wrong.
    pub code: String,
    /// The aggregate, partition or queue that it is about.
    pub about: String,
    /// What was expected and what was found.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.code, self.about, self.what)
    }
}

impl Finding {
    pub(super) fn new(
        code: impl Into<String>,
        about: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            about: about.into(),
            what: what.into(),
        }
    }
}

/// The identifier in a partition key.
fn id_of(partition: &str) -> &str {
    partition.split_once('#').map_or(partition, |(_, id)| id)
}

/// Every commit that somebody listens to was published.
pub(super) fn unrelayed(world: &World, items: &[Value]) -> Vec<Finding> {
    let relayed = world.network.relayed.lock().unwrap();
    let commits = items.iter().filter_map(|item| {
        let (pk, sk) = (text(item, "pk"), text(item, "sk"));
        // Whether the digest is right is the auditor's question.
        let commit = Commit::parse(pk, sk, text(item, "body").to_owned(), Digest::ZERO).ok()?;
        let (kind, id, sequence) = (commit.kind.name(), &commit.id, commit.sequence);
        let kinds = commit.kinds().ok()?;
        let wanted = kinds.iter().any(|kind| !route(*kind).is_empty());
        (wanted && !relayed.contains(&format!("{kind} {id} {sequence}"))).then(|| {
            Finding::new(
                "commit_not_published",
                id,
                format!("commit {sequence} of {kind} {id} never came to the topic"),
            )
        })
    });
    commits.collect()
}

/// The queues are empty, and so are the dead-letter queues.
pub(super) fn unprocessed(world: &World) -> Vec<Finding> {
    let mut found = Vec::new();
    for queue in &world.stack.queues {
        let left = world.network.post.count(&queue.name);
        if left > 0 {
            let peeked = pollster::block_on(world.network.bus().peek(&queue.name, 3)).unwrap();
            let bodies: Vec<&str> = peeked.iter().map(|it| it.body.as_str()).collect();
            let about = bodies
                .first()
                .and_then(|body| serde_json::from_str::<Value>(body).ok())
                .and_then(|body| body["id"].as_str().map(str::to_owned))
                .unwrap_or_else(|| queue.name.clone());
            let what = format!("{} still holds {left}: {}", queue.name, bodies.join(" "));
            found.push(Finding::new("message_left", about, what));
        }
    }
    found
}

/// What changed between two moments, as one finding per item. An order that was tried once more
/// may write down anew what it lacks, because others took goods meanwhile.
pub(super) fn changes(before: &[Value], after: &[Value]) -> Vec<Finding> {
    let by_key = |items: &[Value]| -> BTreeMap<(String, String), Value> {
        let key = |item: &Value| (text(item, "pk").to_owned(), text(item, "sk").to_owned());
        items.iter().map(|item| (key(item), item.clone())).collect()
    };
    let (before, after) = (by_key(before), by_key(after));
    let written = after
        .iter()
        .filter(|(key, item)| before.get(*key) != Some(*item))
        .map(|(key, item)| (key, Some(item)));
    let removed = before.keys().filter(|key| !after.contains_key(*key));
    let changed: Vec<_> = written.chain(removed.map(|key| (key, None))).collect();
    let mut only_short: BTreeMap<&str, bool> = BTreeMap::new();
    for ((pk, sk), item) in &changed {
        if let (Some(item), true) = (item, sk.starts_with("COMMIT#")) {
            *only_short.entry(id_of(pk)).or_insert(true) &= is_short(item);
        }
    }
    let is_allowed = |(pk, sk): &(String, String)| {
        let mut orders = only_short.iter().filter(|(_, only_short)| **only_short);
        orders.any(|(id, _)| id_of(pk) == *id || (sk.starts_with("BACKORDER#") && sk.ends_with(id)))
    };
    let found = changed.iter().filter(|(key, _)| !is_allowed(key));
    let found = found.map(|((pk, sk), item)| {
        let how = item.map_or("was removed", |_| "was written");
        let what = format!("{pk} / {sk} {how} when every message was delivered once more");
        Finding::new("repetition_changed_something", id_of(pk), what)
    });
    found.collect()
}

/// Whether a commit says only that its order is short of something.
fn is_short(commit: &Value) -> bool {
    let body: Value = serde_json::from_str(text(commit, "body")).unwrap_or_default();
    let mut events = body["events"].as_array().into_iter().flatten();
    events.all(|event| event["event"] == "short")
}

/// How much younger than a sweep something may be for the sweep to leave it alone.
const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// Reviews that were late when swept at `swept_at` and were not brought to the next level (4.3.2).
pub(super) fn unescalated(items: &[Value], swept_at: Timestamp) -> Vec<Finding> {
    let late = items.iter().filter_map(|item| {
        let order = &item["body"]["M"];
        if text(item, "sk") != "STATE" || text(order, "stage") != "awaiting_review" {
            return None;
        }
        let reached = &order["escalation"]["M"];
        let (next, waits_until) = match text(reached, "level") {
            "" => ("team lead", text(order, "due")),
            "team_lead" => ("manager", text(reached, "next")),
            _ => return None,
        };
        let is_in_time = waits_until
            .parse::<Timestamp>()
            .is_ok_and(|until| until + GRACE >= swept_at);
        (!is_in_time).then(|| {
            let what = format!("the review waited until {waits_until:?} and no {next} was told");
            Finding::new("review_not_escalated", id_of(text(item, "pk")), what)
        })
    });
    late.collect()
}

/// No order rests: after everybody did their work, all are at their end.
pub(super) fn resting(items: &[Value]) -> Vec<Finding> {
    let states = items
        .iter()
        .filter(|item| text(item, "sk") == "STATE" && text(item, "pk").starts_with("ORDER#"));
    let resting = states.filter_map(|item| {
        let stage = item["body"]["M"]["stage"]["S"].as_str().unwrap_or_default();
        let is_final = ["completed", "rejected", "cancelled"].contains(&stage);
        let id = id_of(text(item, "pk"));
        (!is_final).then(|| {
            let what = format!("the order rests in {stage} though everybody did their work");
            Finding::new("order_rests", id, what)
        })
    });
    resting.collect()
}

/// 5.3.2: every number that a carrier gave and did not get back is that of a waybill that is valid, and of one only.
pub(super) fn unknown_numbers(world: &World, items: &[Value]) -> Vec<Finding> {
    let valid = |number: &str| {
        let waybills = items.iter().filter(|item| {
            let waybill = &item["body"]["M"];
            let issued = &waybill["issued"]["M"];
            text(item, "pk").starts_with("WAYBILL#")
                && text(item, "sk") == "STATE"
                && text(issued, "waybill_no") == number
                && ["issued", "left"].contains(&text(waybill, "stage"))
        });
        waybills.count()
    };
    let numbers = world.network.carriers.valid_numbers().into_iter();
    let found = numbers.filter_map(|(code, number)| {
        let waybills = valid(&number);
        (waybills != 1).then(|| {
            let what = format!("{number}, given for {code}, is the number of {waybills} waybills");
            Finding::new("number_of_no_waybill", code, what)
        })
    });
    found.collect()
}

/// 5.3.2: a cancelled order has no waybill that is valid, save where the carrier did not take it back.
pub(super) fn kept_waybills(items: &[Value]) -> Vec<Finding> {
    let cancelled = |order: &str| {
        items.iter().any(|item| {
            text(item, "pk") == format!("ORDER#{order}")
                && text(item, "sk") == "STATE"
                && text(&item["body"]["M"], "stage") == "cancelled"
        })
    };
    let kept = items.iter().filter_map(|item| {
        let id = text(item, "pk").strip_prefix("WAYBILL#")?;
        let waybill = &item["body"]["M"];
        let (order, _) = id.split_once('.')?;
        let valid = text(item, "sk") == "STATE" && text(waybill, "stage") != "voided";
        let refused = !waybill["void_refused"].is_null();
        (valid && !refused && cancelled(order)).then(|| {
            let what = format!(
                "waybill {id} of a cancelled order is {}",
                text(waybill, "stage")
            );
            Finding::new("waybill_kept", order, what)
        })
    });
    kept.collect()
}
