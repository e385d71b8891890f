//! Event filter patterns, as event source mappings use them on JSON records.
//!
//! A pattern mirrors the record; each leaf is a list of which one must match:
//! plain values, or `{"prefix": …}`, `{"suffix": …}`, `{"exists": …}`,
//! `{"anything-but": …}`, `{"numeric": […]}`, `{"equals-ignore-case": …}`.

use serde_json::Value;

/// Whether `record` matches one of the patterns, or there is none.
pub fn passes(patterns: &[Value], record: &Value) -> bool {
    patterns.is_empty()
        || patterns
            .iter()
            .any(|pattern| matches(pattern, Some(record)))
}

/// Whether `patterns` can be decided by the event name and the keys of a record alone.
pub fn looks_at_keys_only(patterns: &[Value]) -> bool {
    let only = |value: &Value, known: &[&str]| {
        let fields = value.as_object();
        fields.is_some_and(|fields| fields.keys().all(|name| known.contains(&name.as_str())))
    };
    patterns.iter().all(|pattern| {
        only(pattern, &["eventName", "dynamodb"])
            && pattern
                .get("dynamodb")
                .is_none_or(|change| only(change, &["Keys"]))
    })
}

fn matches(pattern: &Value, found: Option<&Value>) -> bool {
    match pattern {
        Value::Object(fields) => fields.iter().all(|(key, inner)| {
            if key == "$or" {
                return inner.as_array().is_some_and(|alternatives| {
                    alternatives.iter().any(|one| matches(one, found))
                });
            }
            matches(inner, found.and_then(|value| value.get(key)))
        }),
        Value::Array(alternatives) => alternatives.iter().any(|one| leaf_matches(one, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn leaf_matches(wanted: &Value, found: Option<&Value>) -> bool {
    if let Some(Value::Array(items)) = found {
        return items.iter().any(|item| leaf_matches(wanted, Some(item)));
    }
    let Value::Object(operator) = wanted else {
        return found == Some(wanted);
    };
    operator
        .iter()
        .all(|(name, argument)| operator_matches(name, argument, found))
}

fn operator_matches(name: &str, argument: &Value, found: Option<&Value>) -> bool {
    let text = found.and_then(Value::as_str);
    let argument_text = argument.as_str();
    match name {
        "exists" => argument.as_bool() == Some(found.is_some_and(|value| !value.is_object())),
        "prefix" => {
            both(text, argument_text).is_some_and(|(text, wanted)| text.starts_with(wanted))
        }
        "suffix" => both(text, argument_text).is_some_and(|(text, wanted)| text.ends_with(wanted)),
        "equals-ignore-case" => both(text, argument_text)
            .is_some_and(|(text, wanted)| text.to_lowercase() == wanted.to_lowercase()),
        "anything-but" => found.is_some_and(|found| match argument {
            Value::Array(unwanted) => !unwanted.contains(found),
            Value::Object(_) => !leaf_matches(argument, Some(found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => argument != found,
        }),
        "numeric" => found
            .and_then(Value::as_f64)
            .is_some_and(|number| in_range(number, argument)),
        _ => false,
    }
}

fn both<'a>(left: Option<&'a str>, right: Option<&'a str>) -> Option<(&'a str, &'a str)> {
    left.zip(right)
}

fn in_range(number: f64, argument: &Value) -> bool {
    argument.as_array().is_some_and(|parts| {
        parts.chunks(2).all(|pair| {
            let bound = pair.get(1).and_then(Value::as_f64);
            match (pair.first().and_then(Value::as_str), bound) {
                (Some("="), Some(bound)) => number == bound,
                (Some("<"), Some(bound)) => number < bound,
                (Some("<="), Some(bound)) => number <= bound,
                (Some(">"), Some(bound)) => number > bound,
                (Some(">="), Some(bound)) => number >= bound,
                _ => false,
            }
        })
    })
}

/// Refuses a pattern this host would not match as the service does.
///
/// # Errors
/// Names the operator or the shape that is not known.
pub fn check(pattern: &Value) -> Result<(), String> {
    match pattern {
        Value::Object(fields) if fields.is_empty() => {
            Err("an empty pattern matches nothing".to_owned())
        }
        Value::Object(fields) => fields.iter().try_for_each(|(key, inner)| match inner {
            Value::Array(alternatives) if key == "$or" => alternatives.iter().try_for_each(check),
            Value::Array(alternatives) => alternatives.iter().try_for_each(check_leaf),
            Value::Object(_) => check(inner),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Err(format!(
                "`{key}` must be a list or a mapping, found {inner}"
            )),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(format!("expected a pattern mapping, found {pattern}"))
        }
    }
}

fn check_leaf(leaf: &Value) -> Result<(), String> {
    const KNOWN: [&str; 6] = [
        "exists",
        "prefix",
        "suffix",
        "equals-ignore-case",
        "anything-but",
        "numeric",
    ];
    let Value::Object(operator) = leaf else {
        return Ok(());
    };
    match operator.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        Some(unknown) => Err(format!(
            "filter operator `{unknown}` is not known to the local host"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_relay_filter_lets_only_new_commits_through() {
        let pattern = json!({"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "COMMIT#"}]}}}});
        let record = |name: &str, sk: &str| json!({"eventName": name, "dynamodb": {"Keys": {"sk": {"S": sk}}}});
        let patterns = [pattern];
        assert!(passes(&patterns, &record("INSERT", "COMMIT#00001")));
        assert!(!passes(&patterns, &record("MODIFY", "COMMIT#00001")));
        assert!(!passes(&patterns, &record("INSERT", "STATE")));
        assert!(passes(&[], &record("REMOVE", "STATE")));
    }

    #[test]
    fn a_pattern_that_looks_beyond_the_keys_is_told_apart() {
        let keys = json!({"dynamodb": {"Keys": {"sk": {"S": ["STATE"]}}}});
        let name = json!({"eventName": ["INSERT"]});
        assert!(looks_at_keys_only(&[keys.clone(), name]));
        assert!(looks_at_keys_only(&[]));
        for beyond in [
            json!({"dynamodb": {"NewImage": {"stage": {"S": ["ready"]}}}}),
            json!({"eventSource": ["aws:dynamodb"]}),
            json!({"$or": [{"eventName": ["INSERT"]}]}),
        ] {
            assert!(!looks_at_keys_only(&[keys.clone(), beyond]));
        }
    }

    #[test]
    fn each_operator_decides_as_documented() {
        let cases = [
            (json!([{"exists": true}]), json!("x"), true),
            (json!([{"exists": false}]), json!("x"), false),
            (json!([{"anything-but": ["a", "b"]}]), json!("c"), true),
            (json!([{"anything-but": ["a", "b"]}]), json!("a"), false),
            (
                json!([{"anything-but": {"prefix": "a"}}]),
                json!("abc"),
                false,
            ),
            (json!([{"numeric": [">", 1, "<=", 5]}]), json!(5), true),
            (json!([{"numeric": [">", 1, "<=", 5]}]), json!(6), false),
            (json!([{"suffix": ".png"}]), json!("a.png"), true),
            (json!([{"equals-ignore-case": "AbC"}]), json!("aBc"), true),
            (json!([null]), json!(null), true),
            (json!(["b"]), json!(["a", "b"]), true),
        ];
        for (pattern, value, expected) in cases {
            let record = json!({"field": value});
            assert_eq!(
                passes(&[json!({"field": pattern})], &record),
                expected,
                "{pattern} on {record}"
            );
        }
        assert!(passes(
            &[json!({"absent": [{"exists": false}]})],
            &json!({})
        ));
    }

    #[test]
    fn an_unknown_operator_is_named() {
        let problem = check(&json!({"a": {"b": [{"cidr": "10.0.0.0/8"}]}})).unwrap_err();
        assert!(problem.contains("`cidr`"), "{problem}");
    }
}
