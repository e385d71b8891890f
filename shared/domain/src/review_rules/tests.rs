//! A scenario for each rule: what makes the plain order break it, and what just does not.

mod case;
mod promotions;
mod scenarios;

use uuid::Uuid;

use self::case::Case;
use self::scenarios::all;
use super::*;
use crate::account::Grade;
use crate::agreed_price::PriceAudience;
use crate::order::receive;
use crate::order::samples::with_facts;

#[test]
fn the_plain_order_breaks_no_rule() {
    assert_eq!(Case::plain().hits(), []);
}

#[test]
fn each_rule_hits_what_breaks_it_and_nothing_else() {
    for (rule, breaks, passes) in all() {
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
fn an_agreed_price_takes_the_place_of_the_list_price_and_never_of_the_floor() {
    use RuleCode::{PriceBelowFloor as Floor, PriceOffList as Off};
    // List 5,000, floor 4,000, discount 100 permille. What is agreed with the customer, what for the
    // grade B, the grade of its account, the price of the order, what the rules say.
    type Row = (
        Option<i64>,
        Option<i64>,
        Option<Grade>,
        i64,
        Option<RuleCode>,
    );
    let (b, c) = (Some(Grade::B), Some(Grade::C));
    let table: [Row; 14] = [
        (None, None, None, 4_499, Some(Off)),
        (Some(4_200), None, None, 4_200, None),
        (Some(4_200), None, None, 4_199, Some(Off)),
        (Some(4_200), None, None, 4_201, Some(Off)),
        (Some(4_800), None, None, 4_500, None),
        (Some(4_800), None, None, 5_000, Some(Off)),
        (Some(6_000), None, None, 6_000, None),
        (Some(3_000), None, None, 3_999, Some(Floor)),
        (Some(3_000), None, None, 4_000, Some(Off)),
        (None, Some(4_200), b, 4_200, None),
        (None, Some(4_200), None, 4_200, Some(Off)),
        (None, Some(4_200), c, 4_200, Some(Off)),
        (Some(4_300), Some(4_200), b, 4_300, None),
        (Some(4_300), Some(4_200), b, 4_200, Some(Off)),
    ];
    for (of_customer, of_grade, grade, price, found) in table {
        let mut case = Case::plain();
        if let Some(price) = of_customer {
            let customer = case.draft.customer.clone();
            case.agreed(PriceAudience::Customer(customer), price);
        }
        if let Some(price) = of_grade {
            case.agreed(PriceAudience::Grade(Grade::B), price);
        }
        if let Some(grade) = grade {
            case.account(grade);
        }
        case.prices(price);
        let mut hits = case.hits();
        hits.dedup();
        let expected: Vec<RuleCode> = found.into_iter().collect();
        assert_eq!(
            hits, expected,
            "{of_customer:?} {of_grade:?} {grade:?} {price}"
        );
    }
}

#[test]
fn a_review_records_the_version_of_each_agreed_price() {
    let mut case = Case::plain();
    let customer = case.draft.customer.clone();
    case.agreed(PriceAudience::Customer(customer.clone()), 4_200);
    let sku = &case.draft.lines[0].sku;
    let id = PriceAudience::Customer(customer).price_id(sku);
    assert_eq!(case.review.basis().agreed_prices, [(id, 2)].into());
}

#[test]
fn every_rule_has_a_scenario_and_words_in_both_languages() {
    for rule in RuleCode::ALL {
        let scenario = all().find(|(of, _, _)| of == rule);
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
