//! What woke the function, told by the shape of the event.

use aws_lambda_events::{dynamodb, sqs};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::http::HttpEvent;
use crate::schedule::Job;

/// An event, recognised.
pub enum Trigger {
    /// A request through the HTTP API.
    Http(Box<HttpEvent>),
    /// Messages of a queue.
    Queue(sqs::SqsEvent),
    /// Changes of the table.
    Stream(dynamodb::Event),
    /// A schedule fired.
    Schedule(Job),
}

/// An event that is none of the four kinds, or broken.
#[derive(Debug, thiserror::Error)]
pub enum UnknownEvent {
    /// Its shape is unknown.
    #[error(
        "expected an HTTP API request of payload version 2.0, a batch of queue or stream records, or a \
         job {{\"job\", \"at\"}}; found an event that is none of them: check what invokes this function"
    )]
    Shape,
    /// It looks like one of them, but cannot be read.
    #[error("expected {expected}, found an event that only resembles it")]
    Broken {
        /// What it looked like.
        expected: &'static str,
        /// Why it cannot be read.
        source: serde_json::Error,
    },
}

/// The few fields that tell the kinds apart.
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "requestContext")]
    request_context: Option<IgnoredAny>,
    #[serde(rename = "routeKey")]
    route_key: Option<IgnoredAny>,
    #[serde(rename = "Records")]
    records: Option<Vec<Source>>,
    job: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Source {
    #[serde(rename = "eventSource")]
    event_source: Option<String>,
}

impl Trigger {
    /// Recognises an event.
    ///
    /// # Errors
    /// [`UnknownEvent`] when it is none of ours.
    pub fn recognise(event: &str) -> Result<Self, UnknownEvent> {
        let shape: Shape = serde_json::from_str(event).map_err(|_| UnknownEvent::Shape)?;
        if shape.job.is_some() {
            return read(event, "a job").map(Self::Schedule);
        }
        if shape.request_context.is_some() && shape.route_key.is_some() {
            return read(event, "an HTTP API request").map(Self::Http);
        }
        let source = shape.records.as_deref().and_then(<[Source]>::first);
        match source.and_then(|record| record.event_source.as_deref()) {
            Some("aws:sqs") => read(event, "a batch of queue records").map(Self::Queue),
            Some("aws:dynamodb") => read(event, "a batch of stream records").map(Self::Stream),
            _ => Err(UnknownEvent::Shape),
        }
    }

    /// The kind of trigger, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Http(_) => "http",
            Self::Queue(_) => "queue",
            Self::Stream(_) => "stream",
            Self::Schedule(_) => "schedule",
        }
    }
}

/// The kind only: events carry personal data.
impl std::fmt::Debug for Trigger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Trigger({})", self.name())
    }
}

fn read<'a, T: Deserialize<'a>>(event: &'a str, expected: &'static str) -> Result<T, UnknownEvent> {
    serde_json::from_str(event).map_err(|source| UnknownEvent::Broken { expected, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTP: &str = include_str!("../tests/events/http_post_order.json");
    const QUEUE: &str = include_str!("../tests/events/queue_batch.json");
    const STREAM: &str = include_str!("../tests/events/stream_batch.json");

    #[test]
    fn each_kind_of_event_is_recognised_by_its_shape() {
        let cases = [
            (HTTP, "http"),
            (QUEUE, "queue"),
            (STREAM, "stream"),
            (
                r#"{"job":"credit","at":"2026-11-01T00:00:00Z"}"#,
                "schedule",
            ),
        ];
        for (event, expected) in cases {
            assert_eq!(Trigger::recognise(event).unwrap().name(), expected);
        }
    }

    #[test]
    fn an_event_of_another_shape_is_an_error_that_says_what_was_expected() {
        let shapes = [
            "",
            "null",
            "[]",
            "{}",
            r#"{"Records":[]}"#,
            r#"{"Records":7}"#,
            r#"{"Records":[{"eventSource":"aws:s3"}]}"#,
            r#"{"requestContext":{"elb":{}}}"#,
            r#"{"version":"0","detail-type":"Scheduled Event"}"#,
        ];
        for event in shapes {
            let error = Trigger::recognise(event).unwrap_err();
            assert!(matches!(error, UnknownEvent::Shape), "{event}: {error}");
        }
        let broken = [
            (r#"{"job":"credit"}"#, "expected a job,"),
            (r#"{"job":"credit","at":"yesterday"}"#, "expected a job,"),
            (
                r#"{"routeKey":"GET /","requestContext":7}"#,
                "expected an HTTP API request,",
            ),
        ];
        for (event, expected) in broken {
            let error = Trigger::recognise(event).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{event}: {error}");
        }
    }

    #[test]
    fn printing_a_trigger_prints_nothing_of_the_event() {
        assert_eq!(
            format!("{:?}", Trigger::recognise(HTTP).unwrap()),
            "Trigger(http)"
        );
    }

    #[test]
    fn the_runtime_can_hand_over_the_raw_event() {
        // The runtime reads the payload through a path-tracking deserialiser; raw values must pass it.
        let mut reader = serde_json::Deserializer::from_str(HTTP);
        let raw: Box<serde_json::value::RawValue> =
            serde_path_to_error::deserialize(&mut reader).unwrap();
        assert_eq!(Trigger::recognise(raw.get()).unwrap().name(), "http");
    }
}
