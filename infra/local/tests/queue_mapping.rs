//! A queue feeds a function: what succeeded is gone, what failed returns, poison is put aside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may stop by a panic"
)]

mod support;

use serde_json::{Value, json};
use yudan::bus::{MessageAttribute, NewMessage};
use yudan::host::{Host, Place};

const TEMPLATE: &str = r#"
Resources:
  Work:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 3 } }
  Dlq: { Type: AWS::SQS::Queue }
  ReviewFunction:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 10
      Events:
        Nudges: { Type: SQS, Properties: { Queue: !GetAtt Work.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
"#;

fn records(event: &Value) -> &[Value] {
    event["Records"].as_array().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_message_is_received_exactly_as_often_as_allowed_and_holds_nothing_up() {
    let host = Host::start(TEMPLATE, &support::settings(Place::Temporary)).unwrap();
    let events = support::run_function(&host, "review", |event| {
        let failed = records(event)
            .iter()
            .filter(|record| record["body"] == "poison");
        let failed: Vec<Value> = failed
            .map(|record| json!({"itemIdentifier": record["messageId"]}))
            .collect();
        Ok(json!({"batchItemFailures": failed}))
    });
    let bus = host.bus();
    let messages = ["first", "poison", "second"]
        .map(NewMessage::with_body)
        .to_vec();
    bus.send_batch("Work", messages).await.unwrap();
    support::wait_until("the poison message is put aside", async || {
        bus.counts("Dlq").await.unwrap().visible == 1
    })
    .await;
    let counts = bus.counts("Work").await.unwrap();
    assert_eq!((counts.visible, counts.in_flight), (0, 0));
    assert_eq!(bus.peek("Dlq", 10).await.unwrap()[0].body, "poison");
    host.stop().await;
    let received: Vec<Value> = events
        .iter()
        .flat_map(|event| records(&event).to_vec())
        .collect();
    let times = |body: &str| {
        received
            .iter()
            .filter(|record| record["body"] == body)
            .count()
    };
    assert_eq!(
        (times("first"), times("poison"), times("second")),
        (1, 3, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_arrives_in_the_shape_of_the_service() {
    let host = Host::start(TEMPLATE, &support::settings(Place::Temporary)).unwrap();
    let events = support::run_function(&host, "review", |_| Ok(Value::Null));
    let mut message = NewMessage::with_body("hello");
    message.attributes.insert(
        "kinds".to_owned(),
        MessageAttribute::string_array(&["order_received"]),
    );
    host.bus().send("Work", message).await.unwrap();
    let event = events.recv_timeout(support::PATIENCE).unwrap();
    let record = &records(&event)[0];
    assert_eq!(record["body"], "hello");
    assert_eq!(record["eventSource"], "aws:sqs");
    assert_eq!(
        record["eventSourceARN"],
        "arn:aws-cn:sqs:cn-northwest-1:000000000000:Work"
    );
    assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(
        record["messageAttributes"]["kinds"]["stringValue"],
        r#"["order_received"]"#
    );
    assert_eq!(
        record["messageAttributes"]["kinds"]["dataType"],
        "String.Array"
    );
    assert!(
        record["messageId"].is_string()
            && record["receiptHandle"].is_string()
            && record["md5OfBody"].is_string()
    );
    host.stop().await;
}
