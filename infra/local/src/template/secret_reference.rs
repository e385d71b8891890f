//! `{{resolve:secretsmanager:NAME:SecretString:KEY}}`, resolved as a deployment would.

use serde_json::Value;

use super::error::{Reading, TemplateError};
use super::locality::SecretSource;

const OPEN: &str = "{{resolve:";

/// Replaces every dynamic reference in the texts of `value`.
pub(super) fn resolve(path: &str, value: Value, secret: SecretSource<'_>) -> Reading<Value> {
    match value {
        Value::String(text) if text.contains(OPEN) => {
            resolve_text(path, &text, secret).map(Value::String)
        }
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| resolve(&format!("{path}[{index}]"), item, secret))
            .collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, item)| {
                Ok((
                    key.clone(),
                    resolve(&format!("{path}.{key}"), item, secret)?,
                ))
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value),
    }
}

fn resolve_text(path: &str, text: &str, secret: SecretSource<'_>) -> Reading<String> {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (reference, after) = after
            .split_once("}}")
            .ok_or_else(|| TemplateError::at(path, format!("`{OPEN}` without `}}}}`")))?;
        let inner = reference
            .strip_prefix("secretsmanager:")
            .ok_or_else(|| TemplateError::unknown(path, "dynamic reference", reference))?;
        let (name, key) = inner.split_once(":SecretString:").ok_or_else(|| {
            TemplateError::at(
                path,
                format!("expected NAME:SecretString:KEY, found `{inner}`"),
            )
        })?;
        let key = key.split(':').next().unwrap_or(key);
        let value = secret(name, key).map_err(|problem| TemplateError::at(path, problem))?;
        result.push_str(before);
        result.push_str(&value);
        rest = after;
    }
    result.push_str(rest);
    Ok(result)
}
