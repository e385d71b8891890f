//! Queues, their dead letters, their policies, and the subscriptions that fill them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::document::{TEMPLATE, each, target, texts};

const QUEUE: &str = "AWS::SQS::Queue";

/// Seconds a queue keeps a message when it does not say.
const DEFAULT_RETENTION_S: u64 = 345_600;

/// Queue and dead-letter queue of each queue that has one.
pub(crate) fn dead_letter_queues() -> BTreeMap<&'static str, &'static str> {
    TEMPLATE
        .resources(QUEUE)
        .filter_map(|queue| {
            Some((
                queue.id,
                target(&queue.property("RedrivePolicy")["deadLetterTargetArn"])?,
            ))
        })
        .collect()
}

fn retention(queue: &str) -> u64 {
    let queue = TEMPLATE.resource(QUEUE, queue);
    queue
        .property("MessageRetentionPeriod")
        .as_u64()
        .unwrap_or(DEFAULT_RETENTION_S)
}

#[test]
fn a_queue_is_consumed_or_holds_dead_letters() {
    let consumed: BTreeSet<&str> = TEMPLATE
        .functions()
        .flat_map(|function| {
            function
                .events("SQS")
                .map(|(_, event)| target(&event["Queue"]).unwrap())
        })
        .collect();
    let redriven = dead_letter_queues();
    assert_eq!(redriven.keys().copied().collect::<BTreeSet<_>>(), consumed);
    let dead: BTreeSet<&str> = redriven
        .values()
        .copied()
        .chain(["RelayDlq", "ScheduleDlq"])
        .collect();
    assert_eq!(
        dead.len(),
        redriven.len() + 2,
        "dead letters of two queues are not mixed"
    );
    let all: BTreeSet<&str> = TEMPLATE.resources(QUEUE).map(|queue| queue.id).collect();
    assert_eq!(all, consumed.union(&dead).copied().collect());
}

#[test]
fn dead_letters_outlive_the_messages_they_were() {
    // A message keeps its age when it moves: with equal periods it might be gone at once.
    for (queue, dead) in dead_letter_queues() {
        assert!(retention(dead) > retention(queue), "{dead}");
        let receives =
            &TEMPLATE.resource(QUEUE, queue).property("RedrivePolicy")["maxReceiveCount"];
        assert_eq!(receives, 5, "{queue}");
    }
}

#[test]
fn every_queue_and_topic_is_encrypted() {
    for queue in TEMPLATE.resources(QUEUE) {
        assert_eq!(queue.property("SqsManagedSseEnabled"), true, "{}", queue.id);
    }
    for topic in TEMPLATE.resources("AWS::SNS::Topic") {
        assert_eq!(
            target(topic.property("KmsMasterKeyId")),
            Some("DataKey"),
            "{}",
            topic.id
        );
    }
}

/// Which resources of a type a policy type covers with these statements.
fn covered_by(
    policy: &str,
    covers: &str,
    test: impl Fn(&Value, &str) -> bool,
) -> BTreeSet<&'static str> {
    let mut covered = BTreeSet::new();
    let policies: Vec<_> = TEMPLATE
        .resources(match policy {
            "queue" => "AWS::SQS::QueuePolicy",
            _ => "AWS::SNS::TopicPolicy",
        })
        .collect();
    for policy in policies {
        let statements = each(&policy.property("PolicyDocument")["Statement"]);
        for id in each(policy.property(covers)).into_iter().filter_map(target) {
            if statements.iter().any(|statement| test(statement, id)) {
                covered.insert(id);
            }
        }
    }
    covered
}

fn denies_plain_text(statement: &Value, actions: &str) -> bool {
    statement["Effect"] == "Deny"
        && statement["Principal"] == "*"
        && statement["Action"] == actions
        && statement["Condition"] == json!({ "Bool": { "aws:SecureTransport": "false" } })
}

#[test]
fn queues_and_topics_refuse_plain_text() {
    let queues: BTreeSet<&str> = TEMPLATE.resources(QUEUE).map(|queue| queue.id).collect();
    assert_eq!(
        covered_by("queue", "Queues", |statement, _| denies_plain_text(
            statement, "sqs:*"
        )),
        queues
    );
    let topics: BTreeSet<&str> = TEMPLATE
        .resources("AWS::SNS::Topic")
        .map(|topic| topic.id)
        .collect();
    assert_eq!(
        covered_by("topic", "Topics", |statement, _| denies_plain_text(
            statement,
            "sns:Publish"
        )),
        topics
    );
}

#[test]
fn only_the_events_topic_may_send_to_a_stage() {
    let from_topic = |statement: &Value, queue: &str| {
        statement["Effect"] == "Allow"
            && statement["Principal"] == json!({ "Service": "sns.amazonaws.com" })
            && statement["Action"] == "sqs:SendMessage"
            && target(&statement["Resource"]) == Some(queue)
            && statement["Condition"]
                == json!({ "ArnEquals": { "aws:SourceArn": { "Ref": "EventsTopic" } } })
    };
    let open = covered_by("queue", "Queues", from_topic);
    assert_eq!(open, dead_letter_queues().into_keys().collect());
    let allowed = covered_by("queue", "Queues", |statement, _| {
        statement["Effect"] == "Allow"
    });
    assert_eq!(allowed, open, "no other queue lets anyone in");
}

#[test]
fn every_stage_subscribes_once_with_a_filter_on_the_kinds_of_events() {
    let mut subscribed = Vec::new();
    for subscription in TEMPLATE.resources("AWS::SNS::Subscription") {
        let id = subscription.id;
        assert_eq!(
            target(subscription.property("TopicArn")),
            Some("EventsTopic"),
            "{id}"
        );
        assert_eq!(subscription.property("Protocol"), "sqs", "{id}");
        assert_eq!(subscription.property("RawMessageDelivery"), true, "{id}");
        assert_eq!(
            subscription.property("FilterPolicyScope"),
            "MessageAttributes",
            "{id}"
        );
        let policy = subscription
            .property("FilterPolicy")
            .as_object()
            .expect("FilterPolicy is a mapping");
        assert_eq!(policy.keys().collect::<Vec<_>>(), ["kinds"], "{id}");
        let kinds = texts(&policy["kinds"]);
        assert!(!kinds.is_empty(), "{id}");
        assert_eq!(
            kinds.iter().collect::<BTreeSet<_>>().len(),
            kinds.len(),
            "{id} names a kind twice"
        );
        subscribed.push(target(subscription.property("Endpoint")).unwrap());
    }
    subscribed.sort_unstable();
    assert_eq!(
        subscribed,
        dead_letter_queues().into_keys().collect::<Vec<_>>()
    );
}
