//! Paths, parameters and headers that lead nowhere.

use contract::order_summary::OrdersView;
use domain::role::Role;
use serde_json::{Value, json};
use uuid::Uuid;
use yudan_tests::purchase::{order, order_of, unique};
use yudan_tests::refused::refused_in_both_languages;

use crate::company;

const NOT_FOUND: (u16, &str) = (404, "not_found");
const WRONG_VALUE: (u16, &str) = (422, "invalid_value");

/// What an administrator asks for, and what it is told.
fn table() -> Vec<(&'static str, String, (u16, &'static str))> {
    let long = "x".repeat(3_000);
    let nobody = Uuid::nil();
    let mut table = vec![
        ("GET", format!("/v1/orders/{nobody}"), NOT_FOUND),
        ("GET", format!("/v1/orders/{nobody}/timeline"), NOT_FOUND),
        ("GET", "/v1/orders/1".to_owned(), NOT_FOUND),
        ("GET", "/v1/orders/%00".to_owned(), NOT_FOUND),
        ("GET", "/v1/orders/%FF%FE".to_owned(), NOT_FOUND),
        (
            "GET",
            "/v1/orders/%27%3B%20DROP%20TABLE%20orders".to_owned(),
            NOT_FOUND,
        ),
        ("GET", format!("/v1/products/{}", unique("NONE")), NOT_FOUND),
        ("GET", "/v1/stock/a%20b".to_owned(), NOT_FOUND),
        (
            "GET",
            format!("/v1/customers/{}/account", unique("NONE")),
            NOT_FOUND,
        ),
        (
            "GET",
            "/v1/customers/%E5%BC%A0%E4%B8%89/account".to_owned(),
            NOT_FOUND,
        ),
        ("GET", "/v1/work/nothing".to_owned(), NOT_FOUND),
        (
            "GET",
            "/v1/track/none".to_owned(),
            (404, "no_such_tracking_link"),
        ),
        ("GET", "/v1/orders".to_owned(), (400, "list_not_chosen")),
        (
            "GET",
            "/v1/orders?stage=ready&customer=C-1".to_owned(),
            (400, "list_not_chosen"),
        ),
        ("GET", "/v1/orders?stage=lost".to_owned(), WRONG_VALUE),
        ("GET", "/v1/orders?customer=%20".to_owned(), WRONG_VALUE),
        ("GET", format!("/v1/orders?customer={long}"), WRONG_VALUE),
        ("GET", "/v1/receivables?list=mine".to_owned(), WRONG_VALUE),
        (
            "GET",
            "/v1/receivables?list=open&customer=C-1".to_owned(),
            WRONG_VALUE,
        ),
    ];
    for place in [
        "/v1/orders",
        "/v1/products",
        "/v1/stock",
        "/v1/work",
        "/v1/track",
    ] {
        table.push((
            "GET",
            format!("{place}/{long}"),
            (
                404,
                if place == "/v1/track" {
                    "no_such_tracking_link"
                } else {
                    "not_found"
                },
            ),
        ));
    }
    table.push(("GET", format!("/v1/customers/{long}/account"), NOT_FOUND));
    for list in [
        "/v1/orders?stage=ready",
        "/v1/orders?customer=C-1",
        "/v1/work/review?",
        "/v1/receivables?",
    ] {
        for limit in ["0", "101", "-1", "abc", "", "1.5", "99999999999999999999"] {
            table.push(("GET", format!("{list}&limit={limit}"), WRONG_VALUE));
        }
        for cursor in ["abc", "", "eyJhIjoxfQ", "%00", &long] {
            table.push((
                "GET",
                format!("{list}&cursor={cursor}"),
                (400, "invalid_cursor"),
            ));
        }
        table.push((
            "GET",
            format!("{list}&limt=5"),
            (400, "unknown_query_parameter"),
        ));
    }
    table
}

#[test]
fn what_leads_nowhere_is_a_problem_with_a_stable_code() {
    let admin = company().person(Role::Admin);
    for (method, path, expected) in table() {
        let shown: String = path.chars().take(80).collect();
        let problem = refused_in_both_languages(&admin, method, &path, &[], None);
        assert_eq!(
            (problem.status, problem.code.as_str()),
            expected,
            "{shown}: {problem:?}"
        );
        let length = serde_json::to_string(&problem).unwrap().len();
        assert!(length < 1_500, "{shown}: input is not repeated at length");
    }
}

#[test]
fn a_command_on_something_unknown_is_not_found() {
    let company = company();
    let admin = company.person(Role::Admin);
    let seen = [("if-match", "\"1\"")];
    for id in [Uuid::nil().to_string(), "x".repeat(3_000)] {
        for (path, body) in [
            (format!("/v1/orders/{id}/cancel"), json!({"reason": "无"})),
            (
                format!("/v1/orders/{id}/negotiation"),
                json!({"accept": true}),
            ),
            (
                format!("/v1/orders/{id}/review"),
                json!({"decision": "approve"}),
            ),
            (
                format!("/v1/orders/{id}/shipments"),
                json!({"waybill_no": "SF1234567890"}),
            ),
            (
                format!("/v1/payments/{id}/refunds"),
                json!({"refund_no": "1", "amount_fen": 1, "reason": "无"}),
            ),
        ] {
            let body = serde_json::to_vec(&body).unwrap();
            let problem = refused_in_both_languages(&admin, "POST", &path, &seen, Some(&body));
            assert_eq!(
                (problem.status, problem.code.as_str()),
                NOT_FOUND,
                "{problem:?}"
            );
        }
    }
}

#[test]
fn headers_that_mean_nothing_are_refused_before_anything_is_done() {
    let company = company();
    let customer = unique("C");
    let body = serde_json::to_vec(&order_of(&customer, &company.goods(), 1)).unwrap();
    let sales = company.person(Role::Sales);
    let long = "k".repeat(129);
    for key in ["", "two words", &long] {
        let headers = [("idempotency-key", key)];
        let problem =
            refused_in_both_languages(&sales, "POST", "/v1/orders", &headers, Some(&body));
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (400, "invalid_idempotency_key")
        );
    }
    assert_eq!(sales.orders_of(&customer, None).unwrap().items, []);

    let waits = company.reviewed(&order(&company.goods(), 1)).summary;
    let path = format!("/v1/orders/{}/cancel", waits.id);
    let cancel = Some(r#"{"reason":"无"}"#.as_bytes());
    for tag in ["", "2", "W/\"2\"", "\"2\", \"3\"", "\"-2\""] {
        let problem =
            refused_in_both_languages(&sales, "POST", &path, &[("if-match", tag)], cancel);
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (400, "invalid_if_match"),
            "{tag}"
        );
    }
    assert_eq!(company.order(waits.id).summary, waits);
}

#[test]
fn a_cursor_belongs_to_its_list() {
    let company = company();
    let sku = company.goods();
    let (customer, other) = (unique("C"), unique("C"));
    for _ in 0..2 {
        company.reviewed(&order_of(&customer, &sku, 1));
    }
    let sales = company.person(Role::Sales);
    let path = |customer: &str| format!("/v1/orders?customer={customer}&limit=1");
    let first: OrdersView = sales
        .call("GET", &path(&customer), &[], None)
        .unwrap()
        .json()
        .unwrap();
    let cursor = first.next_cursor.unwrap();
    let next = format!("{}&cursor={cursor}", path(&customer));
    let second: OrdersView = sales.call("GET", &next, &[], None).unwrap().json().unwrap();
    assert_ne!(first.items[0].id, second.items[0].id);
    for list in [
        path(&other),
        "/v1/orders?stage=ready".to_owned(),
        "/v1/work/review?limit=1".to_owned(),
    ] {
        let path = format!("{list}&cursor={cursor}");
        let problem = refused_in_both_languages(&sales, "GET", &path, &[], None);
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (400, "invalid_cursor"),
            "{list}"
        );
    }
}

#[test]
fn the_front_door_answers_for_itself_where_no_route_is() {
    let admin = company().person(Role::Admin);
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v1/nothing"),
        ("GET", "/v1/orders/"),
        ("GET", "/v1/orders/1/2/3"),
        ("DELETE", "/v1/orders"),
        ("PUT", "/v1/orders/1"),
        ("POST", "/v1/health"),
    ] {
        let answer = admin.call(method, path, &[], None).unwrap();
        assert_eq!(answer.status, 404, "{method} {path}");
        assert_eq!(
            answer.json::<Value>().unwrap(),
            json!({"message": "Not Found"})
        );
    }
}
