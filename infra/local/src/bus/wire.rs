//! The HTTP side: which of the two protocols a request speaks.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;

use super::{Bus, sns_wire, sqs_wire};

/// Bytes of a request. Above the limits of a batch, even when every byte of it is written as an escape of six, so that
/// one that is too long is refused by the service's own error.
const REQUEST_BYTES: usize = 4 << 20;

/// `POST /` for both protocols.
pub(super) fn router(bus: Bus) -> Router {
    Router::new()
        .route("/", post(serve))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES))
        .with_state(bus)
}

async fn serve(State(bus): State<Bus>, headers: HeaderMap, body: Bytes) -> Response {
    answer(&bus, &headers, &body).await
}

/// The answer to one request, by the protocol it speaks.
pub(super) async fn answer(bus: &Bus, headers: &HeaderMap, body: &Bytes) -> Response {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let target = text("x-amz-target");
    if let Some(call) = target.strip_prefix("AmazonSQS.") {
        return sqs_wire::answer(bus, call, body).await;
    }
    if text(header::CONTENT_TYPE.as_str()).starts_with("application/x-www-form-urlencoded") {
        return sns_wire::answer(bus, body).await;
    }
    let message = format!(
        "expected X-Amz-Target: AmazonSQS.<call> (queues, JSON) or a form body with an Action (topics), found X-Amz-Target: {target:?}\n"
    );
    (StatusCode::BAD_REQUEST, message).into_response()
}
