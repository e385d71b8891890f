//! Stock and dispatch (5).

use contract::carrier_agreement::AgreementView;
use contract::carrier_quote::{CarrierQuotesRequest, CarrierQuotesView};
use contract::order_service::{AppointmentRequest, ServiceCompletionRequest};
use contract::order_view::OrderView;
use contract::reallocation::{
    ReallocationChange, ReallocationQuoteRequest, ReallocationRequest, ReallocationView,
};
use contract::shipment::{ShipmentRequest, ShipmentView};
use contract::stock::{StockReceiptRequest, StockReceiptView, StockView};
use contract::stock_adjustment::{StockAdjustmentRequest, StockAdjustmentView};
use contract::stock_shards::{StockShardsRequest, StockShardsView};
use domain::carrier::CarrierAgreement;
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

    /// `GET /v1/stock/{sku}/shards/{warehouse}`
    pub fn stock_shards(&self, sku: &str, warehouse: &str) -> Result<StockShardsView, ClientError> {
        self.get(&shards_of(sku, warehouse))
    }

    /// `PUT /v1/stock/{sku}/shards/{warehouse}`
    pub fn spread_stock(
        &self,
        sku: &str,
        warehouse: &str,
        shards: u8,
    ) -> Result<StockShardsView, ClientError> {
        let request = StockShardsRequest { shards };
        self.put(&shards_of(sku, warehouse), None, &request)
    }

    /// `POST /v1/stock/{sku}/shards/{warehouse}/balance`
    pub fn even_out_stock(
        &self,
        sku: &str,
        warehouse: &str,
    ) -> Result<StockShardsView, ClientError> {
        let path = format!("{}/balance", shards_of(sku, warehouse));
        Ok(self.post(&path, &serde_json::json!({}))?.view)
    }

    /// `GET /v1/carriers/{carrier}/agreement`
    pub fn agreement(&self, carrier: &str) -> Result<AgreementView, ClientError> {
        self.get(&format!("/v1/carriers/{}/agreement", segment(carrier)))
    }

    /// `PUT /v1/carriers/{carrier}/agreement`, with the carrier that it is with.
    pub fn put_agreement(
        &self,
        agreement: &CarrierAgreement,
    ) -> Result<AgreementView, ClientError> {
        let carrier = segment(agreement.carrier.as_str());
        let path = format!("/v1/carriers/{carrier}/agreement");
        self.put(&path, None, agreement)
    }

    /// `POST /v1/carriers/quotes`
    pub fn quote_carriers(
        &self,
        asked: &CarrierQuotesRequest,
    ) -> Result<CarrierQuotesView, ClientError> {
        Ok(self.post("/v1/carriers/quotes", asked)?.view)
    }

    /// `POST /v1/stock/{sku}/reallocations/quotes`, in the main warehouse.
    pub fn quote_reallocation(&self, sku: &str) -> Result<ReallocationView, ClientError> {
        let path = format!("/v1/stock/{}/reallocations/quotes", segment(sku));
        Ok(self.post(&path, &ReallocationQuoteRequest::default())?.view)
    }

    /// `POST /v1/stock/{sku}/reallocations`, in the main warehouse.
    pub fn reallocate(
        &self,
        sku: &str,
        changes: Vec<ReallocationChange>,
    ) -> Result<ReallocationView, ClientError> {
        let path = format!("/v1/stock/{}/reallocations", segment(sku));
        let asked = ReallocationRequest {
            warehouse: None,
            changes,
        };
        Ok(self.post(&path, &asked)?.view)
    }

    /// `POST /v1/orders/{id}/services/{sku}/appointment`
    pub fn book_service(
        &self,
        id: Uuid,
        sku: &str,
        appointment: &AppointmentRequest,
    ) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/services/{}/appointment", segment(sku));
        Ok(self.post(&path, appointment)?.view)
    }

    /// `POST /v1/orders/{id}/services/{sku}/completion`
    pub fn complete_service(
        &self,
        id: Uuid,
        sku: &str,
        completion: &ServiceCompletionRequest,
    ) -> Result<OrderView, ClientError> {
        let path = format!("/v1/orders/{id}/services/{}/completion", segment(sku));
        Ok(self.post(&path, completion)?.view)
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

fn shards_of(sku: &str, warehouse: &str) -> String {
    format!("/v1/stock/{}/shards/{}", segment(sku), segment(warehouse))
}
