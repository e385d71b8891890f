//! The query protocol of topics: a form comes in, XML goes out.

mod form;
mod publishing;
mod subscriptions;
mod topics;
mod xml;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::{Bus, BusError, ErrorCode};
use form::Form;

/// The version of the topic calls; the queues once spoke this protocol with another one.
const VERSION: &str = "2010-03-31";

/// Answers one call.
pub(super) async fn answer(bus: &Bus, body: &[u8]) -> Response {
    let form = Form::read(body);
    let request_id = Uuid::now_v7().to_string();
    let (status, xml) = match dispatch(bus, &form).await {
        Ok((call, result)) => (StatusCode::OK, xml::response(call, &result, &request_id)),
        Err(error) => (status(&error), xml::error(&error, &request_id)),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/xml"),
        (HeaderName::from_static("x-amzn-requestid"), &request_id),
    ];
    (status, headers, xml).into_response()
}

fn status(error: &BusError) -> StatusCode {
    if !error.code.is_senders_fault() {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if error.code == ErrorCode::NotFound {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// The name of the call and the XML inside its result.
async fn dispatch<'a>(bus: &Bus, form: &'a Form) -> Result<(&'a str, String), BusError> {
    let call = form.required("Action")?;
    let version = form.required("Version")?;
    if version != VERSION {
        return Err(BusError::new(
            ErrorCode::UnknownOperation,
            format!(
                "{call}: expected Version {VERSION} (topics), found {version}; queues are called by the JSON protocol."
            ),
        ));
    }
    let result = match call {
        "Publish" => publishing::publish(bus, form).await?,
        "PublishBatch" => publishing::publish_batch(bus, form).await?,
        "CreateTopic" => topics::create(bus, form).await?,
        "GetTopicAttributes" => topics::attributes(bus, form).await?,
        "Subscribe" => subscriptions::subscribe(bus, form).await?,
        "SetSubscriptionAttributes" => subscriptions::set_attribute(bus, form).await?,
        "ListSubscriptionsByTopic" => subscriptions::list(bus, form).await?,
        other => {
            return Err(BusError::new(
                ErrorCode::UnknownOperation,
                format!("The local topics do not answer the call {other}."),
            ));
        }
    };
    Ok((call, result))
}
