//! The way of the functions to the engine: the four calls that they make, straight to it.
//!
//! The engine's own server, which stands beside this one, reads each body three times and walks through the
//! idempotency tokens of the last ten minutes at every transaction, so that each costs more than the one before. Here a
//! body is read once and a token is passed over: the store knows its own commit again and needs none.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::post;
use dynoxide::actions::transact_write_items::TransactWriteItemsRequest;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// The largest body the service takes.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Answers `POST /` in the JSON protocol of the service.
pub(super) fn router(database: Database) -> Router {
    Router::new()
        .route("/", post(answer))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(database)
}

async fn answer(
    State(database): State<Database>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok())
        .unwrap_or_default();
    let operation = target.strip_prefix("DynamoDB_20120810.").unwrap_or(target);
    match operation {
        "GetItem" => carry_out(&body, |request| database.get_item(request)),
        "BatchGetItem" => carry_out(&body, |request| database.batch_get_item(request)),
        "Query" => carry_out(&body, |request| database.query(request)),
        "TransactWriteItems" => carry_out(&body, |request| {
            database.transact_write_items(TransactWriteItemsRequest {
                client_request_token: None,
                ..request
            })
        }),
        other => refused(
            "com.amazon.coral.service#UnknownOperationException",
            &format!(
                "expected GetItem, BatchGetItem, Query or TransactWriteItems, found {other:?}: functions make no other calls"
            ),
        ),
    }
}

fn carry_out<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    call: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Response<Body> {
    let request = match serde_json::from_slice(body) {
        Ok(request) => request,
        Err(error) => {
            return refused(
                "com.amazon.coral.service#SerializationException",
                &error.to_string(),
            );
        }
    };
    match call(request).map(|answer| serde_json::to_vec(&answer)) {
        Ok(Ok(answer)) => json_answer(StatusCode::OK, answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "an answer of the engine has no form on the wire");
            json_answer(StatusCode::INTERNAL_SERVER_ERROR, "{}")
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status_code());
            json_answer(status.unwrap_or(StatusCode::BAD_REQUEST), error.to_json())
        }
    }
}

fn refused(kind: &str, message: &str) -> Response<Body> {
    let problem = json!({"__type": kind, "message": message});
    json_answer(StatusCode::BAD_REQUEST, problem.to_string())
}

fn json_answer(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/x-amz-json-1.0"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn call(operation: &str, body: &str) -> (u16, String) {
        let mut headers = HeaderMap::new();
        let target = format!("DynamoDB_20120810.{operation}");
        headers.insert("x-amz-target", target.parse().unwrap());
        let database = Database::memory().unwrap();
        let answer = answer(State(database), headers, Bytes::from(body.to_owned())).await;
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), 10_000)
            .await
            .unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_call_is_told_as_the_service_tells_it() {
        let cases = [
            ("Scan", "{}", "UnknownOperationException"),
            ("GetItem", "{", "SerializationException"),
            ("GetItem", "[]", "SerializationException"),
            (
                "GetItem",
                r#"{"TableName": "none", "Key": {"pk": {"S": "a"}}}"#,
                "ResourceNotFoundException",
            ),
            (
                "TransactWriteItems",
                r#"{"TransactItems": []}"#,
                "ValidationException",
            ),
        ];
        for (operation, body, expected) in cases {
            let (status, answer) = call(operation, body).await;
            assert_eq!(status, 400, "{operation} {answer}");
            assert!(answer.contains(expected), "{operation} {answer}");
        }
    }
}
