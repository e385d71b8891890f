//! A JSON body read into a type, with errors that say where, what was expected and what was found.

use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

pub use contract::route_table::LARGEST_BODY;

mod every_mistake;

/// What is found where a field stands twice.
const TWICE: &str = "the field twice";

/// Reads a body of a media type.
///
/// # Errors
/// 413 `body_too_large`; 400 `unsupported_content_type`, `body_missing`, `malformed_json`; 422
/// `invalid_body` for well-formed JSON of another shape, with every field that does not fit.
pub(super) fn read<T: DeserializeOwned>(
    content_type: Option<&str>,
    body: &[u8],
) -> Result<T, Refusal> {
    if body.len() > LARGEST_BODY {
        return Err(too_large(body.len(), LARGEST_BODY));
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
    if body.trim_ascii_start().first() == Some(&b'[') {
        // Structs could be read from arrays by position, which no caller should rely on.
        return Err(invalid().because(Evidence::new("body", "an object", "an array")));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let refusal = unreadable(&error.path().to_string(), error.inner());
        let others = match refusal.evidence.as_slice() {
            // Which of two is meant cannot be known.
            [first] if first.found == TWICE => Vec::new(),
            [first] if error.inner().is_data() => every_mistake::others::<T>(body, first),
            _ => Vec::new(),
        };
        others.into_iter().fold(refusal, Refusal::because)
    })?;
    reader.end().map_err(|error| unreadable(".", &error))?;
    Ok(value)
}

/// 413 for a body of `found` bytes where `most` are taken.
pub(super) fn too_large(found: usize, most: usize) -> Refusal {
    Refusal::new(
        RefusalClass::TooLarge,
        "body_too_large",
        format!("请求正文不得超过 {most} 字节，请分批发送"),
        format!("a request body has at most {most} bytes; send it in parts"),
    )
    .because(Evidence::new(
        "body",
        format!("≤ {most}"),
        found.to_string(),
    ))
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    media_type == "application/json"
        || (media_type.starts_with("application/") && media_type.ends_with("+json"))
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
    let refusal = match error.classify() {
        Category::Data => invalid(),
        Category::Syntax | Category::Eof | Category::Io => Refusal::new(
            RefusalClass::Malformed,
            "malformed_json",
            "请求正文不是合法的 JSON，详见 errors",
            "the body is not well-formed JSON, see errors",
        ),
    };
    refusal.because(evidence(path, error))
}

fn invalid() -> Refusal {
    Refusal::new(
        RefusalClass::Unacceptable,
        "invalid_body",
        "请求正文的内容与接口定义不符，详见 errors",
        "the body is not what the interface defines, see errors",
    )
}

/// What the reader says, taken apart. Its messages have the forms `…: FOUND, expected EXPECTED`,
/// `missing field …` and `duplicate field …`; any other is given whole.
fn evidence(path: &str, error: &serde_json::Error) -> Evidence {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let whole = error.to_string();
    let message = whole.strip_suffix(&place).unwrap_or(&whole);
    // Where the text breaks off there is no field to name, only the line and column.
    let at = match path.trim_end_matches(['?', '.']) {
        "" => "body",
        _ if !error.is_data() => "body",
        at => at,
    };
    if let Some(field) = message.strip_prefix("missing field ") {
        return Evidence::new(inside(at, field), "a value", "nothing");
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return Evidence::new(inside(at, field), "one value", TWICE);
    }
    match message.rsplit_once(", expected ") {
        Some((found, expected)) => {
            let found = found.rsplit_once(": ").map_or(found, |(_, found)| found);
            Evidence::new(at, in_words(expected), quote(found))
        }
        None if error.is_data() => Evidence::new(at, quote(message), "something else"),
        None => Evidence::new(at, "well-formed JSON", quote(&whole)),
    }
}

/// What the reader expected, without the names of our types.
fn in_words(expected: &str) -> String {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => {
            "a whole number, not negative and not too large".to_owned()
        }
        "i32" | "i64" => "a whole number, not too large".to_owned(),
        other if other.starts_with("struct ") => "an object".to_owned(),
        other => quote(other),
    }
}

fn inside(at: &str, field: &str) -> String {
    let field = field.trim_matches('`');
    if at == "body" {
        field.to_owned()
    } else {
        format!("{at}.{field}")
    }
}

#[cfg(test)]
mod tests;
