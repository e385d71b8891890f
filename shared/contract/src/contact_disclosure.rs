//! Showing an order's personal data unmasked, and who was shown it (R21–R26).

use domain::contact_disclosure::{ContactDisclosureEvent, DisclosurePurpose};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// Somebody asks for the contact of an order as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRequest {
    /// What for; kept in the journal beside who asked and when.
    #[schema(schema_with = names::disclosure_purpose)]
    pub purpose: DisclosurePurpose,
}

/// Who was shown the contact of an order, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisclosuresView {
    /// The disclosures of this page.
    pub items: Vec<DisclosureView>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisclosureView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// To whom: the subject of the token; a carrier that was asked for a waybill as `carrier:` and its code.
    #[schema(example = "u-17")]
    pub to: String,
    /// What for.
    #[schema(schema_with = names::disclosure_purpose)]
    pub purpose: DisclosurePurpose,
}

impl DisclosureView {
    /// The wire form of a disclosure.
    #[must_use]
    pub fn of(event: &ContactDisclosureEvent) -> Self {
        let ContactDisclosureEvent::Disclosed {
            at, to, purpose, ..
        } = event;
        Self {
            at: *at,
            to: to.clone(),
            purpose: *purpose,
        }
    }
}
