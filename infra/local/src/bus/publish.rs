//! Publishing: a message goes to every subscribed queue that wants it, all in one transaction.

use uuid::Uuid;

use super::filter_policy::FilterPolicy;
use super::ledger::Unit;
use super::message_attributes::{self, AttributeValue, MessageAttributes};
use super::send::{self, Parcel};
use super::topic::{self, SubscriptionRecord};
use super::{Bus, BusError, NewMessage, address, envelope, limits, published, queue};

/// A message for a topic.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// The message, 1 byte to 256 KiB together with the attributes.
    pub message: String,
    /// A line of up to 100 characters.
    pub subject: Option<String>,
    /// Of the types `String`, `String.Array`, `Number`, `Binary`.
    pub attributes: MessageAttributes,
}

impl Publication {
    /// Its size as the limits count it.
    pub(super) fn bytes(&self) -> usize {
        self.message.len() + message_attributes::bytes(&self.attributes)
    }

    fn check(&self) -> Result<(), BusError> {
        if self.message.is_empty() {
            return Err(BusError::invalid("Message", "\"\"", "Empty message."));
        }
        if self.bytes() > limits::MESSAGE_BYTES {
            let found = format!("({} bytes)", self.bytes());
            return Err(BusError::invalid(
                "Message",
                found,
                "Message too long: 262144 bytes at most.",
            ));
        }
        if let Some(subject) = &self.subject {
            let length = subject.chars().count();
            if !(1..=100).contains(&length) || subject.chars().any(char::is_control) {
                return Err(BusError::invalid(
                    "Subject",
                    format!("{subject:?}"),
                    "A line of 1 to 100 characters is expected.",
                ));
            }
        }
        message_attributes::check(&self.attributes)?;
        self.attributes.iter().try_for_each(|(name, attribute)| {
            let refuse = |reason| Err(BusError::invalid("MessageAttributes", name, reason));
            match (attribute.data_type.as_str(), &attribute.value) {
                ("String.Array", AttributeValue::Text(text)) if !is_array_of_scalars(text) => {
                    refuse(
                        "A String.Array is a JSON array of strings, numbers, true, false and null.",
                    )
                }
                ("String" | "String.Array" | "Number" | "Binary", _) => Ok(()),
                _ => refuse("The type must be String, String.Array, Number or Binary."),
            }
        })
    }
}

fn is_array_of_scalars(text: &str) -> bool {
    serde_json::from_str::<Vec<serde_json::Value>>(text)
        .is_ok_and(|elements| elements.iter().all(|it| !it.is_array() && !it.is_object()))
}

impl Bus {
    /// Publishes a message: it is in every queue that wants it when this comes back with its id.
    ///
    /// # Errors
    /// An unknown topic, a message out of its limits, the database: it is in no queue then.
    pub async fn publish(&self, topic: &str, publication: Publication) -> Result<String, BusError> {
        publication.check()?;
        let (name, region) = (topic.to_owned(), self.inner.region.clone());
        let published = self
            .inner
            .ledger
            .run(move |unit| publish(unit, &region, &name, &publication))
            .await?;
        self.inner.traffic.count(topic, &published.delivered_to);
        Ok(published.message_id)
    }

    /// Publishes up to ten messages with one commit. A bad one among them is refused alone, in its place.
    ///
    /// # Errors
    /// An unknown topic, more than 256 KiB in total, the database: nothing was published.
    pub async fn publish_batch(
        &self,
        topic: &str,
        publications: Vec<Publication>,
    ) -> Result<Vec<Result<String, BusError>>, BusError> {
        limits::check_batch_bytes(publications.iter().map(Publication::bytes).sum())?;
        let (name, region) = (topic.to_owned(), self.inner.region.clone());
        let outcomes: Vec<Result<Published, BusError>> = self
            .inner
            .ledger
            .run(move |unit| {
                topic::find_topic(unit, &name)?;
                let mut outcomes = Vec::new();
                for publication in &publications {
                    outcomes.push(match publication.check() {
                        Ok(()) => Ok(publish(unit, &region, &name, publication)?),
                        Err(refusal) => Err(refusal),
                    });
                }
                Ok(outcomes)
            })
            .await?;
        let counted = |published: Published| {
            self.inner.traffic.count(topic, &published.delivered_to);
            published.message_id
        };
        Ok(outcomes
            .into_iter()
            .map(|outcome| outcome.map(counted))
            .collect())
    }
}

/// A message that is out.
struct Published {
    message_id: String,
    delivered_to: Vec<String>,
}

fn publish(
    unit: &Unit<'_>,
    region: &str,
    topic: &str,
    publication: &Publication,
) -> Result<Published, BusError> {
    let message_id = Uuid::now_v7().to_string();
    let mut delivered_to = Vec::new();
    for record in topic::subscriptions(unit, topic)? {
        let wanted = match &record.subscription.filter_policy {
            Some(policy) => FilterPolicy::parse(policy, record.subscription.filter_scope)?
                .accepts(&publication.message, &publication.attributes),
            None => true,
        };
        if wanted && deliver(unit, region, &record, &message_id, publication)? {
            delivered_to.push(record.subscription.queue);
        }
    }
    published::keep(unit, topic, &message_id, publication, &delivered_to)?;
    Ok(Published {
        message_id,
        delivered_to,
    })
}

/// Puts the message into the queue of one subscription; whether it could be put there.
fn deliver(
    unit: &Unit<'_>,
    region: &str,
    record: &SubscriptionRecord,
    message_id: &str,
    publication: &Publication,
) -> Result<bool, BusError> {
    let subscription = &record.subscription;
    let message = if subscription.raw_delivery {
        NewMessage {
            body: publication.message.clone(),
            attributes: publication.attributes.clone(),
            delay_s: None,
        }
    } else {
        let topic_arn = address::topic_arn(region, &subscription.topic);
        NewMessage::with_body(envelope::wrap(
            unit.now_ms,
            &topic_arn,
            message_id,
            publication,
        ))
    };
    match Parcel::pack(&message) {
        Ok(parcel) => {
            let queue = queue::find(unit, &subscription.queue)?;
            send::insert(unit, &queue, &parcel)?;
            Ok(true)
        }
        // What a queue does not take (more than ten attributes, for one) the real service drops as well; here it shows.
        Err(refusal) => {
            let (topic, queue) = (&subscription.topic, &subscription.queue);
            tracing::warn!(topic, queue, message_id, %refusal, "a published message was dropped: the queue does not take it");
            Ok(false)
        }
    }
}
