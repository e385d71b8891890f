//! What holds for single customers: the blacklist (4.2.4).

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
}
