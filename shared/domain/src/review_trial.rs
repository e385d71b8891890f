//! What a draft of the policy would change in past reviews (4.3.1): the rules in force and the
//! draft, each applied to the same order. Nothing comes of it.

use std::collections::BTreeMap;

use crate::order::{Facts, Order};
use crate::policy::Policy;
use crate::review_rules::{Finding, ReviewFacts, ReviewOutcome, RuleCode, examine};

/// What one policy makes of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Where it goes.
    pub outcome: ReviewOutcome,
    /// Everything that was found.
    pub findings: Vec<Finding>,
}

/// What two policies make of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Under the rules in force.
    pub before: Judgement,
    /// Under the draft.
    pub after: Judgement,
}

impl Comparison {
    /// Whether the draft makes something else of it: another outcome, or other findings.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.before != self.after
    }
}

/// The order under the rules in force, which `facts` hold, and under the draft. Both look at it as of
/// the instant in `facts`: that of its receipt.
#[must_use]
pub fn compare(
    order: &Order,
    review: &ReviewFacts,
    facts: &Facts<'_>,
    draft: &Policy,
) -> Comparison {
    let judge = |policy: &Policy| {
        let facts = Facts { policy, ..*facts };
        let findings = examine(order, review, &facts);
        Judgement {
            outcome: ReviewOutcome::of(&findings, policy.review.automatic_approval),
            findings,
        }
    };
    Comparison {
        before: judge(facts.policy),
        after: judge(draft),
    }
}

/// Counts over many comparisons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Orders that were looked at.
    pub orders: usize,
    /// Orders of which the draft makes something else.
    pub changed: usize,
    /// Orders by their outcome before and after.
    pub outcomes: BTreeMap<(ReviewOutcome, ReviewOutcome), usize>,
    /// Per rule, the orders that it hits before and after.
    pub rules: BTreeMap<RuleCode, (usize, usize)>,
}

impl Summary {
    /// Counts one more.
    pub fn add(&mut self, comparison: &Comparison) {
        let Comparison { before, after } = comparison;
        self.orders = self.orders.saturating_add(1);
        self.changed = self
            .changed
            .saturating_add(usize::from(comparison.differs()));
        let outcomes = self
            .outcomes
            .entry((before.outcome, after.outcome))
            .or_default();
        *outcomes = outcomes.saturating_add(1);
        for rule in RuleCode::ALL {
            let hits = |judged: &Judgement| {
                let hit = judged.findings.iter().any(|finding| finding.rule == *rule);
                usize::from(hit)
            };
            let (hit_before, hit_after) = (hits(before), hits(after));
            if hit_before.saturating_add(hit_after) > 0 {
                let counts = self.rules.entry(*rule).or_default();
                counts.0 = counts.0.saturating_add(hit_before);
                counts.1 = counts.1.saturating_add(hit_after);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review_rules::Severity;

    #[test]
    fn a_summary_counts_orders_by_outcome_and_by_rule() {
        let judged = |outcome, findings| Judgement { outcome, findings };
        let below = Finding::plain(RuleCode::BelowMinimumOrder, Severity::Reject);
        let same = judged(ReviewOutcome::AwaitingReview, vec![]);
        let mut summary = Summary::default();
        summary.add(&Comparison {
            before: same.clone(),
            after: same.clone(),
        });
        summary.add(&Comparison {
            before: same,
            after: judged(ReviewOutcome::Rejected, vec![below]),
        });
        assert_eq!((summary.orders, summary.changed), (2, 1));
        assert_eq!(
            summary.outcomes,
            BTreeMap::from([
                ((ReviewOutcome::AwaitingReview, ReviewOutcome::Rejected), 1),
                (
                    (ReviewOutcome::AwaitingReview, ReviewOutcome::AwaitingReview),
                    1
                ),
            ])
        );
        assert_eq!(
            summary.rules,
            BTreeMap::from([(RuleCode::BelowMinimumOrder, (0, 1))])
        );
    }
}
