//! One condition of a filter policy: what a single value must be like.

use serde_json::{Map, Value};

/// Numbers of a policy lie between plus and minus this.
const LARGEST_NUMBER: f64 = 1e9;

/// A condition on one value, or on its being there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// The same string, number, `true`, `false` or `null`.
    Equals(Value),
    /// A string with this beginning.
    Prefix(String),
    /// A string with this end.
    Suffix(String),
    /// The same string in lower case; kept in lower case.
    EqualsIgnoreCase(String),
    /// None of these.
    AnythingBut(Vec<Condition>),
    /// A number within all these bounds.
    Numeric(Vec<Bound>),
    /// There is a value, or there is none.
    Exists(bool),
}

/// One bound of a numeric condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    comparison: Comparison,
    limit: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    /// Whether the values of one key fulfil the condition. Several values come from an array: one that fulfils it is
    /// enough, also for `anything-but`.
    pub(super) fn holds(&self, values: &[&Value]) -> bool {
        match self {
            Self::Exists(wanted) => {
                let there = values
                    .iter()
                    .any(|value| !value.is_null() && value.as_str() != Some(""));
                there == *wanted
            }
            Self::Equals(_)
            | Self::Prefix(_)
            | Self::Suffix(_)
            | Self::EqualsIgnoreCase(_)
            | Self::AnythingBut(_)
            | Self::Numeric(_) => values.iter().any(|value| self.holds_for(value)),
        }
    }

    fn holds_for(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Equals(wanted) => match (wanted.as_f64(), value.as_f64()) {
                // As numbers, so that 1, 1.0 and 1e0 are the same.
                (Some(wanted), Some(found)) => wanted == found,
                _ => wanted == value,
            },
            Self::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Self::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Self::EqualsIgnoreCase(lower) => text.is_some_and(|text| text.to_lowercase() == *lower),
            Self::AnythingBut(excluded) => !excluded.iter().any(|one| one.holds_for(value)),
            Self::Numeric(bounds) => value
                .as_f64()
                .is_some_and(|number| bounds.iter().all(|bound| bound.holds(number))),
            Self::Exists(wanted) => *wanted,
        }
    }

    /// Reads one entry of the array of a key.
    ///
    /// The error is a phrase saying what was expected.
    pub(super) fn parse(entry: &Value) -> Result<Self, String> {
        match entry {
            Value::String(_) | Value::Bool(_) | Value::Null => Ok(Self::Equals(entry.clone())),
            Value::Number(_) => number(entry).map(|_| Self::Equals(entry.clone())),
            Value::Object(operator) => Self::parse_operator(operator),
            Value::Array(_) => Err(format!("a condition cannot be an array, found {entry}")),
        }
    }

    fn parse_operator(operator: &Map<String, Value>) -> Result<Self, String> {
        let mut entries = operator.iter();
        let (Some((name, argument)), None) = (entries.next(), entries.next()) else {
            return Err(format!(
                "a condition object has exactly one operator, found {}",
                Value::Object(operator.clone())
            ));
        };
        match name.as_str() {
            "prefix" => text(name, argument).map(Self::Prefix),
            "suffix" => text(name, argument).map(Self::Suffix),
            "equals-ignore-case" => {
                text(name, argument).map(|text| Self::EqualsIgnoreCase(text.to_lowercase()))
            }
            "anything-but" => anything_but(argument).map(Self::AnythingBut),
            "numeric" => bounds(argument).map(Self::Numeric),
            "exists" => argument
                .as_bool()
                .map(Self::Exists)
                .ok_or_else(|| format!("exists takes true or false, found {argument}")),
            other => Err(format!(
                "the operator {other} is not supported here: use exact values, prefix, suffix, equals-ignore-case, anything-but, numeric or exists"
            )),
        }
    }
}

impl Bound {
    fn holds(self, number: f64) -> bool {
        match self.comparison {
            Comparison::Equal => number == self.limit,
            Comparison::Less => number < self.limit,
            Comparison::LessOrEqual => number <= self.limit,
            Comparison::Greater => number > self.limit,
            Comparison::GreaterOrEqual => number >= self.limit,
        }
    }

    fn parse(sign: &Value, limit: &Value) -> Result<Self, String> {
        let comparison = match sign.as_str() {
            Some("=") => Comparison::Equal,
            Some("<") => Comparison::Less,
            Some("<=") => Comparison::LessOrEqual,
            Some(">") => Comparison::Greater,
            Some(">=") => Comparison::GreaterOrEqual,
            _ => {
                return Err(format!(
                    "numeric compares by =, <, <=, > or >=, found {sign}"
                ));
            }
        };
        Ok(Self {
            comparison,
            limit: number(limit)?,
        })
    }

    fn is_lower(self) -> bool {
        matches!(
            self.comparison,
            Comparison::Greater | Comparison::GreaterOrEqual
        )
    }

    fn is_upper(self) -> bool {
        matches!(self.comparison, Comparison::Less | Comparison::LessOrEqual)
    }
}

fn text(operator: &str, argument: &Value) -> Result<String, String> {
    match argument.as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(format!(
            "{operator} takes a non-empty string, found {argument}"
        )),
    }
}

fn number(value: &Value) -> Result<f64, String> {
    value
        .as_f64()
        .filter(|number| number.abs() <= LARGEST_NUMBER)
        .ok_or_else(|| {
            format!("a number between -1,000,000,000 and 1,000,000,000 is expected, found {value}")
        })
}

/// `"a"`, `1`, `["a", "b"]`, `[1, 2]` or `{"prefix": "a"}`.
fn anything_but(argument: &Value) -> Result<Vec<Condition>, String> {
    let refuse = || {
        Err(format!(
            "anything-but takes a string, a number, an array of one of them or a prefix, found {argument}"
        ))
    };
    match argument {
        Value::String(_) | Value::Number(_) => Ok(vec![Condition::parse(argument)?]),
        Value::Array(values)
            if !values.is_empty()
                && (values.iter().all(Value::is_string) || values.iter().all(Value::is_number)) =>
        {
            values.iter().map(Condition::parse).collect()
        }
        Value::Object(operator) => match Condition::parse_operator(operator)? {
            prefix @ Condition::Prefix(_) => Ok(vec![prefix]),
            Condition::Equals(_)
            | Condition::Suffix(_)
            | Condition::EqualsIgnoreCase(_)
            | Condition::AnythingBut(_)
            | Condition::Numeric(_)
            | Condition::Exists(_) => refuse(),
        },
        Value::Array(_) | Value::Bool(_) | Value::Null => refuse(),
    }
}

/// `["=", 1]`, one bound, or a lower and an upper one.
fn bounds(argument: &Value) -> Result<Vec<Bound>, String> {
    let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match parts {
        [sign, limit] => Ok(vec![Bound::parse(sign, limit)?]),
        [lower_sign, lower, upper_sign, upper] => {
            let (low, high) = (
                Bound::parse(lower_sign, lower)?,
                Bound::parse(upper_sign, upper)?,
            );
            if low.is_lower() && high.is_upper() && low.limit < high.limit {
                Ok(vec![low, high])
            } else {
                Err(format!(
                    "numeric takes a lower bound before a greater upper one, found {argument}"
                ))
            }
        }
        _ => Err(format!(
            "numeric takes one or two comparisons, found {argument}"
        )),
    }
}
