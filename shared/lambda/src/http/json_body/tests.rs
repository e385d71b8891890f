use super::*;
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Basket {
    name: String,
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    quantity: u32,
    kind: Option<Kind>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Goods,
    Service,
}

fn basket(body: &str) -> Result<Basket, Refusal> {
    read(Some("application/json"), body.as_bytes())
}

#[test]
fn a_body_of_the_right_shape_is_read() {
    let lines = vec![
        Line {
            quantity: 1,
            kind: Some(Kind::Service),
        },
        Line {
            quantity: 2,
            kind: None,
        },
    ];
    assert_eq!(
        basket(r#" {"name":"茶","lines":[{"quantity":1,"kind":"service"},{"quantity":2}]} "#),
        Ok(Basket {
            name: "茶".to_owned(),
            lines
        })
    );
}

#[test]
fn every_mistake_says_where_what_was_expected_and_what_was_found() {
    const NATURAL: &str = "a whole number, not negative and not too large";
    let table = [
        ("", "body_missing", 400, "", "", ""),
        (
            "{",
            "malformed_json",
            400,
            "body",
            "well-formed JSON",
            "EOF while parsing an object at line 1 column 1",
        ),
        (
            "{'a':1}",
            "malformed_json",
            400,
            "body",
            "well-formed JSON",
            "key must be a string at line 1 column 2",
        ),
        (
            r#"{"name":"a"} x"#,
            "malformed_json",
            400,
            "body",
            "well-formed JSON",
            "trailing characters at line 1 column 14",
        ),
        (" []", "invalid_body", 422, "body", "an object", "an array"),
        ("7", "invalid_body", 422, "body", "an object", "integer `7`"),
        ("{}", "invalid_body", 422, "name", "a value", "nothing"),
        (
            r#"{"name":7}"#,
            "invalid_body",
            422,
            "name",
            "a string",
            "integer `7`",
        ),
        (
            r#"{"name":"a","nam":1}"#,
            "invalid_body",
            422,
            "nam",
            "`name` or `lines`",
            "unknown field `nam`",
        ),
        (
            r#"{"name":"a","name":"b"}"#,
            "invalid_body",
            422,
            "name",
            "one value",
            "the field twice",
        ),
        (
            r#"{"name":"a","lines":[{"quantity":1},{"quantity":-1}]}"#,
            "invalid_body",
            422,
            "lines[1].quantity",
            NATURAL,
            "integer `-1`",
        ),
        (
            r#"{"name":"a","lines":[{"quantity":1.5}]}"#,
            "invalid_body",
            422,
            "lines[0].quantity",
            NATURAL,
            "floating point `1.5`",
        ),
        (
            r#"{"name":"a","lines":[{"quantity":4294967296}]}"#,
            "invalid_body",
            422,
            "lines[0].quantity",
            NATURAL,
            "integer `4294967296`",
        ),
        (
            r#"{"name":"a","lines":[{}]}"#,
            "invalid_body",
            422,
            "lines[0].quantity",
            "a value",
            "nothing",
        ),
        (
            r#"{"name":"a","lines":[{"quantity":1,"kind":"gift"}]}"#,
            "invalid_body",
            422,
            "lines[0].kind",
            "`goods` or `service`",
            "unknown variant `gift`",
        ),
    ];
    for (body, code, status, at, expected, found) in table {
        let refusal = basket(body).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            (code, status),
            "{body}"
        );
        if !at.is_empty() {
            assert_eq!(
                refusal.evidence,
                [Evidence::new(at, expected, found)],
                "{body}"
            );
        }
    }
}

#[test]
fn every_field_of_another_shape_is_told_at_once() {
    for (body, places) in [
        (
            r#"{"nam":1,"lines":[{"quantity":"two"},{"quantity":1,"kind":"gift"},{"kind":7,"x":{}},{}]}"#,
            &[
                "nam",
                "lines[0].quantity",
                "lines[1].kind",
                "lines[2].kind",
                "lines[2].x",
                "lines[2].quantity",
                "lines[3].quantity",
                "name",
            ][..],
        ),
        (
            r#"{"name":{"first":"a"},"lines":[7,[],{"quantity":-1}]}"#,
            &["name", "lines[0]", "lines[1]", "lines[2].quantity"],
        ),
        (r#"{"name":null,"lines":"none"}"#, &["name", "lines"]),
        // What stands twice is told alone: which of the two is meant is not known.
        (r#"{"name":"a","name":1,"nam":2}"#, &["name"]),
    ] {
        let refusal = basket(body).unwrap_err();
        let found: Vec<_> = refusal.evidence.iter().map(|at| at.at.as_str()).collect();
        assert_eq!(found, places, "{body}");
    }
}

#[test]
fn a_report_on_a_body_has_an_end() {
    let lines = vec![r#"{"quantity":"two"}"#; 1_000].join(",");
    let refusal = basket(&format!(r#"{{"name":"a","lines":[{lines}]}}"#)).unwrap_err();
    assert_eq!(refusal.evidence.len(), 50);
    let large = format!(
        r#"{{"name":7,"nam":1,"other":"{}"}}"#,
        "x".repeat(64 * 1024)
    );
    assert_eq!(basket(&large).unwrap_err().evidence.len(), 1);
}

#[test]
fn absurd_bodies_are_refused_and_harm_nothing() {
    let deep = format!(r#"{{"name":{}"#, "[".repeat(100_000));
    assert_eq!(basket(&deep).unwrap_err().code, "invalid_body");
    let deep_in_unknown = "[".repeat(100_000);
    assert!(
        read::<serde_json::Value>(Some("application/json"), deep_in_unknown.as_bytes()).is_err()
    );
    assert!(basket(r#"{"name":"a","lines":[{"quantity":1e400}]}"#).is_err());
    assert!(
        basket(r#"{"name":"a","lines":[{"quantity":123456789012345678901234567890}]}"#).is_err()
    );
    assert_eq!(
        read::<Basket>(Some("application/json"), &[0xff, 0xfe])
            .unwrap_err()
            .code,
        "malformed_json"
    );
    let large = vec![b' '; LARGEST_BODY + 1];
    let refusal = read::<Basket>(Some("application/json"), &large).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.class.status()),
        ("body_too_large", 413)
    );
    let quoted = basket(&format!(r#"{{"name":"a","{}":1}}"#, "n".repeat(10_000))).unwrap_err();
    assert!(
        quoted
            .evidence
            .iter()
            .all(|evidence| evidence.found.chars().count() <= 81)
    );
}

#[test]
fn only_json_media_types_are_read() {
    for json in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/merge-patch+json",
    ] {
        assert!(
            read::<Basket>(Some(json), br#"{"name":"a"}"#).is_ok(),
            "{json}"
        );
    }
    for other in [
        None,
        Some(""),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let refusal = read::<Basket>(other, br#"{"name":"a"}"#).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("unsupported_content_type", 400)
        );
    }
}
