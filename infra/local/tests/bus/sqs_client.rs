//! The real SQS client against the router.

use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::error::ProvideErrorMetadata as _;
use aws_sdk_sqs::operation::send_message::SendMessageError;
use aws_sdk_sqs::primitives::Blob;
use aws_sdk_sqs::types::{MessageAttributeValue, MessageSystemAttributeName};
use yudan::bus::{Bus, ManualClock};

use crate::{bus_with_queue, seconds};

/// Serves a bus with the queue `work` on a free port: a client, the queue's URL, the clock.
pub(crate) async fn client() -> (aws_sdk_sqs::Client, String, ManualClock, Bus) {
    let (bus, clock) = bus_with_queue("work");
    let base_url = crate::sns_client::serve(&bus).await;
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(&base_url)
        .build();
    (
        aws_sdk_sqs::Client::from_conf(config),
        bus.queue_url("work"),
        clock,
        bus,
    )
}

fn text(data_type: &str, value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder()
        .data_type(data_type)
        .string_value(value)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_message_goes_through_with_all_its_attributes() {
    let (client, url, _clock, _bus) = client().await;
    let binary = MessageAttributeValue::builder()
        .data_type("Binary")
        .binary_value(Blob::new([0, 255]))
        .build();
    let sent = client
        .send_message()
        .queue_url(&url)
        .message_body("hello 你好")
        .message_attributes("kinds", text("String.Array", "[\"a\"]"))
        .message_attributes("count", text("Number", "7"))
        .message_attributes("bytes", binary.unwrap())
        .send()
        .await
        .unwrap();
    let received = client
        .receive_message()
        .queue_url(&url)
        .message_attribute_names("All")
        .message_system_attribute_names(MessageSystemAttributeName::All)
        .send()
        .await
        .unwrap();
    let message = &received.messages()[0];
    assert_eq!(message.message_id(), sent.message_id());
    assert_eq!(message.body(), Some("hello 你好"));
    assert_eq!(message.md5_of_body(), sent.md5_of_message_body());
    assert_eq!(
        message.md5_of_message_attributes(),
        sent.md5_of_message_attributes()
    );
    let attributes = message.message_attributes().unwrap();
    assert_eq!(
        attributes["bytes"].binary_value().unwrap().as_ref(),
        [0, 255]
    );
    assert_eq!(attributes["kinds"].data_type(), "String.Array");
    let system = message.attributes().unwrap();
    assert_eq!(
        system[&MessageSystemAttributeName::ApproximateReceiveCount],
        "1"
    );
    assert_eq!(
        system[&MessageSystemAttributeName::SentTimestamp],
        crate::START_MS.to_string()
    );
    client
        .delete_message()
        .queue_url(&url)
        .receipt_handle(message.receipt_handle().unwrap())
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn only_the_attributes_asked_for_come() {
    let (client, url, clock, _bus) = client().await;
    let send = client.send_message().queue_url(&url).message_body("x");
    let send = send.message_attributes("a.one", text("String", "1"));
    send.message_attributes("b", text("String", "2"))
        .send()
        .await
        .unwrap();
    for (asked, expected) in [(None, 0), (Some("a.*"), 1), (Some("b"), 1), (Some(".*"), 2)] {
        let received = client
            .receive_message()
            .queue_url(&url)
            .set_message_attribute_names(asked.map(|name| vec![name.to_owned()]))
            .send()
            .await
            .unwrap();
        let message = &received.messages()[0];
        assert_eq!(
            message.message_attributes().map_or(0, |found| found.len()),
            expected
        );
        assert_eq!(message.md5_of_message_attributes().is_some(), expected > 0);
        assert!(message.attributes().is_none());
        clock.advance(seconds(30));
    }
}

#[tokio::test]
async fn errors_come_as_the_client_knows_them() {
    let (client, url, _clock, _bus) = client().await;
    let absent = url.replace("work", "absent");
    let error = client
        .send_message()
        .queue_url(&absent)
        .message_body("x")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.code(),
        Some("AWS.SimpleQueueService.NonExistentQueue")
    );
    assert!(matches!(
        error.into_service_error(),
        SendMessageError::QueueDoesNotExist(_)
    ));
    let error = client
        .get_queue_url()
        .queue_name("absent")
        .send()
        .await
        .unwrap_err();
    assert!(error.into_service_error().is_queue_does_not_exist());
    let delete = client
        .delete_message()
        .queue_url(&url)
        .receipt_handle("nonsense");
    assert!(
        delete
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_receipt_handle_is_invalid()
    );
    let receive = client
        .receive_message()
        .queue_url(&url)
        .max_number_of_messages(11);
    assert_eq!(
        receive.send().await.unwrap_err().code(),
        Some("InvalidParameterValue")
    );
    let error = client
        .list_queue_tags()
        .queue_url(&url)
        .send()
        .await
        .unwrap_err();
    assert!(error.message().unwrap().contains("ListQueueTags"));
    let fifo = client
        .send_message()
        .queue_url(&url)
        .message_body("x")
        .message_group_id("g");
    assert!(
        fifo.send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_unsupported_operation()
    );
}

#[tokio::test]
async fn a_long_poll_is_answered_by_the_arrival() {
    let (client, url, _clock, bus) = client().await;
    let poll = client
        .receive_message()
        .queue_url(&url)
        .wait_time_seconds(20)
        .send();
    // The clock stands still: without the arrival the poll would never end.
    let arrival = async {
        bus.send("work", yudan::bus::NewMessage::with_body("x"))
            .await
    };
    let (received, sent) = tokio::join!(poll, arrival);
    assert_eq!(
        received.unwrap().messages()[0].message_id(),
        Some(sent.unwrap().message_id.as_str())
    );
}
