//! The terms in force, and the contract of an order (4.3.4, R1–R3).

use domain::order::{Formation, Order};
use domain::terms::{TermsShown, TermsVersion};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// The version of the terms that a shop has to show now (R3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TermsView {
    /// The version's name; goes into the order.
    #[schema(example = "2026-03")]
    pub version: String,
    /// SHA-256 of the text; goes into the order.
    pub digest: String,
    /// Where the text is.
    #[schema(example = "https://shop.example/terms/2026-03")]
    pub url: String,
    /// Since when it is in force.
    #[schema(value_type = String, format = DateTime)]
    pub effective_from: Timestamp,
}

impl TermsView {
    /// The wire form of a version.
    #[must_use]
    pub fn of(version: &TermsVersion) -> Self {
        Self {
            version: version.version.clone(),
            digest: version.digest.clone(),
            url: version.url.clone(),
            effective_from: version.effective_from,
        }
    }
}

/// The contract of an order in the eyes of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContractView {
    /// What makes it.
    #[schema(schema_with = names::formation)]
    pub formed_by: Formation,
    /// Since when there is one; not there while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub formed_at: Option<Timestamp>,
    /// When it ended unperformed, by rejection or cancellation. What was paid goes back in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// The version of the terms that the customer was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_version: Option<String>,
    /// The digest of the text that the customer was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_digest: Option<String>,
}

impl ContractView {
    /// The contract of this order.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let shown = |part: fn(&TermsShown) -> &String| order.terms.as_ref().map(part).cloned();
        Self {
            formed_by: order.formation(),
            formed_at: order.contract_formed_at(),
            ended_at: order.contract_ended_at(),
            terms_version: shown(|terms| &terms.version),
            terms_digest: shown(|terms| &terms.digest),
        }
    }
}
