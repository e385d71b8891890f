//! A batch of queue messages as a function receives it.

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::bus::{AttributeValue, MessageAttributes, ReceivedMessage};
use crate::template::locality;

/// The event for `messages` of `queue`.
pub fn build(queue: &str, messages: &[ReceivedMessage]) -> Bytes {
    let records: Vec<Value> = messages
        .iter()
        .map(|message| record(queue, message))
        .collect();
    Bytes::from(json!({"Records": records}).to_string())
}

fn record(queue: &str, message: &ReceivedMessage) -> Value {
    let mut attributes = json!(message.system_attributes());
    if let Some(source) = &message.dead_letter_source {
        attributes["DeadLetterQueueSourceArn"] = Value::from(locality::arn("sqs", source));
    }
    let mut record = json!({
        "messageId": message.message_id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": message_attributes(&message.attributes),
        "md5OfBody": message.md5_of_body,
        "eventSource": "aws:sqs",
        "eventSourceARN": locality::arn("sqs", queue),
        "awsRegion": locality::REGION,
    });
    if let Some(md5) = message.md5_of_attributes() {
        record["md5OfMessageAttributes"] = Value::String(md5);
    }
    record
}

fn message_attributes(attributes: &MessageAttributes) -> Value {
    let attributes: Map<String, Value> = attributes
        .iter()
        .map(|(name, attribute)| {
            let mut value = json!({
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": attribute.data_type,
            });
            match &attribute.value {
                AttributeValue::Text(text) => value["stringValue"] = Value::from(text.as_str()),
                AttributeValue::Binary(bytes) => {
                    value["binaryValue"] = Value::from(STANDARD.encode(bytes))
                }
            }
            (name.clone(), value)
        })
        .collect();
    Value::Object(attributes)
}
