//! The HTTP entry: identify, authorise, hand over, answer.

mod caller;
mod event;
mod failure;
mod json_body;
mod language;
mod media;
mod preconditions;
mod quality;
mod request;
mod response;

#[cfg(test)]
mod stories;

use std::collections::BTreeMap;
use std::time::Instant;

use contract::route_table;
use domain::refusal::{Refusal, RefusalClass};
use serde::Serialize;
use tracing::Instrument as _;

pub use caller::Caller;
pub use event::HttpEvent;
pub use failure::Failure;
pub use json_body::LARGEST_BODY;
pub use language::preferred;
pub use preconditions::must_match;
pub use request::Request;
pub use response::Response;

use crate::serve::Answer;
use crate::unwind::caught;
use crate::{correlation, fault, telemetry};
use request::Envelope;

/// An answer as API Gateway takes it back (payload version 2.0).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    status_code: u16,
    headers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    is_base64_encoded: bool,
}

impl Reply {
    /// The status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status_code
    }

    /// A header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body, if there is one.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }
}

/// Answers one request. Nothing that a client sends makes this a failure of the function: what
/// goes wrong, panics included, becomes a problem in the client's language.
///
/// Writes one log line with route, status and duration, and the cause of what is our fault.
pub async fn answer<H>(event: Box<HttpEvent>, handle: H) -> Answer
where
    H: AsyncFnOnce(Request) -> Result<Response, Failure>,
{
    let started = Instant::now();
    let envelope = Envelope {
        correlation_id: correlation::accept_or_new(event.header(correlation::HEADER)),
        request_id: event
            .request_context
            .request_id
            .clone()
            .unwrap_or_else(correlation::fresh),
        language: preferred(event.header("accept-language")),
    };
    let span = tracing::info_span!("request", correlation_id = %envelope.correlation_id);
    async {
        let mut line = Line {
            route: "none",
            roles: String::new(),
            started,
        };
        let result = caught(carry_out(*event, &envelope, &mut line, handle)).await;
        let result = result.unwrap_or_else(|panicked| Err(Failure::broken(panicked)));
        line.write(&envelope, &result);
        let response = result.unwrap_or_else(|failure| {
            failure.into_response(envelope.language, &envelope.request_id)
        });
        Answer::Http(reply(response, envelope))
    }
    .instrument(span)
    .await
}

async fn carry_out<H>(
    event: HttpEvent,
    envelope: &Envelope,
    line: &mut Line,
    handle: H,
) -> Result<Response, Failure>
where
    H: AsyncFnOnce(Request) -> Result<Response, Failure>,
{
    let route = route_table::route(&event.route_key).ok_or_else(no_such_route)?;
    line.route = route.key;
    let request = Request::admit(event, route, envelope)?;
    line.roles = request.caller.role_names();
    handle(request).await
}

/// 404 for a route that is not in the table; handlers use it for routes that are not theirs.
#[must_use]
pub fn no_such_route() -> Refusal {
    Refusal::new(
        RefusalClass::NotFound,
        "no_such_route",
        "没有这个接口，接口清单见 GET /v1/openapi.json",
        "there is no such route; GET /v1/openapi.json lists them all",
    )
}

/// What is written about a request: no personal data, no body, no token.
struct Line {
    route: &'static str,
    roles: String,
    started: Instant,
}

impl Line {
    fn write(&self, envelope: &Envelope, result: &Result<Response, Failure>) {
        let (status, code, cause) = match result {
            Ok(response) => (response.status, "", None),
            Err(Failure::Refused(refusal)) => (refusal.class.status(), refusal.code, None),
            Err(failure @ Failure::Ours(_, cause)) => (
                failure.status(),
                failure.code(),
                Some(fault::chain(cause.as_ref())),
            ),
        };
        let (function, route, roles) = (telemetry::function(), self.route, self.roles.as_str());
        let (request_id, duration_ms) = (
            envelope.request_id.as_str(),
            telemetry::millis(self.started),
        );
        match cause {
            None => tracing::info!(
                function,
                route,
                status,
                code,
                roles,
                request_id,
                duration_ms,
                "request"
            ),
            Some(error) => {
                tracing::error!(
                    function,
                    route,
                    status,
                    code,
                    roles,
                    request_id,
                    duration_ms,
                    error,
                    "request failed"
                );
            }
        }
    }
}

fn reply(response: Response, envelope: Envelope) -> Reply {
    let mut headers: BTreeMap<&'static str, String> = response.headers.into_iter().collect();
    // What an answer says of these itself stands.
    let language = envelope.language.tag();
    for (name, usual) in [
        ("cache-control", "no-store"),
        ("vary", "accept-language"),
        ("content-language", language),
    ] {
        headers.entry(name).or_insert_with(|| usual.to_owned());
    }
    headers.insert(correlation::HEADER, envelope.correlation_id);
    Reply {
        status_code: response.status,
        headers,
        body: response.body,
        is_base64_encoded: response.is_base64,
    }
}
