use domain::calendar::WorkingCalendar;
use domain::contact::Contact;
use domain::hold_policy::HoldReason;
use domain::identifiers::{CustomerId, ExternalNo, Sku};
use domain::money::Money;
use domain::order::{
    Channel, CustomerKind, Escalation, Facts, HoldRelease, Line, OrderDraft, Proposal,
    ProposedPrice, ProposedQuantity, Substitute, receive,
};
use domain::payment_terms::PaymentMethod;
use domain::policy::Policy;
use domain::review_rules::Finding;
use jiff::civil::date;
use uuid::Uuid;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An order for 3 pieces at 50 yuan.
fn order(channel: Channel, customer_kind: CustomerKind) -> Order {
    let draft = OrderDraft {
        channel,
        external_no: Some(ExternalNo::parse("T-1").unwrap()),
        customer: CustomerId::parse("c-1").unwrap(),
        customer_kind,
        contact: Contact {
            name: "张三丰".to_owned(),
            ship_to_name: Some("李四".to_owned()),
            ship_to_mobile: Some("13812345678".to_owned()),
            address: "四川省成都市武侯区人民南路四段1号".to_owned(),
            ..Contact::default()
        },
        lines: vec![Line::plain(
            Sku::parse("TEA-1").unwrap(),
            3,
            Money::from_fen(5_000),
        )],
        method: PaymentMethod::Online,
        schedule: None,
        requested_delivery: None,
        stated_total: None,
        entered_by: "sales-1".to_owned(),
        entered_as: Vec::new(),
        ordered_at: None,
        terms: None,
        split_shipments: false,
        services_only: false,
    };
    let facts = Facts {
        now: at("2026-03-02T02:00:00Z"),
        policy: &Policy::default(),
        calendar: &WorkingCalendar::built_in(),
    };
    receive(&draft, Uuid::nil(), &facts).unwrap()
}

fn business() -> Order {
    order(Channel::Phone, CustomerKind::Business)
}

fn in_stage(stage: Stage) -> Order {
    Order {
        stage,
        ..business()
    }
}

fn due() -> Timestamp {
    at("2026-03-05T10:00:00Z")
}

fn rejected_for(rules: &[(RuleCode, Severity)], reason: Option<&str>) -> Stage {
    let finding = |(rule, severity): &(RuleCode, Severity)| Finding {
        rule: *rule,
        severity: *severity,
        expected: "4000".to_owned(),
        found: "13812345678".to_owned(),
    };
    Stage::Rejected {
        due: due(),
        findings: rules.iter().map(finding).collect(),
        reason: reason.map(str::to_owned),
    }
}

fn proposal() -> Proposal {
    Proposal {
        note: "改为下周发货{total}。".to_owned(),
        prices: vec![ProposedPrice {
            sku: Sku::parse("TEA-1").unwrap(),
            unit_price: Money::from_fen(4_900),
        }],
        requested_delivery: Some(date(2026, 3, 12)),
        ..Proposal::default()
    }
}

fn negotiating(proposal: Proposal) -> Order {
    in_stage(Stage::Negotiating {
        due: due(),
        proposal,
    })
}

fn late(level: EscalationLevel) -> Order {
    in_stage(Stage::AwaitingReview {
        due: due(),
        findings: Vec::new(),
        claim: None,
        escalation: Some(Escalation {
            level,
            at: due(),
            next: None,
        }),
    })
}

fn held(release: Option<HoldRelease>) -> Order {
    let hold = Hold {
        id: Uuid::nil(),
        reason: HoldReason::parse("address_check").unwrap(),
        blocks: vec![BlockedStep::Approve, BlockedStep::Dispatch],
        released_by: Vec::new(),
        by: "sales-1".to_owned(),
        at: due(),
        note: Some("电话 13812345678".to_owned()),
        release,
    };
    Order {
        holds: vec![hold],
        ..business()
    }
}

fn release() -> Option<HoldRelease> {
    Some(HoldRelease {
        by: "sales-1".to_owned(),
        at: due(),
        note: None,
    })
}

#[test]
fn a_notice_says_what_became_of_the_order() {
    use EventKind::{
        OrderApproved, OrderHoldPlaced, OrderHoldReleased, OrderNegotiationProposed, OrderRejected,
        OrderReviewEscalated,
    };
    let by_rules = rejected_for(
        &[
            (RuleCode::UnknownSku, Severity::Reject),
            (RuleCode::UnknownSku, Severity::Reject),
            (RuleCode::TermsNotInForce, Severity::Info),
            (RuleCode::PriceBelowFloor, Severity::Reject),
        ],
        None,
    );
    let consumer = Order {
        external_no: None,
        stage: rejected_for(&[], Some("无法供货。")),
        ..order(Channel::Website, CustomerKind::Consumer)
    };
    let paying = in_stage(Stage::AwaitingPayment { due: due() });
    let agreed = Order {
        accepted_at: Some(at("2026-03-03T16:30:00Z")),
        ..paying.clone()
    };
    let words_only = Proposal {
        note: "分两批发货".to_owned(),
        ..Proposal::default()
    };
    let other_goods = Proposal {
        note: "换成新茶，多买一件".to_owned(),
        substitutes: vec![Substitute {
            sku: Sku::parse("TEA-1").unwrap(),
            substitute: Sku::parse("TEA-2").unwrap(),
            unit_price: Money::from_fen(4_550),
        }],
        quantities: vec![ProposedQuantity {
            line: 1,
            quantity: 4,
        }],
        prepayment_permille: Some(305),
        ..Proposal::default()
    };
    for (kind, order, chinese, english) in [
        (
            OrderNegotiationProposed,
            negotiating(other_goods),
            "我们对订单 T-1 提出协商方案：换成新茶，多买一件。\
             替代商品：TEA-1 换为 TEA-2，单价 ¥45.50。新数量：第 1 行 4 件。\
             备货前须付总额的 30.5%。\
             按此方案订单总额为 ¥182.00，请在 2026-03-05 18:00（北京时间）前答复。",
            "We propose a change to order T-1: 换成新茶，多买一件. \
             Other goods: TEA-2 at ¥45.50 instead of TEA-1. New quantities: 4 in line 1. \
             30.5% of the total is to be paid before preparation. \
             The total would be ¥182.00. Please answer by 2026-03-05 18:00 (Beijing time).",
        ),
        (
            OrderRejected,
            in_stage(by_rules),
            "订单 T-1 未通过审核，原因：（1）商品不存在；（2）单价过低。",
            "Order T-1 was not accepted, because: (1) there is no such product; \
             (2) the unit price is too low.",
        ),
        (
            OrderRejected,
            consumer,
            "订单 00000000-0000-0000-0000-000000000000 未通过审核，原因：（1）无法供货。\
             合同就此终止，您已支付的全部款项将全额退还。",
            "Order 00000000-0000-0000-0000-000000000000 was not accepted, because: (1) 无法供货. \
             The contract ends with this, and everything you paid goes back to you in full.",
        ),
        (
            OrderApproved,
            paying,
            "订单 T-1 已通过审核，总额 ¥150.00。",
            "Order T-1 was approved, at a total of ¥150.00.",
        ),
        (
            OrderApproved,
            agreed,
            "订单 T-1 已通过审核，总额 ¥150.00。合同自 2026-03-04 00:30（北京时间）起成立。",
            "Order T-1 was approved, at a total of ¥150.00. \
             The contract is made as of 2026-03-04 00:30 (Beijing time).",
        ),
        (
            OrderNegotiationProposed,
            negotiating(proposal()),
            "我们对订单 T-1 提出协商方案：改为下周发货{total}。新单价：TEA-1 ¥49.00。\
             新交货日期：2026-03-12。\
             按此方案订单总额为 ¥147.00，请在 2026-03-05 18:00（北京时间）前答复。",
            "We propose a change to order T-1: 改为下周发货{total}. New unit prices: TEA-1 ¥49.00. \
             New delivery date: 2026-03-12. \
             The total would be ¥147.00. Please answer by 2026-03-05 18:00 (Beijing time).",
        ),
        (
            OrderNegotiationProposed,
            negotiating(words_only),
            "我们对订单 T-1 提出协商方案：分两批发货。\
             按此方案订单总额为 ¥150.00，请在 2026-03-05 18:00（北京时间）前答复。",
            "We propose a change to order T-1: 分两批发货. \
             The total would be ¥150.00. Please answer by 2026-03-05 18:00 (Beijing time).",
        ),
        (
            OrderReviewEscalated,
            late(EscalationLevel::TeamLead),
            "订单 T-1 应于 2026-03-05 18:00（北京时间）前审核，现已超时，升级至审核组长。",
            "The review of order T-1 was due by 2026-03-05 18:00 (Beijing time); \
             it is late and goes to the team lead.",
        ),
        (
            OrderReviewEscalated,
            late(EscalationLevel::Manager),
            "订单 T-1 应于 2026-03-05 18:00（北京时间）前审核，现已超时，升级至经理。",
            "The review of order T-1 was due by 2026-03-05 18:00 (Beijing time); \
             it is late and goes to the manager.",
        ),
        (
            OrderHoldPlaced,
            held(None),
            "订单 T-1 已暂挂，原因代码 address_check，暂停审核通过、发货。",
            "Order T-1 was put on hold (address_check), which stops its approval, its dispatch.",
        ),
        (
            OrderHoldReleased,
            held(release()),
            "订单 T-1 的暂挂（原因代码 address_check）已解除，曾暂停审核通过、发货。",
            "The hold on order T-1 (address_check) was released; \
             it stopped its approval, its dispatch.",
        ),
    ] {
        let text = of(kind, &order, Reached::Here).unwrap();
        assert_eq!(
            (text.chinese.as_str(), text.english.as_str()),
            (chinese, english),
            "{kind}"
        );
    }
}

#[test]
fn an_order_that_has_moved_on_is_told_in_plain_words() {
    use EventKind::{
        OrderApproved, OrderHoldPlaced, OrderHoldReleased, OrderNegotiationProposed, OrderReceived,
        OrderRejected, OrderReviewEscalated,
    };
    let rejected = in_stage(rejected_for(
        &[(RuleCode::NotOnSale, Severity::Reject)],
        None,
    ));
    let ready = in_stage(Stage::Ready {
        due: due(),
        short: Vec::new(),
    });
    for (kind, order, reached, told) in [
        (OrderReceived, business(), Reached::Here, false),
        (OrderRejected, rejected.clone(), Reached::Further, true),
        (OrderRejected, ready.clone(), Reached::Further, false),
        (OrderApproved, ready, Reached::Further, true),
        (OrderApproved, rejected, Reached::Further, false),
        (
            OrderNegotiationProposed,
            negotiating(proposal()),
            Reached::Further,
            false,
        ),
        (OrderNegotiationProposed, business(), Reached::Here, false),
        (
            OrderReviewEscalated,
            late(EscalationLevel::Manager),
            Reached::Further,
            false,
        ),
        (OrderReviewEscalated, business(), Reached::Here, false),
        (OrderHoldPlaced, held(None), Reached::Further, false),
        (OrderHoldPlaced, held(release()), Reached::Here, false),
        (OrderHoldReleased, held(None), Reached::Here, false),
        (OrderHoldReleased, business(), Reached::Here, false),
    ] {
        assert_eq!(
            of(kind, &order, reached).is_some(),
            told,
            "{kind} {reached:?}"
        );
    }
}
