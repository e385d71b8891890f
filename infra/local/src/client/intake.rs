//! Placing orders and reading them (4.1).

use contract::cancel::{CancelRequest, ProposalAnswerRequest};
use contract::health::HealthView;
use contract::order_check::CheckView;
use contract::order_request::OrderRequest;
use contract::order_summary::OrdersView;
use contract::order_view::OrderView;
use uuid::Uuid;

use super::{Client, ClientError, Recorded, with_query};

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

    /// `POST /v1/orders/{id}/cancel`
    pub fn cancel_order(&self, id: Uuid, reason: &str) -> Result<OrderView, ClientError> {
        let body = CancelRequest {
            reason: reason.to_owned(),
        };
        Ok(self.post(&format!("/v1/orders/{id}/cancel"), &body)?.view)
    }

    /// `POST /v1/orders/{id}/negotiation`
    pub fn answer_proposal(&self, id: Uuid, accept: bool) -> Result<OrderView, ClientError> {
        let body = ProposalAnswerRequest { accept };
        Ok(self
            .post(&format!("/v1/orders/{id}/negotiation"), &body)?
            .view)
    }
}
