//! Suppliers and purchase orders (5.1.2, 5.1.3).

use contract::purchasing::{
    GoodsReceiptRequest, OfferRequest, OfferView, PlacementRequest, PromiseRequest,
    PurchaseOrderRequest, PurchaseOrderView, PurchaseQuote, QuoteRequest, ReasonRequest,
    ReturnAnswerRequest, ReturnShipmentRequest, SupplierRequest, SupplierReturnRequest,
    SupplierReturnView, SupplierView, SuppliersView,
};

use super::{Client, ClientError, Recorded, segment};

impl Client {
    /// `GET /v1/suppliers`, the first page.
    pub fn suppliers(&self) -> Result<SuppliersView, ClientError> {
        self.get("/v1/suppliers?limit=100")
    }

    /// `GET /v1/suppliers/{supplier}`
    pub fn supplier(&self, code: &str) -> Result<SupplierView, ClientError> {
        self.get(&format!("/v1/suppliers/{}", segment(code)))
    }

    /// `PUT /v1/suppliers/{supplier}`
    pub fn put_supplier(
        &self,
        code: &str,
        supplier: &SupplierRequest,
    ) -> Result<SupplierView, ClientError> {
        self.put(&format!("/v1/suppliers/{}", segment(code)), None, supplier)
    }

    /// `GET /v1/suppliers/{supplier}/offers/{sku}`
    pub fn offer(&self, code: &str, sku: &str) -> Result<OfferView, ClientError> {
        let (code, sku) = (segment(code), segment(sku));
        self.get(&format!("/v1/suppliers/{code}/offers/{sku}"))
    }

    /// `PUT /v1/suppliers/{supplier}/offers/{sku}`
    pub fn put_offer(
        &self,
        code: &str,
        sku: &str,
        offer: &OfferRequest,
    ) -> Result<OfferView, ClientError> {
        let (code, sku) = (segment(code), segment(sku));
        self.put(&format!("/v1/suppliers/{code}/offers/{sku}"), None, offer)
    }

    /// `POST /v1/purchase-orders/quotes`
    pub fn quote_purchase(&self, wanted: &QuoteRequest) -> Result<PurchaseQuote, ClientError> {
        Ok(self.post("/v1/purchase-orders/quotes", wanted)?.view)
    }

    /// `POST /v1/purchase-orders`
    pub fn raise_purchase_order(
        &self,
        wanted: &PurchaseOrderRequest,
    ) -> Result<Recorded<PurchaseOrderView>, ClientError> {
        self.post("/v1/purchase-orders", wanted)
    }

    /// `GET /v1/purchase-orders/{number}`
    pub fn purchase_order(&self, number: &str) -> Result<PurchaseOrderView, ClientError> {
        self.get(&purchase_order(number))
    }

    /// `POST /v1/purchase-orders/{number}/approval`
    pub fn approve_purchase_order(&self, number: &str) -> Result<PurchaseOrderView, ClientError> {
        let path = format!("{}/approval", purchase_order(number));
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `POST /v1/purchase-orders/{number}/placement`
    pub fn place_purchase_order(
        &self,
        number: &str,
        placement: &PlacementRequest,
    ) -> Result<PurchaseOrderView, ClientError> {
        let path = format!("{}/placement", purchase_order(number));
        Ok(self.post(&path, placement)?.view)
    }

    /// `POST /v1/purchase-orders/{number}/promise`
    pub fn move_promise(
        &self,
        number: &str,
        promise: &PromiseRequest,
    ) -> Result<PurchaseOrderView, ClientError> {
        let path = format!("{}/promise", purchase_order(number));
        Ok(self.post(&path, promise)?.view)
    }

    /// `POST /v1/purchase-orders/{number}/receipts`
    pub fn receive_purchase(
        &self,
        number: &str,
        receipt: &GoodsReceiptRequest,
    ) -> Result<Recorded<PurchaseOrderView>, ClientError> {
        self.post(&format!("{}/receipts", purchase_order(number)), receipt)
    }

    /// `POST /v1/purchase-orders/{number}/close`
    pub fn close_purchase_order(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<PurchaseOrderView, ClientError> {
        let path = format!("{}/close", purchase_order(number));
        Ok(self.post(&path, reason)?.view)
    }

    /// `POST /v1/purchase-orders/{number}/cancel`
    pub fn cancel_purchase_order(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<PurchaseOrderView, ClientError> {
        let path = format!("{}/cancel", purchase_order(number));
        Ok(self.post(&path, reason)?.view)
    }

    /// `POST /v1/supplier-returns`
    pub fn raise_supplier_return(
        &self,
        wanted: &SupplierReturnRequest,
    ) -> Result<Recorded<SupplierReturnView>, ClientError> {
        self.post("/v1/supplier-returns", wanted)
    }

    /// `GET /v1/supplier-returns/{number}`
    pub fn supplier_return(&self, number: &str) -> Result<SupplierReturnView, ClientError> {
        self.get(&supplier_return(number))
    }

    /// `POST /v1/supplier-returns/{number}/shipment`
    pub fn ship_supplier_return(
        &self,
        number: &str,
        shipment: &ReturnShipmentRequest,
    ) -> Result<SupplierReturnView, ClientError> {
        let path = format!("{}/shipment", supplier_return(number));
        Ok(self.post(&path, shipment)?.view)
    }

    /// `POST /v1/supplier-returns/{number}/answer`
    pub fn answer_supplier_return(
        &self,
        number: &str,
        answer: &ReturnAnswerRequest,
    ) -> Result<SupplierReturnView, ClientError> {
        let path = format!("{}/answer", supplier_return(number));
        Ok(self.post(&path, answer)?.view)
    }

    /// `POST /v1/supplier-returns/{number}/close`
    pub fn close_supplier_return(&self, number: &str) -> Result<SupplierReturnView, ClientError> {
        let path = format!("{}/close", supplier_return(number));
        self.call("POST", &path, &[], None)?.success()?.json()
    }

    /// `POST /v1/supplier-returns/{number}/cancel`
    pub fn cancel_supplier_return(
        &self,
        number: &str,
        reason: &ReasonRequest,
    ) -> Result<SupplierReturnView, ClientError> {
        let path = format!("{}/cancel", supplier_return(number));
        Ok(self.post(&path, reason)?.view)
    }
}

fn supplier_return(number: &str) -> String {
    format!("/v1/supplier-returns/{}", segment(number))
}

fn purchase_order(number: &str) -> String {
    format!("/v1/purchase-orders/{}", segment(number))
}
