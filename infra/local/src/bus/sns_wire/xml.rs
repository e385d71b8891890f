//! The XML of the answers.

use super::super::BusError;

const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";

/// One element with text in it.
pub(super) fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

/// One element with elements in it.
pub(super) fn parent(name: &str, inside: &str) -> String {
    format!("<{name}>{inside}</{name}>")
}

/// The answer to a call.
pub(super) fn response(call: &str, result: &str, request_id: &str) -> String {
    let metadata = parent("ResponseMetadata", &element("RequestId", request_id));
    format!(
        "<{call}Response xmlns=\"{NAMESPACE}\"><{call}Result>{result}</{call}Result>{metadata}</{call}Response>"
    )
}

/// A refusal or failure.
pub(super) fn error(error: &BusError, request_id: &str) -> String {
    let fault = if error.code.is_senders_fault() {
        "Sender"
    } else {
        "Receiver"
    };
    let inside = element("Type", fault)
        + &element("Code", error.code.sns_code())
        + &element("Message", &error.message);
    let request_id = element("RequestId", request_id);
    format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error>{inside}</Error>{request_id}</ErrorResponse>"
    )
}

/// Text for XML 1.0: markup is escaped, and what XML cannot hold at all becomes the replacement character.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#xD;"),
            '\u{0}'..='\u{8}'
            | '\u{B}'
            | '\u{C}'
            | '\u{E}'..='\u{1F}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::element;

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            element("A", "a<b> & \"c\"\u{1}"),
            "<A>a&lt;b&gt; &amp; &quot;c&quot;\u{FFFD}</A>"
        );
    }
}
