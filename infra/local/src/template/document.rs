//! YAML text to plain JSON values, short-form intrinsics written out long.
//!
//! Everything after this step works on one notation only: `!Ref A` has become
//! `{"Ref": "A"}` and `!GetAtt A.B` has become `{"Fn::GetAtt": ["A", "B"]}`.

use saphyr::{LoadableYamlNode, Scalar, Tag, Yaml};
use serde_json::{Map, Number, Value};

use super::error::{Reading, TemplateError};

/// Parses template text into JSON with long-form intrinsics.
///
/// # Errors
/// Text that is not exactly one YAML document, or keys that are not text.
pub(crate) fn parse(text: &str) -> Reading<Value> {
    let documents = Yaml::load_from_str(text)
        .map_err(|error| TemplateError::at("(document)", format!("not valid YAML: {error}")))?;
    if let [document] = documents.as_slice() {
        return to_json(document, "(document)");
    }
    let problem = format!("expected one YAML document, found {}", documents.len());
    Err(TemplateError::at("(document)", problem))
}

fn to_json(node: &Yaml<'_>, path: &str) -> Reading<Value> {
    match node {
        Yaml::Value(scalar) => Ok(scalar_to_json(scalar)),
        Yaml::Sequence(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| to_json(item, &format!("{path}[{index}]")))
            .collect(),
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = key_text(key, path)?;
                let value = to_json(value, &format!("{path}.{key}"))?;
                map.insert(key, value);
            }
            Ok(Value::Object(map))
        }
        Yaml::Tagged(tag, inner) => long_form(tag, to_json(inner, path)?, path),
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => Err(TemplateError::at(
            path,
            "a YAML value that cannot be read as text, number, list or mapping",
        )),
    }
}

fn scalar_to_json(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(flag) => Value::Bool(*flag),
        Scalar::Integer(number) => Value::Number((*number).into()),
        Scalar::FloatingPoint(number) => {
            Number::from_f64(number.into_inner()).map_or(Value::Null, Value::Number)
        }
        Scalar::String(text) => Value::String(text.to_string()),
    }
}

fn key_text(key: &Yaml<'_>, path: &str) -> Reading<String> {
    if let Yaml::Value(Scalar::String(text)) = key {
        return Ok(text.to_string());
    }
    if let Yaml::Value(Scalar::Integer(number)) = key {
        return Ok(number.to_string());
    }
    let problem = format!("expected a text key, found {key:?}");
    Err(TemplateError::at(path, problem))
}

fn long_form(tag: &Tag, inner: Value, path: &str) -> Reading<Value> {
    if tag.handle != "!" {
        return Err(TemplateError::unknown(path, "YAML tag", &tag.suffix));
    }
    let (name, argument) = match (tag.suffix.as_str(), inner) {
        (name @ ("Ref" | "Condition"), argument) => (name.to_owned(), argument),
        ("GetAtt", Value::String(dotted)) => {
            let (resource, attribute) = dotted.split_once('.').ok_or_else(|| {
                TemplateError::at(
                    path,
                    format!("expected `!GetAtt Resource.Attribute`, found `{dotted}`"),
                )
            })?;
            (
                "Fn::GetAtt".to_owned(),
                Value::from(vec![resource, attribute]),
            )
        }
        (name, argument) => (format!("Fn::{name}"), argument),
    };
    Ok(Value::Object(Map::from_iter([(name, argument)])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_forms_become_long_forms() {
        let text = "a: !Ref Table\nb: !GetAtt Table.Arn\nc: !Sub '${A}-x'\nd: !If [C, !Ref X, 3]\ne: !Condition C\n";
        assert_eq!(
            parse(text).unwrap(),
            json!({
                "a": {"Ref": "Table"},
                "b": {"Fn::GetAtt": ["Table", "Arn"]},
                "c": {"Fn::Sub": "${A}-x"},
                "d": {"Fn::If": ["C", {"Ref": "X"}, 3]},
                "e": {"Condition": "C"},
            })
        );
    }

    #[test]
    fn a_bare_n_stays_text_and_quoted_numbers_stay_text() {
        assert_eq!(
            parse("type: N\nprovince: \"50\"\n").unwrap(),
            json!({"type": "N", "province": "50"})
        );
    }

    #[test]
    fn a_key_written_twice_is_refused() {
        assert!(parse("a: 1\na: 2\n").is_err());
    }
}
