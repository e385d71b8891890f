//! The message that a commit becomes: a nudge, not the news itself.
//!
//! It says which aggregate moved and what kinds of events happened. Whoever receives it loads
//! the aggregate and decides again, so duplicates, delay and disorder do no harm, and no
//! personal data travels.

use domain::aggregate::AggregateKind;
use domain::event_kind::EventKind;
use serde::{Deserialize, Serialize};

/// The version of [`EventMessage`] written and understood here.
pub const VERSION: u16 = 1;

/// The most steps that one request or job may set off in a row. A chain that is longer runs in a
/// circle, which nothing else would stop in regions without recursion detection.
pub const MAX_HOPS: u16 = 64;

/// What is published on the events topic and lies in the queues.
///
/// Unknown fields are tolerated, so that a newer sender does not poison an older receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventMessage {
    /// The version of this shape, [`VERSION`].
    pub version: u16,
    /// The kind of the aggregate that moved.
    pub aggregate: AggregateKind,
    /// Its identifier within the kind.
    pub id: String,
    /// The number of the commit in the aggregate's journal.
    pub sequence: u64,
    /// The kinds of the commit's events, oldest first.
    pub kinds: Vec<EventKind>,
    /// Ties together everything that one request set off.
    pub correlation_id: String,
    /// How many commits before this one were set off in a row, without a person or a clock.
    pub hops: u16,
}

/// Why the body of a message is none of ours.
#[derive(Debug, thiserror::Error)]
pub enum BadMessage {
    /// Not JSON of the expected shape.
    #[error("expected an event message of version {VERSION}, found something else")]
    Shape(#[source] serde_json::Error),
    /// A version that is not known here.
    #[error("expected version {VERSION}, found {found}; deploy the receiver before the sender")]
    Version {
        /// The version found.
        found: u64,
    },
    /// It set off too many steps in a row.
    #[error(
        "expected at most {MAX_HOPS} hops, found {found}: events set each other off in a circle"
    )]
    Hops {
        /// The hops found.
        found: u16,
    },
}

/// An attribute of the message, which filter policies look at without opening the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Its type as the topic knows it: `String` or `String.Array`.
    pub data_type: &'static str,
    /// Its value; an array is written as JSON.
    pub value: String,
}

impl EventMessage {
    /// Reads the body of a message.
    ///
    /// # Errors
    /// [`BadMessage`]: no retry will make it readable.
    pub fn from_body(body: &str) -> Result<Self, BadMessage> {
        // The version comes first: a later one may differ in everything else.
        #[derive(Deserialize)]
        struct Versioned {
            version: u64,
        }
        let Versioned { version } = serde_json::from_str(body).map_err(BadMessage::Shape)?;
        if version != u64::from(VERSION) {
            return Err(BadMessage::Version { found: version });
        }
        let message: Self = serde_json::from_str(body).map_err(BadMessage::Shape)?;
        if message.hops > MAX_HOPS {
            return Err(BadMessage::Hops {
                found: message.hops,
            });
        }
        Ok(message)
    }

    /// The body.
    ///
    /// # Errors
    /// Never for values of this type; the signature is that of the serialiser.
    pub fn to_body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The attributes: `kinds` for the filter policies, `aggregate` and `correlation_id` for people.
    ///
    /// # Errors
    /// Never for values of this type; the signature is that of the serialiser.
    pub fn attributes(&self) -> Result<[Attribute; 3], serde_json::Error> {
        Ok([
            Attribute {
                name: "kinds",
                data_type: "String.Array",
                value: serde_json::to_string(&self.kinds)?,
            },
            Attribute {
                name: "aggregate",
                data_type: "String",
                value: self.aggregate.name().to_owned(),
            },
            Attribute {
                name: "correlation_id",
                data_type: "String",
                value: self.correlation_id.clone(),
            },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> EventMessage {
        EventMessage {
            version: VERSION,
            aggregate: AggregateKind::Order,
            id: "0193".to_owned(),
            sequence: 3,
            kinds: vec![EventKind::OrderApproved, EventKind::OrderCleared],
            correlation_id: "abcdefgh".to_owned(),
            hops: 2,
        }
    }

    #[test]
    fn the_body_is_what_the_plan_says_and_reads_back() {
        let body = message().to_body().unwrap();
        assert_eq!(
            body,
            r#"{"version":1,"aggregate":"order","id":"0193","sequence":3,"kinds":["order_approved","order_cleared"],"correlation_id":"abcdefgh","hops":2}"#
        );
        assert_eq!(EventMessage::from_body(&body).unwrap(), message());
    }

    #[test]
    fn filter_policies_find_the_kinds_in_an_attribute() {
        let attributes = message().attributes().unwrap();
        assert_eq!(attributes[0].data_type, "String.Array");
        assert_eq!(attributes[0].value, r#"["order_approved","order_cleared"]"#);
        assert_eq!(attributes[1].value, "order");
        assert_eq!(attributes[2].value, "abcdefgh");
    }

    #[test]
    fn a_bad_body_says_what_is_wrong_with_it() {
        let cases = [
            (
                "",
                "expected an event message of version 1, found something else",
            ),
            (
                "{}",
                "expected an event message of version 1, found something else",
            ),
            (
                r#"{"version":2}"#,
                "expected version 1, found 2; deploy the receiver before the sender",
            ),
            (
                &message()
                    .to_body()
                    .unwrap()
                    .replace("\"hops\":2", "\"hops\":65"),
                "expected at most 64 hops, found 65: events set each other off in a circle",
            ),
            (
                &message()
                    .to_body()
                    .unwrap()
                    .replace("order_cleared", "order_teleported"),
                "expected an event message of version 1, found something else",
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(
                EventMessage::from_body(body).unwrap_err().to_string(),
                expected,
                "{body}"
            );
        }
    }

    #[test]
    fn a_newer_sender_may_add_fields() {
        let body = message()
            .to_body()
            .unwrap()
            .replace("\"hops\":2", "\"hops\":2,\"tenant\":\"x\"");
        assert_eq!(EventMessage::from_body(&body).unwrap(), message());
    }
}
