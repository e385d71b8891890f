//! The real SNS client against the router.

use aws_sdk_sns::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sns::error::ProvideErrorMetadata as _;
use aws_sdk_sns::primitives::Blob;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use yudan::bus::{AttributeValue, Bus};

use crate::{bodies, bus_with_queue, receive};

/// Serves `bus` on a free port for the rest of the test; comes back with the base URL.
pub(crate) async fn serve(bus: &Bus) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    bus.set_base_url(&base_url);
    let router = bus.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    base_url
}

async fn client() -> (aws_sdk_sns::Client, Bus) {
    let (bus, _clock) = bus_with_queue("work");
    let config = aws_sdk_sns::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(serve(&bus).await)
        .build();
    (aws_sdk_sns::Client::from_conf(config), bus)
}

fn text(data_type: &str, value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder()
        .data_type(data_type)
        .string_value(value)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_topic_is_made_subscribed_to_and_published_to() {
    let (client, bus) = client().await;
    let topic = client.create_topic().name("events").send().await.unwrap();
    let topic = topic.topic_arn().unwrap();
    assert_eq!(topic, "arn:aws:sns:local:000000000000:events");
    let subscribe = || {
        client
            .subscribe()
            .topic_arn(topic)
            .protocol("sqs")
            .endpoint(bus.queue_arn("work"))
            .attributes("RawMessageDelivery", "true")
            .attributes("FilterPolicy", r#"{"kinds": ["paid"]}"#)
    };
    let arn = subscribe().send().await.unwrap().subscription_arn.unwrap();
    assert_eq!(
        subscribe().send().await.unwrap().subscription_arn(),
        Some(arn.as_str())
    );
    let other = subscribe()
        .attributes("RawMessageDelivery", "false")
        .send()
        .await
        .unwrap_err();
    assert!(other.into_service_error().is_invalid_parameter_exception());

    let bytes = MessageAttributeValue::builder()
        .data_type("Binary")
        .binary_value(Blob::new([1, 2]))
        .build();
    let sent = client
        .publish()
        .topic_arn(topic)
        .message("a & b <c>\n你好 +%")
        .message_attributes("kinds", text("String.Array", r#"["received","paid"]"#))
        .message_attributes("bytes", bytes.unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(
        bus.recent("events", 1).await.unwrap()[0].message_id,
        sent.message_id().unwrap()
    );
    let received = receive(&bus, "work").await.remove(0);
    assert_eq!(received.body, "a & b <c>\n你好 +%");
    assert_eq!(received.attributes["kinds"].data_type, "String.Array");
    assert_eq!(
        received.attributes["bytes"].value,
        AttributeValue::Binary(vec![1, 2])
    );

    client
        .set_subscription_attributes()
        .subscription_arn(&arn)
        .attribute_name("FilterPolicy")
        .attribute_value(r#"{"kinds": ["sent"]}"#)
        .send()
        .await
        .unwrap();
    client
        .publish()
        .topic_arn(topic)
        .message("x")
        .send()
        .await
        .unwrap();
    assert!(bodies(&bus, "work").await.is_empty());

    let listed = client
        .list_subscriptions_by_topic()
        .topic_arn(topic)
        .send()
        .await
        .unwrap();
    assert_eq!(
        listed.subscriptions()[0].subscription_arn(),
        Some(arn.as_str())
    );
    assert_eq!(
        listed.subscriptions()[0].endpoint(),
        Some(bus.queue_arn("work").as_str())
    );
    let found = client
        .get_topic_attributes()
        .topic_arn(topic)
        .send()
        .await
        .unwrap();
    assert_eq!(found.attributes().unwrap()["SubscriptionsConfirmed"], "1");
}

#[tokio::test]
async fn a_batch_publishes_entry_by_entry() {
    let (client, bus) = client().await;
    bus.ensure_topic("events").unwrap();
    let topic = bus.topic_arn("events");
    let entry = |id: &str, message: &str| {
        PublishBatchRequestEntry::builder()
            .id(id)
            .message(message)
            .build()
            .unwrap()
    };
    let answer = client
        .publish_batch()
        .topic_arn(&topic)
        .publish_batch_request_entries(entry("good", "x"))
        .publish_batch_request_entries(entry("empty", ""))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.successful()[0].id(), Some("good"));
    let failed = &answer.failed()[0];
    assert_eq!(
        (failed.id(), failed.code(), failed.sender_fault()),
        ("empty", "InvalidParameter", true)
    );
    let twice = vec![entry("a", "x"); 2];
    let refused = client
        .publish_batch()
        .topic_arn(&topic)
        .set_publish_batch_request_entries(Some(twice));
    let refused = refused.send().await.unwrap_err().into_service_error();
    assert!(refused.is_batch_entry_ids_not_distinct_exception());
}

#[tokio::test]
async fn errors_come_as_the_client_knows_them() {
    let (client, bus) = client().await;
    let absent = client
        .publish()
        .topic_arn(bus.topic_arn("absent"))
        .message("x")
        .send()
        .await;
    assert!(
        absent
            .unwrap_err()
            .into_service_error()
            .is_not_found_exception()
    );
    bus.ensure_topic("events").unwrap();
    let topic = bus.topic_arn("events");
    let subscribe = client
        .subscribe()
        .topic_arn(&topic)
        .endpoint(bus.queue_arn("work"));
    let mail = subscribe
        .clone()
        .protocol("email")
        .send()
        .await
        .unwrap_err();
    assert!(mail.message().unwrap().contains("queues only"));
    let filter = subscribe
        .protocol("sqs")
        .attributes("FilterPolicy", r#"{"a":[{"cidr":"10.0.0.0/8"}]}"#);
    let filter = filter.send().await.unwrap_err();
    assert_eq!(filter.code(), Some("InvalidParameter"));
    assert!(filter.message().unwrap().contains("cidr"));
    let structure = client
        .publish()
        .topic_arn(&topic)
        .message("{}")
        .message_structure("json");
    assert_eq!(
        structure.send().await.unwrap_err().code(),
        Some("InvalidParameter")
    );
    let unknown = client.list_topics().send().await.unwrap_err();
    assert_eq!(unknown.code(), Some("InvalidAction"));
    assert!(unknown.message().unwrap().contains("ListTopics"));
}
