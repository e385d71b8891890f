//! Lots and picking (5.2.1, 5.2.2).

use contract::lot::{LotIssuesView, LotsView};
use contract::pick::{PickFailureRequest, PickListView, PickRequest};
use uuid::Uuid;

use super::{Client, ClientError, Recorded, segment, with_query};

impl Client {
    /// `GET /v1/stock/{sku}/lots`, a page of up to a hundred of a warehouse.
    pub fn lots(
        &self,
        sku: &str,
        warehouse: &str,
        cursor: Option<&str>,
    ) -> Result<LotsView, ClientError> {
        let path = format!("/v1/stock/{}/lots", segment(sku));
        let query = [
            ("warehouse", Some(warehouse)),
            ("cursor", cursor),
            ("limit", Some("100")),
        ];
        self.get(&with_query(&path, &query))
    }

    /// `GET /v1/stock/{sku}/lots/{lot}`, a page of up to `limit`.
    pub fn lot_issues(
        &self,
        sku: &str,
        lot: &str,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<LotIssuesView, ClientError> {
        let path = format!("/v1/stock/{}/lots/{}", segment(sku), segment(lot));
        let limit = limit.to_string();
        let query = [("cursor", cursor), ("limit", Some(limit.as_str()))];
        self.get(&with_query(&path, &query))
    }

    /// `POST /v1/orders/{id}/picks`
    pub fn pick(
        &self,
        id: Uuid,
        consignment: Option<u16>,
    ) -> Result<Recorded<PickListView>, ClientError> {
        let request = PickRequest { consignment };
        self.post(&format!("/v1/orders/{id}/picks"), &request)
    }

    /// `POST /v1/orders/{id}/picks/failures`
    pub fn report_pick_failure(
        &self,
        id: Uuid,
        failure: &PickFailureRequest,
    ) -> Result<Recorded<PickListView>, ClientError> {
        self.post(&format!("/v1/orders/{id}/picks/failures"), failure)
    }
}
