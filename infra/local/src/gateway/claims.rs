//! Claims as the JWT authorizer hands them on: every value a text.

use serde_json::{Map, Value};

/// Flattens claims: arrays become `[a b]`, objects `map[k:v]`, numbers and flags their text.
pub(super) fn flatten(claims: &Map<String, Value>) -> Map<String, Value> {
    claims
        .iter()
        .map(|(name, value)| (name.clone(), Value::String(flat(value))))
        .collect()
}

fn flat(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(" "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key}:{}", flat(value)))
                .collect();
            format!("map[{}]", fields.join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_becomes_text() {
        let Value::Object(claims) =
            json!({"sub": "u1", "roles": ["sales", "admin"], "exp": 1764, "ok": true})
        else {
            unreachable!()
        };
        assert_eq!(
            Value::Object(flatten(&claims)),
            json!({"sub": "u1", "roles": "[sales admin]", "exp": "1764", "ok": "true"})
        );
    }
}
