//! What holds for single customers and phones: the blacklist (4.2.4) and agreed prices (4.2.3).

use contract::agreed_price::{AgreedPriceRequest, AgreedPriceView};
use contract::blacklist::{
    BlacklistRequest, BlacklistView, BlacklistedPhoneView, PhoneBlacklistRequest,
    PhoneLookupRequest,
};

use super::{Client, ClientError, Recorded, segment};

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

    /// `POST /v1/blacklist/phones`
    pub fn blacklist_phone(
        &self,
        entry: &PhoneBlacklistRequest,
    ) -> Result<Recorded<BlacklistedPhoneView>, ClientError> {
        self.post("/v1/blacklist/phones", entry)
    }

    /// `POST /v1/blacklist/phones/lookup`
    pub fn look_up_phone(&self, phone: &str) -> Result<BlacklistedPhoneView, ClientError> {
        let asked = PhoneLookupRequest {
            phone: phone.to_owned(),
        };
        Ok(self.post("/v1/blacklist/phones/lookup", &asked)?.view)
    }

    /// `GET /v1/blacklist/phones/{entry}`
    pub fn blacklisted_phone(&self, entry: &str) -> Result<BlacklistedPhoneView, ClientError> {
        self.get(&format!("/v1/blacklist/phones/{}", segment(entry)))
    }

    /// `DELETE /v1/blacklist/phones/{entry}`
    pub fn lift_phone_from_blacklist(
        &self,
        entry: &str,
    ) -> Result<BlacklistedPhoneView, ClientError> {
        let path = format!("/v1/blacklist/phones/{}", segment(entry));
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
