//! Bodies of the right shape with values that cannot be: each is named by its path (4.1).

use domain::role::Role;
use serde_json::{Value, json};
use yudan_tests::purchase::order;
use yudan_tests::refused::refused_in_both_languages;

use crate::bad_bodies::{WRONG_SHAPE, WRONG_VALUE};
use crate::company;

/// A value that no order has, by its JSON pointer, and what is said of it, at which place.
fn unacceptable() -> Vec<(&'static str, Value, (u16, &'static str), &'static str)> {
    let line = json!({"sku": "A", "quantity": 1, "unit_price_fen": 1});
    let dear = json!({"sku": "A", "quantity": 1_000_000, "unit_price_fen": 1_000_000_000_000_i64});
    let part = |when: &str, amount: i64| json!({"when": when, "amount_fen": amount});
    let schedule = (422, "payment_schedule_invalid");
    vec![
        ("/external_no", json!("a b"), WRONG_VALUE, "external_no"),
        (
            "/external_no",
            json!("x".repeat(3_000)),
            WRONG_VALUE,
            "external_no",
        ),
        (
            "/customer/id",
            json!("x".repeat(3_000)),
            WRONG_VALUE,
            "customer.id",
        ),
        ("/customer/id", json!("C#1"), WRONG_VALUE, "customer.id"),
        ("/customer/name", json!(""), WRONG_VALUE, "customer.name"),
        (
            "/customer/name",
            json!("a\u{0}b"),
            WRONG_VALUE,
            "customer.name",
        ),
        (
            "/customer/email",
            json!("nobody"),
            WRONG_VALUE,
            "customer.email",
        ),
        (
            "/customer/uscc",
            json!("91500000MA5U0000X0"),
            WRONG_VALUE,
            "customer.uscc",
        ),
        (
            "/ship_to/address",
            json!("  "),
            WRONG_VALUE,
            "ship_to.address",
        ),
        (
            "/ship_to/address",
            json!("长".repeat(301)),
            WRONG_VALUE,
            "ship_to.address",
        ),
        ("/lines", json!([]), WRONG_VALUE, "lines"),
        ("/lines", json!(vec![line; 49]), WRONG_VALUE, "lines"),
        (
            "/lines/0/sku",
            json!("x".repeat(3_000)),
            WRONG_VALUE,
            "lines[0].sku",
        ),
        (
            "/lines/0/quantity",
            json!(0),
            WRONG_VALUE,
            "lines[0].quantity",
        ),
        (
            "/lines/0/quantity",
            json!(1_000_001),
            WRONG_VALUE,
            "lines[0].quantity",
        ),
        (
            "/lines/0/unit_price_fen",
            json!(-1),
            WRONG_VALUE,
            "lines[0].unit_price_fen",
        ),
        (
            "/lines/0/unit_price_fen",
            json!(i64::MAX),
            WRONG_VALUE,
            "lines[0].unit_price_fen",
        ),
        (
            "/lines",
            json!(vec![dear; 48]),
            (422, "amount_too_large"),
            "lines",
        ),
        (
            "/payment/schedule",
            json!([]),
            WRONG_VALUE,
            "payment.schedule",
        ),
        (
            "/payment/schedule",
            json!([part("on_order", 1)]),
            schedule,
            "payment.schedule",
        ),
        (
            "/payment/schedule",
            json!([part("on_order", i64::MAX), part("on_order", i64::MAX)]),
            schedule,
            "payment.schedule",
        ),
        (
            "/payment/schedule",
            json!([part("after_delivery", 12_800)]),
            WRONG_VALUE,
            "payment.schedule[0].days",
        ),
        (
            "/requested_delivery",
            json!("2026-02-30"),
            WRONG_SHAPE,
            "requested_delivery",
        ),
        (
            "/requested_delivery",
            json!("tomorrow"),
            WRONG_SHAPE,
            "requested_delivery",
        ),
        (
            "/created_at",
            json!("2099-01-01T00:00:00Z"),
            WRONG_VALUE,
            "created_at",
        ),
        (
            "/created_at",
            json!(1_795_489_200),
            WRONG_SHAPE,
            "created_at",
        ),
        ("/remark", json!("长".repeat(501)), WRONG_VALUE, "remark"),
    ]
}

#[test]
fn a_value_that_is_not_acceptable_is_named_by_its_path() {
    let company = company();
    let good = serde_json::to_value(order(&company.goods(), 1)).unwrap();
    let sales = company.person(Role::Sales);
    for (pointer, value, expected, at) in unacceptable() {
        let mut body = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = body.pointer_mut(parent).and_then(Value::as_object_mut);
        parent.unwrap().insert(name.to_owned(), value.clone());
        for path in ["/v1/orders", "/v1/orders/check"] {
            let body = serde_json::to_vec(&body).unwrap();
            let problem = refused_in_both_languages(&sales, "POST", path, &[], Some(&body));
            assert_eq!(
                (problem.status, problem.code.as_str()),
                expected,
                "{pointer} {problem:?}"
            );
            assert_eq!(problem.errors[0].at, at, "{pointer}");
        }
    }
    let customer = good["customer"]["id"].as_str().unwrap();
    assert_eq!(
        sales.orders_of(customer, None).unwrap().items,
        [],
        "nothing was created"
    );
}
