//! Counts the capacity units that tables charge, on the wire between the functions and the engine.
//!
//! The functions ask for `ConsumedCapacity` with every call, and the engine states it by the rules
//! of the real service. The meter stands between them and adds it up for each function, without
//! the functions knowing. It asks for the units of each index, which an answer to "total" leaves out;
//! the sum, which is all that the functions look at, is the same.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::uri::Scheme;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::usage::{Usage, UsageByCall};
use crate::error::HostError;
use crate::loopback;

/// The largest call and answer; DynamoDB's own limit is 16 MB.
const MAX_BYTES: usize = 20 * 1024 * 1024;

/// How a call asks for its units, and how the meter asks instead: for each index, too.
const TOTALS: &str = r#""ReturnConsumedCapacity":"TOTAL""#;
const BY_INDEX: &str = r#""ReturnConsumedCapacity":"INDEXES""#;

/// Passes calls on to the engine and counts what they cost.
pub struct Meter {
    client: Client<HttpConnector, Body>,
    engine: SocketAddr,
    usage: Mutex<UsageByCall>,
}

impl Meter {
    /// Stands before the engine until the host has ended; with the address that functions call.
    ///
    /// # Errors
    /// The system has no port left.
    pub fn start(
        engine: SocketAddr,
        tasks: &mut JoinSet<()>,
        mut ended: watch::Receiver<bool>,
    ) -> Result<(Arc<Self>, String), HostError> {
        let what = "opening a port for the meter";
        let listener = loopback::listen(0).map_err(HostError::io(what))?;
        let endpoint = format!(
            "http://{}",
            listener.local_addr().map_err(HostError::io(what))?
        );
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let meter = Arc::new(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            engine,
            usage: Mutex::default(),
        });
        let router = Router::new()
            .fallback(pass_on)
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&meter));
        tasks.spawn(async move {
            tokio::select! {
                served = async { axum::serve(listener, router).await } => {
                    if let Err(error) = served {
                        tracing::error!(%error, "the meter stopped");
                    }
                }
                _ = ended.changed() => {}
            }
        });
        Ok((meter, endpoint))
    }

    /// What each function used, by its name and the kind of call, since the host started.
    pub fn usage(&self) -> UsageByCall {
        self.usage
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn answer(&self, request: Request) -> Result<Response<Body>, StatusCode> {
        let (caller, operation) = (caller(request.headers()), operation(request.headers()));
        let response = self.client.request(self.directed(request).await?).await;
        let response = response.map_err(|error| {
            tracing::warn!(%error, "the engine did not answer the meter");
            StatusCode::BAD_GATEWAY
        })?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), MAX_BYTES)
            .await
            .map_err(|_| StatusCode::BAD_GATEWAY)?;
        let used = Usage::of(&operation, parts.status.is_success(), &body);
        self.count(caller, operation, used);
        Ok(Response::from_parts(parts, Body::from(body)))
    }

    /// The same call for the engine, asking for the units of each index.
    async fn directed(&self, request: Request) -> Result<Request, StatusCode> {
        let (mut parts, body) = request.into_parts();
        let mut target = parts.uri.into_parts();
        target.scheme = Some(Scheme::HTTP);
        target.authority = self.engine.to_string().parse().ok();
        parts.uri = Uri::from_parts(target).map_err(|_| StatusCode::BAD_REQUEST)?;
        let body = to_bytes(body, MAX_BYTES)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let body = by_index(body);
        // The client states the length of the new body.
        parts.headers.remove(CONTENT_LENGTH);
        Ok(Request::from_parts(parts, Body::from(body)))
    }

    fn count(&self, caller: String, operation: String, used: Usage) {
        let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = usage
            .entry(caller)
            .or_default()
            .entry(operation)
            .or_default();
        *sum = sum.plus(used);
    }
}

async fn pass_on(
    State(meter): State<Arc<Meter>>,
    request: Request,
) -> Result<Response<Body>, StatusCode> {
    meter.answer(request).await
}

/// The call with its question for units put more exactly. Quotes inside a text are escaped, so the
/// pattern is found only where the question is.
fn by_index(body: Bytes) -> Bytes {
    match std::str::from_utf8(&body) {
        Ok(text) if text.contains(TOTALS) => Bytes::from(text.replacen(TOTALS, BY_INDEX, 1)),
        _ => body,
    }
}

/// The kind of a call, such as `GetItem`.
fn operation(headers: &HeaderMap) -> String {
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok())
        .and_then(|target| target.rsplit('.').next());
    target.unwrap_or("(unknown)").to_owned()
}

/// The function that calls: the host gives each one its name as access key.
fn caller(headers: &HeaderMap) -> String {
    let signed = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let key = signed
        .split_once("Credential=")
        .and_then(|(_, rest)| rest.split('/').next());
    key.unwrap_or("(unknown)").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_apart_by_who_makes_them_and_what_they_are() {
        let mut headers = HeaderMap::new();
        assert_eq!(
            (caller(&headers), operation(&headers)),
            ("(unknown)".to_owned(), "(unknown)".to_owned())
        );
        let signed = "AWS4-HMAC-SHA256 Credential=intake/20261124/cn-northwest-1/dynamodb/aws4_request, SignedHeaders=host";
        headers.insert("authorization", signed.parse().unwrap());
        headers.insert("x-amz-target", "DynamoDB_20120810.Query".parse().unwrap());
        assert_eq!(
            (caller(&headers), operation(&headers)),
            ("intake".to_owned(), "Query".to_owned())
        );
    }

    #[test]
    fn only_the_question_for_units_is_put_differently() {
        let table = [
            (
                r#"{"TransactItems":[],"ReturnConsumedCapacity":"TOTAL"}"#,
                r#"{"TransactItems":[],"ReturnConsumedCapacity":"INDEXES"}"#,
            ),
            (
                r#"{"Key":{"pk":{"S":"\"ReturnConsumedCapacity\":\"TOTAL\""}}}"#,
                r#"{"Key":{"pk":{"S":"\"ReturnConsumedCapacity\":\"TOTAL\""}}}"#,
            ),
            ("{}", "{}"),
        ];
        for (asked, expected) in table {
            assert_eq!(by_index(Bytes::from(asked)), expected);
        }
    }
}
