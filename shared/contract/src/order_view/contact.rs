//! Who ordered and who receives, as those see it who may.

use domain::contact::Contact;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who ordered and who receives.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactView {
    /// Name of the customer.
    pub name: String,
    /// Phone of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// E-mail of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Domicile of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicile: Option<String>,
    /// Name of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<String>,
    /// Phone of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_mobile: Option<String>,
    /// Delivery address.
    pub address: String,
    /// What the customer remarked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl ContactView {
    /// The contact as it is; mask it before where the reader need not know.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            mobile: contact.mobile.clone(),
            email: contact.email.clone(),
            domicile: contact.domicile.clone(),
            ship_to_name: contact.ship_to_name.clone(),
            ship_to_mobile: contact.ship_to_mobile.clone(),
            address: contact.address.clone(),
            remark: contact.remark.clone(),
        }
    }
}

/// Printed without its personal data.
impl std::fmt::Debug for ContactView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ContactView(***)")
    }
}
