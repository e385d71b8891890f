//! Claims and escalations, told as tests (4.3.2).

use jiff::{SignedDuration, Timestamp};

use super::samples::*;
use super::*;
use crate::aggregate::{Aggregate, Decision};
use crate::payment_terms::PaymentMethod;
use crate::refusal::Refusal;

fn waiting() -> Order {
    reviewed(&received(PaymentMethod::Online))
}

fn at<T>(now: Timestamp, body: impl FnOnce(&Facts<'_>) -> T) -> T {
    body(&Facts {
        now,
        policy: &Policy::default(),
        calendar: &WorkingCalendar::built_in(),
    })
}

fn after_minutes(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn claimed(order: &Order, by: &str) -> Order {
    after(order, at(now(), |facts| claim_review(order, by, facts)))
}

fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> &'static str {
    refused.unwrap_err().code
}

#[test]
fn a_claimed_review_is_decided_by_whoever_claimed_it_until_the_claim_runs_out() {
    let order = claimed(&waiting(), "wang");
    let approve = |by: &str, now| {
        at(now, |facts| {
            decide_manually(&order, &ManualDecision::Approve, by, facts)
        })
    };
    let refused = approve("zhao", now()).unwrap_err();
    assert_eq!(refused.code, "review_claimed");
    let told: Vec<_> = refused
        .evidence
        .iter()
        .map(|it| (it.at.as_str(), it.found.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("claimed_by", "wang"),
            ("claimed_since", "2026-03-02T02:00:00Z"),
            ("claimed_until", "2026-03-02T02:30:00Z"),
        ]
    );
    assert!(approve("wang", now()).is_ok());
    assert_eq!(code(approve("zhao", after_minutes(29))), "review_claimed");
    assert!(approve("zhao", after_minutes(30)).is_ok());
}

#[test]
fn an_own_claim_is_renewed_in_its_second_half_and_stays_as_it_is_before() {
    let order = claimed(&waiting(), "wang");
    let again = |minutes| {
        at(after_minutes(minutes), |facts| {
            claim_review(&order, "wang", facts)
        })
    };
    assert_eq!(again(14), Ok(Decision::done()));
    let renewed = after(&order, again(16));
    assert!(renewed.claim_at(after_minutes(45)).is_some());
    let taken = at(after_minutes(31), |facts| {
        claim_review(&order, "zhao", facts)
    });
    assert_eq!(
        after(&order, taken).claim_at(after_minutes(31)).unwrap().by,
        "zhao"
    );
}

#[test]
fn a_claim_is_given_back_by_its_owner_only() {
    let order = claimed(&waiting(), "wang");
    let give = |order: &Order, by: &str| facts(|facts| release_claim(order, by, facts));
    assert_eq!(code(give(&order, "zhao")), "review_claimed");
    let free = after(&order, give(&order, "wang"));
    assert_eq!(free.claim_at(now()), None);
    assert_eq!(give(&free, "wang"), Ok(Decision::done()));
}

#[test]
fn whoever_entered_an_order_neither_claims_it_nor_gets_it() {
    let order = waiting();
    assert_eq!(
        code(facts(|facts| claim_review(&order, "sales-1", facts))),
        "four_eyes_required"
    );
    let refused = facts(|facts| assign_review(&order, "sales-1", "lead", facts)).unwrap_err();
    assert_eq!(
        (refused.code, refused.evidence[0].at.as_str()),
        ("invalid_value", "to")
    );
}

#[test]
fn a_review_is_handed_to_another_whoever_has_it() {
    let order = claimed(&waiting(), "wang");
    let order = after(
        &order,
        facts(|facts| assign_review(&order, "zhao", "lead", facts)),
    );
    assert_eq!(order.claim_at(now()).unwrap().by, "zhao");
    assert_eq!(
        facts(|facts| assign_review(&order, "zhao", "lead", facts)),
        Ok(Decision::done())
    );
    assert_eq!(
        code(facts(|facts| claim_review(&order, "wang", facts))),
        "review_claimed"
    );
}

#[test]
fn only_what_waits_for_a_review_is_claimed_or_handed_on() {
    let order = approved(&waiting());
    let expected = "order_not_awaiting_review";
    assert_eq!(
        code(facts(|facts| claim_review(&order, "wang", facts))),
        expected
    );
    assert_eq!(
        code(facts(|facts| assign_review(&order, "wang", "lead", facts))),
        expected
    );
    assert_eq!(
        facts(|facts| release_claim(&order, "wang", facts)),
        Ok(Decision::done())
    );
}

#[test]
fn a_late_review_goes_to_the_team_lead_and_then_to_the_manager_each_once() {
    let order = waiting();
    let due = order.stage.due();
    let escalate = |order: &Order, now| at(now, |facts| escalate_review(order, facts));
    let list = |order: &Order| order.index().work.unwrap();
    assert_eq!(escalate(&order, due), Ok(Decision::done()));
    let late = due + SignedDuration::from_secs(1);
    let first = after(&order, escalate(&order, late));
    let next = list(&first).due;
    assert_eq!(list(&first).list, "order:awaiting_review:team_lead");
    // Due at the close of a day: nine working hours later is the close of the next.
    assert_eq!(next, due + SignedDuration::from_hours(24));
    assert_eq!(escalate(&first, next), Ok(Decision::done()));
    let second = after(
        &first,
        escalate(&first, next + SignedDuration::from_secs(1)),
    );
    assert_eq!(list(&second).list, "order:awaiting_review:manager");
    assert_eq!(list(&second).due, due);
    let much_later = next + SignedDuration::from_hours(240);
    assert_eq!(escalate(&second, much_later), Ok(Decision::done()));
    let order = approved(&order);
    assert_eq!(escalate(&order, much_later), Ok(Decision::done()));
}
