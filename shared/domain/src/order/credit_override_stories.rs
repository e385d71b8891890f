//! Orders beyond the limit, told as tests (8.1.2).

use jiff::{SignedDuration, Timestamp};

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::payment_terms::PaymentMethod;
use crate::refusal::Refusal;
use crate::stock::Adjustment;

fn on_credit() -> Order {
    let mut order = reviewed(&received(PaymentMethod::Online));
    order.payment =
        crate::payment_terms::PaymentTerms::usual(PaymentMethod::CreditTerms, order.total, 30);
    order
}

fn in_days(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

fn grant(
    order: &Order,
    fen_allowed: i64,
    by: &str,
    until: Timestamp,
) -> Result<Decision<OrderEvent>, Refusal> {
    facts(|facts| override_credit(order, fen(fen_allowed), "长期客户", until, by, facts))
}

fn approve(order: &Order, by: &str, now: Timestamp) -> Result<Decision<OrderEvent>, Refusal> {
    let facts = Facts {
        now,
        policy: &Policy::default(),
        calendar: &WorkingCalendar::built_in(),
    };
    decide_manually(order, &ManualDecision::Approve, by, &facts)
}

#[test]
fn an_approval_exceeds_the_limit_only_as_far_and_as_long_as_another_person_allowed() {
    let order = on_credit();
    let order = after(&order, grant(&order, 700, "qian", in_days(1)));
    let beyond = |decision: &Decision<OrderEvent>| match decision.adjustments.as_slice() {
        [Adjustment::CreditReserveBeyond { amount, beyond, .. }] => Some((*amount, *beyond)),
        [Adjustment::CreditReserve(_)] => None,
        other => panic!("{other:?}"),
    };
    let in_time = approve(&order, "wang", in_days(1)).unwrap();
    assert_eq!(beyond(&in_time), Some((fen(15_000), fen(700))));
    assert_eq!(after(&order, Ok(in_time)).beyond_limit, fen(700));
    let late = approve(&order, "wang", in_days(1) + SignedDuration::from_secs(1)).unwrap();
    assert_eq!(beyond(&late), None);
}

#[test]
fn neither_who_entered_the_order_nor_who_approves_it_lets_it_exceed_the_limit() {
    let order = on_credit();
    let refused = grant(&order, 700, "sales-1", in_days(1)).unwrap_err();
    assert_eq!(refused.code, "four_eyes_required");
    let order = after(&order, grant(&order, 700, "wang", in_days(1)));
    assert_eq!(
        approve(&order, "wang", now()).unwrap_err().code,
        "four_eyes_required"
    );
    assert!(approve(&order, "zhao", now()).is_ok());
}

#[test]
fn an_override_has_an_amount_an_end_and_an_order_on_credit_that_waits() {
    let order = on_credit();
    let refused = [
        (grant(&order, 0, "qian", in_days(1)), "amount_fen"),
        (grant(&order, 1, "qian", now()), "expires"),
        (grant(&order, 1, "qian", in_days(31)), "expires"),
    ];
    for (refused, at) in refused {
        assert_eq!(refused.unwrap_err().evidence[0].at, at);
    }
    let prepaid = reviewed(&received(PaymentMethod::Online));
    assert_eq!(
        grant(&prepaid, 1, "qian", in_days(1)).unwrap_err().code,
        "order_not_on_credit"
    );
    let approved = approved(&order);
    assert_eq!(
        grant(&approved, 1, "qian", in_days(1)).unwrap_err().code,
        "order_not_awaiting_review"
    );
}

#[test]
fn allowing_the_same_again_changes_nothing_and_another_takes_its_place() {
    let order = on_credit();
    let order = after(&order, grant(&order, 700, "qian", in_days(1)));
    assert_eq!(grant(&order, 700, "qian", in_days(1)), Ok(Decision::done()));
    let order = after(&order, grant(&order, 900, "sun", in_days(2)));
    assert_eq!(order.credit_override.unwrap().amount, fen(900));
}
