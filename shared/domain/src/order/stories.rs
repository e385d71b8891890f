//! The life of an order, told as tests.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::account::{Account, CreditProfile, Grade};
use crate::aggregate::{Decision, fold};
use crate::contact::Contact;
use crate::payment_terms::{DueWhen, Instalment, PaymentMethod};
use crate::product::{Product, ProductPrice};
use crate::refusal::Refusal;
use crate::review_rules::{ReviewFacts, RuleCode, Severity};
use crate::stock::Adjustment;

fn now() -> Timestamp {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

fn fen(amount: i64) -> Money {
    Money::from_fen(amount)
}

fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

fn with_facts<T>(policy: &Policy, body: impl FnOnce(&Facts<'_>) -> T) -> T {
    body(&Facts {
        now: now(),
        policy,
        calendar: &WorkingCalendar::built_in(),
    })
}

fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

fn draft(address: &str, method: PaymentMethod) -> OrderDraft {
    OrderDraft {
        channel: Channel::Website,
        external_no: None,
        customer: CustomerId::parse("c-1").unwrap(),
        customer_kind: CustomerKind::Business,
        contact: Contact {
            name: "成都样品公司".to_owned(),
            ship_to_name: Some("李四".to_owned()),
            ship_to_mobile: Some("13812345678".to_owned()),
            address: address.to_owned(),
            ..Contact::default()
        },
        lines: vec![
            Line {
                sku: sku("TEA-1"),
                name: None,
                quantity: 2,
                unit_price: fen(5_000),
            },
            Line {
                sku: sku("TEA-1"),
                name: None,
                quantity: 1,
                unit_price: fen(5_000),
            },
        ],
        method,
        schedule: None,
        requested_delivery: None,
        entered_by: "sales-1".to_owned(),
        ordered_at: None,
    }
}

const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";

fn products() -> Vec<Product> {
    vec![Product {
        sku: sku("TEA-1"),
        name: "永川秀芽".to_owned(),
        price: ProductPrice::Listed {
            list: fen(5_000),
            floor: fen(4_000),
        },
        on_sale: true,
        weight_g: 250,
    }]
}

fn received(method: PaymentMethod) -> Order {
    facts(|facts| receive(&draft(CHENGDU, method), Uuid::nil(), facts)).unwrap()
}

/// The order after a decision that must have been possible.
fn after(order: &Order, decision: Result<Decision<OrderEvent>, Refusal>) -> Order {
    fold(Some(order.clone()), &decision.unwrap().events)
        .unwrap()
        .unwrap()
}

fn reviewed(order: &Order) -> Order {
    let products = products();
    let review = ReviewFacts {
        products: &products,
        account: None,
    };
    after(
        order,
        facts(|facts| review_automatically(order, &review, facts)),
    )
}

fn approved(order: &Order) -> Order {
    after(
        order,
        facts(|facts| decide_manually(order, &ManualDecision::Approve, "reviewer-1", facts)),
    )
}

fn shipment() -> OrderShipment {
    OrderShipment {
        carrier: CarrierCode::parse("shunfeng").unwrap(),
        waybill_no: WaybillNo::parse("SF1234567890123").unwrap(),
    }
}

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
    let reserved = facts(|facts| reserve(&order, facts)).unwrap();
    let [Adjustment::StockReserve(moved)] = reserved.adjustments.as_slice() else {
        panic!("{reserved:?}")
    };
    assert_eq!(moved.quantity, 3, "two lines of one SKU are one movement");
    let order = after(&order, Ok(reserved));
    let order = after(
        &order,
        facts(|facts| dispatch(&order, shipment(), 2, facts)),
    );
    let order = after(&order, deliver(&order, now()));
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
    draft.lines.push(Line {
        sku: sku("GONE"),
        name: None,
        quantity: 1,
        unit_price: fen(1),
    });
    draft.lines.push(Line {
        sku: sku("TEA-1"),
        name: Some("毛尖".to_owned()),
        quantity: 1,
        unit_price: fen(3_999),
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
    let products = products();
    let order = with_facts(&policy, |facts| {
        let order = receive(&draft("四川省", PaymentMethod::Online), Uuid::nil(), facts).unwrap();
        let review = ReviewFacts {
            products: &products,
            account: None,
        };
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
        requested_delivery: None,
    };
    let decision = ManualDecision::Negotiate(proposal);
    let order = after(
        &order,
        facts(|facts| decide_manually(&order, &decision, "reviewer-1", facts)),
    );
    assert_eq!(order.stage.name(), StageName::Negotiating);
    let order = after(&order, facts(|facts| answer_proposal(&order, true, facts)));
    assert_eq!(order.stage.name(), StageName::AwaitingReview);
    assert_eq!(order.total, fen(13_500));
    assert_eq!(order.payment.due_before_preparation(), fen(13_500));
}

#[test]
fn a_short_order_stands_in_line_once_and_leaves_it_when_reserved() {
    let order = approved(&reviewed(&received(PaymentMethod::CashOnDelivery)));
    let shortfall = [Shortfall {
        sku: sku("TEA-1"),
        available: 1,
    }];
    let short = facts(|facts| run_short(&order, &shortfall, facts)).unwrap();
    assert!(matches!(
        short.adjustments.as_slice(),
        [Adjustment::BackorderOpen(_)]
    ));
    let order = after(&order, Ok(short));
    assert_eq!(
        facts(|facts| run_short(&order, &shortfall, facts)).unwrap(),
        Decision::done()
    );
    let reserved = facts(|facts| reserve(&order, facts)).unwrap();
    assert!(matches!(
        reserved.adjustments.as_slice(),
        [Adjustment::StockReserve(_), Adjustment::BackorderClose(_)]
    ));
}

#[test]
fn cancelling_gives_back_stock_places_in_line_and_credit() {
    let account = Account {
        customer: CustomerId::parse("c-1").unwrap(),
        profile: CreditProfile {
            customer_since: jiff::civil::date(2020, 1, 1),
            financials: 10,
            listed_abnormal: false,
            disputes: 0,
        },
        grade: Grade::B,
        limit: fen(1_000_000),
        assessment: None,
        opened_at: now(),
        next_assessment: jiff::civil::date(2026, 4, 1),
    };
    let order = received(PaymentMethod::CreditTerms);
    let products = products();
    let review = ReviewFacts {
        products: &products,
        account: Some(&account),
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
    let order = after(&order, facts(|facts| reserve(&order, facts)));
    let cancelled = facts(|facts| cancel(&order, "客户改变主意", facts)).unwrap();
    assert!(matches!(
        cancelled.adjustments.as_slice(),
        [Adjustment::StockRelease(_), Adjustment::CreditRelease(_)]
    ));
    let order = after(&order, Ok(cancelled));
    assert_eq!(
        facts(|facts| cancel(&order, "again", facts)).unwrap(),
        Decision::done()
    );
}

#[test]
fn nothing_leaves_before_its_share_is_paid() {
    let mut draft = draft(CHENGDU, PaymentMethod::BankTransfer);
    let part = |due, amount| Instalment {
        due,
        amount: fen(amount),
    };
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
    let order = after(&order, facts(|facts| reserve(&order, facts)));
    let refused = facts(|facts| dispatch(&order, shipment(), 2, facts)).unwrap_err();
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
    let products = products();
    let review = ReviewFacts {
        products: &products,
        account: None,
    };
    let propose = || {
        ManualDecision::Negotiate(Proposal {
            note: "n".to_owned(),
            prices: vec![ProposedPrice {
                sku: sku("TEA-1"),
                unit_price: fen(4_800),
            }],
            requested_delivery: None,
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
        Step::Answer(accepted) => answer_proposal(order, accepted, facts),
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
        Step::Deliver => deliver(order, now()),
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
            | Adjustment::CreditRelease(_)
            | Adjustment::CreditLimit { .. } => 0,
        })
        .sum()
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
        }
    }
}
