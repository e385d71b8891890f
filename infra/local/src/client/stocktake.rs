//! Stocktakes, and the zones that they are planned by (5.2.2).

use contract::purchasing::ReasonRequest;
use contract::stocktake::{
    ApprovalRequest, CountRequest, RecountRequest, StocktakeRequest, StocktakeView,
    StorageZoneRequest, StorageZoneView,
};

use super::{Client, ClientError, Recorded, segment};

impl Client {
    /// `PUT /v1/stock/{sku}/zones/{warehouse}`
    pub fn put_zone(
        &self,
        sku: &str,
        warehouse: &str,
        zone: &StorageZoneRequest,
    ) -> Result<StorageZoneView, ClientError> {
        self.put(&zone_of(sku, warehouse), None, zone)
    }

    /// `GET /v1/stock/{sku}/zones/{warehouse}`
    pub fn zone(&self, sku: &str, warehouse: &str) -> Result<StorageZoneView, ClientError> {
        self.get(&zone_of(sku, warehouse))
    }

    /// `POST /v1/stocktakes`
    pub fn plan_stocktake(
        &self,
        wanted: &StocktakeRequest,
    ) -> Result<Recorded<StocktakeView>, ClientError> {
        self.post("/v1/stocktakes", wanted)
    }

    /// `GET /v1/stocktakes/{number}`
    pub fn stocktake(&self, number: &str) -> Result<StocktakeView, ClientError> {
        self.get(&stocktake(number))
    }

    /// `POST /v1/stocktakes/{number}/counts`
    pub fn record_counts(
        &self,
        number: &str,
        counts: &CountRequest,
    ) -> Result<StocktakeView, ClientError> {
        Ok(self
            .post(&format!("{}/counts", stocktake(number)), counts)?
            .view)
    }

    /// `POST /v1/stocktakes/{number}/recount`
    pub fn request_recount(
        &self,
        number: &str,
        recount: &RecountRequest,
    ) -> Result<StocktakeView, ClientError> {
        Ok(self
            .post(&format!("{}/recount", stocktake(number)), recount)?
            .view)
    }

    /// `POST /v1/stocktakes/{number}/approval`
    pub fn approve_stocktake(
        &self,
        number: &str,
        approval: &ApprovalRequest,
    ) -> Result<StocktakeView, ClientError> {
        Ok(self
            .post(&format!("{}/approval", stocktake(number)), approval)?
            .view)
    }

    /// `POST /v1/stocktakes/{number}/cancel`
    pub fn cancel_stocktake(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<StocktakeView, ClientError> {
        Ok(self
            .post(&format!("{}/cancel", stocktake(number)), reason)?
            .view)
    }
}

fn stocktake(number: &str) -> String {
    format!("/v1/stocktakes/{}", segment(number))
}

fn zone_of(sku: &str, warehouse: &str) -> String {
    format!("/v1/stock/{}/zones/{}", segment(sku), segment(warehouse))
}
