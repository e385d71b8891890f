//! Orders and facts for the tests of this aggregate.

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::account::{Account, CreditProfile, Grade};
use crate::aggregate::{Decision, fold};
use crate::contact::Contact;
use crate::dated::InForce;
use crate::goods::{LimitPeriod, PurchaseLimit};
use crate::identifiers::{CarrierCode, Sku, WaybillNo};
use crate::payment_terms::PaymentMethod;
use crate::product::{Product, ProductPrice};
use crate::refusal::Refusal;
use crate::review_rules::ReviewFacts;
use crate::sourcing::{Levels, WarehouseRule, source};

pub(crate) fn now() -> Timestamp {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

pub(crate) fn fen(amount: i64) -> Money {
    Money::from_fen(amount)
}

pub(crate) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub(crate) fn with_facts<T>(policy: &Policy, body: impl FnOnce(&Facts<'_>) -> T) -> T {
    body(&Facts {
        now: now(),
        policy,
        calendar: &WorkingCalendar::built_in(),
    })
}

pub(crate) fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

pub(crate) fn draft(address: &str, method: PaymentMethod) -> OrderDraft {
    OrderDraft {
        channel: Channel::Website,
        external_no: None,
        customer: CustomerId::parse("c-1").unwrap(),
        customer_kind: CustomerKind::Business,
        contact: Contact {
            name: "成都样品公司".to_owned(),
            domicile: None,
            ship_to_name: Some("李四".to_owned()),
            ship_to_mobile: Some("13812345678".to_owned()),
            address: address.to_owned(),
            ..Contact::default()
        },
        lines: vec![
            Line::plain(sku("TEA-1"), 2, fen(5_000)),
            Line::plain(sku("TEA-1"), 1, fen(5_000)),
        ],
        method,
        schedule: None,
        requested_delivery: None,
        stated_total: None,
        entered_by: "sales-1".to_owned(),
        entered_as: vec![Role::Sales],
        ordered_at: None,
        terms: None,
        split_shipments: false,
        services_only: false,
    }
}

pub(crate) const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";

/// What the review looks up: the product, without an account.
pub(crate) fn known() -> ReviewFacts {
    let product = Product::plain(
        sku("TEA-1"),
        "永川秀芽".to_owned(),
        ProductPrice::Listed {
            list: fen(5_000),
            floor: fen(4_000),
        },
        250,
    );
    ReviewFacts {
        products: vec![InForce {
            version: 0,
            value: product,
        }],
        ..ReviewFacts::default()
    }
}

/// The same, where a customer may order so many pieces of the product in a month.
pub(crate) fn limited(quantity: u32) -> ReviewFacts {
    let mut review = known();
    review.products[0].value.purchase_limit = Some(PurchaseLimit {
        quantity,
        per: LimitPeriod::Month,
    });
    review
}

/// The customer's account, with a limit of 10,000 yuan.
pub(crate) fn account(grade: Grade) -> Account {
    Account {
        customer: CustomerId::parse("c-1").unwrap(),
        profile: CreditProfile {
            customer_since: jiff::civil::date(2020, 1, 1),
            financials: 10,
            listed_abnormal: false,
            disputes: 0,
        },
        grade,
        limit: fen(1_000_000),
        assessment: None,
        opened_at: now(),
        next_assessment: jiff::civil::date(2026, 4, 1),
    }
}

pub(crate) fn received(method: PaymentMethod) -> Order {
    facts(|facts| receive(&draft(CHENGDU, method), Uuid::nil(), facts)).unwrap()
}

/// The order after a decision that must have been possible.
pub(crate) fn after(order: &Order, decision: Result<Decision<OrderEvent>, Refusal>) -> Order {
    fold(Some(order.clone()), &decision.unwrap().events)
        .unwrap()
        .unwrap()
}

pub(crate) fn reviewed(order: &Order) -> Order {
    let review = known();
    after(
        order,
        facts(|facts| review_automatically(order, &review, facts)),
    )
}

pub(crate) fn approved(order: &Order) -> Order {
    after(
        order,
        facts(|facts| decide_manually(order, &ManualDecision::Approve, "reviewer-1", facts)),
    )
}

/// The parcel of an order that leaves whole.
pub(crate) fn shipment() -> OrderShipment {
    parcel("SF1234567890123", None)
}

pub(crate) fn parcel(waybill_no: &str, consignment: Option<u16>) -> OrderShipment {
    OrderShipment {
        carrier: CarrierCode::parse("shunfeng").unwrap(),
        waybill_no: WaybillNo::parse(waybill_no).unwrap(),
        consignment,
        delivered_at: None,
    }
}

/// The parcel of a consignment, or of the only one.
pub(crate) fn numbered(consignment: u16) -> OrderShipment {
    let waybill_no = format!("SF123456{consignment}");
    parcel(&waybill_no, (consignment > 0).then_some(consignment))
}

/// The recipient signs for that parcel.
pub(crate) fn signed(
    order: &Order,
    parcel: &OrderShipment,
) -> Result<Decision<OrderEvent>, Refusal> {
    deliver(order, (&parcel.carrier, &parcel.waybill_no), now(), now())
}

/// Everything that the order needs is taken from the one warehouse there is.
pub(crate) fn reserve_whole(order: &Order) -> Result<Decision<OrderEvent>, Refusal> {
    let policy = Policy::default();
    let sourced = source(&needs(order), None, &policy.sourcing, 51, false);
    with_facts(&policy, |facts| reserve(order, &sourced, facts))
}

/// What `CQ1` and `CD1` have of the product is taken, as far as the order may be split.
pub(crate) fn reserve_from(
    order: &Order,
    main: u64,
    second: u64,
) -> Result<Decision<OrderEvent>, Refusal> {
    let rule = |warehouse: &str| WarehouseRule {
        warehouse: warehouse.to_owned(),
        serves: Vec::new(),
        priority: 0,
        costs: Vec::new(),
    };
    let mut policy = Policy::default();
    policy.sourcing.warehouses = vec![rule("CQ1"), rule("CD1")];
    let level = |warehouse: &str| (warehouse.to_owned(), sku("TEA-1"));
    let levels = Levels::from([(level("CQ1"), main), (level("CD1"), second)]);
    let needs = needs(order);
    let split = order.split_shipments;
    let sourced = source(&needs, Some(&levels), &policy.sourcing, 51, split);
    with_facts(&policy, |facts| reserve(order, &sourced, facts))
}

/// What the customer's answer leads to.
pub(super) fn answered(
    order: &Order,
    accepted: bool,
    words: Option<&str>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let answer = CustomerAnswer {
        accepted,
        words,
        by: "customer-1",
    };
    facts(|facts| answer_proposal(order, answer, &known(), facts))
}
