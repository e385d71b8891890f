//! What the review found, for people (4.2, 4.3.1).

use domain::review_rules::{Finding, RuleCode, Severity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// One thing that the review found, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindingView {
    /// The rule.
    #[schema(schema_with = names::rule)]
    pub rule: RuleCode,
    /// How much it weighs.
    #[schema(schema_with = names::severity)]
    pub severity: Severity,
    /// The rule in words, in Chinese.
    pub text: String,
    /// What would have been right; amounts in fen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// What was there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
}

impl FindingView {
    /// The wire form.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity,
            text: finding.rule.chinese().to_owned(),
            expected: finding.expected.clone(),
            found: finding.found.clone(),
        }
    }
}
