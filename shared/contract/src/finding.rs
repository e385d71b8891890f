//! What the review found, for people (4.2, 4.3.1).

use domain::review_rules::{EvidenceFor, Finding, RuleCode, Severity};
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
    /// The rule in words, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text_en: String,
    /// What would have been right; amounts in fen. Staff see all evidence, customers what repeats
    /// their own words or is published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// What was there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
}

impl FindingView {
    /// The wire form for staff.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity,
            text: finding.rule.chinese().to_owned(),
            text_en: finding.rule.english().to_owned(),
            expected: finding.expected.clone(),
            found: finding.found.clone(),
        }
    }

    /// The same as customers may see it.
    #[must_use]
    pub fn for_customers(finding: &Finding) -> Self {
        let view = Self::of(finding);
        match finding.rule.evidence() {
            EvidenceFor::Everybody => view,
            EvidenceFor::Staff => Self {
                expected: String::new(),
                found: String::new(),
                ..view
            },
        }
    }
}
