//! Calls on queues.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::ledger::Unit;
use super::super::queue::{self, QueueRecord};
use super::super::{
    Bus, BusError, ErrorCode, QueueCounts, QueueSpec, Redrive, address, limits, queue_view,
};
use super::{queue_name, required};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateQueue {
    queue_name: Option<String>,
    attributes: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ByName {
    queue_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ByUrl {
    queue_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetQueueAttributes {
    queue_url: Option<String>,
    attribute_names: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListQueues {
    queue_name_prefix: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

pub(super) async fn create(bus: &Bus, request: CreateQueue) -> Result<Value, BusError> {
    let name = required("QueueName", request.queue_name)?;
    let attributes = request.attributes.unwrap_or_default();
    let url = bus.queue_url(&name);
    bus.inner
        .ledger
        .run(move |unit| create_or_compare(unit, &name, &attributes))
        .await?;
    Ok(json!({ "QueueUrl": url }))
}

/// Makes the queue; one that exists must already have the given attributes.
fn create_or_compare(
    unit: &Unit<'_>,
    name: &str,
    attributes: &BTreeMap<String, String>,
) -> Result<(), BusError> {
    let Some(existing) = queue::try_find(unit, name)? else {
        return queue::ensure(unit, &with_attributes(QueueSpec::named(name), attributes)?);
    };
    if with_attributes(existing.spec.clone(), attributes)? == existing.spec {
        return Ok(());
    }
    Err(BusError::new(
        ErrorCode::QueueNameExists,
        format!(
            "A queue already exists with the same name and a different value for its attributes: {name}"
        ),
    ))
}

fn with_attributes(
    mut spec: QueueSpec,
    attributes: &BTreeMap<String, String>,
) -> Result<QueueSpec, BusError> {
    for (name, value) in attributes {
        match name.as_str() {
            "VisibilityTimeout" => spec.visibility_timeout_s = whole(name, value)?,
            "DelaySeconds" => spec.delay_s = whole(name, value)?,
            "MessageRetentionPeriod" => spec.retention_s = whole(name, value)?,
            "ReceiveMessageWaitTimeSeconds" => spec.receive_wait_s = whole(name, value)?,
            "RedrivePolicy" => spec.redrive = Some(redrive(value)?),
            other => {
                return Err(BusError::new(
                    ErrorCode::InvalidAttributeName,
                    format!("Unknown or, by the local queues, unsupported attribute {other}."),
                ));
            }
        }
    }
    Ok(spec)
}

fn whole(name: &str, value: &str) -> Result<u32, BusError> {
    value
        .parse()
        .map_err(|_| bad_attribute(name, value, "a whole number"))
}

fn redrive(value: &str) -> Result<Redrive, BusError> {
    let refuse = || {
        let expected = r#"{"deadLetterTargetArn": ARN, "maxReceiveCount": 1 to 1000}"#;
        bad_attribute("RedrivePolicy", value, expected)
    };
    let policy: Value = serde_json::from_str(value).map_err(|_| refuse())?;
    let arn = policy["deadLetterTargetArn"].as_str().ok_or_else(refuse)?;
    // Both a number and digits in a string are accepted, as by the real service.
    let count = &policy["maxReceiveCount"];
    let count = count.as_u64().or_else(|| count.as_str()?.parse().ok());
    let count = count.and_then(|count| u32::try_from(count).ok());
    Ok(Redrive {
        dead_letter_queue: address::queue_of_arn(arn)?.to_owned(),
        max_receive_count: count.ok_or_else(refuse)?,
    })
}

fn bad_attribute(name: &str, value: &str, expected: &str) -> BusError {
    BusError::new(
        ErrorCode::InvalidAttributeValue,
        format!("Invalid value for the parameter {name}: expected {expected}, found {value}."),
    )
}

pub(super) async fn url(bus: &Bus, request: ByName) -> Result<Value, BusError> {
    let name = required("QueueName", request.queue_name)?;
    let url = bus.queue_url(&name);
    bus.inner
        .ledger
        .run(move |unit| queue::find(unit, &name))
        .await?;
    Ok(json!({ "QueueUrl": url }))
}

pub(super) async fn purge(bus: &Bus, request: ByUrl) -> Result<Value, BusError> {
    bus.purge(&queue_name(request.queue_url.as_ref())?).await?;
    Ok(json!({}))
}

pub(super) async fn list(bus: &Bus, request: ListQueues) -> Result<Value, BusError> {
    let prefix = request.queue_name_prefix.unwrap_or_default();
    let after = request.next_token.unwrap_or_default();
    let page = limits::in_range(
        "MaxResults",
        request.max_results.unwrap_or(1_000),
        &(1..=1_000),
    )?;
    let page = usize::try_from(page).unwrap_or(1_000);
    // The token is the last name of the page before.
    let names = bus.queues().await?.into_iter();
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(&prefix) && *name > after)
        .collect();
    let more = names.len() > page;
    names.truncate(page);
    let urls: Vec<String> = names.iter().map(|name| bus.queue_url(name)).collect();
    let mut answer = json!({ "QueueUrls": urls });
    if more && request.max_results.is_some() {
        answer["NextToken"] = json!(names.last());
    }
    Ok(answer)
}

pub(super) async fn attributes(bus: &Bus, request: GetQueueAttributes) -> Result<Value, BusError> {
    let name = queue_name(request.queue_url.as_ref())?;
    let wanted = request.attribute_names.unwrap_or_default();
    let (queue, counts) = bus
        .inner
        .ledger
        .run(move |unit| {
            let queue = queue::find(unit, &name)?;
            let counts = queue_view::counts(unit, &queue)?;
            Ok((queue, counts))
        })
        .await?;
    let all = all_attributes(bus, &queue, counts);
    let is_known =
        |name: &String| name == "All" || name == "RedrivePolicy" || all.contains_key(name);
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        return Err(BusError::new(
            ErrorCode::InvalidAttributeName,
            format!("Unknown or, by the local queues, unsupported attribute {unknown}."),
        ));
    }
    let chosen: Map<String, Value> = all
        .into_iter()
        .filter(|(name, _)| {
            wanted
                .iter()
                .any(|wanted| wanted == "All" || wanted == name)
        })
        .collect();
    Ok(if chosen.is_empty() {
        json!({})
    } else {
        json!({ "Attributes": chosen })
    })
}

fn all_attributes(bus: &Bus, queue: &QueueRecord, counts: QueueCounts) -> Map<String, Value> {
    let spec = &queue.spec;
    let numbers = [
        ("ApproximateNumberOfMessages", counts.visible.to_string()),
        (
            "ApproximateNumberOfMessagesNotVisible",
            counts.in_flight.to_string(),
        ),
        (
            "ApproximateNumberOfMessagesDelayed",
            counts.delayed.to_string(),
        ),
        ("CreatedTimestamp", (queue.created_ms / 1_000).to_string()),
        (
            "LastModifiedTimestamp",
            (queue.modified_ms / 1_000).to_string(),
        ),
        ("VisibilityTimeout", spec.visibility_timeout_s.to_string()),
        ("MaximumMessageSize", limits::MESSAGE_BYTES.to_string()),
        ("MessageRetentionPeriod", spec.retention_s.to_string()),
        ("DelaySeconds", spec.delay_s.to_string()),
        (
            "ReceiveMessageWaitTimeSeconds",
            spec.receive_wait_s.to_string(),
        ),
        ("QueueArn", bus.queue_arn(&spec.name)),
    ];
    let redrive = spec.redrive.as_ref().map(|redrive| {
        let policy = json!({
            "deadLetterTargetArn": bus.queue_arn(&redrive.dead_letter_queue),
            "maxReceiveCount": redrive.max_receive_count,
        });
        ("RedrivePolicy", policy.to_string())
    });
    numbers
        .into_iter()
        .chain(redrive)
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect()
}
