//! A scenario for each rule: what makes the plain order break it, and what just does not.

mod case;
mod scenarios;

use uuid::Uuid;

use self::case::Case;
use self::scenarios::SCENARIOS;
use super::*;
use crate::order::receive;
use crate::order::samples::with_facts;

#[test]
fn the_plain_order_breaks_no_rule() {
    assert_eq!(Case::plain().hits(), []);
}

#[test]
fn each_rule_hits_what_breaks_it_and_nothing_else() {
    for (rule, breaks, passes) in SCENARIOS {
        let (mut wrong, mut right) = (Case::plain(), Case::plain());
        breaks(&mut wrong);
        passes(&mut right);
        let mut hits = wrong.hits();
        // The plain order has its article in two lines.
        hits.dedup();
        assert_eq!(hits, [*rule], "{}", rule.name());
        assert_eq!(right.hits(), [], "passing {}", rule.name());
    }
}

#[test]
fn every_rule_has_a_scenario_and_words_in_both_languages() {
    for rule in RuleCode::ALL {
        let scenario = SCENARIOS.iter().find(|(of, _, _)| of == rule);
        assert!(scenario.is_some(), "{}", rule.name());
        assert!(!rule.chinese().is_empty() && !rule.english().is_empty());
        assert!(rule.clause().starts_with(['2', '4']));
    }
}

#[test]
fn the_policy_changes_how_much_a_finding_weighs() {
    let mut case = Case::plain();
    case.product().on_sale = false;
    let rule = RuleCode::NotOnSale;
    case.policy.review.severities.insert(rule, Severity::Info);
    let findings = with_facts(&case.policy, |facts| {
        let order = receive(&case.draft, Uuid::nil(), facts).unwrap();
        examine(&order, &case.review, facts)
    });
    assert!(
        findings
            .iter()
            .all(|found| found.severity == Severity::Info)
    );
}
