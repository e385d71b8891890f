//! Stock that may have to be disposed of (5.2.2).

use contract::disposal::{
    DisposalDecisionRequest, DisposalProposalRequest, DisposalView, DisposalsView,
};

use jiff::civil::Date;

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

    /// The same of a lot, by its number and expiry.
    pub fn disposal_of_lot(
        &self,
        warehouse: &str,
        sku: &str,
        cause: &str,
        (lot_no, expiry): (&str, Option<Date>),
    ) -> Result<DisposalView, ClientError> {
        let path = disposal(warehouse, sku, cause);
        self.get(&of_lot(&path, Some(lot_no), expiry))
    }

    /// `POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal`
    pub fn propose_disposal(
        &self,
        found: &DisposalView,
        proposal: &DisposalProposalRequest,
    ) -> Result<DisposalView, ClientError> {
        Ok(self.post(&step(found, "proposal"), proposal)?.view)
    }

    /// `POST /v1/disposals/{warehouse}/{sku}/{cause}/decision`
    pub fn decide_disposal(
        &self,
        found: &DisposalView,
        decision: &DisposalDecisionRequest,
    ) -> Result<DisposalView, ClientError> {
        Ok(self.post(&step(found, "decision"), decision)?.view)
    }
}

fn step(found: &DisposalView, step: &str) -> String {
    let path = disposal(&found.warehouse, &found.sku, found.cause.name());
    of_lot(
        &format!("{path}/{step}"),
        found.lot_no.as_deref(),
        found.expiry,
    )
}

fn of_lot(path: &str, lot_no: Option<&str>, expiry: Option<Date>) -> String {
    let expiry = expiry.map(|expiry| expiry.to_string());
    with_query(path, &[("lot_no", lot_no), ("expiry", expiry.as_deref())])
}

fn disposal(warehouse: &str, sku: &str, cause: &str) -> String {
    let (warehouse, sku) = (segment(warehouse), segment(sku));
    format!("/v1/disposals/{warehouse}/{sku}/{}", segment(cause))
}
