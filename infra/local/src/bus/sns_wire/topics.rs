//! `CreateTopic` and `GetTopicAttributes`.

use super::super::{Bus, BusError, ErrorCode, address, topic};
use super::form::Form;
use super::xml::{element, parent};

pub(super) async fn create(bus: &Bus, form: &Form) -> Result<String, BusError> {
    if !form.entries("Attributes").is_empty() {
        return Err(BusError::new(
            ErrorCode::UnsupportedOperation,
            "Invalid parameter: Attributes are not supported by the local topics.",
        ));
    }
    let name = form.required("Name")?.to_owned();
    let arn = bus.topic_arn(&name);
    bus.inner
        .ledger
        .run(move |unit| topic::ensure_topic(unit, &name))
        .await?;
    Ok(element("TopicArn", &arn))
}

pub(super) async fn attributes(bus: &Bus, form: &Form) -> Result<String, BusError> {
    let arn = form.required("TopicArn")?;
    let name = address::topic_of_arn(arn)?.to_owned();
    let topic_arn = bus.topic_arn(&name);
    let count = bus
        .inner
        .ledger
        .run(move |unit| Ok(topic::subscriptions(unit, &name)?.len()))
        .await?;
    let attributes = [
        ("TopicArn", topic_arn.as_str()),
        ("Owner", address::ACCOUNT),
        ("SubscriptionsConfirmed", &count.to_string()),
        ("SubscriptionsPending", "0"),
        ("SubscriptionsDeleted", "0"),
    ];
    let entries: String = attributes
        .iter()
        .map(|(key, value)| parent("entry", &(element("key", key) + &element("value", value))))
        .collect();
    Ok(parent("Attributes", &entries))
}
