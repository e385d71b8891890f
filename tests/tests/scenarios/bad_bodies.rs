//! Bodies that are not what the interface asks for: never our fault, always told where (4.1).

use contract::route_table::{Access, ROUTES};
use domain::role::Role;
use serde_json::json;
use yudan_tests::purchase::{order, unique};
use yudan_tests::refused::refused_in_both_languages;

use crate::company;

const MALFORMED: (u16, &str) = (400, "malformed_json");
pub(crate) const WRONG_SHAPE: (u16, &str) = (422, "invalid_body");
pub(crate) const WRONG_VALUE: (u16, &str) = (422, "invalid_value");

/// What a body is, its bytes, the status and code of its refusal, and the place that it names.
type Unreadable = (&'static str, Vec<u8>, (u16, &'static str), &'static str);

/// Bodies for an order that cannot be read, and what is said of each, at which place.
fn unreadable() -> Vec<Unreadable> {
    let text = |text: &str| text.as_bytes().to_vec();
    let good = serde_json::to_string(&order("TEA-001", 1)).unwrap();
    let with = |from: &str, to: &str| {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        changed.into_bytes()
    };
    vec![
        ("nothing", vec![], (400, "body_missing"), ""),
        ("half", text(&good[..good.len() / 2]), MALFORMED, "body"),
        ("no JSON", text("channel=phone"), MALFORMED, "body"),
        (
            "single quotes",
            text("{'channel':'phone'}"),
            MALFORMED,
            "body",
        ),
        (
            "something after it",
            text(&format!("{good} x")),
            MALFORMED,
            "body",
        ),
        (
            "half a character",
            with("李四", "\\ud800"),
            MALFORMED,
            "body",
        ),
        (
            "more than any number",
            with("\"quantity\":1", "\"quantity\":1e400"),
            MALFORMED,
            "body",
        ),
        ("a list", text(&format!("[{good}]")), WRONG_SHAPE, "body"),
        ("a number", text("7"), WRONG_SHAPE, "body"),
        ("null", text("null"), WRONG_SHAPE, "body"),
        ("an empty object", text("{}"), WRONG_SHAPE, "channel"),
        (
            "an unknown field",
            with("\"channel\"", "\"colour\":\"red\",\"channel\""),
            WRONG_SHAPE,
            "colour",
        ),
        (
            "an unknown field below",
            with("\"sku\"", "\"skuu\":1,\"sku\""),
            WRONG_SHAPE,
            "lines[0].skuu",
        ),
        (
            "a field twice",
            with("\"channel\"", "\"channel\":\"fax\",\"channel\""),
            WRONG_SHAPE,
            "channel",
        ),
        (
            "an unknown channel",
            with("\"phone\"", "\"pigeon\""),
            WRONG_SHAPE,
            "channel",
        ),
        (
            "a number as text",
            with("\"quantity\":1", "\"quantity\":\"1\""),
            WRONG_SHAPE,
            "lines[0].quantity",
        ),
        (
            "half a piece",
            with("\"quantity\":1", "\"quantity\":0.5"),
            WRONG_SHAPE,
            "lines[0].quantity",
        ),
        (
            "pieces to be got",
            with("\"quantity\":1", "\"quantity\":-1"),
            WRONG_SHAPE,
            "lines[0].quantity",
        ),
        (
            "2^32 pieces",
            with("\"quantity\":1", "\"quantity\":4294967296"),
            WRONG_SHAPE,
            "lines[0].quantity",
        ),
        (
            "2^63 fen",
            with(":12800", ":9223372036854775808"),
            WRONG_SHAPE,
            "lines[0].unit_price_fen",
        ),
        (
            "a very long number",
            with(":12800", &format!(":{}", "9".repeat(5_000))),
            MALFORMED,
            "body",
        ),
        (
            "deep nesting",
            with("\"李四\"", &"[".repeat(100_000)),
            WRONG_SHAPE,
            "ship_to.name",
        ),
        (
            "deep objects",
            text(&"{\"customer\":".repeat(20_000)),
            WRONG_SHAPE,
            "customer.customer",
        ),
        (
            "300 KB",
            with("李四", &"长".repeat(100_000)),
            (413, "body_too_large"),
            "body",
        ),
    ]
}

#[test]
fn a_body_that_cannot_be_read_is_told_where_and_what_was_expected() {
    let sales = company().person(Role::Sales);
    for (story, body, expected, at) in unreadable() {
        let problem = refused_in_both_languages(&sales, "POST", "/v1/orders", &[], Some(&body));
        assert_eq!(
            (problem.status, problem.code.as_str()),
            expected,
            "{story}: {problem:?}"
        );
        assert_eq!(
            problem.errors.first().map_or("", |error| &error.at),
            at,
            "{story}: {problem:?}"
        );
        let told: usize = problem
            .errors
            .iter()
            .map(|error| error.expected.len() + error.found.len())
            .sum();
        assert!(told < 1_000, "{story}: input is not repeated at length");
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let problem =
        refused_in_both_languages(&sales, "POST", "/v1/orders", &form, Some(b"channel=phone"));
    assert_eq!(
        (problem.status, problem.code.as_str()),
        (400, "unsupported_content_type")
    );
}

#[test]
fn every_field_of_another_shape_is_told_at_once() {
    let sales = company().person(Role::Sales);
    let mut body = serde_json::to_value(order("TEA-001", 1)).unwrap();
    body["channel"] = json!("pigeon");
    body["colour"] = json!("red");
    body["created_at"] = json!("yesterday");
    body["customer"] = json!({ "kind": 7, "name": ["a"] });
    body["lines"] = json!([{ "sku": "TEA-001", "quantity": "two", "unit_price_fen": 1.5 }, {}]);
    body["payment"]["method"] = json!("gold");
    body["requested_delivery"] = json!("2026-02-30");
    let body = serde_json::to_vec(&body).unwrap();
    let problem = refused_in_both_languages(&sales, "POST", "/v1/orders", &[], Some(&body));
    assert_eq!((problem.status, problem.code.as_str()), WRONG_SHAPE);
    let mut places: Vec<&str> = problem.errors.iter().map(|it| it.at.as_str()).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "channel",
            "colour",
            "created_at",
            "customer.kind",
            "customer.name",
            "lines[0].quantity",
            "lines[0].unit_price_fen",
            "lines[1].quantity",
            "lines[1].sku",
            "lines[1].unit_price_fen",
            "payment.method",
            "requested_delivery",
        ]
    );
}

#[test]
fn no_route_fails_over_a_body_of_another_shape() {
    let company = company();
    let admin = company.person(Role::Admin);
    let deep = format!("{{\"a\":{}", "[".repeat(50_000));
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(300_000));
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"null",
        b"\"x\"",
        b"\xff",
        deep.as_bytes(),
        large.as_bytes(),
    ];
    for route in ROUTES {
        if route.method() == "GET" || route.access == Access::Signed {
            continue;
        }
        let path = route.path().replace("{id}", &uuid::Uuid::nil().to_string());
        let path = path.replace("{sku}", &unique("SKU"));
        for body in bodies {
            let headers = [("if-match", "\"1\"")];
            refused_in_both_languages(&admin, route.method(), &path, &headers, Some(body));
        }
    }
}
