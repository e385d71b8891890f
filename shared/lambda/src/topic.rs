//! Publishing on topics; the only place that speaks to SNS.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_sns::Client;
use aws_sdk_sns::error::{BuildError, SdkError};
use aws_sdk_sns::operation::publish::PublishError;
use aws_sdk_sns::operation::publish_batch::PublishBatchError;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use contract::message::{Attribute, EventMessage};
use contract::notice::NoticeMessage;

use crate::config::{ConfigError, Variable};
use crate::fault::Fault;
use crate::stream::Failed;

/// The most messages in one request.
const AT_ONCE: usize = 10;

/// A topic to publish on.
#[derive(Clone, Debug)]
pub struct Topic {
    client: Client,
    arn: String,
}

/// A message was not published.
#[derive(Debug, thiserror::Error)]
enum Unpublished {
    #[error("the message has no form on the wire")]
    Form(#[source] serde_json::Error),
    #[error("an attribute of the message is incomplete")]
    Attribute(#[source] BuildError),
    #[error("the topic did not take the message")]
    Topic(#[source] Box<SdkError<PublishError>>),
    #[error("the topic did not take the messages")]
    Batch(#[source] Box<SdkError<PublishBatchError>>),
    #[error("the topic took some messages and refused this one: {code}")]
    Entry { code: String },
}

impl Topic {
    /// The topic with this ARN.
    #[must_use]
    pub fn new(sdk: &SdkConfig, arn: impl Into<String>) -> Self {
        Self {
            client: Client::new(sdk),
            arn: arn.into(),
        }
    }

    /// The topic whose ARN is in `variable`.
    ///
    /// # Errors
    /// [`ConfigError`] when the variable is not set.
    pub fn from_env(sdk: &SdkConfig, variable: Variable) -> Result<Self, ConfigError> {
        Ok(Self::new(sdk, variable.read()?))
    }

    /// Publishes what commits say, in their order; at least once is the promise, so a repetition is
    /// harmless.
    ///
    /// # Errors
    /// The first that the topic did not take. Some after it may have been taken.
    pub async fn publish_all(&self, messages: &[EventMessage]) -> Result<(), Failed> {
        for (group, some) in messages.chunks(AT_ONCE).enumerate() {
            self.publish_some(some).await.map_err(|failed| Failed {
                place: group.saturating_mul(AT_ONCE).saturating_add(failed.place),
                ..failed
            })?;
        }
        Ok(())
    }

    /// One request. Its entries are named by their places.
    async fn publish_some(&self, messages: &[EventMessage]) -> Result<(), Failed> {
        let mut request = self.client.publish_batch().topic_arn(&self.arn);
        for (place, message) in messages.iter().enumerate() {
            let entry = entry(place, message).map_err(|fault| Failed { place, fault })?;
            request = request.publish_batch_request_entries(entry);
        }
        let answer = request.send().await.map_err(|error| Failed {
            place: 0,
            fault: Fault::retry(Unpublished::Batch(Box::new(error))),
        })?;
        let refused = answer.failed().iter().filter_map(|entry| {
            let place = entry.id().parse().ok()?;
            Some((place, entry.code().to_owned()))
        });
        match refused.min() {
            None => Ok(()),
            Some((place, code)) => Err(Failed {
                place,
                fault: Fault::retry(Unpublished::Entry { code }),
            }),
        }
    }

    /// Publishes a notice to customers or staff.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the topic did not take it.
    pub async fn notify(&self, notice: &NoticeMessage) -> Result<(), Fault> {
        let body = notice
            .to_body()
            .map_err(|error| Fault::poison(Unpublished::Form(error)))?;
        self.send(body, notice.attributes()).await
    }

    async fn send(
        &self,
        body: String,
        attributes: impl IntoIterator<Item = Attribute>,
    ) -> Result<(), Fault> {
        let attributes = values(attributes)?;
        let request = self.client.publish().topic_arn(&self.arn).message(body);
        let sent = request
            .set_message_attributes(Some(attributes))
            .send()
            .await;
        sent.map(drop)
            .map_err(|error| Fault::retry(Unpublished::Topic(Box::new(error))))
    }
}

fn entry(place: usize, message: &EventMessage) -> Result<PublishBatchRequestEntry, Fault> {
    let formless = |error| Fault::poison(Unpublished::Form(error));
    let attributes = values(message.attributes().map_err(formless)?)?;
    PublishBatchRequestEntry::builder()
        .id(place.to_string())
        .message(message.to_body().map_err(formless)?)
        .set_message_attributes(Some(attributes))
        .build()
        .map_err(|error| Fault::poison(Unpublished::Attribute(error)))
}

fn values(
    attributes: impl IntoIterator<Item = Attribute>,
) -> Result<HashMap<String, MessageAttributeValue>, Fault> {
    let value = |attribute: Attribute| {
        let value = MessageAttributeValue::builder()
            .data_type(attribute.data_type)
            .string_value(attribute.value)
            .build()
            .map_err(|error| Fault::poison(Unpublished::Attribute(error)))?;
        Ok((attribute.name.to_owned(), value))
    };
    attributes.into_iter().map(value).collect()
}
