use super::*;
use domain::order::{Channel, CustomerKind};
use domain::payment_terms::PaymentMethod;
use serde_json::{Value, json};

fn entry() -> Entry {
    Entry {
        entered_by: "u-17".to_owned(),
        entered_as: Vec::new(),
        own_customer: None,
        unnamed_customer: CustomerId::parse("G-1").unwrap(),
        may_backdate: true,
        now: "2026-11-24T03:00:00Z".parse().unwrap(),
    }
}

fn order() -> Value {
    json!({
        "channel": "phone",
        "external_no": "T-1",
        "customer": { "kind": "business", "name": " 成都示范贸易有限公司 ", "mobile": "028-88886666" },
        "ship_to": { "address": "四川省成都市武侯区人民南路四段1号" },
        "lines": [{ "sku": "TEA-001", "quantity": 2, "unit_price_fen": 12800 }],
        "payment": { "method": "bank_transfer", "schedule": [
            { "when": "on_order", "amount_fen": 600 },
            { "when": "after_delivery", "days": 30, "amount_fen": 25000 }
        ] },
        "requested_delivery": "2026-12-20",
        "created_at": "2026-11-23T03:00:00Z"
    })
}

/// The order with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut order = order();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(parent).unwrap()[name] = value;
    order
}

fn draft(order: Value, entry: Entry) -> Result<OrderDraft, Refusal> {
    serde_json::from_value::<OrderRequest>(order)
        .unwrap()
        .into_draft(entry)
}

#[test]
fn a_good_order_becomes_a_draft() {
    let draft = draft(order(), entry()).unwrap();
    assert_eq!(
        (draft.channel, draft.customer_kind),
        (Channel::Phone, CustomerKind::Business)
    );
    assert_eq!(draft.customer.as_str(), "G-1");
    assert_eq!(draft.contact.name, "成都示范贸易有限公司");
    assert_eq!(draft.contact.ship_to_name, None);
    assert_eq!(draft.lines[0].unit_price, Money::from_fen(12_800));
    assert_eq!(draft.method, PaymentMethod::BankTransfer);
    assert_eq!(
        draft.schedule.unwrap()[1].due,
        DueWhen::AfterDelivery { days: 30 }
    );
    assert_eq!(
        draft.requested_delivery,
        Some(jiff::civil::date(2026, 12, 20))
    );
    assert_eq!(
        draft.ordered_at,
        Some("2026-11-23T03:00:00Z".parse().unwrap())
    );
}

#[test]
fn every_bad_value_is_named_by_its_path() {
    let too_many = vec![json!({ "sku": "A", "quantity": 1, "unit_price_fen": 1 }); MOST_LINES + 1];
    let table = [
        ("/external_no", json!("a b"), "external_no"),
        ("/customer/id", json!("张三"), "customer.id"),
        ("/customer/name", json!("  "), "customer.name"),
        ("/customer/name", json!("长".repeat(101)), "customer.name"),
        ("/customer/email", json!("nobody"), "customer.email"),
        ("/customer/uscc", json!("123"), "customer.uscc"),
        ("/customer/mobile", json!("1".repeat(33)), "customer.mobile"),
        ("/ship_to/address", json!(""), "ship_to.address"),
        ("/ship_to/name", json!("a\u{7}"), "ship_to.name"),
        ("/remark", json!("长".repeat(501)), "remark"),
        ("/lines", json!([]), "lines"),
        ("/lines", json!(too_many), "lines"),
        ("/lines/0/sku", json!(""), "lines[0].sku"),
        ("/lines/0/quantity", json!(0), "lines[0].quantity"),
        ("/lines/0/quantity", json!(1_000_001), "lines[0].quantity"),
        (
            "/lines/0/unit_price_fen",
            json!(-1),
            "lines[0].unit_price_fen",
        ),
        (
            "/lines/0/unit_price_fen",
            json!(1_000_000_000_001_i64),
            "lines[0].unit_price_fen",
        ),
        ("/payment/schedule", json!([]), "payment.schedule"),
        (
            "/payment/schedule/0/amount_fen",
            json!(0),
            "payment.schedule[0].amount_fen",
        ),
        (
            "/payment/schedule/0/days",
            json!(3),
            "payment.schedule[0].days",
        ),
        (
            "/payment/schedule/1/days",
            json!(null),
            "payment.schedule[1].days",
        ),
        ("/created_at", json!("2026-11-24T03:00:01Z"), "created_at"),
    ];
    for (pointer, value, at) in table {
        let refusal = draft(with(pointer, value), entry()).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("invalid_value", 422),
            "{pointer}"
        );
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| evidence.at.as_str())
            .collect();
        assert_eq!(places, [at], "{pointer}");
    }
}

#[test]
fn all_mistakes_of_an_order_are_told_at_once() {
    let mut order = with("/lines/0/quantity", json!(0));
    order["external_no"] = json!("a b");
    order["ship_to"]["address"] = json!("");
    let refusal = draft(order, entry()).unwrap_err();
    let places: Vec<_> = refusal
        .evidence
        .iter()
        .map(|evidence| evidence.at.as_str())
        .collect();
    assert_eq!(
        places,
        ["external_no", "ship_to.address", "lines[0].quantity"]
    );
}

#[test]
fn a_customer_orders_for_itself_and_not_in_the_past() {
    let own = CustomerId::parse("C-1").unwrap();
    let customer = Entry {
        own_customer: Some(own.clone()),
        may_backdate: false,
        ..entry()
    };
    let mut order = order();
    order.as_object_mut().unwrap().remove("created_at");
    assert_eq!(
        draft(order.clone(), customer.clone()).unwrap().customer,
        own
    );
    order["customer"]["id"] = json!("C-2");
    assert_eq!(
        draft(order.clone(), customer.clone()).unwrap_err().code,
        "forbidden"
    );
    order["customer"]["id"] = json!("C-1");
    assert!(draft(order.clone(), customer.clone()).is_ok());
    order["created_at"] = json!("2020-02-01T00:00:00Z");
    assert_eq!(
        draft(order, customer).unwrap_err().evidence[0].at,
        "created_at"
    );
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    for pointer in [
        "/grand_total",
        "/customer/age",
        "/ship_to/zip",
        "/lines/0/colour",
        "/payment/card",
        "/payment/schedule/0/x",
    ] {
        assert!(
            serde_json::from_value::<OrderRequest>(with(pointer, json!(1))).is_err(),
            "{pointer}"
        );
    }
}

#[test]
fn printing_an_order_prints_no_personal_data() {
    let request: OrderRequest = serde_json::from_value(order()).unwrap();
    let printed = format!("{request:?}");
    assert!(
        !printed.contains("成都") && !printed.contains("8888"),
        "{printed}"
    );
}
