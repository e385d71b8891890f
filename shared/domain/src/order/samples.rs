//! Orders and facts for the tests of this aggregate.

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::contact::Contact;
use crate::payment_terms::PaymentMethod;
use crate::product::{Product, ProductPrice};
use crate::refusal::Refusal;
use crate::review_rules::ReviewFacts;

pub(super) fn now() -> Timestamp {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

pub(super) fn fen(amount: i64) -> Money {
    Money::from_fen(amount)
}

pub(super) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub(super) fn with_facts<T>(policy: &Policy, body: impl FnOnce(&Facts<'_>) -> T) -> T {
    body(&Facts {
        now: now(),
        policy,
        calendar: &WorkingCalendar::built_in(),
    })
}

pub(super) fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

pub(super) fn draft(address: &str, method: PaymentMethod) -> OrderDraft {
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
        terms: None,
    }
}

pub(super) const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";

pub(super) fn products() -> Vec<Product> {
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

pub(super) fn received(method: PaymentMethod) -> Order {
    facts(|facts| receive(&draft(CHENGDU, method), Uuid::nil(), facts)).unwrap()
}

/// The order after a decision that must have been possible.
pub(super) fn after(order: &Order, decision: Result<Decision<OrderEvent>, Refusal>) -> Order {
    fold(Some(order.clone()), &decision.unwrap().events)
        .unwrap()
        .unwrap()
}

pub(super) fn reviewed(order: &Order) -> Order {
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

pub(super) fn approved(order: &Order) -> Order {
    after(
        order,
        facts(|facts| decide_manually(order, &ManualDecision::Approve, "reviewer-1", facts)),
    )
}

pub(super) fn shipment() -> OrderShipment {
    OrderShipment {
        carrier: CarrierCode::parse("shunfeng").unwrap(),
        waybill_no: WaybillNo::parse("SF1234567890123").unwrap(),
    }
}
