//! Attributes as the service writes them: `{"S": "text"}`, `{"N": "12"}`, `{"B": "base64"}`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value};

/// An item: attribute names with typed values, as in the service's JSON.
pub type Item = Map<String, Value>;

/// The text attribute `name`.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.get("S")?.as_str()
}

/// The whole number in the attribute `name`.
pub(crate) fn number(item: &Item, name: &str) -> Option<i64> {
    item.get(name)?.get("N")?.as_str()?.parse().ok()
}

/// The 32 bytes in the attribute `name`.
pub(crate) fn digest(item: &Item, name: &str) -> Option<[u8; 32]> {
    let encoded = item.get(name)?.get("B")?.as_str()?;
    STANDARD.decode(encoded).ok()?.try_into().ok()
}

/// The map in the attribute `name`, without its types.
pub(crate) fn map(item: &Item, name: &str) -> Option<Map<String, Value>> {
    match plain(item.get(name)?)? {
        Value::Object(map) => Some(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

/// The value without its types; `None` when it is no typed value, or of a type that no body holds.
fn plain(value: &Value) -> Option<Value> {
    let (kind, content) = value.as_object()?.iter().next()?;
    match kind.as_str() {
        "S" => Some(Value::String(content.as_str()?.to_owned())),
        "N" => whole(content.as_str()?),
        "BOOL" => content.as_bool().map(Value::Bool),
        "NULL" => Some(Value::Null),
        "L" => content
            .as_array()?
            .iter()
            .map(plain)
            .collect::<Option<Vec<_>>>()
            .map(Value::Array),
        "M" => content
            .as_object()?
            .iter()
            .map(|(name, value)| Some((name.clone(), plain(value)?)))
            .collect::<Option<Map<_, _>>>()
            .map(Value::Object),
        _ => None,
    }
}

/// Amounts and quantities are whole numbers; nothing else is stored.
fn whole(digits: &str) -> Option<Value> {
    let signed = digits.parse::<i64>().ok().map(Number::from);
    let number = signed.or_else(|| digits.parse::<u64>().ok().map(Number::from));
    number.map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_loses_its_types_and_nothing_else() {
        let item = json!({"body": {"M": {
            "total": {"N": "12800"}, "billed": {"BOOL": true}, "none": {"NULL": true},
            "lines": {"L": [{"M": {"sku": {"S": "A"}}}]},
        }}});
        let body = map(item.as_object().unwrap(), "body").unwrap();
        let expected =
            json!({"total": 12800, "billed": true, "none": null, "lines": [{"sku": "A"}]});
        assert_eq!(Value::Object(body), expected);
    }

    #[test]
    fn what_has_no_type_is_not_read() {
        let item =
            json!({"a": "text", "b": {"N": "1.5"}, "c": {"B": "AAAA"}, "d": {"M": {"x": 1}}});
        let item = item.as_object().unwrap();
        assert_eq!(text(item, "a"), None);
        assert_eq!(number(item, "b"), None);
        assert_eq!(digest(item, "c"), None);
        assert_eq!(map(item, "d"), None);
    }
}
