//! Attributes of a message: typed name-value pairs beside the body.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::{BusError, limits};

/// Attributes by name.
pub type MessageAttributes = BTreeMap<String, MessageAttribute>;

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAttribute {
    /// `String`, `Number`, `Binary` or `String.Array`, or one of the first three with a label (`Number.fen`).
    pub data_type: String,
    /// Its value, never empty.
    pub value: AttributeValue,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeValue {
    /// Of the types `String`, `Number` and `String.Array` (there: a JSON array).
    Text(String),
    /// Of the type `Binary`.
    Binary(Vec<u8>),
}

impl MessageAttribute {
    /// An attribute of type `String`.
    pub fn text(value: impl Into<String>) -> Self {
        Self::of("String", value)
    }

    /// An attribute of type `Number`; the decimal digits are kept as they are.
    pub fn number(value: impl std::fmt::Display) -> Self {
        Self::of("Number", value.to_string())
    }

    /// An attribute of type `String.Array`.
    pub fn string_array(values: &[&str]) -> Self {
        Self::of("String.Array", serde_json::json!(values).to_string())
    }

    fn of(data_type: &str, value: impl Into<String>) -> Self {
        Self {
            data_type: data_type.to_owned(),
            value: AttributeValue::Text(value.into()),
        }
    }
}

impl AttributeValue {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

/// An attribute as both wire protocols write it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WireAttribute {
    /// The type.
    pub(super) data_type: Option<String>,
    /// The value of a text type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) string_value: Option<String>,
    /// The value of a binary type, base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) binary_value: Option<String>,
}

impl From<&MessageAttribute> for WireAttribute {
    fn from(attribute: &MessageAttribute) -> Self {
        let (string_value, binary_value) = match &attribute.value {
            AttributeValue::Text(text) => (Some(text.clone()), None),
            AttributeValue::Binary(bytes) => (None, Some(BASE64.encode(bytes))),
        };
        Self {
            data_type: Some(attribute.data_type.clone()),
            string_value,
            binary_value,
        }
    }
}

/// Reads attributes off the wire; the rules common to queues and topics hold for what comes back.
pub(super) fn from_wire(
    wire: impl IntoIterator<Item = (String, WireAttribute)>,
) -> Result<MessageAttributes, BusError> {
    wire.into_iter()
        .map(|(name, attribute)| {
            let read = read_one(&name, attribute)?;
            Ok((name, read))
        })
        .collect()
}

fn read_one(name: &str, wire: WireAttribute) -> Result<MessageAttribute, BusError> {
    let refuse = |reason: &str| Err(BusError::invalid("MessageAttributes", name, reason));
    let Some(data_type) = wire.data_type.filter(|data_type| !data_type.is_empty()) else {
        return refuse("The attribute must contain a non-empty message attribute type.");
    };
    let value = if is_kind(&data_type, "Binary") {
        let Some(encoded) = wire.binary_value else {
            return refuse("An attribute of type Binary must contain a BinaryValue.");
        };
        match BASE64.decode(encoded) {
            Ok(bytes) => AttributeValue::Binary(bytes),
            Err(_) => return refuse("BinaryValue must be base64."),
        }
    } else {
        match wire.string_value {
            Some(text) => AttributeValue::Text(text),
            None => return refuse("An attribute that is not Binary must contain a StringValue."),
        }
    };
    Ok(MessageAttribute { data_type, value })
}

/// Checks names, types and values.
pub(super) fn check(attributes: &MessageAttributes) -> Result<(), BusError> {
    for (name, attribute) in attributes {
        let refuse = |reason: &str| Err(BusError::invalid("MessageAttributes", name, reason));
        if !is_name(name) {
            return refuse(
                "A name has 1 to 256 letters, digits, hyphens, underscores and single inner dots, and does not begin with AWS. or Amazon.",
            );
        }
        if attribute.value.bytes().is_empty() {
            return refuse("The attribute must contain a non-empty value.");
        }
        let kind = ["String", "Number", "Binary"]
            .into_iter()
            .find(|kind| is_kind(&attribute.data_type, kind));
        match (kind, &attribute.value) {
            (Some("Number"), AttributeValue::Text(text)) if text.parse::<f64>().is_err() => {
                return refuse("The value of a Number must be a number.");
            }
            (Some("Binary"), AttributeValue::Binary(_))
            | (Some("String" | "Number"), AttributeValue::Text(_)) => {}
            _ => {
                return refuse(
                    "The type must begin with String or Number (with a text value) or Binary (with a binary value).",
                );
            }
        }
    }
    Ok(())
}

/// Whether `data_type` is `kind` or `kind` with a label.
fn is_kind(data_type: &str, kind: &str) -> bool {
    data_type
        .strip_prefix(kind)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (1..=256).contains(&name.len())
        && name.split('.').all(|part| limits::is_plain_name(part, 256))
        && !lower.starts_with("aws.")
        && !lower.starts_with("amazon.")
}

/// The bytes attributes add to a message: names, types and values.
pub(super) fn bytes(attributes: &MessageAttributes) -> usize {
    attributes
        .iter()
        .map(|(name, it)| name.len() + it.data_type.len() + it.value.bytes().len())
        .sum()
}

/// The MD5 the clients verify: over names, types and values in the order of the names, each with its length before
/// it. `None` without attributes.
pub(super) fn md5(attributes: &MessageAttributes) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut signed = Vec::with_capacity(bytes(attributes));
    for (name, attribute) in attributes {
        let transport: u8 = match attribute.value {
            AttributeValue::Text(_) => 1,
            AttributeValue::Binary(_) => 2,
        };
        append_with_length(&mut signed, name.as_bytes());
        append_with_length(&mut signed, attribute.data_type.as_bytes());
        signed.push(transport);
        append_with_length(&mut signed, attribute.value.bytes());
    }
    Some(format!("{:x}", md5::compute(signed)))
}

fn append_with_length(signed: &mut Vec<u8>, part: &[u8]) {
    signed.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
    signed.extend_from_slice(part);
}

#[cfg(test)]
mod tests {
    use super::{MessageAttribute, MessageAttributes, md5};

    #[test]
    fn the_md5_is_the_one_clients_compute() {
        // A value recorded from the real service.
        let timestamp = MessageAttribute::number("1493147359900");
        let attributes = MessageAttributes::from([("timestamp".to_owned(), timestamp)]);
        assert_eq!(
            md5(&attributes).as_deref(),
            Some("235c5c510d26fb653d073faed50ae77c")
        );
        assert_eq!(md5(&MessageAttributes::new()), None);
    }
}
