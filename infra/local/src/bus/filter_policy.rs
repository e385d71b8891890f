//! Filter policies: which published messages a subscription wants.
//!
//! All keys must be fulfilled, each by one of its conditions. An operator this host does not know is refused when the
//! subscription is made: a filter that silently matched nothing (or everything) would only be found in production.

use serde_json::{Map, Value};

use super::filter_condition::Condition;
use super::message_attributes::{AttributeValue, MessageAttribute, MessageAttributes};
use super::{BusError, ErrorCode};

/// Most keys of a policy.
const KEYS: usize = 5;
/// Most combinations of values: the product of the numbers of conditions, nested ones times their depth.
const COMBINATIONS: usize = 150;

/// What a filter policy looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilterScope {
    /// The attributes of the message.
    #[default]
    MessageAttributes,
    /// Its body, a JSON object.
    MessageBody,
}

impl FilterScope {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::MessageAttributes => "MessageAttributes",
            Self::MessageBody => "MessageBody",
        }
    }

    /// The scope of this name.
    pub(super) fn named(name: &str) -> Result<Self, BusError> {
        match name {
            "MessageAttributes" => Ok(Self::MessageAttributes),
            "MessageBody" => Ok(Self::MessageBody),
            other => Err(BusError::invalid(
                "FilterPolicyScope",
                other,
                "Expected MessageAttributes or MessageBody.",
            )),
        }
    }
}

/// A policy that was read without doubt.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FilterPolicy {
    scope: FilterScope,
    keys: Vec<(String, Rule)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Rule {
    AnyOf(Vec<Condition>),
    Nested(Vec<(String, Rule)>),
}

impl FilterPolicy {
    /// Reads a policy.
    pub(super) fn parse(policy: &Value, scope: FilterScope) -> Result<Self, BusError> {
        let refuse = |reason: String| {
            BusError::new(
                ErrorCode::InvalidParameterValue,
                format!("Invalid parameter: FilterPolicy: {reason}"),
            )
        };
        let Value::Object(map) = policy else {
            return Err(refuse(format!("a JSON object is expected, found {policy}")));
        };
        let keys = parse_keys(map, scope).map_err(refuse)?;
        let (count, combinations) = complexity(&keys, 1);
        if count > KEYS {
            return Err(refuse(format!(
                "at most {KEYS} keys are allowed, found {count}"
            )));
        }
        if combinations > COMBINATIONS {
            return Err(refuse(format!(
                "at most {COMBINATIONS} combinations of values are allowed, found {combinations}"
            )));
        }
        Ok(Self { scope, keys })
    }

    /// Whether the subscription wants this message.
    pub(super) fn accepts(&self, message: &str, attributes: &MessageAttributes) -> bool {
        match self.scope {
            FilterScope::MessageAttributes => self.keys.iter().all(|(key, rule)| {
                let values = attributes
                    .get(key)
                    .map(attribute_values)
                    .unwrap_or_default();
                rule.holds(&Value::Array(values))
            }),
            FilterScope::MessageBody => serde_json::from_str::<Value>(message)
                .is_ok_and(|body| body.is_object() && all_hold(&self.keys, &body)),
        }
    }
}

impl Rule {
    fn holds(&self, value: &Value) -> bool {
        match self {
            Self::AnyOf(conditions) => {
                let values = scalars(value);
                conditions.iter().any(|condition| condition.holds(&values))
            }
            Self::Nested(keys) => all_hold(keys, value),
        }
    }
}

/// Whether one object fulfils all keys; of an array, whether one of its objects does so alone.
fn all_hold(keys: &[(String, Rule)], value: &Value) -> bool {
    // An absent key is an empty array: nothing in it, which only `exists: false` accepts.
    let absent = Value::Array(Vec::new());
    if let Some(elements) = value.as_array()
        && !elements.is_empty()
    {
        return elements.iter().any(|element| all_hold(keys, element));
    }
    keys.iter()
        .all(|(key, rule)| rule.holds(value.get(key).unwrap_or(&absent)))
}

/// The single values in `value`, arrays taken apart.
fn scalars(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(scalars).collect(),
        Value::Object(_) => Vec::new(),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => vec![value],
    }
}

/// The values of an attribute; none of a binary one, which filters do not see.
fn attribute_values(attribute: &MessageAttribute) -> Vec<Value> {
    let AttributeValue::Text(text) = &attribute.value else {
        return Vec::new();
    };
    match attribute.data_type.as_str() {
        "String.Array" => serde_json::from_str(text).unwrap_or_default(),
        // Not read as JSON, which knows fewer forms of a number.
        "Number" => text.parse::<f64>().map(Value::from).into_iter().collect(),
        _ => vec![Value::String(text.clone())],
    }
}

fn parse_keys(map: &Map<String, Value>, scope: FilterScope) -> Result<Vec<(String, Rule)>, String> {
    map.iter()
        .map(|(key, value)| {
            let rule =
                parse_rule(key, value, scope).map_err(|reason| format!("{key}: {reason}"))?;
            Ok((key.clone(), rule))
        })
        .collect()
}

fn parse_rule(key: &str, value: &Value, scope: FilterScope) -> Result<Rule, String> {
    match value {
        _ if key.starts_with('$') => {
            Err("operators between keys are not supported here".to_owned())
        }
        Value::Array(conditions) if !conditions.is_empty() => conditions
            .iter()
            .map(Condition::parse)
            .collect::<Result<_, _>>()
            .map(Rule::AnyOf),
        Value::Object(nested) if scope == FilterScope::MessageBody && !nested.is_empty() => {
            parse_keys(nested, scope).map(Rule::Nested)
        }
        Value::Object(_) => Err(
            "an array of conditions is expected; nested keys need the scope MessageBody".to_owned(),
        ),
        Value::Array(_) | Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {
            Err(format!(
                "a non-empty array of conditions is expected, found {value}"
            ))
        }
    }
}

/// How many keys with conditions, and how many combinations of values.
fn complexity(keys: &[(String, Rule)], depth: usize) -> (usize, usize) {
    keys.iter()
        .fold((0, 1), |(count, product), (_, rule)| match rule {
            Rule::AnyOf(conditions) => (
                count + 1,
                product.saturating_mul(conditions.len().saturating_mul(depth)),
            ),
            Rule::Nested(inner) => {
                let (inner_count, inner_product) = complexity(inner, depth + 1);
                (count + inner_count, product.saturating_mul(inner_product))
            }
        })
}
