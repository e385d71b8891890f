//! `AWS::SNS::Topic` and `AWS::SNS::Subscription`.

use crate::template::error::{Reading, TemplateError};
use crate::template::section::Section;
use crate::template::stack::Subscription;

use super::name_in_arn;

/// Reads a standard topic with no inline subscriptions and returns its name.
pub(crate) fn read(name: String, mut properties: Section) -> Reading<String> {
    if properties.flag("FifoTopic")?.unwrap_or(false) {
        return Err(TemplateError::unknown(
            properties.path_of("FifoTopic"),
            "topic kind",
            "FIFO",
        ));
    }
    properties.done()?;
    Ok(name)
}

/// Reads the subscription of a queue to a topic.
pub(crate) fn read_subscription(mut properties: Section) -> Reading<Subscription> {
    let protocol = properties.required_text("Protocol")?;
    if protocol != "sqs" {
        return Err(TemplateError::unknown(
            properties.path_of("Protocol"),
            "subscription protocol",
            &protocol,
        ));
    }
    let subscription = Subscription {
        topic: name_in_arn(&properties.required_text("TopicArn")?).to_owned(),
        queue: name_in_arn(&properties.required_text("Endpoint")?).to_owned(),
        raw_delivery: properties.flag("RawMessageDelivery")?.unwrap_or(false),
        filter_policy: properties.take("FilterPolicy"),
        filter_scope: properties
            .text("FilterPolicyScope")?
            .unwrap_or_else(|| "MessageAttributes".to_owned()),
    };
    properties.done()?;
    Ok(subscription)
}
