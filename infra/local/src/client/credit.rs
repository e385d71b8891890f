//! Accounts and receivables (8.1).

use contract::account::{AccountProfileRequest, AccountView};
use contract::receivable::ReceivablesView;

use super::{Client, ClientError, segment, with_query};

impl Client {
    /// `GET /v1/customers/{id}/account`
    pub fn account(&self, customer: &str) -> Result<AccountView, ClientError> {
        self.get(&format!("/v1/customers/{}/account", segment(customer)))
    }

    /// `PUT /v1/customers/{id}/account`
    pub fn record_account_profile(
        &self,
        customer: &str,
        profile: &AccountProfileRequest,
    ) -> Result<AccountView, ClientError> {
        self.put(
            &format!("/v1/customers/{}/account", segment(customer)),
            None,
            profile,
        )
    }

    /// `GET /v1/receivables`
    pub fn receivables(&self, cursor: Option<&str>) -> Result<ReceivablesView, ClientError> {
        self.get(&with_query("/v1/receivables", &[("cursor", cursor)]))
    }
}
