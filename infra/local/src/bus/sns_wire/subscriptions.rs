//! `Subscribe`, `SetSubscriptionAttributes` and `ListSubscriptionsByTopic`.

use serde_json::Value;

use super::super::filter_policy::FilterScope;
use super::super::{Bus, BusError, ErrorCode, Subscription, address, topic};
use super::form::Form;
use super::xml::{element, parent};

pub(super) async fn subscribe(bus: &Bus, form: &Form) -> Result<String, BusError> {
    let protocol = form.required("Protocol")?;
    if protocol != "sqs" {
        return Err(BusError::invalid(
            "Protocol",
            protocol,
            "The local topics deliver to queues only: expected sqs.",
        ));
    }
    let mut wanted = Subscription {
        topic: address::topic_of_arn(form.required("TopicArn")?)?.to_owned(),
        queue: address::queue_of_arn(form.required("Endpoint")?)?.to_owned(),
        raw_delivery: false,
        filter_policy: None,
        filter_scope: FilterScope::default(),
    };
    for entry in form.entries("Attributes") {
        change(
            &mut wanted,
            entry.required("key")?,
            entry.required("value")?,
        )?;
    }
    let topic_arn = bus.topic_arn(&wanted.topic);
    let suffix = bus
        .inner
        .ledger
        .run(move |unit| {
            let existing = topic::subscriptions(unit, &wanted.topic)?
                .into_iter()
                .find(|record| record.subscription.queue == wanted.queue);
            match existing {
                Some(record) if record.subscription == wanted => Ok(record.arn_suffix),
                Some(_) => Err(BusError::new(
                    ErrorCode::InvalidParameterValue,
                    "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
                )),
                None => topic::ensure_subscription(unit, &wanted),
            }
        })
        .await?;
    Ok(element("SubscriptionArn", &format!("{topic_arn}:{suffix}")))
}

pub(super) async fn set_attribute(bus: &Bus, form: &Form) -> Result<String, BusError> {
    let arn = form.required("SubscriptionArn")?.to_owned();
    let name = form.required("AttributeName")?.to_owned();
    let value = form.get("AttributeValue").unwrap_or_default().to_owned();
    let unknown = || {
        BusError::new(
            ErrorCode::NotFound,
            format!("Subscription does not exist: {arn}"),
        )
    };
    let (topic_arn, suffix) = arn.rsplit_once(':').ok_or_else(unknown)?;
    let topic = address::topic_of_arn(topic_arn)
        .map_err(|_| unknown())?
        .to_owned();
    let (suffix, unknown) = (suffix.to_owned(), unknown());
    bus.inner
        .ledger
        .run(move |unit| {
            let mut subscription = topic::subscriptions(unit, &topic)?
                .into_iter()
                .find(|record| record.arn_suffix == suffix)
                .ok_or(unknown)?
                .subscription;
            change(&mut subscription, &name, &value)?;
            topic::ensure_subscription(unit, &subscription)
        })
        .await?;
    Ok(String::new())
}

fn change(subscription: &mut Subscription, name: &str, value: &str) -> Result<(), BusError> {
    match name {
        "RawMessageDelivery" => {
            subscription.raw_delivery = value.to_ascii_lowercase().parse().map_err(|_| {
                BusError::invalid("RawMessageDelivery", value, "Expected true or false.")
            })?;
        }
        "FilterPolicy" => {
            subscription.filter_policy = match value {
                "" | "{}" => None,
                text => Some(serde_json::from_str::<Value>(text).map_err(|error| {
                    let reason = format!("failed to parse JSON: {error}");
                    BusError::invalid("FilterPolicy", text, &reason)
                })?),
            };
        }
        "FilterPolicyScope" => subscription.filter_scope = FilterScope::named(value)?,
        other => {
            return Err(BusError::invalid(
                "AttributeName",
                other,
                "Expected RawMessageDelivery, FilterPolicy or FilterPolicyScope.",
            ));
        }
    }
    Ok(())
}

pub(super) async fn list(bus: &Bus, form: &Form) -> Result<String, BusError> {
    let name = address::topic_of_arn(form.required("TopicArn")?)?.to_owned();
    let topic_arn = bus.topic_arn(&name);
    let records = bus
        .inner
        .ledger
        .run(move |unit| topic::subscriptions(unit, &name))
        .await?;
    let members: String = records
        .iter()
        .map(|record| {
            let entry = element(
                "SubscriptionArn",
                &format!("{topic_arn}:{}", record.arn_suffix),
            ) + &element("Owner", address::ACCOUNT)
                + &element("Protocol", "sqs")
                + &element("Endpoint", &bus.queue_arn(&record.subscription.queue))
                + &element("TopicArn", &topic_arn);
            parent("member", &entry)
        })
        .collect();
    Ok(parent("Subscriptions", &members))
}
