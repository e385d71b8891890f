//! Stock that may have to be disposed of (5.2.2).

use contract::disposal::{
    DisposalDecisionRequest, DisposalProposalRequest, DisposalView, DisposalsView,
};

use super::{Client, ClientError, segment, with_query};

impl Client {
    /// `GET /v1/disposals`
    pub fn disposals(
        &self,
        stage: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<DisposalsView, ClientError> {
        let parameters = [("stage", stage), ("cursor", cursor)];
        self.get(&with_query("/v1/disposals", &parameters))
    }

    /// `GET /v1/disposals/{warehouse}/{sku}/{cause}`
    pub fn disposal(
        &self,
        warehouse: &str,
        sku: &str,
        cause: &str,
    ) -> Result<DisposalView, ClientError> {
        self.get(&disposal(warehouse, sku, cause))
    }

    /// `POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal`
    pub fn propose_disposal(
        &self,
        found: &DisposalView,
        proposal: &DisposalProposalRequest,
    ) -> Result<DisposalView, ClientError> {
        let path = disposal(&found.warehouse, &found.sku, found.cause.name());
        Ok(self.post(&format!("{path}/proposal"), proposal)?.view)
    }

    /// `POST /v1/disposals/{warehouse}/{sku}/{cause}/decision`
    pub fn decide_disposal(
        &self,
        found: &DisposalView,
        decision: &DisposalDecisionRequest,
    ) -> Result<DisposalView, ClientError> {
        let path = disposal(&found.warehouse, &found.sku, found.cause.name());
        Ok(self.post(&format!("{path}/decision"), decision)?.view)
    }
}

fn disposal(warehouse: &str, sku: &str, cause: &str) -> String {
    let (warehouse, sku) = (segment(warehouse), segment(sku));
    format!("/v1/disposals/{warehouse}/{sku}/{}", segment(cause))
}
