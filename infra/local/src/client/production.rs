//! Production lines, routings and work orders (5.1.1).

use contract::production::{
    CompletionRequest, InspectionRequest, LineRequest, LineView, LinesView, ReportRequest,
    RoutingRequest, RoutingView, WorkOrderRequest, WorkOrderView,
};
use contract::purchasing::ReasonRequest;

use super::{Client, ClientError, Recorded, segment};

impl Client {
    /// `GET /v1/production-lines`, the first page.
    pub fn production_lines(&self) -> Result<LinesView, ClientError> {
        self.get("/v1/production-lines?limit=100")
    }

    /// `GET /v1/production-lines/{line}`
    pub fn production_line(&self, code: &str) -> Result<LineView, ClientError> {
        self.get(&line(code))
    }

    /// `PUT /v1/production-lines/{line}`
    pub fn put_production_line(
        &self,
        code: &str,
        profile: &LineRequest,
    ) -> Result<LineView, ClientError> {
        self.put(&line(code), None, profile)
    }

    /// `POST /v1/production-lines/{line}/schedule`
    pub fn replan_production_line(&self, code: &str) -> Result<LineView, ClientError> {
        let path = format!("{}/schedule", line(code));
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `GET /v1/routings/{sku}`
    pub fn routing(&self, sku: &str) -> Result<RoutingView, ClientError> {
        self.get(&format!("/v1/routings/{}", segment(sku)))
    }

    /// `PUT /v1/routings/{sku}`
    pub fn put_routing(
        &self,
        sku: &str,
        routing: &RoutingRequest,
    ) -> Result<RoutingView, ClientError> {
        self.put(&format!("/v1/routings/{}", segment(sku)), None, routing)
    }

    /// `POST /v1/work-orders`
    pub fn raise_work_order(
        &self,
        wanted: &WorkOrderRequest,
    ) -> Result<Recorded<WorkOrderView>, ClientError> {
        self.post("/v1/work-orders", wanted)
    }

    /// `GET /v1/work-orders/{number}`
    pub fn work_order(&self, number: &str) -> Result<WorkOrderView, ClientError> {
        self.get(&work_order(number))
    }

    /// `POST /v1/work-orders/{number}/start`
    pub fn start_work_order(&self, number: &str) -> Result<WorkOrderView, ClientError> {
        let path = format!("{}/start", work_order(number));
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `POST /v1/work-orders/{number}/reports`
    pub fn report_work(
        &self,
        number: &str,
        report: &ReportRequest,
    ) -> Result<Recorded<WorkOrderView>, ClientError> {
        self.post(&format!("{}/reports", work_order(number)), report)
    }

    /// `POST /v1/work-orders/{number}/completion`
    pub fn complete_work_order(
        &self,
        number: &str,
        completion: &CompletionRequest,
    ) -> Result<Recorded<WorkOrderView>, ClientError> {
        self.post(&format!("{}/completion", work_order(number)), completion)
    }

    /// `POST /v1/work-orders/{number}/inspections`
    pub fn inspect_work(
        &self,
        number: &str,
        inspection: &InspectionRequest,
    ) -> Result<Recorded<WorkOrderView>, ClientError> {
        self.post(&format!("{}/inspections", work_order(number)), inspection)
    }

    /// `POST /v1/work-orders/{number}/close`
    pub fn close_work_order(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<WorkOrderView, ClientError> {
        let path = format!("{}/close", work_order(number));
        Ok(self.post(&path, reason)?.view)
    }

    /// `POST /v1/work-orders/{number}/cancel`
    pub fn cancel_work_order(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<WorkOrderView, ClientError> {
        let path = format!("{}/cancel", work_order(number));
        Ok(self.post(&path, reason)?.view)
    }
}

fn line(code: &str) -> String {
    format!("/v1/production-lines/{}", segment(code))
}

fn work_order(number: &str) -> String {
    format!("/v1/work-orders/{}", segment(number))
}
