//! Evaluation of the intrinsic functions and conditions of a template.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{Reading, TemplateError};
use super::section::text_of;

/// What names stand for while a template is evaluated.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Parameters and pseudo parameters (`AWS::Region`) by name.
    pub(crate) parameters: BTreeMap<String, Value>,
    /// Conditions, decided.
    pub(crate) conditions: BTreeMap<String, bool>,
    /// What `Ref` of a resource gives.
    pub(crate) references: BTreeMap<String, String>,
    /// What `GetAtt` of a resource gives, by resource and attribute.
    pub(crate) attributes: BTreeMap<(String, String), String>,
}

/// The pseudo parameter that removes the property it is given to.
const NO_VALUE: &str = "AWS::NoValue";

impl Scope {
    /// Replaces every intrinsic in `value`; `None` if it came to `AWS::NoValue`.
    ///
    /// # Errors
    /// An intrinsic this host does not know, or a name that stands for nothing.
    pub(crate) fn evaluate(&self, path: &str, value: &Value) -> Reading<Option<Value>> {
        match value {
            Value::Object(map) => match intrinsic_of(map) {
                Some((name, argument)) => self.call(path, name, argument),
                None => self.evaluate_map(path, map).map(Some),
            },
            Value::Array(items) => {
                let mut evaluated = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    evaluated.extend(self.evaluate(&format!("{path}[{index}]"), item)?);
                }
                Ok(Some(Value::Array(evaluated)))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Ok(Some(value.clone()))
            }
        }
    }

    fn evaluate_map(&self, path: &str, map: &Map<String, Value>) -> Reading<Value> {
        let mut evaluated = Map::new();
        for (key, item) in map {
            if let Some(item) = self.evaluate(&format!("{path}.{key}"), item)? {
                evaluated.insert(key.clone(), item);
            }
        }
        Ok(Value::Object(evaluated))
    }

    fn call(&self, path: &str, name: &str, argument: &Value) -> Reading<Option<Value>> {
        match name {
            "Ref" => self.reference(path, argument),
            "Fn::GetAtt" => self.attribute(path, argument).map(Some),
            "Fn::Sub" => self.substitute(path, argument).map(Some),
            "Fn::Join" => self.join(path, argument).map(Some),
            "Fn::If" => {
                let [condition, then, otherwise] = arguments(path, name, argument)?;
                let condition = text_of(path, condition)?;
                let chosen = if self.condition(path, &condition)? {
                    then
                } else {
                    otherwise
                };
                self.evaluate(path, chosen)
            }
            "Condition" | "Fn::Equals" | "Fn::Not" | "Fn::And" | "Fn::Or" => self
                .decide(path, name, argument)
                .map(|flag| Some(Value::Bool(flag))),
            other => Err(TemplateError::unknown(path, "intrinsic function", other)),
        }
    }

    fn reference(&self, path: &str, argument: &Value) -> Reading<Option<Value>> {
        let name = text_of(path, argument)?;
        if name == NO_VALUE {
            return Ok(None);
        }
        self.named(path, &name).map(Some)
    }

    fn named(&self, path: &str, name: &str) -> Reading<Value> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        match self.references.get(name) {
            Some(reference) => Ok(Value::String(reference.clone())),
            None => Err(TemplateError::at(
                path,
                format!(
                    "`{name}` is neither a parameter nor a resource that can be referred to here"
                ),
            )),
        }
    }

    fn attribute(&self, path: &str, argument: &Value) -> Reading<Value> {
        let [resource, attribute] = arguments(path, "Fn::GetAtt", argument)?;
        self.attribute_named(path, &text_of(path, resource)?, &text_of(path, attribute)?)
    }

    fn attribute_named(&self, path: &str, resource: &str, attribute: &str) -> Reading<Value> {
        self.attributes
            .get(&(resource.to_owned(), attribute.to_owned()))
            .map(|value| Value::String(value.clone()))
            .ok_or_else(|| {
                TemplateError::at(
                    path,
                    format!("`{resource}` has no attribute `{attribute}` here"),
                )
            })
    }

    /// `Fn::Sub`: `${Name}`, `${Resource.Attribute}`, `${!Literal}`, with an optional map of own names.
    fn substitute(&self, path: &str, argument: &Value) -> Reading<Value> {
        let (text, own) = match argument {
            Value::String(text) => (text.clone(), Map::new()),
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(text), Value::Object(own)] => (text.clone(), own.clone()),
                _ => {
                    return Err(TemplateError::at(
                        path,
                        "expected `Fn::Sub: [text, {Name: value}]`",
                    ));
                }
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                return Err(TemplateError::at(
                    path,
                    format!("expected a text for Fn::Sub, found {argument}"),
                ));
            }
        };
        let mut result = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or_else(|| {
                TemplateError::at(path, format!("`${{` without `}}` in `{text}`"))
            })?;
            result.push_str(before);
            result.push_str(&self.substitution(path, name.trim(), &own)?);
            rest = after;
        }
        result.push_str(rest);
        Ok(Value::String(result))
    }

    fn substitution(&self, path: &str, name: &str, own: &Map<String, Value>) -> Reading<String> {
        if let Some(literal) = name.strip_prefix('!') {
            return Ok(format!("${{{literal}}}"));
        }
        let value = if let Some(value) = own.get(name) {
            self.evaluate(path, value)?.unwrap_or(Value::Null)
        } else if let Some((resource, attribute)) = name.split_once('.') {
            self.attribute_named(path, resource, attribute)?
        } else {
            self.named(path, name)?
        };
        text_of(path, &value)
    }

    fn join(&self, path: &str, argument: &Value) -> Reading<Value> {
        let [separator, items] = arguments(path, "Fn::Join", argument)?;
        let separator = text_of(path, separator)?;
        let items = self.evaluate(path, items)?.unwrap_or(Value::Null);
        let Value::Array(items) = items else {
            return Err(TemplateError::at(
                path,
                format!("expected a list to join, found {items}"),
            ));
        };
        let texts: Vec<String> = items
            .iter()
            .map(|item| text_of(path, item))
            .collect::<Reading<_>>()?;
        Ok(Value::String(texts.join(&separator)))
    }

    fn condition(&self, path: &str, name: &str) -> Reading<bool> {
        self.conditions
            .get(name)
            .copied()
            .ok_or_else(|| TemplateError::at(path, format!("condition `{name}` is not defined")))
    }

    fn decide(&self, path: &str, name: &str, argument: &Value) -> Reading<bool> {
        match name {
            "Condition" => self.condition(path, &text_of(path, argument)?),
            "Fn::Equals" => {
                let [left, right] = arguments(path, name, argument)?;
                let text = |value| match self.evaluate(path, value)? {
                    Some(value) => text_of(path, &value),
                    None => Ok(String::new()),
                };
                Ok(text(left)? == text(right)?)
            }
            "Fn::Not" => {
                let [inner] = arguments(path, name, argument)?;
                Ok(!self.flag(path, inner)?)
            }
            "Fn::And" => Ok(!self.flags(path, argument)?.contains(&false)),
            _ => Ok(self.flags(path, argument)?.contains(&true)),
        }
    }

    fn flags(&self, path: &str, argument: &Value) -> Reading<Vec<bool>> {
        let Value::Array(items) = argument else {
            return Err(TemplateError::at(
                path,
                format!("expected a list of conditions, found {argument}"),
            ));
        };
        items.iter().map(|item| self.flag(path, item)).collect()
    }

    fn flag(&self, path: &str, value: &Value) -> Reading<bool> {
        match self.evaluate(path, value)? {
            Some(Value::Bool(flag)) => Ok(flag),
            other => Err(TemplateError::at(
                path,
                format!("expected a condition, found {other:?}"),
            )),
        }
    }
}

/// The intrinsic a mapping stands for, if it is one: a single key `Ref`, `Condition` or `Fn::…`.
fn intrinsic_of(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((key, value)), None)
            if key == "Ref"
                || key.starts_with("Fn::")
                || (key == "Condition" && value.is_string()) =>
        {
            Some((key, value))
        }
        _ => None,
    }
}

fn arguments<'a, const N: usize>(
    path: &str,
    name: &str,
    argument: &'a Value,
) -> Reading<&'a [Value; N]> {
    argument
        .as_array()
        .and_then(|items| items.as_slice().try_into().ok())
        .ok_or_else(|| {
            TemplateError::at(
                path,
                format!("expected {N} arguments for {name}, found {argument}"),
            )
        })
}
