//! Whatever is tried with an order, in whatever order: nothing that it holds leaks.

use proptest::prelude::*;

use super::samples::*;
use super::*;
use crate::aggregate::{Decision, fold};
use crate::payment_terms::PaymentMethod;
use crate::refusal::Refusal;
use crate::stock::Adjustment;

/// A step that anybody may try at any time.
#[derive(Clone, Copy, Debug)]
enum Step {
    Review,
    Approve,
    Reject,
    Negotiate,
    Answer(bool),
    Reserve,
    RunShort(u64),
    Dispatch,
    Deliver,
    Settle,
    Pay(i64),
    Refund(i64),
    Cancel,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Review),
        4 => Just(Step::Approve),
        1 => Just(Step::Reject),
        1 => Just(Step::Negotiate),
        1 => any::<bool>().prop_map(Step::Answer),
        4 => Just(Step::Reserve),
        2 => (0_u64..4).prop_map(Step::RunShort),
        4 => Just(Step::Dispatch),
        4 => Just(Step::Deliver),
        4 => Just(Step::Settle),
        4 => (1_i64..20_000).prop_map(Step::Pay),
        1 => (1_i64..20_000).prop_map(Step::Refund),
        1 => Just(Step::Cancel),
    ]
}

fn attempt(order: &Order, step: Step, number: usize) -> Result<Decision<OrderEvent>, Refusal> {
    let review = limited(3);
    let propose = || {
        ManualDecision::Negotiate(Proposal {
            note: "n".to_owned(),
            prices: vec![ProposedPrice {
                sku: sku("TEA-1"),
                unit_price: fen(4_800),
            }],
            ..Proposal::default()
        })
    };
    facts(|facts| match step {
        Step::Review => review_automatically(order, &review, facts),
        Step::Approve => decide_manually(order, &ManualDecision::Approve, "r", facts),
        Step::Reject => decide_manually(
            order,
            &ManualDecision::Reject {
                reason: "x".to_owned(),
            },
            "r",
            facts,
        ),
        Step::Negotiate => decide_manually(order, &propose(), "r", facts),
        Step::Answer(accepted) => answer_proposal(
            order,
            CustomerAnswer {
                accepted,
                words: None,
                by: "c",
            },
            &review,
            facts,
        ),
        Step::Reserve => reserve(order, facts),
        Step::RunShort(available) => run_short(
            order,
            &[Shortfall {
                sku: sku("TEA-1"),
                available,
            }],
            facts,
        ),
        Step::Dispatch => dispatch(order, shipment(), 2, facts),
        Step::Deliver => deliver(order, now(), now()),
        Step::Settle => Ok(bill_or_settle(order, facts)),
        Step::Pay(amount) => Ok(receive_payment(
            order,
            &format!("p:{number}"),
            fen(amount),
            facts,
        )),
        Step::Refund(amount) => refund(order, "p:0", fen(amount), facts),
        Step::Cancel => cancel(order, "x", facts),
    })
}

/// Reserved minus released and shipped pieces, over everything decided so far.
fn pieces(adjustments: &[Adjustment]) -> i64 {
    adjustments
        .iter()
        .map(|adjustment| match adjustment {
            Adjustment::StockReserve(moved) => i64::from(moved.quantity),
            Adjustment::StockRelease(moved) | Adjustment::StockShip(moved) => {
                -i64::from(moved.quantity)
            }
            Adjustment::StockReceive(_)
            | Adjustment::BackorderOpen(_)
            | Adjustment::BackorderClose(_)
            | Adjustment::CreditReserve(_)
            | Adjustment::CreditReserveBeyond { .. }
            | Adjustment::CreditRelease(_)
            | Adjustment::CreditLimit { .. }
            | Adjustment::QuotaTake { .. }
            | Adjustment::QuotaTakeBeyond(_)
            | Adjustment::QuotaGiveBack(_) => 0,
        })
        .sum()
}

/// Pieces of quotas taken minus given back, over everything decided so far.
fn shares(adjustments: &[Adjustment]) -> u64 {
    adjustments.iter().fold(0, |sum, adjustment| {
        match adjustment {
            Adjustment::QuotaTake { quantity, .. } => sum + quantity,
            Adjustment::QuotaTakeBeyond(share) => sum + share.quantity,
            // What was never taken cannot go back.
            Adjustment::QuotaGiveBack(share) => sum - share.quantity,
            Adjustment::StockReserve(_)
            | Adjustment::StockRelease(_)
            | Adjustment::StockShip(_)
            | Adjustment::StockReceive(_)
            | Adjustment::BackorderOpen(_)
            | Adjustment::BackorderClose(_)
            | Adjustment::CreditReserve(_)
            | Adjustment::CreditReserveBeyond { .. }
            | Adjustment::CreditRelease(_)
            | Adjustment::CreditLimit { .. } => sum,
        }
    })
}

proptest! {
    #[test]
    fn whatever_is_tried_in_whatever_order_nothing_leaks(steps in proptest::collection::vec(step(), 1..40)) {
        let mut order = received(PaymentMethod::BankTransfer);
        let mut moved = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            let Ok(decision) = attempt(&order, step, number) else { continue };
            order = fold(Some(order), &decision.events).unwrap().unwrap();
            moved.extend(decision.adjustments);
            prop_assert!(order.paid <= order.total);
            prop_assert!(order.refunded <= order.paid);
            let holds = if order.stage.name() == StageName::Ready { 3 } else { 0 };
            prop_assert_eq!(pieces(&moved), holds, "stage {}", order.stage.name());
            let nothing = [StageName::Received, StageName::Rejected, StageName::Cancelled];
            let counts = if nothing.contains(&order.stage.name()) { 0 } else { 3 };
            prop_assert_eq!(shares(&moved), counts, "stage {}", order.stage.name());
        }
    }
}
