//! A table's stream feeds a function: in order, from the failing record on, once more after a restart only if needed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may stop by a panic"
)]

mod support;

use std::collections::HashSet;

use serde_json::{Value, json};
use yudan::data_directory::DataDirectory;
use yudan::host::{Host, Place};

const TEMPLATE: &str = r#"
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  Lost: { Type: AWS::SQS::Queue }
  RelayFunction:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 10
      Events:
        Commits:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Orders.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 10
            FunctionResponseTypes: [ReportBatchItemFailures]
            BisectBatchOnFunctionError: true
            MaximumRetryAttempts: 1
            FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"C"}]}}}}' }] }
            DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Lost.Arn } }
"#;

/// Puts all keys in one transaction, so that the reader finds them together.
fn put(host: &Host, keys: &[&str]) {
    let puts: Vec<Value> = keys
        .iter()
        .map(|key| json!({"Put": {"TableName": "Orders", "Item": {"pk": {"S": key}}}}))
        .collect();
    let request = serde_json::from_value(json!({"TransactItems": puts})).unwrap();
    host.database().transact_write_items(request).unwrap();
}

fn keys_of(event: &Value) -> Vec<String> {
    let records = event["Records"].as_array().unwrap();
    let key = |record: &Value| {
        record["dynamodb"]["Keys"]["pk"]["S"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    records.iter().map(key).collect()
}

fn failing_at(event: &Value, key: &str) -> Value {
    let records = event["Records"].as_array().unwrap();
    match records
        .iter()
        .find(|record| record["dynamodb"]["Keys"]["pk"]["S"] == key)
    {
        Some(record) => {
            json!({"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]})
        }
        None => Value::Null,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_resumes_at_the_record_that_failed() {
    let host = Host::start(TEMPLATE, &support::settings(Place::Temporary)).unwrap();
    put(&host, &["C1", "ignored", "C2", "C3", "C4"]);
    let mut failed = HashSet::new();
    let events = support::run_function(&host, "relay", move |event| {
        let first_time = keys_of(event).contains(&"C3".to_owned()) && failed.insert("C3");
        Ok(if first_time {
            failing_at(event, "C3")
        } else {
            Value::Null
        })
    });
    let mut delivered: Vec<Vec<String>> = Vec::new();
    while delivered
        .last()
        .and_then(|batch| batch.last())
        .is_none_or(|key| key != "C4")
        || delivered.len() < 2
    {
        delivered.push(keys_of(&events.recv_timeout(support::PATIENCE).unwrap()));
    }
    assert_eq!(delivered[0], ["C1", "C2", "C3", "C4"]);
    assert_eq!(
        delivered[1..].concat(),
        ["C3", "C4"],
        "what was done before the failure is not repeated"
    );
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_always_fails_is_noted_and_passed_over() {
    let host = Host::start(TEMPLATE, &support::settings(Place::Temporary)).unwrap();
    put(&host, &["C1", "C-poison", "C2"]);
    let events = support::run_function(&host, "relay", |event| {
        if keys_of(event).contains(&"C-poison".to_owned()) {
            Err("cannot".to_owned())
        } else {
            Ok(Value::Null)
        }
    });
    let mut done = HashSet::new();
    while !(done.contains("C1") && done.contains("C2")) {
        let keys = keys_of(&events.recv_timeout(support::PATIENCE).unwrap());
        if !keys.contains(&"C-poison".to_owned()) {
            done.extend(keys);
        }
    }
    let bus = host.bus();
    let lost = bus.peek("Lost", 10).await.unwrap();
    assert_eq!(lost.len(), 1);
    let note: Value = serde_json::from_str(&lost[0].body).unwrap();
    assert_eq!(
        note["requestContext"]["condition"],
        "RetryAttemptsExhausted"
    );
    assert_eq!(note["DDBStreamBatchInfo"]["batchSize"], 1);
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_host_goes_on_where_it_was() {
    let directory = DataDirectory::temporary().unwrap();
    let place = Place::Directory(directory.file("data"));
    let host = Host::start(TEMPLATE, &support::settings(place.clone())).unwrap();
    put(&host, &["C1"]);
    let events = support::run_function(&host, "relay", |_| Ok(Value::Null));
    assert_eq!(
        keys_of(&events.recv_timeout(support::PATIENCE).unwrap()),
        ["C1"]
    );
    host.stop().await;

    let host = Host::start(TEMPLATE, &support::settings(place)).unwrap();
    put(&host, &["C2"]);
    let events = support::run_function(&host, "relay", |_| Ok(Value::Null));
    assert_eq!(
        keys_of(&events.recv_timeout(support::PATIENCE).unwrap()),
        ["C2"]
    );
    host.stop().await;
}
