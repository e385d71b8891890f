//! Deciding on orders, and what decisions go by (4.2, 4.3).

use contract::calendar::{CalendarYearRequest, CalendarYearView};
use contract::claim::AssignmentRequest;
use contract::credit_override::CreditOverrideRequest;
use contract::hold::{HoldReleaseRequest, HoldRequest};
use contract::order_view::OrderView;
use contract::policy::PolicyView;
use contract::product::{ProductRequest, ProductView};
use contract::promotion::{PromotionRequest, PromotionView};
use contract::review::{
    OrderDecisionBody, ReviewDecisionRequest, ReviewDecisionsRequest, ReviewDecisionsView,
};
use contract::review_trial::{ReviewTrialRequest, ReviewTrialView};
use contract::work::WorkView;
use domain::policy::Policy;
use uuid::Uuid;

use super::{Client, ClientError, entity_tag, json, segment, with_query};

impl Client {
    /// `GET /v1/work/{list}`, a page of up to a hundred.
    pub fn work(&self, list: &str, cursor: Option<&str>) -> Result<WorkView, ClientError> {
        let path = format!("/v1/work/{}", segment(list));
        self.get(&with_query(
            &path,
            &[("cursor", cursor), ("limit", Some("100"))],
        ))
    }

    /// `POST /v1/orders/{id}/review`, on the version that was seen.
    pub fn review_order(
        &self,
        id: Uuid,
        seen: u64,
        decision: &ReviewDecisionRequest,
    ) -> Result<OrderView, ClientError> {
        let tag = entity_tag(seen);
        let path = format!("/v1/orders/{id}/review");
        self.call("POST", &path, &[("if-match", &tag)], Some(&json(decision)?))?
            .success()?
            .json()
    }

    /// `POST /v1/work/review/decisions`, up to a hundred at once.
    pub fn review_orders(
        &self,
        decisions: Vec<OrderDecisionBody>,
    ) -> Result<ReviewDecisionsView, ClientError> {
        let body = ReviewDecisionsRequest { decisions };
        Ok(self.post("/v1/work/review/decisions", &body)?.view)
    }

    /// `POST /v1/orders/{id}/review/claim`
    pub fn claim_review(&self, id: Uuid) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/review/claim");
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `DELETE /v1/orders/{id}/review/claim`
    pub fn release_claim(&self, id: Uuid) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/review/claim");
        self.call("DELETE", &path, &[], None)?.success()?.json()
    }

    /// `POST /v1/orders/{id}/review/assignment`
    pub fn assign_review(&self, id: Uuid, to: &str) -> Result<OrderView, ClientError> {
        let body = AssignmentRequest { to: to.to_owned() };
        let path = format!("/v1/orders/{id}/review/assignment");
        Ok(self.post(&path, &body)?.view)
    }

    /// `POST /v1/orders/{id}/credit-override`
    pub fn override_credit(
        &self,
        id: Uuid,
        granted: &CreditOverrideRequest,
    ) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/credit-override");
        Ok(self.post(&path, granted)?.view)
    }

    /// `POST /v1/orders/{id}/holds`
    pub fn place_hold(&self, id: Uuid, reason: &str) -> Result<OrderView, ClientError> {
        let body = HoldRequest {
            reason: reason.to_owned(),
            note: None,
        };
        Ok(self.post(&format!("/v1/orders/{id}/holds"), &body)?.view)
    }

    /// `POST /v1/orders/{id}/holds/{hold}/release`
    pub fn release_hold(&self, id: Uuid, hold: Uuid) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/holds/{hold}/release");
        Ok(self.post(&path, &HoldReleaseRequest::default())?.view)
    }

    /// `GET /v1/policy`
    pub fn policy(&self) -> Result<PolicyView, ClientError> {
        self.get("/v1/policy")
    }

    /// `PUT /v1/policy`, in place of the version that was seen.
    pub fn revise_policy(&self, seen: u64, policy: &Policy) -> Result<PolicyView, ClientError> {
        self.put("/v1/policy", Some(seen), policy)
    }

    /// `GET /v1/calendar/{year}`
    pub fn calendar_year(&self, year: i16) -> Result<CalendarYearView, ClientError> {
        self.get(&format!("/v1/calendar/{year}"))
    }

    /// `PUT /v1/calendar/{year}`
    pub fn publish_calendar_year(
        &self,
        year: i16,
        special_days: &CalendarYearRequest,
    ) -> Result<CalendarYearView, ClientError> {
        self.put(&format!("/v1/calendar/{year}"), None, special_days)
    }

    /// `POST /v1/review/simulations`
    pub fn simulate_review(
        &self,
        trial: &ReviewTrialRequest,
    ) -> Result<ReviewTrialView, ClientError> {
        Ok(self.post("/v1/review/simulations", trial)?.view)
    }

    /// `GET /v1/products/{sku}`
    pub fn product(&self, sku: &str) -> Result<ProductView, ClientError> {
        self.get(&format!("/v1/products/{}", segment(sku)))
    }

    /// `GET /v1/promotions/{id}`
    pub fn promotion(&self, id: &str) -> Result<PromotionView, ClientError> {
        self.get(&format!("/v1/promotions/{}", segment(id)))
    }

    /// `PUT /v1/promotions/{id}`
    pub fn put_promotion(
        &self,
        id: &str,
        promotion: &PromotionRequest,
    ) -> Result<PromotionView, ClientError> {
        self.put(&format!("/v1/promotions/{}", segment(id)), None, promotion)
    }

    /// `PUT /v1/products/{sku}`
    pub fn put_product(
        &self,
        sku: &str,
        product: &ProductRequest,
    ) -> Result<ProductView, ClientError> {
        self.put(&format!("/v1/products/{}", segment(sku)), None, product)
    }
}
