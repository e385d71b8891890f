//! Reorder points (5.2.1).

use contract::reorder_point::{ReorderPointRequest, ReorderPointView, ReorderPointsView};

use super::{Client, ClientError, segment, with_query};

impl Client {
    /// `GET /v1/reorder-points`, from a cursor on.
    pub fn reorder_points(&self, cursor: Option<&str>) -> Result<ReorderPointsView, ClientError> {
        let query = [("cursor", cursor), ("limit", Some("100"))];
        self.get(&with_query("/v1/reorder-points", &query))
    }

    /// `GET /v1/reorder-points/{sku}/{warehouse}`
    pub fn reorder_point(
        &self,
        sku: &str,
        warehouse: &str,
    ) -> Result<ReorderPointView, ClientError> {
        self.get(&point(sku, warehouse))
    }

    /// `PUT /v1/reorder-points/{sku}/{warehouse}`, if it still is the version that was seen, where one is given.
    pub fn put_reorder_point(
        &self,
        sku: &str,
        warehouse: &str,
        seen: Option<u64>,
        levels: &ReorderPointRequest,
    ) -> Result<ReorderPointView, ClientError> {
        self.put(&point(sku, warehouse), seen, levels)
    }

    /// `DELETE /v1/reorder-points/{sku}/{warehouse}`
    pub fn remove_reorder_point(
        &self,
        sku: &str,
        warehouse: &str,
    ) -> Result<ReorderPointView, ClientError> {
        self.call("DELETE", &point(sku, warehouse), &[], None)?
            .success()?
            .json()
    }
}

fn point(sku: &str, warehouse: &str) -> String {
    format!("/v1/reorder-points/{}/{}", segment(sku), segment(warehouse))
}
