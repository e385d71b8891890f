//! Stock and dispatch (5).

use contract::shipment::{ShipmentRequest, ShipmentView};
use contract::stock::{StockReceiptRequest, StockReceiptView, StockView};
use contract::stock_adjustment::{StockAdjustmentRequest, StockAdjustmentView};
use uuid::Uuid;

use super::{Client, ClientError, Recorded, segment};

impl Client {
    /// `POST /v1/stock/receipts`
    pub fn receive_stock(
        &self,
        receipt: &StockReceiptRequest,
    ) -> Result<Recorded<StockReceiptView>, ClientError> {
        self.post("/v1/stock/receipts", receipt)
    }

    /// `POST /v1/stock/adjustments`
    pub fn adjust_stock(
        &self,
        adjustment: &StockAdjustmentRequest,
    ) -> Result<Recorded<StockAdjustmentView>, ClientError> {
        self.post("/v1/stock/adjustments", adjustment)
    }

    /// `GET /v1/stock/{sku}`
    pub fn stock(&self, sku: &str) -> Result<StockView, ClientError> {
        self.get(&format!("/v1/stock/{}", segment(sku)))
    }

    /// `POST /v1/orders/{id}/shipments`
    pub fn ship(
        &self,
        id: Uuid,
        shipment: &ShipmentRequest,
    ) -> Result<Recorded<ShipmentView>, ClientError> {
        self.post(&format!("/v1/orders/{id}/shipments"), shipment)
    }
}
