//! Holds, told as tests (4.3.2).

use uuid::Uuid;

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::hold_policy::{BlockedStep, HoldReason};
use crate::payment_terms::PaymentMethod;
use crate::refusal::Refusal;
use crate::role::Role;

fn reason(code: &str) -> HoldReason {
    HoldReason::parse(code).unwrap()
}

fn who(roles: &[Role]) -> Holder<'_> {
    Holder {
        subject: "somebody",
        roles,
    }
}

fn place(
    order: &Order,
    number: u128,
    code: &str,
    role: Role,
) -> Result<Decision<OrderEvent>, Refusal> {
    facts(|facts| {
        place_hold(
            order,
            Uuid::from_u128(number),
            &reason(code),
            None,
            who(&[role]),
            facts,
        )
    })
}

fn release(order: &Order, number: u128, role: Role) -> Result<Decision<OrderEvent>, Refusal> {
    facts(|facts| release_hold(order, Uuid::from_u128(number), None, who(&[role]), facts))
}

fn held(order: &Order, code: &str) -> Order {
    after(order, place(order, 1, code, Role::Admin))
}

fn preparing() -> Order {
    let order = approved(&reviewed(&received(PaymentMethod::Online)));
    let paid = facts(|facts| receive_payment(&order, "p:1", fen(15_000), facts));
    after(&order, Ok(paid))
}

#[test]
fn a_hold_blocks_the_steps_of_its_reason_until_the_last_one_is_released() {
    let order = reviewed(&received(PaymentMethod::Online));
    let order = held(&order, "credit_check");
    let order = after(&order, place(&order, 2, "address_check", Role::Reviewer));
    let approve =
        |order: &Order| facts(|facts| decide_manually(order, &ManualDecision::Approve, "r", facts));
    let refused = approve(&order).unwrap_err();
    assert_eq!((refused.code, refused.evidence.len()), ("order_on_hold", 2));
    let order = after(&order, release(&order, 1, Role::Finance));
    let refused = approve(&order).unwrap_err();
    assert_eq!(refused.evidence.len(), 1);
    assert_eq!(
        refused.evidence[0].expected,
        "released by sales, reviewer, logistics, service, manager"
    );
    let order = after(&order, release(&order, 2, Role::TeamLead));
    assert_eq!(approved(&order).stage.name(), StageName::AwaitingPayment);
}

#[test]
fn messages_wait_while_preparation_is_on_hold() {
    let order = held(&preparing(), "customer_request");
    assert_eq!(reserve_whole(&order), Ok(Decision::done()));
    assert_eq!(reserve_from(&order, 0, 0), Ok(Decision::done()));
    let order = after(&order, release(&order, 1, Role::Sales));
    let order = after(&order, reserve_whole(&order));
    assert_eq!(order.stage.name(), StageName::Ready);
}

#[test]
fn goods_and_money_stay_while_a_hold_says_so_and_cancelling_remains_possible() {
    let preparing = preparing();
    let ready = after(&preparing, reserve_whole(&preparing));
    let order = held(&ready, "payment_check");
    let refused = [
        facts(|facts| dispatch(&order, shipment(), 2, &[], facts)),
        facts(|facts| refund(&order, "p:1", fen(1), facts)),
    ];
    for refused in refused {
        assert_eq!(refused.unwrap_err().code, "order_on_hold");
    }
    let cancelled = after(
        &order,
        facts(|facts| cancel(&order, "客户取消", CancelScope::Whole, facts)),
    );
    let refused = facts(|facts| refund(&cancelled, "p:1", fen(15_000), facts));
    assert_eq!(refused.unwrap_err().code, "order_on_hold");
    let cancelled = after(&cancelled, release(&cancelled, 1, Role::Manager));
    let back = facts(|facts| refund(&cancelled, "p:1", fen(15_000), facts));
    assert_eq!(after(&cancelled, back).held(), Money::ZERO);
}

#[test]
fn an_order_on_hold_can_still_be_rejected() {
    let order = held(
        &reviewed(&received(PaymentMethod::Online)),
        "suspected_fraud",
    );
    let reject = ManualDecision::Reject {
        reason: "疑似欺诈".to_owned(),
    };
    let order = after(
        &order,
        facts(|facts| decide_manually(&order, &reject, "r", facts)),
    );
    assert_eq!(order.stage.name(), StageName::Rejected);
}

#[test]
fn who_places_and_who_releases_is_a_matter_of_the_policy() {
    let order = reviewed(&received(PaymentMethod::Online));
    let cases = [
        ("suspected_fraud", Role::Reviewer, true),
        ("suspected_fraud", Role::Logistics, false),
        ("payment_check", Role::Finance, true),
        ("payment_check", Role::Sales, false),
        ("address_check", Role::TeamLead, true),
        ("credit_check", Role::Auditor, false),
    ];
    for (code, role, may) in cases {
        let placed = place(&order, 1, code, role);
        let refused = placed.err().map(|refused| refused.code);
        assert_eq!(
            refused,
            (!may).then_some("hold_not_permitted"),
            "{code} {role}"
        );
    }
    let order = held(&order, "suspected_fraud");
    let refused = release(&order, 1, Role::Reviewer).unwrap_err();
    assert_eq!(refused.code, "hold_not_permitted");
    assert_eq!(refused.evidence[0].expected, "team_lead, manager");
    assert_eq!(
        place(&order, 2, "weather", Role::Admin).unwrap_err().code,
        "invalid_value"
    );
}

#[test]
fn placing_and_releasing_again_change_nothing() {
    let order = held(&reviewed(&received(PaymentMethod::Online)), "address_check");
    assert_eq!(
        place(&order, 2, "address_check", Role::Sales),
        Ok(Decision::done())
    );
    assert_eq!(
        release(&order, 2, Role::Admin).unwrap_err().code,
        "not_found"
    );
    let order = after(&order, release(&order, 1, Role::Sales));
    assert_eq!(release(&order, 1, Role::Sales), Ok(Decision::done()));
    assert!(!order.is_on_hold(BlockedStep::Approve));
    let order = after(&order, place(&order, 2, "address_check", Role::Sales));
    assert!(order.is_on_hold(BlockedStep::Approve));
}

#[test]
fn a_hold_that_would_block_nothing_and_one_too_many_are_refused() {
    let preparing = preparing();
    assert!(place(&preparing, 1, "credit_check", Role::Admin).is_ok());
    let mut order = after(&preparing, reserve_whole(&preparing));
    let refused = place(&order, 1, "credit_check", Role::Admin).unwrap_err();
    assert_eq!(refused.code, "order_past_hold");
    for number in 0..MOST_HOLDS as u128 {
        order = after(&order, place(&order, number, "address_check", Role::Admin));
        order = after(&order, release(&order, number, Role::Admin));
    }
    let refused = place(&order, 99, "address_check", Role::Admin).unwrap_err();
    assert_eq!(refused.code, "too_many_holds");
}
