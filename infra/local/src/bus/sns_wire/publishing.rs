//! `Publish` and `PublishBatch`.

use super::super::message_attributes::{self, MessageAttributes, WireAttribute};
use super::super::{Bus, BusError, ErrorCode, Publication, address, limits};
use super::form::Form;
use super::xml::{element, parent};

pub(super) async fn publish(bus: &Bus, form: &Form) -> Result<String, BusError> {
    if form.get("PhoneNumber").is_some() {
        return Err(unsupported("PhoneNumber"));
    }
    let arn = match form.get("TargetArn") {
        Some(arn) => arn,
        None => form.required("TopicArn")?,
    };
    let topic = address::topic_of_arn(arn)?;
    let message_id = bus.publish(topic, publication(form)?).await?;
    Ok(element("MessageId", &message_id))
}

pub(super) async fn publish_batch(bus: &Bus, form: &Form) -> Result<String, BusError> {
    let topic = address::topic_of_arn(form.required("TopicArn")?)?;
    let entries = form.members("PublishBatchRequestEntries");
    let ids: Vec<&str> = entries
        .iter()
        .map(|entry| entry.required("Id"))
        .collect::<Result<_, _>>()?;
    limits::check_batch_ids(ids.iter().copied())?;
    let mut readable = Vec::new();
    let mut failed = String::new();
    let mut publications = Vec::new();
    for (id, entry) in ids.into_iter().zip(&entries) {
        match publication(entry) {
            Ok(publication) => {
                readable.push(id);
                publications.push(publication);
            }
            Err(refusal) => failed.push_str(&failure(id, &refusal)),
        }
    }
    let outcomes = bus.publish_batch(topic, publications).await?;
    let mut successful = String::new();
    for (id, outcome) in readable.into_iter().zip(outcomes) {
        match outcome {
            Ok(message_id) => {
                let entry = element("Id", id) + &element("MessageId", &message_id);
                successful.push_str(&parent("member", &entry));
            }
            Err(error) => failed.push_str(&failure(id, &error)),
        }
    }
    Ok(parent("Successful", &successful) + &parent("Failed", &failed))
}

fn failure(id: &str, error: &BusError) -> String {
    let entry = element("Id", id)
        + &element("Code", error.code.sns_code())
        + &element("Message", &error.message)
        + &element(
            "SenderFault",
            if error.code.is_senders_fault() {
                "true"
            } else {
                "false"
            },
        );
    parent("member", &entry)
}

/// The message of a `Publish` or of one entry of a `PublishBatch`.
fn publication(form: &Form) -> Result<Publication, BusError> {
    for refused in [
        "MessageStructure",
        "MessageGroupId",
        "MessageDeduplicationId",
    ] {
        if form.get(refused).is_some() {
            return Err(unsupported(refused));
        }
    }
    Ok(Publication {
        message: form.required("Message")?.to_owned(),
        subject: form.get("Subject").map(str::to_owned),
        attributes: attributes(form)?,
    })
}

fn attributes(form: &Form) -> Result<MessageAttributes, BusError> {
    let field = |entry: &Form, name| entry.get(name).map(str::to_owned);
    let wire = form
        .entries("MessageAttributes")
        .into_iter()
        .map(|entry| {
            let attribute = WireAttribute {
                data_type: field(&entry, "Value.DataType"),
                string_value: field(&entry, "Value.StringValue"),
                binary_value: field(&entry, "Value.BinaryValue"),
            };
            Ok((entry.required("Name")?.to_owned(), attribute))
        })
        .collect::<Result<Vec<_>, BusError>>()?;
    message_attributes::from_wire(wire)
}

fn unsupported(parameter: &str) -> BusError {
    BusError::new(
        ErrorCode::UnsupportedOperation,
        format!("Invalid parameter: {parameter} is not supported by the local topics."),
    )
}
