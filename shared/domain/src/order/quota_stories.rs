//! What orders take of quotas, told as tests (4.2.4).

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::payment_terms::PaymentMethod;
use crate::quota::Quota;
use crate::review_rules::{ReviewFacts, RuleCode, Severity};
use crate::stock::Adjustment;

/// The share of the sample order: its three pieces.
fn share() -> QuotaShare {
    share_of("TEA-1", 3)
}

/// A share of a product for the customer of the sample order, in March.
fn share_of(goods: &str, quantity: u64) -> QuotaShare {
    QuotaShare {
        quota: Quota::Purchases {
            customer: CustomerId::parse("c-1").unwrap(),
            sku: sku(goods),
            per: crate::goods::LimitPeriod::Month,
            since: Some(jiff::civil::date(2026, 3, 1)),
        },
        quantity,
    }
}

/// The review of an order of three pieces, where so many may be ordered and others ordered some.
fn review(most: u32, others: u64, policy: &Policy) -> (Order, Decision<OrderEvent>) {
    let order = received(PaymentMethod::Online);
    let mut review = limited(most);
    review.taken.insert(share().quota, others);
    let decision = with_facts(policy, |facts| review_automatically(&order, &review, facts));
    (order, decision.unwrap())
}

#[test]
fn an_acceptable_order_takes_its_share_once_and_gives_it_back_once() {
    let (order, decision) = review(5, 2, &Policy::default());
    let take = Adjustment::QuotaTake {
        quota: share().quota,
        quantity: 3,
        most: 5,
    };
    assert_eq!(decision.adjustments, [take]);
    let order = after(&order, Ok(decision));
    assert_eq!(order.quotas, [share()]);
    assert_eq!(
        facts(|facts| review_automatically(&order, &limited(5), facts)).unwrap(),
        Decision::done()
    );
    let no = ManualDecision::Reject {
        reason: "停止供应".to_owned(),
    };
    let ends = [
        facts(|facts| decide_manually(&order, &no, "r", facts)),
        facts(|facts| cancel(&order, "x", CancelScope::Whole, facts)),
    ];
    for ended in ends {
        let ended = ended.unwrap();
        assert_eq!(ended.adjustments, [Adjustment::QuotaGiveBack(share())]);
        let order = after(&order, Ok(ended));
        assert_eq!(order.quotas, []);
        assert!(
            facts(|facts| cancel(&order, "x", CancelScope::Whole, facts))
                .map_or(true, |again| again == Decision::done())
        );
    }
}

#[test]
fn an_order_over_its_limit_is_rejected_and_takes_nothing() {
    let (order, decision) = review(5, 3, &Policy::default());
    assert_eq!(decision.adjustments, []);
    let order = after(&order, Ok(decision));
    let Stage::Rejected { findings, .. } = order.stage else {
        panic!("{:?}", order.stage)
    };
    let told: Vec<_> = findings
        .iter()
        .map(|found| (found.rule, found.expected.as_str(), found.found.as_str()))
        .collect();
    assert_eq!(
        told,
        [(
            RuleCode::PurchaseLimitExceeded,
            "TEA-1: 5 per month from 2026-03-01",
            "TEA-1: 3 asked, 3 ordered before"
        )]
    );
}

#[test]
fn what_the_policy_lets_pass_over_the_limit_is_counted_all_the_same() {
    let mut policy = Policy::default();
    let rule = RuleCode::PurchaseLimitExceeded;
    policy.review.severities.insert(rule, Severity::Manual);
    let (order, decision) = review(5, 3, &policy);
    assert_eq!(decision.adjustments, [Adjustment::QuotaTakeBeyond(share())]);
    assert_eq!(after(&order, Ok(decision)).quotas, [share()]);
}

#[test]
fn its_own_share_does_not_stand_in_the_way_of_an_order() {
    let (order, decision) = review(3, 0, &Policy::default());
    let order = after(&order, Ok(decision));
    let again = ReviewFacts {
        taken: [(share().quota, 3)].into(),
        ..limited(3)
    };
    let findings = facts(|facts| crate::review_rules::examine(&order, &again, facts));
    assert_eq!(findings, []);
}

#[test]
fn of_a_guest_and_of_what_has_no_limit_nothing_is_counted() {
    let mut guest = received(PaymentMethod::Online);
    guest.customer = CustomerId::parse("guest-1").unwrap();
    let decision = facts(|facts| review_automatically(&guest, &limited(3), facts)).unwrap();
    assert_eq!((decision.events.len(), decision.adjustments), (1, vec![]));
    let order = received(PaymentMethod::Online);
    let decision = facts(|facts| review_automatically(&order, &known(), facts)).unwrap();
    assert_eq!((decision.events.len(), decision.adjustments), (1, vec![]));
    let over = facts(|facts| review_automatically(&guest, &limited(2), facts)).unwrap();
    assert_eq!(after(&guest, Ok(over)).stage.name(), StageName::Rejected);
}

#[test]
fn an_accepted_proposal_moves_what_the_order_holds_and_a_declined_one_nothing() {
    let (order, decision) = review(5, 0, &Policy::default());
    let order = after(&order, Ok(decision));
    let mut both = limited(5);
    let mut other = both.products[0].clone();
    other.value.sku = sku("TEA-2");
    both.products.push(other);
    both.taken.insert(share().quota, 3);
    let pieces = |line, quantity| Proposal {
        note: "改数量".to_owned(),
        quantities: vec![ProposedQuantity { line, quantity }],
        ..Proposal::default()
    };
    let substitute = Proposal {
        note: "改商品".to_owned(),
        substitutes: vec![Substitute {
            sku: sku("TEA-1"),
            substitute: sku("TEA-2"),
            unit_price: fen(5_000),
        }],
        ..Proposal::default()
    };
    let take = |share: QuotaShare| Adjustment::QuotaTake {
        quota: share.quota,
        quantity: share.quantity,
        most: 5,
    };
    // The order has a line of two pieces and one of one, all of TEA-1.
    for (proposal, moves, held) in [
        (
            pieces(1, 4),
            vec![take(share_of("TEA-1", 2))],
            share_of("TEA-1", 5),
        ),
        (
            pieces(1, 5),
            vec![Adjustment::QuotaTakeBeyond(share_of("TEA-1", 3))],
            share_of("TEA-1", 6),
        ),
        (
            pieces(1, 1),
            vec![Adjustment::QuotaGiveBack(share_of("TEA-1", 1))],
            share_of("TEA-1", 2),
        ),
        (
            substitute,
            vec![
                take(share_of("TEA-2", 3)),
                Adjustment::QuotaGiveBack(share()),
            ],
            share_of("TEA-2", 3),
        ),
    ] {
        let proposed = ManualDecision::Negotiate(proposal);
        let proposed = facts(|facts| decide_manually(&order, &proposed, "r", facts));
        let waiting = after(&order, proposed);
        let answer = |accepted| CustomerAnswer {
            accepted,
            words: None,
            by: "c-1",
        };
        let yes = facts(|facts| answer_proposal(&waiting, answer(true), &both, facts)).unwrap();
        assert_eq!(yes.adjustments, moves);
        assert_eq!(after(&waiting, Ok(yes)).quotas, [held]);
        let no = facts(|facts| answer_proposal(&waiting, answer(false), &both, facts)).unwrap();
        assert_eq!(no.adjustments, []);
        assert_eq!(after(&waiting, Ok(no)).quotas, [share()]);
    }
}
