//! A message on its way through a queue.

use std::collections::BTreeMap;

use super::address::ACCOUNT;
use super::message_attributes::{self, MessageAttributes};
use super::{BusError, ErrorCode, limits};

/// A message to send.
#[derive(Debug, Clone, Default)]
pub struct NewMessage {
    /// The body, 1 byte to 256 KiB together with the attributes.
    pub body: String,
    /// At most ten.
    pub attributes: MessageAttributes,
    /// Seconds to hold it back, up to 900; `None`: what the queue says.
    pub delay_s: Option<u32>,
}

impl NewMessage {
    /// A message without attributes.
    pub fn with_body(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// Checks body, attributes, size and delay.
    pub(super) fn check(&self) -> Result<(), BusError> {
        if self.body.is_empty() {
            return Err(BusError::missing("MessageBody"));
        }
        if let Some(found) = self.body.chars().find(|letter| !is_allowed(*letter)) {
            return Err(BusError::new(
                ErrorCode::InvalidMessageContents,
                format!(
                    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF, found #x{:X}.",
                    u32::from(found)
                ),
            ));
        }
        message_attributes::check(&self.attributes)?;
        let count = self.attributes.len();
        if count > limits::MESSAGE_ATTRIBUTES {
            return Err(BusError::invalid(
                "MessageAttributes",
                format!("({count} attributes)"),
                "Number of message attributes exceeds the allowed maximum [10].",
            ));
        }
        if self.bytes() > limits::MESSAGE_BYTES {
            return Err(BusError::new(
                ErrorCode::InvalidParameterValue,
                format!(
                    "One or more parameters are invalid. Reason: Message must be shorter than {} bytes, found {}.",
                    limits::MESSAGE_BYTES,
                    self.bytes()
                ),
            ));
        }
        if let Some(delay_s) = self.delay_s {
            limits::in_range("DelaySeconds", delay_s.into(), &limits::DELAY_S)?;
        }
        Ok(())
    }

    /// Its size as the limits count it.
    pub(super) fn bytes(&self) -> usize {
        self.body.len() + message_attributes::bytes(&self.attributes)
    }
}

fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The receipt for a sent message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMessage {
    /// Stays with the message for life, also into the dead-letter queue.
    pub message_id: String,
    /// Hexadecimal MD5 of the body.
    pub md5_of_body: String,
    /// MD5 of the attributes as the clients verify it; `None` without attributes.
    pub md5_of_attributes: Option<String>,
}

/// A message handed out by a receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// The id it was sent with.
    pub message_id: String,
    /// Names this one receive of it: what delete and change of visibility ask for.
    pub receipt_handle: String,
    /// The body.
    pub body: String,
    /// Hexadecimal MD5 of the body.
    pub md5_of_body: String,
    /// The attributes.
    pub attributes: MessageAttributes,
    /// How often it was received, this time included (`ApproximateReceiveCount`).
    pub receive_count: u32,
    /// When it was sent, milliseconds since the Unix epoch (`SentTimestamp`).
    pub sent_ms: i64,
    /// When it was first received (`ApproximateFirstReceiveTimestamp`).
    pub first_received_ms: i64,
    /// In a dead-letter queue: the name of the queue it came from.
    pub dead_letter_source: Option<String>,
}

impl ReceivedMessage {
    /// The attributes the service itself gives a message, as text. `DeadLetterQueueSourceArn` needs the region and is
    /// left to the wire.
    pub fn system_attributes(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            (
                "ApproximateFirstReceiveTimestamp",
                self.first_received_ms.to_string(),
            ),
            ("ApproximateReceiveCount", self.receive_count.to_string()),
            ("SenderId", ACCOUNT.to_owned()),
            ("SentTimestamp", self.sent_ms.to_string()),
        ])
    }

    /// MD5 of the attributes as the clients verify it; `None` without attributes.
    pub fn md5_of_attributes(&self) -> Option<String> {
        message_attributes::md5(&self.attributes)
    }
}

/// Hexadecimal MD5 of a body.
pub(super) fn md5_of_body(body: &str) -> String {
    format!("{:x}", md5::compute(body))
}
