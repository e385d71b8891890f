//! Publishing on topics; the only place that speaks to SNS.

use aws_config::SdkConfig;
use aws_sdk_sns::Client;
use aws_sdk_sns::error::{BuildError, SdkError};
use aws_sdk_sns::operation::publish::PublishError;
use aws_sdk_sns::types::MessageAttributeValue;
use contract::message::{Attribute, EventMessage};
use contract::notice::NoticeMessage;

use crate::config::{ConfigError, Variable};
use crate::fault::Fault;

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

    /// Publishes what a commit says; at least once is the promise, so a repetition is harmless.
    ///
    /// # Errors
    /// [`Fault::Retry`] when the topic did not take it.
    pub async fn publish(&self, message: &EventMessage) -> Result<(), Fault> {
        let body = message
            .to_body()
            .map_err(|error| Fault::poison(Unpublished::Form(error)))?;
        let attributes = message
            .attributes()
            .map_err(|error| Fault::poison(Unpublished::Form(error)))?;
        self.send(body, attributes).await
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
        let mut request = self.client.publish().topic_arn(&self.arn).message(body);
        for attribute in attributes {
            let value = MessageAttributeValue::builder()
                .data_type(attribute.data_type)
                .string_value(attribute.value)
                .build()
                .map_err(|error| Fault::poison(Unpublished::Attribute(error)))?;
            request = request.message_attributes(attribute.name, value);
        }
        let sent = request.send().await;
        sent.map(drop)
            .map_err(|error| Fault::retry(Unpublished::Topic(Box::new(error))))
    }
}
