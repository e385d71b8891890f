//! Counts the capacity units that tables charge, on the wire between the functions and the engine.
//!
//! The functions ask for `ConsumedCapacity` with every call, and the engine states it by the rules
//! of the real service. The meter stands between them and adds it up for each function, without
//! the functions knowing. A call that is refused states no units, here and there.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::uri::Scheme;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::error::HostError;
use crate::loopback;

/// The largest answer of the engine; DynamoDB's own limit is 16 MB.
const MAX_ANSWER_BYTES: usize = 20 * 1024 * 1024;

/// What one function used of the tables since the host started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Calls, also those that were refused.
    pub calls: u64,
    /// Read units, in halves: 1 is half a unit.
    pub read_half_units: u64,
    /// Write units, in halves.
    pub write_half_units: u64,
}

impl Usage {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            read_half_units: self.read_half_units + other.read_half_units,
            write_half_units: self.write_half_units + other.write_half_units,
        }
    }

    /// What came after `earlier`; nothing if the host was restarted in between.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            read_half_units: self.read_half_units.saturating_sub(earlier.read_half_units),
            write_half_units: self
                .write_half_units
                .saturating_sub(earlier.write_half_units),
        }
    }
}

/// Passes calls on to the engine and counts what they cost.
pub struct Meter {
    client: Client<HttpConnector, Body>,
    engine: SocketAddr,
    usage: Mutex<BTreeMap<String, Usage>>,
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

    /// What each function used, by its name.
    pub fn usage(&self) -> BTreeMap<String, Usage> {
        self.usage
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn answer(&self, mut request: Request) -> Result<Response<Body>, StatusCode> {
        let (caller, charge) = (caller(request.headers()), Charge::of(request.headers()));
        let mut target = request.uri().clone().into_parts();
        target.scheme = Some(Scheme::HTTP);
        target.authority = self.engine.to_string().parse().ok();
        *request.uri_mut() = Uri::from_parts(target).map_err(|_| StatusCode::BAD_REQUEST)?;
        let response = self.client.request(request).await.map_err(|error| {
            tracing::warn!(%error, "the engine did not answer the meter");
            StatusCode::BAD_GATEWAY
        })?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), MAX_ANSWER_BYTES)
            .await
            .map_err(|_| StatusCode::BAD_GATEWAY)?;
        self.count(caller, charge, &body);
        Ok(Response::from_parts(parts, Body::from(body)))
    }

    fn count(&self, caller: String, charge: Charge, answer: &Bytes) {
        let units = half_units(answer);
        let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        let usage = usage.entry(caller).or_default();
        usage.calls += 1;
        match charge {
            Charge::Read => usage.read_half_units += units,
            Charge::Write => usage.write_half_units += units,
        }
    }
}

async fn pass_on(
    State(meter): State<Arc<Meter>>,
    request: Request,
) -> Result<Response<Body>, StatusCode> {
    meter.answer(request).await
}

/// Whose units a call is charged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charge {
    Read,
    Write,
}

impl Charge {
    fn of(headers: &HeaderMap) -> Self {
        let target = headers
            .get("x-amz-target")
            .and_then(|target| target.to_str().ok())
            .unwrap_or_default();
        match target.rsplit('.').next() {
            Some("GetItem" | "BatchGetItem" | "TransactGetItems" | "Query" | "Scan") => Self::Read,
            _ => Self::Write,
        }
    }
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

#[derive(Deserialize)]
struct Charged {
    #[serde(rename = "ConsumedCapacity")]
    consumed: Option<Capacities>,
}

/// One table's units, or one entry for each table.
#[derive(Deserialize)]
#[serde(untagged)]
enum Capacities {
    One(Capacity),
    Many(Vec<Capacity>),
}

#[derive(Deserialize)]
struct Capacity {
    #[serde(rename = "CapacityUnits", default)]
    units: f64,
}

/// Half units stated in an answer; none in one that states nothing.
#[expect(
    clippy::float_arithmetic,
    reason = "the service counts in fractions of a unit"
)]
fn half_units(answer: &[u8]) -> u64 {
    let charged: Option<Charged> = serde_json::from_slice(answer).ok();
    let halves = |capacity: &Capacity| (capacity.units * 2.0).round() as u64;
    match charged.and_then(|charged| charged.consumed) {
        None => 0,
        Some(Capacities::One(one)) => halves(&one),
        Some(Capacities::Many(many)) => many.iter().map(halves).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_from_every_form_of_answer() {
        let table: [(&str, u64); 5] = [
            (
                r#"{"Item":{},"ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}"#,
                1,
            ),
            (
                r#"{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":12.0},{"CapacityUnits":1.5}]}"#,
                27,
            ),
            (r#"{"Items":[]}"#, 0),
            (
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException"}"#,
                0,
            ),
            ("<html>", 0),
        ];
        for (answer, expected) in table {
            assert_eq!(half_units(answer.as_bytes()), expected, "{answer}");
        }
    }

    #[test]
    fn calls_are_told_apart_by_who_makes_them_and_what_they_are() {
        let mut headers = HeaderMap::new();
        let signed = "AWS4-HMAC-SHA256 Credential=intake/20261124/cn-northwest-1/dynamodb/aws4_request, SignedHeaders=host";
        headers.insert("authorization", signed.parse().unwrap());
        for (target, expected) in [
            ("DynamoDB_20120810.Query", Charge::Read),
            ("DynamoDB_20120810.TransactWriteItems", Charge::Write),
        ] {
            headers.insert("x-amz-target", target.parse().unwrap());
            assert_eq!(
                (caller(&headers).as_str(), Charge::of(&headers)),
                ("intake", expected)
            );
        }
        assert_eq!(caller(&HeaderMap::new()), "(unknown)");
    }
}
