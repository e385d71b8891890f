//! Exceptions of parcels (5.3.3).

use contract::shipment_exception::{
    ExceptionRequest, ExceptionResolutionRequest, ExceptionView, ExceptionsView, MeasureRequest,
};
use uuid::Uuid;

use super::{Client, ClientError, Recorded};

impl Client {
    /// `POST /v1/orders/{id}/exceptions`
    pub fn report_exception(
        &self,
        id: Uuid,
        told: &ExceptionRequest,
    ) -> Result<Recorded<ExceptionView>, ClientError> {
        self.post(&format!("/v1/orders/{id}/exceptions"), told)
    }

    /// `GET /v1/orders/{id}/exceptions`
    pub fn exceptions(&self, id: Uuid) -> Result<ExceptionsView, ClientError> {
        self.get(&format!("/v1/orders/{id}/exceptions"))
    }

    /// `POST /v1/orders/{id}/exceptions/{exception}/claim`
    pub fn claim_exception(&self, id: Uuid, exception: &str) -> Result<ExceptionView, ClientError> {
        let path = format!("/v1/orders/{id}/exceptions/{exception}/claim");
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `POST /v1/orders/{id}/exceptions/{exception}/measures`
    pub fn take_measure(
        &self,
        id: Uuid,
        exception: &str,
        note: &str,
    ) -> Result<ExceptionView, ClientError> {
        let path = format!("/v1/orders/{id}/exceptions/{exception}/measures");
        let body = MeasureRequest {
            note: note.to_owned(),
        };
        self.post(&path, &body).map(|recorded| recorded.view)
    }

    /// `POST /v1/orders/{id}/exceptions/{exception}/resolution`
    pub fn resolve_exception(
        &self,
        id: Uuid,
        exception: &str,
        reason: &str,
    ) -> Result<ExceptionView, ClientError> {
        let path = format!("/v1/orders/{id}/exceptions/{exception}/resolution");
        let body = ExceptionResolutionRequest {
            reason: reason.to_owned(),
        };
        self.post(&path, &body).map(|recorded| recorded.view)
    }
}
