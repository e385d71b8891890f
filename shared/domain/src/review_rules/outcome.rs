//! What findings lead to: the one place where that is decided.

use serde::{Deserialize, Serialize};

use super::{Finding, Severity};

/// What the automatic review makes of an order (4.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    /// It is rejected.
    Rejected,
    /// A person decides.
    AwaitingReview,
    /// It passes without a person.
    Passed,
}

impl ReviewOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Rejected, Self::AwaitingReview, Self::Passed];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::AwaitingReview => "awaiting_review",
            Self::Passed => "passed",
        }
    }

    /// What these findings lead to, where orders may pass without a person or may not.
    #[must_use]
    pub fn of(findings: &[Finding], may_pass: bool) -> Self {
        let worst = findings.iter().map(|finding| finding.severity).max();
        match worst.unwrap_or(Severity::Info) {
            Severity::Reject => Self::Rejected,
            Severity::Info if may_pass => Self::Passed,
            Severity::Info | Severity::Manual => Self::AwaitingReview,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review_rules::RuleCode;

    #[test]
    fn the_worst_finding_and_the_switch_decide_the_outcome() {
        let info = Finding::plain(RuleCode::NameMismatch, Severity::Info);
        let manual = Finding::plain(RuleCode::NameMismatch, Severity::Manual);
        let reject = Finding::plain(RuleCode::UnknownSku, Severity::Reject);
        for (findings, with_a_person, without) in [
            (vec![], ReviewOutcome::AwaitingReview, ReviewOutcome::Passed),
            (
                vec![info.clone()],
                ReviewOutcome::AwaitingReview,
                ReviewOutcome::Passed,
            ),
            (
                vec![info.clone(), manual.clone()],
                ReviewOutcome::AwaitingReview,
                ReviewOutcome::AwaitingReview,
            ),
            (
                vec![reject, manual, info],
                ReviewOutcome::Rejected,
                ReviewOutcome::Rejected,
            ),
        ] {
            assert_eq!(ReviewOutcome::of(&findings, false), with_a_person);
            assert_eq!(ReviewOutcome::of(&findings, true), without);
        }
    }

    #[test]
    fn outcomes_are_written_by_their_names() {
        for outcome in ReviewOutcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
        }
    }
}
