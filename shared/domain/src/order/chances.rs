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
    Reserve { main: u64, second: u64 },
    Dispatch(u16),
    Deliver(u16),
    Settle,
    Pay(i64),
    Refund(i64),
    Cancel,
    CancelRest,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Review),
        4 => Just(Step::Approve),
        1 => Just(Step::Reject),
        1 => Just(Step::Negotiate),
        1 => any::<bool>().prop_map(Step::Answer),
        6 => (0_u64..4, 0_u64..4).prop_map(|(main, second)| Step::Reserve { main, second }),
        4 => (0_u16..4).prop_map(Step::Dispatch),
        4 => (0_u16..4).prop_map(Step::Deliver),
        4 => Just(Step::Settle),
        4 => (1_i64..20_000).prop_map(Step::Pay),
        1 => (1_i64..20_000).prop_map(Step::Refund),
        1 => Just(Step::Cancel),
        2 => Just(Step::CancelRest),
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
        Step::Reserve { main, second } => reserve_from(order, main, second),
        Step::Dispatch(no) => dispatch(order, numbered(no), 2, &[], facts),
        Step::Deliver(no) => signed(order, &numbered(no)),
        Step::Settle => Ok(bill_or_settle(order, facts)),
        Step::Pay(amount) => Ok(receive_payment(
            order,
            &format!("p:{number}"),
            fen(amount),
            facts,
        )),
        Step::Refund(amount) => refund(order, "p:0", fen(amount), facts),
        Step::CancelRest => {
            let scope = CancelScope::Rest { arrival: None };
            cancel(order, "x", scope, facts)
        }
        Step::Cancel => cancel(order, "x", CancelScope::Whole, facts),
    })
}

/// Pieces of what waits to be dispatched.
fn waiting(order: &Order) -> i64 {
    let waiting = order.waiting_consignments();
    let pieces = waiting.iter().flat_map(|waits| &waits.pieces);
    pieces.map(|pieces| i64::from(pieces.quantity)).sum()
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
            | Adjustment::StockWriteOff(_)
            | Adjustment::StockQuarantine(_)
            | Adjustment::StockReleaseQuarantined(_)
            | Adjustment::StockScrap(_)
            | Adjustment::LotPick(_)
            | Adjustment::LotUnpick(_)
            | Adjustment::StockReturn(_)
            | Adjustment::StockCountBegin(_)
            | Adjustment::StockCountEnd(_)
            | Adjustment::StockSpread { .. }
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

/// Places in line taken minus left, over everything decided so far.
fn places(adjustments: &[Adjustment]) -> i64 {
    let opened = |a: &&Adjustment| matches!(a, Adjustment::BackorderOpen(_));
    let closed = |a: &&Adjustment| matches!(a, Adjustment::BackorderClose(_));
    let count = |number: usize| i64::try_from(number).unwrap();
    count(adjustments.iter().filter(opened).count())
        - count(adjustments.iter().filter(closed).count())
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
            | Adjustment::StockWriteOff(_)
            | Adjustment::StockQuarantine(_)
            | Adjustment::StockReleaseQuarantined(_)
            | Adjustment::StockScrap(_)
            | Adjustment::LotPick(_)
            | Adjustment::LotUnpick(_)
            | Adjustment::StockReturn(_)
            | Adjustment::StockCountBegin(_)
            | Adjustment::StockCountEnd(_)
            | Adjustment::StockSpread { .. }
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
    fn whatever_is_tried_in_whatever_order_nothing_leaks(split in any::<bool>(), steps in proptest::collection::vec(step(), 1..60)) {
        let mut order = received(PaymentMethod::BankTransfer);
        order.split_shipments = split;
        let mut moved = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            let Ok(decision) = attempt(&order, step, number) else { continue };
            order = fold(Some(order), &decision.events).unwrap().unwrap();
            moved.extend(decision.adjustments);
            prop_assert!(order.paid <= order.total);
            prop_assert!(order.refunded <= order.paid);
            prop_assert_eq!(pieces(&moved), waiting(&order), "stage {}", order.stage.name());
            if !split && order.stage.name() == StageName::Ready {
                prop_assert_eq!(waiting(&order), 3);
            }
            let unreserved = order.unreserved().iter().map(|p| p.quantity).sum::<u32>();
            let short = order.stage.short().iter().map(|s| s.missing).sum::<u32>();
            let arrived = [StageName::Delivered, StageName::Completed].contains(&order.stage.name());
            prop_assert_eq!(places(&moved), i64::from(short > 0), "stage {}", order.stage.name());
            if arrived {
                prop_assert_eq!((unreserved, waiting(&order)), (0, 0));
            }
            let nothing = [StageName::Received, StageName::Rejected, StageName::Cancelled];
            let ordered = order.lines.iter().map(|line| u64::from(line.quantity)).sum();
            let counts = if nothing.contains(&order.stage.name()) { 0 } else { ordered };
            prop_assert_eq!(shares(&moved), counts, "stage {}", order.stage.name());
            let due = order.payment.schedule.iter().map(|part| part.amount);
            prop_assert_eq!(Money::sum(due), Some(order.total));
            if order.rest_cancelled.is_none() {
                prop_assert_eq!(ordered, 3);
            }
        }
    }
}
