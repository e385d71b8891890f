//! What a counter-proposal may change, told as tests (4.3.3).

use jiff::SignedDuration;
use proptest::prelude::*;

use super::samples::*;
use super::*;
use crate::identifiers::Sku;
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod, PaymentTerms};
use crate::refusal::Refusal;
use crate::review_rules::RuleCode;

type Change = fn(&mut Proposal);

/// How the order is paid, what is proposed, and the lines and instalments that are agreed.
type Case<'a> = (
    PaymentMethod,
    Change,
    &'a [(&'a str, u32, i64)],
    &'a [(DueWhen, i64)],
);

/// A proposal that changes nothing but what `change` does.
fn proposal(change: Change) -> Proposal {
    let mut proposal = Proposal {
        note: "换个方案".to_owned(),
        ..Proposal::default()
    };
    change(&mut proposal);
    proposal
}

fn propose(order: &Order, change: Change) -> Result<Order, Refusal> {
    let decision = ManualDecision::Negotiate(proposal(change));
    let decided = facts(|facts| decide_manually(order, &decision, "wang", facts))?;
    Ok(after(order, Ok(decided)))
}

fn quantity(line: u16, quantity: u32) -> ProposedQuantity {
    ProposedQuantity { line, quantity }
}

fn substitute(substitute: &str, unit_price: i64) -> Substitute {
    Substitute {
        sku: sku("TEA-1"),
        substitute: sku(substitute),
        unit_price: fen(unit_price),
    }
}

fn in_stock_tomorrow() -> Timestamp {
    now() + SignedDuration::from_hours(24)
}

#[test]
fn a_proposal_changes_pieces_goods_and_prepayment_once_it_is_accepted() {
    use DueWhen::{AfterDelivery, BeforeProduction, OnDelivery, OnDispatch, OnOrder};
    use PaymentMethod::{CashOnDelivery, CreditTerms, Online};
    let cases: [Case<'_>; 7] = [
        (
            Online,
            |it| it.quantities = vec![quantity(2, 4)],
            &[("TEA-1", 2, 5_000), ("TEA-1", 4, 5_000)],
            &[(OnOrder, 30_000)],
        ),
        (
            Online,
            |it| it.substitutes = vec![substitute("TEA-2", 4_500)],
            &[("TEA-2", 2, 4_500), ("TEA-2", 1, 4_500)],
            &[(OnOrder, 13_500)],
        ),
        (
            Online,
            |it| {
                it.substitutes = vec![substitute("TEA-2", 4_500)];
                it.quantities = vec![quantity(1, 1)];
            },
            &[("TEA-2", 1, 4_500), ("TEA-2", 1, 4_500)],
            &[(OnOrder, 9_000)],
        ),
        (
            Online,
            |it| it.prepayment_permille = Some(333),
            &[("TEA-1", 2, 5_000), ("TEA-1", 1, 5_000)],
            &[(BeforeProduction, 4_995), (OnDispatch, 10_005)],
        ),
        (
            CashOnDelivery,
            |it| {
                it.prepayment_permille = Some(300);
                it.quantities = vec![quantity(1, 1)];
            },
            &[("TEA-1", 1, 5_000), ("TEA-1", 1, 5_000)],
            &[(BeforeProduction, 3_000), (OnDelivery, 7_000)],
        ),
        (
            CreditTerms,
            |it| it.prepayment_permille = Some(0),
            &[("TEA-1", 2, 5_000), ("TEA-1", 1, 5_000)],
            &[(AfterDelivery { days: 30 }, 15_000)],
        ),
        (
            CreditTerms,
            |it| it.prepayment_permille = Some(1_000),
            &[("TEA-1", 2, 5_000), ("TEA-1", 1, 5_000)],
            &[(BeforeProduction, 15_000)],
        ),
    ];
    for (method, change, lines, schedule) in cases {
        let order = waiting(method);
        let proposed = propose(&order, change).unwrap();
        assert_eq!(proposed.lines, order.lines, "not before it is accepted");
        let agreed = after(&proposed, answered(&proposed, true, None));
        let told: Vec<_> = agreed
            .lines
            .iter()
            .map(|line| (line.sku.as_str(), line.quantity, line.unit_price.fen()))
            .collect();
        assert_eq!(told, lines);
        let parts = agreed.payment.schedule.iter();
        let parts: Vec<_> = parts.map(|part| (part.due, part.amount.fen())).collect();
        assert_eq!(parts, schedule);
        let sum: i64 = parts.iter().map(|(_, amount)| amount).sum();
        assert_eq!(agreed.total, fen(sum));
        let declined = after(&proposed, answered(&proposed, false, None));
        assert_eq!(
            (declined.lines, declined.payment),
            (order.lines, order.payment)
        );
    }
}

/// An order that waits for a person, however it is paid.
fn waiting(method: PaymentMethod) -> Order {
    Order {
        stage: reviewed(&received(PaymentMethod::Online)).stage,
        ..received(method)
    }
}

#[test]
fn everything_in_a_proposal_that_does_not_fit_is_told() {
    let order = waiting(PaymentMethod::Online);
    let cases: [(Change, &[&str]); 6] = [
        (
            |it| it.quantities = vec![quantity(0, 1), quantity(3, 0), quantity(2, 1_000_001)],
            &[
                "proposal.quantities[0].line",
                "proposal.quantities[1].line",
                "proposal.quantities[1].quantity",
                "proposal.quantities[2].quantity",
            ],
        ),
        (
            |it| it.quantities = vec![quantity(1, 1), quantity(1, 2)],
            &["proposal.quantities[1].line"],
        ),
        (
            |it| {
                it.substitutes = vec![
                    substitute("TEA-1", -1),
                    substitute("TEA-3", 1),
                    Substitute {
                        sku: sku("POT-1"),
                        ..substitute("TEA-2", 1)
                    },
                ];
            },
            &[
                "proposal.substitutes[0].substitute",
                "proposal.substitutes[0].unit_price",
                "proposal.substitutes[1].sku",
                "proposal.substitutes[2].sku",
            ],
        ),
        (
            |it| {
                it.substitutes = vec![substitute("TEA-2", 1)];
                it.prices = vec![ProposedPrice {
                    sku: sku("TEA-1"),
                    unit_price: fen(1),
                }];
            },
            &["proposal.substitutes[0].sku"],
        ),
        (
            |it| {
                it.prepayment_permille = Some(1_001);
                it.answer_by = Some(now());
            },
            &["proposal.prepayment_permille", "proposal.answer_by"],
        ),
        (
            |it| it.answer_by = Some(now() + SignedDuration::from_hours(24 * 30 + 1)),
            &["proposal.answer_by"],
        ),
    ];
    for (change, places) in cases {
        let refusal = propose(&order, change).unwrap_err();
        assert_eq!(refusal.code, "invalid_value");
        let told = refusal.evidence.iter();
        let told: Vec<_> = told.map(|evidence| evidence.at.as_str()).collect();
        assert_eq!(told, places);
    }
}

#[test]
fn a_proposal_ends_when_it_says() {
    let order = waiting(PaymentMethod::Online);
    let usual = propose(&order, |_| ()).unwrap();
    assert_eq!(usual.stage.due(), "2026-03-05T10:00:00Z".parse().unwrap());
    let sooner = propose(&order, |it| it.answer_by = Some(in_stock_tomorrow())).unwrap();
    assert_eq!(sooner.stage.due(), in_stock_tomorrow());
    assert_eq!(sooner.rounds[0].due, in_stock_tomorrow());
}

#[test]
fn substitutes_are_examined_like_other_goods() {
    let order = waiting(PaymentMethod::Online);
    let proposed = propose(&order, |it| {
        it.substitutes = vec![substitute("TEA-2", 4_500)]
    })
    .unwrap();
    let goods: Vec<_> = proposed.goods_to_review().map(Sku::as_str).collect();
    assert_eq!(goods, ["TEA-1", "TEA-1", "TEA-2"]);
    // What the review knows here is the former goods only.
    let agreed = after(&proposed, answered(&proposed, true, None));
    let Stage::AwaitingReview { findings, .. } = &agreed.stage else {
        panic!("{:?}", agreed.stage)
    };
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [RuleCode::UnknownSku; 2]);
}

proptest! {
    #[test]
    fn a_prepayment_leaves_nothing_over(
        total in 1_i64..1_000_000_000,
        share in 0_u16..=1_000,
        weights in proptest::collection::vec(1_i64..10_000, 1..6),
    ) {
        let dues = [
            DueWhen::OnOrder,
            DueWhen::BeforeProduction,
            DueWhen::OnDispatch,
            DueWhen::OnDelivery,
            DueWhen::AfterDelivery { days: 30 },
        ];
        let parts = dues.into_iter().zip(&weights);
        let terms = PaymentTerms {
            method: PaymentMethod::BankTransfer,
            schedule: parts.map(|(due, amount)| Instalment::of(due, fen(*amount))).collect(),
        };
        let proposal = Proposal { prepayment_permille: Some(share), ..Proposal::default() };
        let agreed = proposal.payment(&terms, fen(total)).unwrap();
        let agreed = PaymentTerms::scheduled(agreed.method, agreed.schedule, fen(total)).unwrap();
        let exact = i128::from(total) * i128::from(share);
        let first = i128::from(agreed.due_before_preparation().fen()) * 1_000;
        prop_assert!((first - exact).abs() < 1_000);
    }
}
