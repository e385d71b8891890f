//! The HTTP side of the Runtime API, `/{function}/{instance}/2018-06-01/runtime/…`.
//!
//! Each instance has a base path of its own, so the host always knows which process holds which
//! invocation and can fail exactly that one when the process ends.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::{get, post};

use super::invocation::{InstanceId, Outcome};
use super::pool::Pool;
use crate::template::locality;

/// The largest answer of a function.
const MAX_ANSWER_BYTES: usize = 6 * 1024 * 1024 + 64 * 1024;

/// Pools by function name.
pub(crate) type Pools = Arc<HashMap<String, Arc<Pool>>>;

/// The routes of the Runtime API for every function.
pub(crate) fn router(pools: Pools) -> Router {
    const BASE: &str = "/{function}/{instance}/2018-06-01/runtime";
    Router::new()
        .route(&format!("{BASE}/invocation/next"), get(next))
        .route(
            &format!("{BASE}/invocation/{{request}}/response"),
            post(response),
        )
        .route(&format!("{BASE}/invocation/{{request}}/error"), post(error))
        .route(&format!("{BASE}/init/error"), post(init_error))
        .layer(DefaultBodyLimit::max(MAX_ANSWER_BYTES))
        .with_state(pools)
}

async fn next(
    State(pools): State<Pools>,
    Path((function, instance)): Path<(String, InstanceId)>,
) -> Response<Body> {
    let Some(pool) = pools.get(&function) else {
        return status(StatusCode::NOT_FOUND);
    };
    let Some(delivery) = pool.next(instance).await else {
        return status(StatusCode::GONE);
    };
    Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", &delivery.request_id)
        .header("lambda-runtime-deadline-ms", delivery.deadline_ms)
        .header(
            "lambda-runtime-invoked-function-arn",
            locality::arn("lambda", &format!("function:{function}")),
        )
        .header("lambda-runtime-trace-id", trace_id(&delivery.request_id))
        .body(Body::from(delivery.payload))
        .unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
}

/// A trace header in the documented form, made from the time-ordered request id.
fn trace_id(request_id: &str) -> String {
    let hex: String = request_id.chars().filter(char::is_ascii_hexdigit).collect();
    let (time, rest) = hex.split_at(hex.len().min(8));
    format!("Root=1-{time}-{rest};Sampled=0")
}

async fn response(
    State(pools): State<Pools>,
    Path((function, instance, request)): Path<(String, InstanceId, String)>,
    body: Bytes,
) -> Response<Body> {
    complete(&pools, &function, instance, &request, Outcome::Answer(body))
}

async fn error(
    State(pools): State<Pools>,
    Path((function, instance, request)): Path<(String, InstanceId, String)>,
    body: Bytes,
) -> Response<Body> {
    tracing::debug!(function, error = %String::from_utf8_lossy(&body), "a function reported an error");
    complete(&pools, &function, instance, &request, Outcome::Failed(body))
}

async fn init_error(
    Path((function, _)): Path<(String, InstanceId)>,
    _headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    // The process ends after this by itself, which is what counts; here the reason becomes visible.
    tracing::error!(function, error = %String::from_utf8_lossy(&body), "a function could not start");
    status(StatusCode::ACCEPTED)
}

fn complete(
    pools: &Pools,
    function: &str,
    instance: InstanceId,
    request: &str,
    outcome: Outcome,
) -> Response<Body> {
    match pools.get(function) {
        Some(pool) if pool.complete(instance, request, outcome) => status(StatusCode::ACCEPTED),
        // Too late: the invocation timed out and has been given up.
        Some(_) => status(StatusCode::BAD_REQUEST),
        None => status(StatusCode::NOT_FOUND),
    }
}

fn status(code: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from("{}"));
    *response.status_mut() = code;
    response
}
