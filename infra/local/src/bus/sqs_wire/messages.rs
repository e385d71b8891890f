//! Calls on single messages.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::message_attributes::{self, MessageAttributes, WireAttribute};
use super::super::{Bus, BusError, ErrorCode, NewMessage, ReceiveRequest, ReceivedMessage, limits};
use super::{queue_name, required};

/// A message as `SendMessage` and the entries of `SendMessageBatch` write it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessage {
    #[serde(default)]
    queue_url: Option<String>,
    message_body: Option<String>,
    delay_seconds: Option<i64>,
    message_attributes: Option<BTreeMap<String, WireAttribute>>,
    message_system_attributes: Option<Map<String, Value>>,
    message_group_id: Option<String>,
    message_deduplication_id: Option<String>,
}

impl SendMessage {
    /// The message to send.
    pub(super) fn read(self) -> Result<NewMessage, BusError> {
        let fifo = self.message_group_id.or(self.message_deduplication_id);
        if fifo.is_some()
            || self
                .message_system_attributes
                .is_some_and(|map| !map.is_empty())
        {
            return Err(BusError::new(
                ErrorCode::UnsupportedOperation,
                "MessageGroupId, MessageDeduplicationId and MessageSystemAttributes are not supported by the local queues.",
            ));
        }
        let delay_s = self
            .delay_seconds
            .map(|delay| limits::in_range("DelaySeconds", delay, &limits::DELAY_S))
            .transpose()?;
        Ok(NewMessage {
            body: required("MessageBody", self.message_body)?,
            attributes: message_attributes::from_wire(self.message_attributes.unwrap_or_default())?,
            delay_s,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ReceiveMessage {
    queue_url: Option<String>,
    max_number_of_messages: Option<i64>,
    visibility_timeout: Option<i64>,
    wait_time_seconds: Option<i64>,
    message_attribute_names: Option<Vec<String>>,
    attribute_names: Option<Vec<String>>,
    message_system_attribute_names: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DeleteMessage {
    queue_url: Option<String>,
    receipt_handle: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ChangeMessageVisibility {
    queue_url: Option<String>,
    receipt_handle: Option<String>,
    visibility_timeout: Option<i64>,
}

pub(super) async fn send(bus: &Bus, request: SendMessage) -> Result<Value, BusError> {
    let queue = queue_name(request.queue_url.as_ref())?;
    let sent = bus.send(&queue, request.read()?).await?;
    let mut answer = json!({ "MessageId": sent.message_id, "MD5OfMessageBody": sent.md5_of_body });
    if let Some(md5) = sent.md5_of_attributes {
        answer["MD5OfMessageAttributes"] = json!(md5);
    }
    Ok(answer)
}

pub(super) async fn receive(bus: &Bus, request: ReceiveMessage) -> Result<Value, BusError> {
    let queue = queue_name(request.queue_url.as_ref())?;
    let limited = |parameter, value: Option<i64>, range| {
        value
            .map(|value| limits::in_range(parameter, value, range))
            .transpose()
    };
    let wanted = ReceiveRequest {
        max: limited(
            "MaxNumberOfMessages",
            request.max_number_of_messages,
            &(1..=10),
        )?
        .unwrap_or(1),
        wait_s: limited(
            "WaitTimeSeconds",
            request.wait_time_seconds,
            &limits::WAIT_S,
        )?,
        visibility_timeout_s: limited(
            "VisibilityTimeout",
            request.visibility_timeout,
            &limits::VISIBILITY_S,
        )?,
    };
    let mut system_names = request.message_system_attribute_names.unwrap_or_default();
    system_names.extend(request.attribute_names.unwrap_or_default());
    let names = request.message_attribute_names.unwrap_or_default();
    let messages = bus.receive(&queue, wanted).await?;
    if messages.is_empty() {
        return Ok(json!({}));
    }
    let messages: Vec<Value> = messages
        .into_iter()
        .map(|message| received(bus, message, &system_names, &names))
        .collect();
    Ok(json!({ "Messages": messages }))
}

fn received(
    bus: &Bus,
    mut message: ReceivedMessage,
    system_names: &[String],
    names: &[String],
) -> Value {
    let mut system = message.system_attributes();
    if let Some(source) = &message.dead_letter_source {
        system.insert("DeadLetterQueueSourceArn", bus.queue_arn(source));
    }
    system.retain(|name, _| {
        system_names
            .iter()
            .any(|wanted| wanted == "All" || wanted == name)
    });
    message
        .attributes
        .retain(|name, _| names.iter().any(|wanted| is_asked_for(name, wanted)));
    let md5_of_attributes = message.md5_of_attributes();
    let mut answer = json!({
        "MessageId": message.message_id,
        "ReceiptHandle": message.receipt_handle,
        "MD5OfBody": message.md5_of_body,
        "Body": message.body,
    });
    if !system.is_empty() {
        answer["Attributes"] = json!(system);
    }
    if let Some(md5) = md5_of_attributes {
        answer["MD5OfMessageAttributes"] = json!(md5);
        answer["MessageAttributes"] = to_wire(&message.attributes);
    }
    answer
}

/// `All`, `.*`, a name, or the beginning of one with `.*` after it.
fn is_asked_for(name: &str, wanted: &str) -> bool {
    wanted == "All"
        || wanted == name
        || wanted
            .strip_suffix(".*")
            .is_some_and(|prefix| name.starts_with(prefix))
}

fn to_wire(attributes: &MessageAttributes) -> Value {
    let wire = attributes
        .iter()
        .map(|(name, attribute)| (name.clone(), json!(WireAttribute::from(attribute))));
    Value::Object(wire.collect())
}

pub(super) async fn delete(bus: &Bus, request: DeleteMessage) -> Result<Value, BusError> {
    let queue = queue_name(request.queue_url.as_ref())?;
    let handle = required("ReceiptHandle", request.receipt_handle)?;
    bus.delete(&queue, &handle).await?;
    Ok(json!({}))
}

pub(super) async fn change_visibility(
    bus: &Bus,
    request: ChangeMessageVisibility,
) -> Result<Value, BusError> {
    let queue = queue_name(request.queue_url.as_ref())?;
    let handle = required("ReceiptHandle", request.receipt_handle)?;
    let timeout = required("VisibilityTimeout", request.visibility_timeout)?;
    let timeout_s = limits::in_range("VisibilityTimeout", timeout, &limits::VISIBILITY_S)?;
    bus.change_visibility(&queue, &handle, timeout_s).await?;
    Ok(json!({}))
}
