//! The JSON envelope around a published message on its way into a queue.

use serde_json::{Value, json};

use super::Publication;
use super::message_attributes::WireAttribute;

/// The JSON a queue gets without raw delivery. The signature is empty: there is no key here to sign with.
pub(super) fn wrap(
    now_ms: i64,
    topic_arn: &str,
    message_id: &str,
    publication: &Publication,
) -> String {
    let timestamp = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let mut envelope = json!({
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": topic_arn,
        "Message": publication.message,
        "Timestamp": timestamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        "SignatureVersion": "1",
        "Signature": "",
        "SigningCertURL": "",
        "UnsubscribeURL": "",
    });
    if let Some(subject) = &publication.subject {
        envelope["Subject"] = json!(subject);
    }
    if !publication.attributes.is_empty() {
        let attributes = publication.attributes.iter().map(|(name, attribute)| {
            let wire = WireAttribute::from(attribute);
            let value = wire.string_value.or(wire.binary_value);
            (
                name.clone(),
                json!({ "Type": attribute.data_type, "Value": value }),
            )
        });
        envelope["MessageAttributes"] = Value::Object(attributes.collect());
    }
    envelope.to_string()
}
