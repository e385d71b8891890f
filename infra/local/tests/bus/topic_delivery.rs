//! From a topic into its queues.

use serde_json::{Value, json};
use yudan::bus::{
    Bus, ErrorCode, FilterScope, MessageAttribute, MessageAttributes, Publication, QueueSpec,
    Subscription,
};

use crate::{START_MS, bodies, bus_with_clock, receive};

fn bus() -> Bus {
    let (bus, _clock) = bus_with_clock();
    bus.ensure_topic("events").unwrap();
    for queue in ["raw", "wrapped"] {
        bus.ensure_queue(QueueSpec::named(queue)).unwrap();
    }
    bus
}

fn subscription(queue: &str, filter_policy: Option<Value>) -> Subscription {
    Subscription {
        topic: "events".to_owned(),
        queue: queue.to_owned(),
        raw_delivery: queue == "raw",
        filter_policy,
        filter_scope: FilterScope::MessageAttributes,
    }
}

fn publication(message: &str, attributes: MessageAttributes) -> Publication {
    Publication {
        message: message.to_owned(),
        subject: None,
        attributes,
    }
}

fn kinds(names: &[&str]) -> MessageAttributes {
    [("kinds".to_owned(), MessageAttribute::string_array(names))].into()
}

#[tokio::test]
async fn raw_delivery_keeps_the_message_and_the_envelope_wraps_it() {
    let bus = bus();
    for queue in ["raw", "wrapped"] {
        bus.ensure_subscription(subscription(queue, None)).unwrap();
    }
    let published = Publication {
        subject: Some("order".to_owned()),
        ..publication("{}", kinds(&["a"]))
    };
    let id = bus.publish("events", published.clone()).await.unwrap();

    let raw = receive(&bus, "raw").await.remove(0);
    assert_eq!(
        (raw.body.as_str(), &raw.attributes),
        ("{}", &published.attributes)
    );
    let wrapped = receive(&bus, "wrapped").await.remove(0);
    assert!(wrapped.attributes.is_empty());
    assert_eq!(
        serde_json::from_str::<Value>(&wrapped.body).unwrap(),
        json!({
            "Type": "Notification", "MessageId": id, "TopicArn": "arn:aws:sns:local:000000000000:events",
            "Subject": "order", "Message": "{}", "Timestamp": "2026-11-24T00:00:00.000Z",
            "SignatureVersion": "1", "Signature": "", "SigningCertURL": "", "UnsubscribeURL": "",
            "MessageAttributes": { "kinds": { "Type": "String.Array", "Value": "[\"a\"]" } },
        })
    );
}

#[tokio::test]
async fn each_queue_gets_what_its_policy_asks_for_and_a_new_policy_replaces_the_old() {
    let bus = bus();
    let arn = bus
        .ensure_subscription(subscription("raw", Some(json!({ "kinds": ["paid"] }))))
        .unwrap();
    bus.ensure_subscription(subscription("wrapped", Some(json!({ "kinds": ["sent"] }))))
        .unwrap();
    bus.publish("events", publication("1", kinds(&["received", "paid"])))
        .await
        .unwrap();
    assert_eq!(bodies(&bus, "raw").await, ["1"]);
    assert!(bodies(&bus, "wrapped").await.is_empty());

    let again = bus
        .ensure_subscription(subscription("raw", Some(json!({ "kinds": ["sent"] }))))
        .unwrap();
    assert_eq!(again, arn);
    bus.publish("events", publication("2", kinds(&["paid"])))
        .await
        .unwrap();
    assert!(bodies(&bus, "raw").await.is_empty());
}

#[tokio::test]
async fn the_last_thousand_messages_are_kept_to_look_at() {
    let bus = bus();
    for batch in 0..101 {
        let publications = (0..10)
            .map(|n| publication(&(batch * 10 + n).to_string(), MessageAttributes::new()))
            .collect();
        bus.publish_batch("events", publications).await.unwrap();
    }
    let recent = bus.recent("events", 5_000).await.unwrap();
    assert_eq!(recent.len(), 1_000);
    assert_eq!(
        (recent[0].message.as_str(), recent[999].message.as_str()),
        ("1009", "10")
    );
    assert_eq!(
        (recent[0].published_ms, recent[0].delivered_to.len()),
        (START_MS, 0)
    );
}

#[tokio::test]
async fn what_cannot_be_published_is_refused_and_a_batch_refuses_entry_by_entry() {
    let bus = bus();
    bus.ensure_subscription(subscription("raw", None)).unwrap();
    let with = |attribute| [("a".to_owned(), attribute)].into();
    let mut labelled = MessageAttribute::number(1);
    labelled.data_type = "Number.fen".to_owned();
    let mut no_array = MessageAttribute::string_array(&[]);
    no_array.value = yudan::bus::AttributeValue::Text("{".to_owned());
    let good = publication("good", MessageAttributes::new());
    let bad = vec![
        publication("", MessageAttributes::new()),
        publication(&"x".repeat(262_145), MessageAttributes::new()),
        publication("x", with(labelled)),
        publication("x", with(no_array)),
        Publication {
            subject: Some("two\nlines".to_owned()),
            ..good.clone()
        },
    ];
    for publication in &bad {
        let refusal = bus
            .publish("events", publication.clone())
            .await
            .unwrap_err();
        assert_eq!(
            refusal.code,
            ErrorCode::InvalidParameterValue,
            "{publication:.80?}"
        );
    }
    let outcomes = bus
        .publish_batch("events", vec![bad[0].clone(), good, bad[4].clone()])
        .await
        .unwrap();
    let went: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(went, [false, true, false]);
    assert_eq!(bodies(&bus, "raw").await, ["good"]);
    let unknown = bus
        .publish("absent", publication("x", MessageAttributes::new()))
        .await;
    assert_eq!(unknown.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_queue_that_cannot_take_a_raw_message_gets_none_and_the_others_do() {
    let bus = bus();
    for queue in ["raw", "wrapped"] {
        bus.ensure_subscription(subscription(queue, None)).unwrap();
    }
    let eleven = (0..11)
        .map(|n| (format!("a{n}"), MessageAttribute::number(n)))
        .collect();
    bus.publish("events", publication("x", eleven))
        .await
        .unwrap();
    assert!(bodies(&bus, "raw").await.is_empty());
    assert_eq!(bodies(&bus, "wrapped").await.len(), 1);
    assert_eq!(
        bus.recent("events", 1).await.unwrap()[0].delivered_to,
        ["wrapped"]
    );
}
