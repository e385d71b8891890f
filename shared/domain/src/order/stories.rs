//! The life of an order, told as tests.

use uuid::Uuid;

use super::samples::*;
use super::*;
use crate::account::Grade;
use crate::aggregate::Decision;
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod};
use crate::review_rules::{ReviewFacts, RuleCode, Severity};
use crate::stock::Adjustment;

#[test]
fn a_prepaid_order_walks_from_intake_to_completed() {
    let order = reviewed(&received(PaymentMethod::Online));
    assert_eq!(order.stage.name(), StageName::AwaitingReview);
    let order = approved(&order);
    assert_eq!(order.stage.name(), StageName::AwaitingPayment);
    let order = after(
        &order,
        Ok(facts(|facts| {
            receive_payment(&order, "wechat:1", fen(15_000), facts)
        })),
    );
    assert_eq!(order.stage.name(), StageName::Preparing);
    let reserved = reserve_whole(&order).unwrap();
    let [Adjustment::StockReserve(moved)] = reserved.adjustments.as_slice() else {
        panic!("{reserved:?}")
    };
    assert_eq!(moved.quantity, 3, "two lines of one SKU are one movement");
    let order = after(&order, Ok(reserved));
    let order = after(
        &order,
        facts(|facts| dispatch(&order, shipment(), 2, &[], facts)),
    );
    let order = after(&order, signed(&order, &shipment()));
    let order = after(&order, Ok(facts(|facts| bill_or_settle(&order, facts))));
    assert_eq!(order.stage.name(), StageName::Completed);
    assert_eq!(order.held(), order.total);
}

#[test]
fn an_order_to_the_sellers_province_is_refused() {
    let refused = facts(|facts| {
        receive(
            &draft("重庆市渝中区解放碑1号", PaymentMethod::Online),
            Uuid::nil(),
            facts,
        )
    });
    assert_eq!(refused.unwrap_err().code, "order_not_out_of_region");
}

#[test]
fn every_reason_for_rejection_is_kept() {
    let mut draft = draft("四川省", PaymentMethod::CreditTerms);
    draft.contact.ship_to_name = None;
    draft.contact.ship_to_mobile = Some("12345".to_owned());
    draft.lines.push(Line::plain(sku("GONE"), 1, fen(1)));
    draft.lines.push(Line {
        name: Some("毛尖".to_owned()),
        ..Line::plain(sku("TEA-1"), 1, fen(3_999))
    });
    let order = facts(|facts| receive(&draft, Uuid::nil(), facts)).unwrap();
    let order = reviewed(&order);
    let Stage::Rejected { findings, .. } = &order.stage else {
        panic!("{:?}", order.stage)
    };
    let rules: Vec<RuleCode> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        [
            RuleCode::RecipientMissing,
            RuleCode::PhoneInvalid,
            RuleCode::AddressIncomplete,
            RuleCode::UnknownSku,
            RuleCode::NameMismatch,
            RuleCode::PriceBelowFloor,
            RuleCode::NoCreditStanding,
        ]
    );
}

#[test]
fn the_policy_may_let_a_person_judge_what_is_usually_rejected() {
    let mut policy = Policy::default();
    policy
        .review
        .severities
        .insert(RuleCode::AddressIncomplete, Severity::Manual);
    let order = with_facts(&policy, |facts| {
        let order = receive(&draft("四川省", PaymentMethod::Online), Uuid::nil(), facts).unwrap();
        let review = known();
        after(&order, review_automatically(&order, &review, facts))
    });
    assert_eq!(order.stage.name(), StageName::AwaitingReview);
}

#[test]
fn whoever_entered_an_order_may_not_review_it() {
    let order = reviewed(&received(PaymentMethod::Online));
    let refused =
        facts(|facts| decide_manually(&order, &ManualDecision::Approve, "sales-1", facts));
    assert_eq!(refused.unwrap_err().code, "four_eyes_required");
}

#[test]
fn an_accepted_proposal_changes_price_and_schedule_and_returns_to_review() {
    let order = reviewed(&received(PaymentMethod::Online));
    let proposal = Proposal {
        note: "现货不足，九折".to_owned(),
        prices: vec![ProposedPrice {
            sku: sku("TEA-1"),
            unit_price: fen(4_500),
        }],
        ..Proposal::default()
    };
    let decision = ManualDecision::Negotiate(proposal);
    let order = after(
        &order,
        facts(|facts| decide_manually(&order, &decision, "reviewer-1", facts)),
    );
    assert_eq!(order.stage.name(), StageName::Negotiating);
    let order = after(&order, answered(&order, true, None));
    assert_eq!(order.stage.name(), StageName::AwaitingReview);
    assert_eq!(order.total, fen(13_500));
    assert_eq!(order.payment.due_before_preparation(), fen(13_500));
}

#[test]
fn a_short_order_stands_in_line_once_and_leaves_it_when_reserved() {
    let order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    let short = reserve_from(&order, 1, 1).unwrap();
    assert!(matches!(
        short.adjustments.as_slice(),
        [Adjustment::BackorderOpen(_)]
    ));
    let order = after(&order, Ok(short));
    assert_eq!(reserve_from(&order, 1, 1).unwrap(), Decision::done());
    let reserved = reserve_whole(&order).unwrap();
    assert!(matches!(
        reserved.adjustments.as_slice(),
        [Adjustment::StockReserve(_), Adjustment::BackorderClose(_)]
    ));
}

#[test]
fn cancelling_gives_back_stock_places_in_line_and_credit() {
    let account = account(Grade::B);
    let order = received(PaymentMethod::CreditTerms);
    let review = ReviewFacts {
        account: Some(account),
        ..known()
    };
    let order = after(
        &order,
        facts(|facts| review_automatically(&order, &review, facts)),
    );
    let approval =
        facts(|facts| decide_manually(&order, &ManualDecision::Approve, "r", facts)).unwrap();
    assert!(matches!(
        approval.adjustments.as_slice(),
        [Adjustment::CreditReserve(_)]
    ));
    let order = after(&order, Ok(approval));
    let order = after(&order, reserve_whole(&order));
    let cancelled =
        facts(|facts| cancel(&order, "客户改变主意", CancelScope::Whole, facts)).unwrap();
    assert!(matches!(
        cancelled.adjustments.as_slice(),
        [Adjustment::StockRelease(_), Adjustment::CreditRelease(_)]
    ));
    let order = after(&order, Ok(cancelled));
    assert_eq!(
        facts(|facts| cancel(&order, "again", CancelScope::Whole, facts)).unwrap(),
        Decision::done()
    );
}

#[test]
fn nothing_leaves_before_its_share_is_paid() {
    let mut draft = draft(CHENGDU, PaymentMethod::BankTransfer);
    let part = |due, amount| Instalment::of(due, fen(amount));
    draft.schedule = Some(vec![
        part(DueWhen::OnOrder, 5_000),
        part(DueWhen::OnDispatch, 10_000),
    ]);
    let order = facts(|facts| receive(&draft, Uuid::nil(), facts)).unwrap();
    let order = approved(&reviewed(&order));
    let order = after(
        &order,
        Ok(facts(|facts| {
            receive_payment(&order, "bank:1", fen(5_000), facts)
        })),
    );
    let order = after(&order, reserve_whole(&order));
    let refused = facts(|facts| dispatch(&order, shipment(), 2, &[], facts)).unwrap_err();
    assert_eq!(refused.code, "payment_due_before_dispatch");
}

#[test]
fn an_order_whose_money_all_went_back_is_cancelled_and_a_partial_refund_is_not() {
    let order = received(PaymentMethod::Online);
    let order = after(
        &order,
        Ok(facts(|facts| {
            receive_payment(&order, "alipay:1", fen(15_000), facts)
        })),
    );
    let order = after(
        &order,
        facts(|facts| refund(&order, "alipay:1", fen(5_000), facts)),
    );
    assert_eq!(order.stage.name(), StageName::Received);
    let order = after(
        &order,
        facts(|facts| refund(&order, "alipay:1", fen(10_000), facts)),
    );
    assert!(matches!(
        order.stage,
        Stage::Cancelled {
            reason: CancelReason::FullyRefunded,
            ..
        }
    ));
    assert!(facts(|facts| refund(&order, "alipay:1", fen(1), facts)).is_err());
}

#[test]
fn a_payment_is_counted_once_and_only_as_far_as_it_is_owed() {
    let order = received(PaymentMethod::Online);
    let order = after(
        &order,
        Ok(facts(|facts| {
            receive_payment(&order, "wechat:1", fen(20_000), facts)
        })),
    );
    assert_eq!(order.paid, order.total);
    assert_eq!(
        facts(|facts| receive_payment(&order, "wechat:1", fen(20_000), facts)),
        Decision::done()
    );
}

#[test]
fn state_and_events_survive_json() {
    let order = reviewed(&received(PaymentMethod::Online));
    let text = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<Order>(&text).unwrap(), order);
    assert!(text.len() < 800, "{} bytes: {text}", text.len());
}
