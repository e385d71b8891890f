//! A JSON body read into a type, with errors that say where, what was expected and what was found.

use domain::refusal::{Evidence, Refusal, RefusalClass};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// The largest body that is read, in bytes: 256 KiB, which is also the largest message.
pub const LARGEST_BODY: usize = 256 * 1024;

/// The longest piece of the caller's own input that is repeated to it, in characters.
const LONGEST_QUOTE: usize = 80;

/// Reads a body of a media type.
///
/// # Errors
/// 413 `body_too_large`; 400 `unsupported_content_type`, `body_missing`, `malformed_json`; 422
/// `invalid_body` for well-formed JSON of another shape.
pub(super) fn read<T: DeserializeOwned>(content_type: Option<&str>, body: &[u8]) -> Result<T, Refusal> {
    if body.len() > LARGEST_BODY {
        return Err(too_large(body.len()));
    }
    if body.is_empty() {
        return Err(Refusal::new(
            RefusalClass::Malformed,
            "body_missing",
            "请求需要 JSON 正文",
            "the request needs a JSON body",
        ));
    }
    if !content_type.is_some_and(is_json) {
        return Err(unsupported(content_type));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| unreadable(&error.path().to_string(), error.inner()))?;
    reader.end().map_err(|error| unreadable(".", &error))?;
    Ok(value)
}

/// 413 for a body of `found` bytes.
pub(super) fn too_large(found: usize) -> Refusal {
    Refusal::new(
        RefusalClass::TooLarge,
        "body_too_large",
        format!("请求正文不得超过 {LARGEST_BODY} 字节，请分批发送"),
        format!("a request body has at most {LARGEST_BODY} bytes; send it in parts"),
    )
    .because(Evidence::new("body", format!("≤ {LARGEST_BODY}"), found.to_string()))
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

fn unsupported(content_type: Option<&str>) -> Refusal {
    Refusal::new(
        RefusalClass::Malformed,
        "unsupported_content_type",
        "请求正文须为 application/json",
        "the body must be application/json",
    )
    .because(Evidence::new(
        "content-type",
        "application/json",
        content_type.map_or_else(|| "none".to_owned(), quote),
    ))
}

fn unreadable(path: &str, error: &serde_json::Error) -> Refusal {
    let (class, code, chinese, english) = match error.classify() {
        Category::Data => (
            RefusalClass::Unacceptable,
            "invalid_body",
            "请求正文的内容与接口定义不符，详见 errors",
            "the body is not what the interface defines, see errors",
        ),
        Category::Syntax | Category::Eof | Category::Io => (
            RefusalClass::Malformed,
            "malformed_json",
            "请求正文不是合法的 JSON，详见 errors",
            "the body is not well-formed JSON, see errors",
        ),
    };
    Refusal::new(class, code, chinese, english).because(evidence(path, error))
}

/// What the reader says, taken apart. Its messages have the forms `…: FOUND, expected EXPECTED`,
/// `missing field …` and `duplicate field …`; any other is given whole.
fn evidence(path: &str, error: &serde_json::Error) -> Evidence {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let whole = error.to_string();
    let message = whole.strip_suffix(&place).unwrap_or(&whole);
    let at = match path {
        "." => "body",
        path => path,
    };
    if let Some(field) = message.strip_prefix("missing field ") {
        return Evidence::new(inside(at, field), "a value", "nothing");
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return Evidence::new(inside(at, field), "one value", "the field twice");
    }
    match message.rsplit_once(", expected ") {
        Some((found, expected)) => {
            let found = found.rsplit_once(": ").map_or(found, |(_, found)| found);
            Evidence::new(at, quote(expected), quote(found))
        }
        None if error.is_data() => Evidence::new(at, quote(message), "something else"),
        None => Evidence::new(at, "well-formed JSON", quote(&whole)),
    }
}

fn inside(at: &str, field: &str) -> String {
    let field = field.trim_matches('`');
    if at == "body" { field.to_owned() } else { format!("{at}.{field}") }
}

fn quote(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST_QUOTE).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
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
        let lines = vec![Line { quantity: 1, kind: Some(Kind::Service) }, Line { quantity: 2, kind: None }];
        assert_eq!(
            basket(r#" {"name":"茶","lines":[{"quantity":1,"kind":"service"},{"quantity":2}]} "#),
            Ok(Basket { name: "茶".to_owned(), lines })
        );
    }

    #[test]
    fn every_mistake_says_where_what_was_expected_and_what_was_found() {
        let table = [
            ("", "body_missing", 400, "", "", ""),
            ("{", "malformed_json", 400, "body", "well-formed JSON", "EOF while parsing an object at line 1 column 1"),
            ("{'a':1}", "malformed_json", 400, "body", "well-formed JSON", "key must be a string at line 1 column 2"),
            (r#"{"name":"a"} x"#, "malformed_json", 400, "body", "well-formed JSON", "trailing characters at line 1 column 14"),
            ("[]", "invalid_body", 422, "name", "a value", "nothing"),
            ("{}", "invalid_body", 422, "name", "a value", "nothing"),
            (r#"{"name":7}"#, "invalid_body", 422, "name", "a string", "integer `7`"),
            (r#"{"name":"a","nam":1}"#, "invalid_body", 422, "nam", "`name` or `lines`", "unknown field `nam`"),
            (r#"{"name":"a","name":"b"}"#, "invalid_body", 422, "name", "one value", "the field twice"),
            (r#"{"name":"a","lines":[{"quantity":1},{"quantity":-1}]}"#, "invalid_body", 422, "lines[1].quantity", "u32", "integer `-1`"),
            (r#"{"name":"a","lines":[{"quantity":1.5}]}"#, "invalid_body", 422, "lines[0].quantity", "u32", "floating point `1.5`"),
            (r#"{"name":"a","lines":[{"quantity":4294967296}]}"#, "invalid_body", 422, "lines[0].quantity", "u32", "integer `4294967296`"),
            (r#"{"name":"a","lines":[{}]}"#, "invalid_body", 422, "lines[0].quantity", "a value", "nothing"),
            (
                r#"{"name":"a","lines":[{"quantity":1,"kind":"gift"}]}"#,
                "invalid_body", 422, "lines[0].kind", "`goods` or `service`", "unknown variant `gift`",
            ),
        ];
        for (body, code, status, at, expected, found) in table {
            let refusal = basket(body).unwrap_err();
            assert_eq!((refusal.code, refusal.class.status()), (code, status), "{body}");
            if !at.is_empty() {
                assert_eq!(refusal.evidence, [Evidence::new(at, expected, found)], "{body}");
            }
        }
    }

    #[test]
    fn absurd_bodies_are_refused_and_harm_nothing() {
        let deep = format!(r#"{{"name":{}"#, "[".repeat(100_000));
        assert_eq!(basket(&deep).unwrap_err().code, "invalid_body");
        let deep_in_unknown = "[".repeat(100_000);
        assert!(read::<serde_json::Value>(Some("application/json"), deep_in_unknown.as_bytes()).is_err());
        assert!(basket(r#"{"name":"a","lines":[{"quantity":1e400}]}"#).is_err());
        assert!(basket(r#"{"name":"a","lines":[{"quantity":123456789012345678901234567890}]}"#).is_err());
        assert_eq!(read::<Basket>(Some("application/json"), &[0xff, 0xfe]).unwrap_err().code, "malformed_json");
        let large = vec![b' '; LARGEST_BODY + 1];
        let refusal = read::<Basket>(Some("application/json"), &large).unwrap_err();
        assert_eq!((refusal.code, refusal.class.status()), ("body_too_large", 413));
        let quoted = basket(&format!(r#"{{"name":"a","{}":1}}"#, "n".repeat(10_000))).unwrap_err();
        assert!(quoted.evidence.iter().all(|evidence| evidence.found.chars().count() <= 81));
    }

    #[test]
    fn only_json_media_types_are_read() {
        for json in ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"] {
            assert!(read::<Basket>(Some(json), br#"{"name":"a"}"#).is_ok(), "{json}");
        }
        for other in [None, Some(""), Some("text/plain"), Some("application/x-www-form-urlencoded")] {
            let refusal = read::<Basket>(other, br#"{"name":"a"}"#).unwrap_err();
            assert_eq!((refusal.code, refusal.class.status()), ("unsupported_content_type", 400));
        }
    }
}
