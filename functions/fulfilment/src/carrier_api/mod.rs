//! Asking carriers for waybills (5.3.2), through 快递鸟, a service that passes requests on to most carriers: its
//! publicly documented interfaces 电子面单 (RequestType 1007) and 取消电子面单 (1147).
//!
//! A request is a form with JSON in it, signed with the base64 of the hexadecimal MD5 of that JSON and the key. That
//! signature is the service's choice; what keeps others out is TLS. A parcel is asked for under its own order code,
//! so that asking again gives the same number.
//!
//! The HTTP client is the one that the SDK calls the table with.

mod answer;
mod codes;
mod parcel;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use aws_config::SdkConfig;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::timeout::TimeoutConfig;
use domain::contact::Contact;
use domain::waybill::{CarrierAnswer, VoidAnswer, Waybill};
use lambda::config::{self, ConfigError, Secret};
use lambda::{Fault, push_signature};
use serde_json::Value;

pub(crate) use codes::{shipper_code, takes_requests};
pub(crate) use parcel::Consigned;

/// The interface 电子面单.
const REQUEST: &str = "1007";
/// The interface 取消电子面单.
const CANCEL: &str = "1147";

/// How long to wait for a connection, and for the whole answer: two answers in a row fit into a function's time.
const CONNECT: Duration = Duration::from_secs(2);
const ANSWER: Duration = Duration::from_secs(8);

/// Who the company is to the service, and where that is.
#[derive(Clone, Debug)]
pub struct CarrierAccess {
    /// The address.
    pub url: String,
    /// The company's identifier, EBusinessID.
    pub id: String,
    /// The key that requests are signed with.
    pub key: Secret,
}

impl CarrierAccess {
    /// As the environment says.
    ///
    /// # Errors
    /// [`ConfigError`] when a variable is not set.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            url: config::CARRIER_API_URL.read()?,
            id: config::CARRIER_API_ID.read()?,
            key: config::CARRIER_API_SECRET.secret()?,
        })
    }
}

/// The client of the service.
#[derive(Debug)]
pub struct CarrierApi {
    operation: Operation<Form, Value, NoAnswer>,
    access: CarrierAccess,
}

/// A form with personal data: printing it prints nothing of it.
struct Form(String);

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Form(***)")
    }
}

/// An answer that says nothing of the parcel.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error("expected an answer with status 200, found status {0}")]
    Status(u16),
    #[error("expected an answer in JSON")]
    Unreadable,
}

impl CarrierApi {
    /// The client, on the HTTP client and the clock of `sdk`.
    #[must_use]
    pub fn new(sdk: &SdkConfig, access: CarrierAccess) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ANSWER)
            .operation_timeout(ANSWER);
        let (origin, path) = parts(&access.url);
        let path = path.to_owned();
        let mut builder = Operation::builder()
            .service_name("carriers")
            .operation_name("waybills")
            .endpoint_url(origin)
            .no_auth()
            // The queue tries again.
            .no_retry()
            .timeout_config(timeouts.build());
        if let Some(client) = sdk.http_client() {
            builder = builder.http_client(client);
        }
        if let Some(sleep) = sdk.sleep_impl() {
            builder = builder.sleep_impl(sleep);
        }
        let operation = builder
            .serializer(move |form: Form| {
                let mut request = HttpRequest::new(SdkBody::from(form.0));
                request.set_method("POST")?;
                request.set_uri(path.clone())?;
                request.headers_mut().insert(
                    "content-type",
                    "application/x-www-form-urlencoded;charset=utf-8",
                );
                Ok(request)
            })
            .deserializer(read)
            .build();
        Self { operation, access }
    }

    /// Asks for the number of a parcel; the same one each time.
    ///
    /// # Errors
    /// [`Fault`] when the carrier did not answer, or asks to be asked again.
    pub(crate) async fn request(
        &self,
        waybill: &Waybill,
        consigned: &Consigned<'_>,
    ) -> Result<CarrierAnswer, Fault> {
        let body = parcel::body(waybill, consigned)?;
        let answer = self.ask(REQUEST, &body).await?;
        let answer = answer::of_request(&answer)?;
        Ok(match answer {
            CarrierAnswer::Refused { reason } => CarrierAnswer::Refused {
                reason: words::without_people(&reason, consigned.contact),
            },
            issued @ CarrierAnswer::Issued { .. } => issued,
        })
    }

    /// Asks to take the number of a parcel back.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub(crate) async fn void(&self, waybill: &Waybill) -> Result<VoidAnswer, Fault> {
        let body = parcel::cancellation(waybill)?;
        Ok(match answer::of_void(&self.ask(CANCEL, &body).await?)? {
            VoidAnswer::Refused { reason } => VoidAnswer::Refused {
                reason: words::without_people(&reason, &Contact::default()),
            },
            VoidAnswer::Voided => VoidAnswer::Voided,
        })
    }

    async fn ask(&self, request_type: &str, body: &Value) -> Result<Value, Fault> {
        let data = body.to_string();
        let sign = push_signature::kdniao(&data, &self.access.key);
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("RequestData", &data)
            .append_pair("EBusinessID", &self.access.id)
            .append_pair("RequestType", request_type)
            .append_pair("DataSign", &sign)
            .append_pair("DataType", "2")
            .finish();
        // Whatever went wrong, asking again is safe: the order code is the same.
        self.operation.invoke(Form(form)).await.map_err(|error| {
            // Nothing of the answer itself, which may repeat what was sent.
            let why = match error.as_service_error() {
                Some(no_answer) => no_answer.to_string(),
                None => error.to_string(),
            };
            Fault::retry(format!("the carrier did not answer: {why}"))
        })
    }
}

/// An address up to its host, and the rest of it.
fn parts(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |scheme| scheme.saturating_add(3));
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    let split = path.and_then(|path| url.split_at_checked(host.saturating_add(path)));
    split.unwrap_or((url, "/"))
}

fn read(response: &HttpResponse) -> Result<Value, OrchestratorError<NoAnswer>> {
    let status = response.status().as_u16();
    if status != 200 {
        return Err(OrchestratorError::operation(NoAnswer::Status(status)));
    }
    let bytes = response.body().bytes().unwrap_or_default();
    serde_json::from_slice(bytes).map_err(|_| OrchestratorError::operation(NoAnswer::Unreadable))
}
