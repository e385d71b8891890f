//! Rounds of negotiation, told as tests (4.3.3).

use jiff::SignedDuration;

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::payment_terms::PaymentMethod;
use crate::review_rules::RuleCode;

fn proposal(unit_price: i64) -> ManualDecision {
    ManualDecision::Negotiate(Proposal {
        note: "换个价格".to_owned(),
        prices: vec![ProposedPrice {
            sku: sku("TEA-1"),
            unit_price: fen(unit_price),
        }],
        ..Proposal::default()
    })
}

fn proposed(order: &Order, unit_price: i64) -> Order {
    after(
        order,
        facts(|facts| decide_manually(order, &proposal(unit_price), "wang", facts)),
    )
}

fn rules(order: &Order) -> Vec<RuleCode> {
    let Stage::AwaitingReview { findings, .. } = &order.stage else {
        panic!("{:?}", order.stage)
    };
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn every_round_is_kept_with_its_answer_and_the_customers_words() {
    let order = proposed(&reviewed(&received(PaymentMethod::Online)), 4_900);
    let order = after(&order, answered(&order, false, Some("再便宜一点")));
    let order = after(
        &proposed(&order, 4_800),
        answered(&proposed(&order, 4_800), true, None),
    );
    let told: Vec<_> = order
        .rounds
        .iter()
        .map(|round| {
            let answer = round.answer.as_ref().unwrap();
            (
                round.made.by.as_str(),
                answer.accepted,
                answer.words.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("wang", false, Some("再便宜一点")), ("wang", true, None)]
    );
    assert_eq!(order.total, fen(14_400));
}

#[test]
fn the_same_answer_again_changes_nothing_and_another_is_refused() {
    let order = proposed(&reviewed(&received(PaymentMethod::Online)), 4_900);
    let order = after(&order, answered(&order, true, None));
    assert_eq!(answered(&order, true, None), Ok(Decision::done()));
    assert_eq!(
        answered(&approved(&order), true, None),
        Ok(Decision::done())
    );
    for (accepted, words) in [(false, None), (true, Some("行"))] {
        assert_eq!(
            answered(&order, accepted, words).unwrap_err().code,
            "order_not_negotiating"
        );
    }
}

#[test]
fn the_rules_look_again_at_what_was_agreed() {
    let order = proposed(&reviewed(&received(PaymentMethod::Online)), 3_999);
    let accepted = after(&order, answered(&order, true, None));
    // One for each of the two lines.
    assert_eq!(rules(&accepted), [RuleCode::PriceBelowFloor; 2]);
    let declined = after(&order, answered(&order, false, None));
    assert_eq!(rules(&declined), []);
}

#[test]
fn silence_is_a_no_by_nobody() {
    let order = proposed(&reviewed(&received(PaymentMethod::Online)), 4_900);
    let expire = |now| {
        let facts = Facts {
            now,
            policy: &Policy::default(),
            calendar: &WorkingCalendar::built_in(),
        };
        proposal_expired(&order, &known(), &facts)
    };
    let due = order.stage.due();
    assert_eq!(expire(due), Ok(Decision::done()));
    let order = after(&order, expire(due + SignedDuration::from_secs(1)));
    let answer = order.rounds[0].answer.as_ref().unwrap();
    assert_eq!((answer.accepted, &answer.by), (false, &None));
    assert_eq!(order.total, fen(15_000));
}

#[test]
fn an_order_is_not_negotiated_for_ever() {
    let mut order = reviewed(&received(PaymentMethod::Online));
    for _ in 0..5 {
        order = proposed(&order, 4_900);
        order = after(&order, answered(&order, false, None));
    }
    let refused = facts(|facts| decide_manually(&order, &proposal(4_900), "wang", facts));
    assert_eq!(refused.unwrap_err().code, "too_many_rounds");
}
