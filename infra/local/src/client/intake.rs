//! Placing orders and reading them (4.1).

use contract::cancel::{CancelRequest, ProposalAnswerRequest};
use contract::contact_disclosure::{DisclosureRequest, DisclosuresView};
use contract::health::HealthView;
use contract::order_check::CheckView;
use contract::order_import::{ImportView, RowResultsView};
use contract::order_request::OrderRequest;
use contract::order_summary::OrdersView;
use contract::order_view::{ContactView, OrderView};
use contract::terms::TermsView;
use domain::contact_disclosure::DisclosurePurpose;
use uuid::Uuid;

use super::{Client, ClientError, Recorded, segment, with_query};

impl Client {
    /// `GET /v1/health`
    pub fn health(&self) -> Result<HealthView, ClientError> {
        self.get("/v1/health")
    }

    /// `POST /v1/orders`
    pub fn place_order(&self, order: &OrderRequest) -> Result<Recorded<OrderView>, ClientError> {
        self.post("/v1/orders", order)
    }

    /// `POST /v1/orders/check`
    pub fn check_order(&self, order: &OrderRequest) -> Result<CheckView, ClientError> {
        Ok(self.post("/v1/orders/check", order)?.view)
    }

    /// `GET /v1/orders/{id}`
    pub fn order(&self, id: Uuid) -> Result<OrderView, ClientError> {
        self.get(&format!("/v1/orders/{id}"))
    }

    /// `POST /v1/orders/{id}/contact`: the contact unmasked, for a purpose that is kept.
    pub fn contact(
        &self,
        id: Uuid,
        purpose: DisclosurePurpose,
    ) -> Result<ContactView, ClientError> {
        let body = DisclosureRequest { purpose };
        Ok(self.post(&format!("/v1/orders/{id}/contact"), &body)?.view)
    }

    /// `GET /v1/orders/{id}/disclosures`, a page of up to a hundred.
    pub fn disclosures(
        &self,
        id: Uuid,
        cursor: Option<&str>,
    ) -> Result<DisclosuresView, ClientError> {
        let path = format!("/v1/orders/{id}/disclosures");
        self.get(&with_query(
            &path,
            &[("cursor", cursor), ("limit", Some("100"))],
        ))
    }

    /// `GET /v1/terms`
    pub fn terms(&self) -> Result<TermsView, ClientError> {
        self.get("/v1/terms")
    }

    /// `GET /v1/orders?stage=`, a page of up to a hundred.
    pub fn orders_in_stage(
        &self,
        stage: &str,
        cursor: Option<&str>,
    ) -> Result<OrdersView, ClientError> {
        let query = [
            ("stage", Some(stage)),
            ("cursor", cursor),
            ("limit", Some("100")),
        ];
        self.get(&with_query("/v1/orders", &query))
    }

    /// `GET /v1/orders?customer=`, a page of up to a hundred.
    pub fn orders_of(
        &self,
        customer: &str,
        cursor: Option<&str>,
    ) -> Result<OrdersView, ClientError> {
        let query = [
            ("customer", Some(customer)),
            ("cursor", cursor),
            ("limit", Some("100")),
        ];
        self.get(&with_query("/v1/orders", &query))
    }

    /// `POST /v1/imports?channel=`, with the content of a file of this media type.
    pub fn import_file(
        &self,
        channel: &str,
        media_type: &str,
        content: &[u8],
    ) -> Result<ImportView, ClientError> {
        let path = with_query("/v1/imports", &[("channel", Some(channel))]);
        let headers = [("content-type", media_type)];
        self.call("POST", &path, &headers, Some(content))?
            .success()?
            .json()
    }

    /// `GET /v1/imports/{id}`
    pub fn import(&self, id: &str) -> Result<ImportView, ClientError> {
        self.get(&format!("/v1/imports/{}", segment(id)))
    }

    /// `GET /v1/imports/{id}/rows?only=`, a page.
    pub fn import_rows(
        &self,
        id: &str,
        only: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<RowResultsView, ClientError> {
        let path = format!("/v1/imports/{}/rows", segment(id));
        self.get(&with_query(&path, &[("only", only), ("cursor", cursor)]))
    }

    /// `POST /v1/orders/{id}/cancel`
    pub fn cancel_order(&self, id: Uuid, reason: &str) -> Result<OrderView, ClientError> {
        let body = CancelRequest {
            reason: reason.to_owned(),
            rest: false,
        };
        Ok(self.post(&format!("/v1/orders/{id}/cancel"), &body)?.view)
    }

    /// `POST /v1/orders/{id}/split-shipments`
    pub fn agree_to_split(&self, id: Uuid) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/split-shipments");
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// The same of what has not left.
    pub fn cancel_rest(&self, id: Uuid, reason: &str) -> Result<OrderView, ClientError> {
        let body = CancelRequest {
            reason: reason.to_owned(),
            rest: true,
        };
        Ok(self.post(&format!("/v1/orders/{id}/cancel"), &body)?.view)
    }

    /// `POST /v1/orders/{id}/negotiation`
    pub fn answer_proposal(&self, id: Uuid, accept: bool) -> Result<OrderView, ClientError> {
        let body = ProposalAnswerRequest {
            accept,
            words: None,
        };
        Ok(self
            .post(&format!("/v1/orders/{id}/negotiation"), &body)?
            .view)
    }
}
