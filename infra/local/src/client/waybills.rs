//! Waybills and handover manifests (5.3.2).

use contract::handover_manifest::{ManifestRequest, ManifestView};
use contract::waybill::{
    HandoverRequest, HandoverView, VoidRequest, WaybillView, WaybillsRequest, WaybillsView,
};
use uuid::Uuid;

use super::{Client, ClientError, Recorded, segment};

impl Client {
    /// `POST /v1/orders/{id}/waybills`
    pub fn request_waybills(
        &self,
        id: Uuid,
        wanted: &WaybillsRequest,
    ) -> Result<Recorded<WaybillsView>, ClientError> {
        self.post(&format!("/v1/orders/{id}/waybills"), wanted)
    }

    /// `GET /v1/orders/{id}/waybills`
    pub fn waybills(&self, id: Uuid) -> Result<WaybillsView, ClientError> {
        self.get(&format!("/v1/orders/{id}/waybills"))
    }

    /// `GET /v1/waybills/{waybill}`
    pub fn waybill(&self, waybill: &str) -> Result<WaybillView, ClientError> {
        self.get(&format!("/v1/waybills/{}", segment(waybill)))
    }

    /// `POST /v1/waybills/{waybill}/void`
    pub fn void_waybill(
        &self,
        waybill: &str,
        request: &VoidRequest,
    ) -> Result<WaybillView, ClientError> {
        let path = format!("/v1/waybills/{}/void", segment(waybill));
        Ok(self.post(&path, request)?.view)
    }

    /// `POST /v1/orders/{id}/dispatch`
    pub fn dispatch(
        &self,
        id: Uuid,
        request: &HandoverRequest,
    ) -> Result<Recorded<HandoverView>, ClientError> {
        self.post(&format!("/v1/orders/{id}/dispatch"), request)
    }

    /// `POST /v1/manifests`
    pub fn close_manifest(
        &self,
        manifest: &ManifestRequest,
    ) -> Result<Recorded<ManifestView>, ClientError> {
        self.post("/v1/manifests", manifest)
    }

    /// `GET /v1/manifests/{number}`
    pub fn manifest(&self, number: &str) -> Result<ManifestView, ClientError> {
        self.get(&format!("/v1/manifests/{}", segment(number)))
    }
}
