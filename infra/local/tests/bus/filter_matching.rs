//! Filter policies: what they match, by tables.

use serde_json::{Value, json};
use yudan::bus::{
    AttributeValue, Bus, FilterScope, MessageAttribute, MessageAttributes, Publication, QueueSpec,
    Subscription,
};

use crate::bus_with_clock;

pub(crate) fn bus() -> Bus {
    let (bus, _clock) = bus_with_clock();
    bus.ensure_topic("events").unwrap();
    bus.ensure_queue(QueueSpec::named("all")).unwrap();
    bus
}

pub(crate) fn subscribe(
    bus: &Bus,
    policy: &Value,
    scope: FilterScope,
) -> Result<(), yudan::bus::BusError> {
    let subscription = Subscription {
        topic: "events".to_owned(),
        queue: "all".to_owned(),
        raw_delivery: true,
        filter_policy: Some(policy.clone()),
        filter_scope: scope,
    };
    bus.ensure_subscription(subscription).map(drop)
}

async fn is_delivered(bus: &Bus, message: &str, attributes: MessageAttributes) -> bool {
    let publication = Publication {
        message: message.to_owned(),
        subject: None,
        attributes,
    };
    bus.publish("events", publication).await.unwrap();
    !bus.recent("events", 1).await.unwrap()[0]
        .delivered_to
        .is_empty()
}

/// Attributes from JSON: a string, a number, an array; `{"binary": ..}` for a binary one.
fn attributes(values: &Value) -> MessageAttributes {
    let one = |value: &Value| match value {
        Value::String(text) => MessageAttribute::text(text),
        Value::Array(_) => MessageAttribute {
            data_type: "String.Array".to_owned(),
            value: AttributeValue::Text(value.to_string()),
        },
        Value::Object(_) => MessageAttribute {
            data_type: "Binary".to_owned(),
            value: AttributeValue::Binary(b"x".to_vec()),
        },
        Value::Number(_) | Value::Bool(_) | Value::Null => MessageAttribute::number(value),
    };
    values
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), one(value)))
        .collect()
}

#[tokio::test]
async fn attributes_are_matched() {
    // Policy, attributes that match, attributes that do not.
    let table = [
        (
            json!({ "a": ["x", "y"] }),
            vec![
                json!({ "a": "x" }),
                json!({ "a": "y", "b": "z" }),
                json!({ "a": ["z", "y"] }),
            ],
            vec![
                json!({}),
                json!({ "a": "X" }),
                json!({ "a": "xx" }),
                json!({ "a": [] }),
                json!({ "b": "x" }),
            ],
        ),
        (
            json!({ "a": ["x"], "b": ["y"] }),
            vec![json!({ "a": "x", "b": "y" })],
            vec![
                json!({ "a": "x" }),
                json!({ "b": "y" }),
                json!({ "a": "x", "b": "x" }),
            ],
        ),
        (
            json!({ "n": [1, 3.5] }),
            vec![
                json!({ "n": 1 }),
                json!({ "n": 1.0 }),
                json!({ "n": 3.50 }),
                json!({ "n": ["a", 1] }),
            ],
            vec![json!({ "n": 2 }), json!({ "n": "1" })],
        ),
        (
            json!({ "n": [{ "numeric": [">", 0, "<=", 10] }, { "numeric": ["=", 99] }] }),
            vec![
                json!({ "n": 0.5 }),
                json!({ "n": 10 }),
                json!({ "n": 99 }),
                json!({ "n": [0, 7] }),
            ],
            vec![
                json!({ "n": 0 }),
                json!({ "n": 10.01 }),
                json!({ "n": "5" }),
            ],
        ),
        (
            json!({ "a": [{ "prefix": "order_" }] }),
            vec![
                json!({ "a": "order_received" }),
                json!({ "a": ["x", "order_"] }),
            ],
            vec![json!({ "a": "an order_" }), json!({ "a": 1 })],
        ),
        (
            json!({ "a": [{ "suffix": ".png" }] }),
            vec![json!({ "a": "a.png" })],
            vec![json!({ "a": "png" }), json!({ "a": ".png " })],
        ),
        (
            json!({ "a": [{ "equals-ignore-case": "Äb" }] }),
            vec![json!({ "a": "äB" })],
            vec![json!({ "a": "äBc" })],
        ),
        (
            json!({ "a": [{ "anything-but": ["x", "y"] }] }),
            vec![
                json!({ "a": "z" }),
                json!({ "a": ["x", "z"] }),
                json!({ "a": 1 }),
            ],
            vec![json!({ "a": "x" }), json!({ "a": ["x", "y"] }), json!({})],
        ),
        (
            json!({ "a": [{ "anything-but": { "prefix": "order_" } }] }),
            vec![json!({ "a": "stock_received" })],
            vec![json!({ "a": "order_received" }), json!({})],
        ),
        (
            json!({ "n": [{ "anything-but": 100 }] }),
            vec![json!({ "n": 101 })],
            vec![json!({ "n": 100.0 })],
        ),
        (
            json!({ "a": [{ "exists": true }] }),
            vec![json!({ "a": "x" }), json!({ "a": 0 })],
            vec![json!({}), json!({ "a": { "binary": "x" } })],
        ),
        (
            json!({ "a": [{ "exists": false }, { "anything-but": "x" }] }),
            vec![json!({}), json!({ "b": "x" }), json!({ "a": "y" })],
            vec![json!({ "a": "x" })],
        ),
    ];
    let bus = bus();
    for (policy, matching, others) in table {
        subscribe(&bus, &policy, FilterScope::MessageAttributes).unwrap();
        for values in &matching {
            assert!(
                is_delivered(&bus, "m", attributes(values)).await,
                "{policy} wants {values}"
            );
        }
        for values in &others {
            assert!(
                !is_delivered(&bus, "m", attributes(values)).await,
                "{policy} refuses {values}"
            );
        }
    }
}

#[tokio::test]
async fn bodies_are_matched() {
    let table = [
        (
            json!({ "store": ["a"], "total": [{ "numeric": [">=", 100] }] }),
            vec![
                json!({ "store": "a", "total": 100 }),
                json!({ "store": ["b", "a"], "total": 200.5 }),
            ],
            vec![
                json!({ "store": "a" }),
                json!({ "store": "a", "total": "100" }),
                json!(["a"]),
                json!("a"),
            ],
        ),
        (
            json!({ "customer": { "kind": ["business"], "vip": [true] } }),
            vec![json!({ "customer": { "kind": "business", "vip": true } })],
            vec![
                json!({ "customer": "business" }),
                json!({ "customer": { "kind": "business" } }),
            ],
        ),
        (
            json!({ "lines": { "sku": ["a"], "quantity": [2] } }),
            vec![
                json!({ "lines": [{ "sku": "b", "quantity": 1 }, { "sku": "a", "quantity": 2 }] }),
            ],
            // Both keys must hold in one line.
            vec![
                json!({ "lines": [{ "sku": "a", "quantity": 1 }, { "sku": "b", "quantity": 2 }] }),
            ],
        ),
        (
            json!({ "remark": [{ "exists": false }] }),
            vec![json!({ "a": 1 })],
            vec![json!({ "remark": "x" })],
        ),
        (
            json!({ "remark": [null] }),
            vec![json!({ "remark": null })],
            vec![json!({ "remark": "null" }), json!({})],
        ),
    ];
    let bus = bus();
    for (policy, matching, others) in table {
        subscribe(&bus, &policy, FilterScope::MessageBody).unwrap();
        for body in &matching {
            assert!(
                is_delivered(&bus, &body.to_string(), MessageAttributes::new()).await,
                "{policy} wants {body}"
            );
        }
        for body in &others {
            assert!(
                !is_delivered(&bus, &body.to_string(), MessageAttributes::new()).await,
                "{policy} refuses {body}"
            );
        }
        assert!(!is_delivered(&bus, "not JSON", MessageAttributes::new()).await);
    }
}
