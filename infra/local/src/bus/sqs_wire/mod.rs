//! The JSON protocol of queues.

mod batches;
mod messages;
mod queues;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Bus, BusError, ErrorCode, address};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");
const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// Answers one call.
pub(super) async fn answer(bus: &Bus, call: &str, body: &[u8]) -> Response {
    let request_id = Uuid::now_v7().to_string();
    match dispatch(bus, call, body).await {
        Ok(value) => {
            let headers = [
                (header::CONTENT_TYPE, CONTENT_TYPE),
                (REQUEST_ID, &request_id),
            ];
            (headers, value.to_string()).into_response()
        }
        Err(error) => {
            let fault = if error.code.is_senders_fault() {
                "Sender"
            } else {
                "Receiver"
            };
            let query_error = format!("{};{fault}", error.code.sqs_query_code());
            let headers = [
                (header::CONTENT_TYPE, CONTENT_TYPE),
                (REQUEST_ID, &request_id),
                (QUERY_ERROR, &query_error),
            ];
            let body = json!({ "__type": error.code.sqs_shape(), "message": error.message });
            (status(&error), headers, body.to_string()).into_response()
        }
    }
}

fn status(error: &BusError) -> StatusCode {
    if error.code.is_senders_fault() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

async fn dispatch(bus: &Bus, call: &str, body: &[u8]) -> Result<Value, BusError> {
    match call {
        "SendMessage" => messages::send(bus, read(body)?).await,
        "ReceiveMessage" => messages::receive(bus, read(body)?).await,
        "DeleteMessage" => messages::delete(bus, read(body)?).await,
        "ChangeMessageVisibility" => messages::change_visibility(bus, read(body)?).await,
        "SendMessageBatch" => batches::send(bus, read(body)?).await,
        "DeleteMessageBatch" => batches::delete(bus, read(body)?).await,
        "ChangeMessageVisibilityBatch" => batches::change_visibility(bus, read(body)?).await,
        "CreateQueue" => queues::create(bus, read(body)?).await,
        "GetQueueUrl" => queues::url(bus, read(body)?).await,
        "GetQueueAttributes" => queues::attributes(bus, read(body)?).await,
        "ListQueues" => queues::list(bus, read(body)?).await,
        "PurgeQueue" => queues::purge(bus, read(body)?).await,
        other => Err(BusError::new(
            ErrorCode::UnknownOperation,
            format!("The local queues do not answer the call {other}."),
        )),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, BusError> {
    serde_json::from_slice(body).map_err(|error| {
        BusError::new(
            ErrorCode::MalformedRequest,
            format!("The body of the request is not the JSON of this call: {error}"),
        )
    })
}

fn required<T>(parameter: &str, value: Option<T>) -> Result<T, BusError> {
    value.ok_or_else(|| BusError::missing(parameter))
}

/// The queue a request is for, by the last segment of its URL.
fn queue_name(queue_url: Option<&String>) -> Result<String, BusError> {
    let url = required("QueueUrl", queue_url)?;
    Ok(address::queue_of_url(url).to_owned())
}
