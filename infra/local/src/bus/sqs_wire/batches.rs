//! Calls on up to ten messages: each entry succeeds or fails by itself.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::{Bus, BusError, limits};
use super::messages::SendMessage;
use super::{queue_name, required};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Batch<T> {
    queue_url: Option<String>,
    entries: Option<Vec<Entry<T>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<T> {
    id: Option<String>,
    #[serde(flatten)]
    content: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Deletion {
    receipt_handle: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct VisibilityChange {
    receipt_handle: Option<String>,
    visibility_timeout: Option<i64>,
}

impl<T> Batch<T> {
    /// The queue and the entries with their checked ids.
    fn open(self) -> Result<(String, Vec<(String, T)>), BusError> {
        let queue = queue_name(self.queue_url.as_ref())?;
        let entries: Vec<(String, T)> = self
            .entries
            .unwrap_or_default()
            .into_iter()
            .map(|entry| Ok((required("Id", entry.id)?, entry.content)))
            .collect::<Result<_, BusError>>()?;
        limits::check_batch_ids(entries.iter().map(|(id, _)| id.as_str()))?;
        Ok((queue, entries))
    }
}

pub(super) async fn send(bus: &Bus, batch: Batch<SendMessage>) -> Result<Value, BusError> {
    let (queue, entries) = batch.open()?;
    let sorted = Sorted::by(entries, SendMessage::read);
    let outcomes = bus.send_batch(&queue, sorted.good).await?;
    let outcomes = outcomes.into_iter().map(|outcome| {
        let sent = outcome?;
        let mut answer =
            json!({ "MessageId": sent.message_id, "MD5OfMessageBody": sent.md5_of_body });
        if let Some(md5) = sent.md5_of_attributes {
            answer["MD5OfMessageAttributes"] = json!(md5);
        }
        Ok(answer)
    });
    Ok(answer(sorted.ids, outcomes, sorted.refused))
}

pub(super) async fn delete(bus: &Bus, batch: Batch<Deletion>) -> Result<Value, BusError> {
    let (queue, entries) = batch.open()?;
    let sorted = Sorted::by(entries, |entry| {
        required("ReceiptHandle", entry.receipt_handle)
    });
    let outcomes = bus.delete_batch(&queue, sorted.good).await?;
    let outcomes = outcomes
        .into_iter()
        .map(|outcome| outcome.map(|()| json!({})));
    Ok(answer(sorted.ids, outcomes, sorted.refused))
}

pub(super) async fn change_visibility(
    bus: &Bus,
    batch: Batch<VisibilityChange>,
) -> Result<Value, BusError> {
    let (queue, entries) = batch.open()?;
    let sorted = Sorted::by(entries, |entry| {
        let handle = required("ReceiptHandle", entry.receipt_handle)?;
        let timeout = required("VisibilityTimeout", entry.visibility_timeout)?;
        let timeout_s = limits::in_range("VisibilityTimeout", timeout, &limits::VISIBILITY_S)?;
        Ok((handle, timeout_s))
    });
    let outcomes = bus.change_visibility_batch(&queue, sorted.good).await?;
    let outcomes = outcomes
        .into_iter()
        .map(|outcome| outcome.map(|()| json!({})));
    Ok(answer(sorted.ids, outcomes, sorted.refused))
}

/// Entries that could be read, with their ids in the same order, and those that could not.
struct Sorted<T> {
    ids: Vec<String>,
    good: Vec<T>,
    refused: Vec<(String, BusError)>,
}

impl<T> Sorted<T> {
    fn by<E>(entries: Vec<(String, E)>, read: impl Fn(E) -> Result<T, BusError>) -> Self {
        let mut sorted = Self {
            ids: Vec::new(),
            good: Vec::new(),
            refused: Vec::new(),
        };
        for (id, entry) in entries {
            match read(entry) {
                Ok(good) => {
                    sorted.ids.push(id);
                    sorted.good.push(good);
                }
                Err(refusal) => sorted.refused.push((id, refusal)),
            }
        }
        sorted
    }
}

fn answer(
    ids: Vec<String>,
    outcomes: impl Iterator<Item = Result<Value, BusError>>,
    refused: Vec<(String, BusError)>,
) -> Value {
    let mut successful = Vec::new();
    let mut failed: Vec<Value> = refused
        .into_iter()
        .map(|(id, refusal)| failure(&id, &refusal))
        .collect();
    for (id, outcome) in ids.into_iter().zip(outcomes) {
        match outcome {
            Ok(mut entry) => {
                entry["Id"] = json!(id);
                successful.push(entry);
            }
            Err(error) => failed.push(failure(&id, &error)),
        }
    }
    json!({ "Successful": successful, "Failed": failed })
}

fn failure(id: &str, error: &BusError) -> Value {
    json!({
        "Id": id,
        "SenderFault": error.code.is_senders_fault(),
        "Code": error.code.sqs_query_code(),
        "Message": error.message,
    })
}
