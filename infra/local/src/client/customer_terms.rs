//! What holds for single customers: the blacklist (4.2.4) and agreed prices (4.2.3).

use contract::agreed_price::{AgreedPriceRequest, AgreedPriceView};
use contract::blacklist::{BlacklistRequest, BlacklistView};

use super::{Client, ClientError, segment};

impl Client {
    /// `GET /v1/blacklist/{customer}`
    pub fn blacklist_entry(&self, customer: &str) -> Result<BlacklistView, ClientError> {
        self.get(&format!("/v1/blacklist/{}", segment(customer)))
    }

    /// `PUT /v1/blacklist/{customer}`
    pub fn blacklist(
        &self,
        customer: &str,
        entry: &BlacklistRequest,
    ) -> Result<BlacklistView, ClientError> {
        self.put(&format!("/v1/blacklist/{}", segment(customer)), None, entry)
    }

    /// `DELETE /v1/blacklist/{customer}`
    pub fn lift_from_blacklist(&self, customer: &str) -> Result<BlacklistView, ClientError> {
        let path = format!("/v1/blacklist/{}", segment(customer));
        self.call("DELETE", &path, &[], None)?.success()?.json()
    }

    /// `GET /v1/prices/{audience}/{sku}`
    pub fn agreed_price(&self, audience: &str, sku: &str) -> Result<AgreedPriceView, ClientError> {
        let (audience, sku) = (segment(audience), segment(sku));
        self.get(&format!("/v1/prices/{audience}/{sku}"))
    }

    /// `PUT /v1/prices/{audience}/{sku}`
    pub fn agree_on_price(
        &self,
        audience: &str,
        sku: &str,
        agreed: &AgreedPriceRequest,
    ) -> Result<AgreedPriceView, ClientError> {
        let (audience, sku) = (segment(audience), segment(sku));
        self.put(&format!("/v1/prices/{audience}/{sku}"), None, agreed)
    }
}
