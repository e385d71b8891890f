//! A client of the system's own HTTP API, for seeding, importing, measuring and testing.
//!
//! Blocking and typed: one method per call, with the bodies of [`contract`]. What the server
//! refuses comes back as [`Refused`] with status and stable code; what is not typed here goes
//! through [`Client::call`]. A clone shares the connections of its original.

mod access;
mod answer;
mod credit;
mod customer_terms;
mod developer;
mod disposal;
mod error;
mod exceptions;
mod fulfilment;
mod intake;
mod lots;
mod patience;
mod production;
mod purchasing;
mod reorder;
mod review;
mod settlement;
mod stocktake;
mod tracking;
mod waybills;

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::Request;

pub use access::Access;
pub use answer::{Answer, Recorded};
pub use developer::{FunctionStatus, HostStatus};
pub use error::{ClientError, Refused};
pub use lambda::config::Secret;
pub use patience::Patience;

use crate::command::DEFAULT_PORT;

/// A call that takes longer has failed; API Gateway answers within 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(40);

/// The address at which `yudan` serves unless told otherwise.
pub fn default_url() -> String {
    format!("http://127.0.0.1:{DEFAULT_PORT}")
}

/// Calls one server, as one caller.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
    patience: Patience,
}

impl Client {
    /// A client of the server at `url` that shows no token and tries everything once.
    pub fn new(url: &str) -> Self {
        // A proxy of the environment has no way to this machine.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(TIME_LIMIT));
        Self {
            agent: config.build().into(),
            url: url.trim_end_matches('/').to_owned(),
            token: None,
            patience: Patience::ONCE,
        }
    }

    /// The same server, called as the bearer of `token`.
    #[must_use]
    pub fn bearing(&self, token: impl Into<String>) -> Self {
        Self {
            token: Some(token.into()),
            ..self.clone()
        }
    }

    /// The same caller, who tries again what the server could not do just now.
    ///
    /// Only for calls that name themselves, by an external number, a reference, a waybill or a
    /// version: an answer that got lost is asked for once more.
    #[must_use]
    pub fn patient(&self, patience: Patience) -> Self {
        Self {
            patience,
            ..self.clone()
        }
    }

    /// The same caller with connections of its own, for another thread.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self {
            agent: self.agent.config().new_agent(),
            ..self.clone()
        }
    }

    /// The address of the server, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Any call, and the server's answer whatever it is. `path` begins with a slash; a body is
    /// sent as JSON unless `headers` say otherwise.
    ///
    /// # Errors
    /// [`ClientError::Unreachable`] when no answer came.
    pub fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ClientError> {
        self.patience
            .keep_trying(|| self.send(method, path, headers, body))
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ClientError> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        let named = |name: &str| {
            headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
        };
        if let Some(token) = self.token.as_ref().filter(|_| !named("authorization")) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !named("accept-language") {
            request = request.header("accept-language", "en");
        }
        if body.is_some() && !named("content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let unreachable = |error: ureq::Error| ClientError::Unreachable {
            url: self.url.clone(),
            error,
        };
        let answered = match body {
            Some(body) => request
                .body(body.to_vec())
                .map(|request| self.agent.run(request)),
            None => request.body(()).map(|request| self.agent.run(request)),
        };
        let response = answered.map_err(|error| unreachable(error.into()))?;
        Answer::read(response.map_err(unreachable)?).map_err(unreachable)
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.call("GET", path, &[], None)?.success()?.json()
    }

    fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Recorded<T>, ClientError> {
        self.call("POST", path, &[], Some(&json(body)?))?.recorded()
    }

    /// Sends a whole thing, replacing `seen`, the version that was read.
    fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        seen: Option<u64>,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let tag = seen.map(entity_tag);
        let headers: Vec<_> = tag.iter().map(|tag| ("if-match", tag.as_str())).collect();
        self.call("PUT", path, &headers, Some(&json(body)?))?
            .success()?
            .json()
    }

    /// Sends a body signed as carriers and payment providers sign theirs.
    fn post_signed(
        &self,
        path: &str,
        secret: &Secret,
        body: &impl Serialize,
    ) -> Result<Answer, ClientError> {
        use lambda::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
        let body = json(body)?;
        let timestamp = jiff::Timestamp::now().as_second().to_string();
        let signature = sign(secret, &timestamp, &body);
        let headers = [
            (TIMESTAMP_HEADER, timestamp.as_str()),
            (SIGNATURE_HEADER, &signature),
        ];
        self.call("POST", path, &headers, Some(&body))?.success()
    }
}

/// The value of `If-Match` for a version.
fn entity_tag(version: u64) -> String {
    format!("\"{version}\"")
}

fn json(body: &impl Serialize) -> Result<Vec<u8>, ClientError> {
    serde_json::to_vec(body).map_err(ClientError::Unwritable)
}

/// One segment of a path, or a value of a query, with everything escaped that could end it.
fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// A path with its query; parameters without a value are left out.
fn with_query(path: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let given = parameters
        .iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)));
    let pairs: Vec<String> = given
        .map(|(name, value)| format!("{name}={}", segment(value)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_cannot_be_ended_by_what_is_put_into_them() {
        assert_eq!(segment("online:TMALL-1"), "online%3ATMALL-1");
        assert_eq!(segment("渝/?#"), "%E6%B8%9D%2F%3F%23");
        assert_eq!(
            with_query("/v1/orders", &[("stage", None), ("cursor", None)]),
            "/v1/orders"
        );
        assert_eq!(
            with_query(
                "/v1/orders",
                &[("stage", Some("ready")), ("cursor", Some("a+b="))]
            ),
            "/v1/orders?stage=ready&cursor=a%2Bb%3D"
        );
    }

    #[test]
    fn a_server_that_is_not_there_is_named() {
        let error = Client::new("http://127.0.0.1:1/").health().unwrap_err();
        assert!(matches!(error, ClientError::Unreachable { .. }));
        assert!(error.to_string().contains("http://127.0.0.1:1 "), "{error}");
    }
}
