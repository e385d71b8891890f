//! A mapping of the template that must be read completely.
//!
//! Every key is either taken by the reader or refused by [`Section::done`], so
//! nothing the author wrote can be skipped in silence.

use serde_json::{Map, Value};

use super::error::{Reading, TemplateError};

/// One mapping, its place in the document, and the keys not read yet.
#[derive(Debug)]
pub(crate) struct Section {
    path: String,
    fields: Map<String, Value>,
}

impl Section {
    /// Takes `value`, which must be a mapping; an absent one counts as empty.
    pub(crate) fn of(path: impl Into<String>, value: Value) -> Reading<Self> {
        let path = path.into();
        match value {
            Value::Object(fields) => Ok(Self { path, fields }),
            Value::Null => Ok(Self {
                path,
                fields: Map::new(),
            }),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Err(
                TemplateError::at(path, format!("expected a mapping, found {value}")),
            ),
        }
    }

    /// Where this section stands in the document.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The path of one of its keys.
    pub(crate) fn path_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// Takes a key whatever its value.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        self.fields.remove(key)
    }

    /// Takes a key that must be there.
    pub(crate) fn require(&mut self, key: &str) -> Reading<Value> {
        self.take(key)
            .ok_or_else(|| TemplateError::at(self.path.clone(), format!("`{key}` is missing")))
    }

    /// Takes a text; numbers and flags count as the text they are written as.
    pub(crate) fn text(&mut self, key: &str) -> Reading<Option<String>> {
        let path = self.path_of(key);
        self.take(key)
            .map(|value| text_of(&path, &value))
            .transpose()
    }

    /// Takes a text that must be there.
    pub(crate) fn required_text(&mut self, key: &str) -> Reading<String> {
        let value = self.require(key)?;
        text_of(&self.path_of(key), &value)
    }

    /// Takes a whole number, also when it is written as text.
    pub(crate) fn number(&mut self, key: &str) -> Reading<Option<u64>> {
        let path = self.path_of(key);
        self.take(key)
            .map(|value| {
                value
                    .as_u64()
                    .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
                    .ok_or_else(|| {
                        TemplateError::at(path, format!("expected a whole number, found {value}"))
                    })
            })
            .transpose()
    }

    /// Takes a whole number that may be −1 for "no limit", which reads as `None`.
    pub(crate) fn limit(&mut self, key: &str) -> Reading<Option<u64>> {
        if self.fields.get(key).and_then(Value::as_i64) == Some(-1) {
            self.take(key);
            return Ok(None);
        }
        self.number(key)
    }

    /// Takes a flag, also when it is written as text.
    pub(crate) fn flag(&mut self, key: &str) -> Reading<Option<bool>> {
        let path = self.path_of(key);
        self.take(key)
            .map(|value| match (value.as_bool(), value.as_str()) {
                (Some(flag), _) => Ok(flag),
                (None, Some("true")) => Ok(true),
                (None, Some("false")) => Ok(false),
                _ => Err(TemplateError::at(
                    path,
                    format!("expected true or false, found {value}"),
                )),
            })
            .transpose()
    }

    /// Takes a list; absent is empty. Each item comes with its path.
    pub(crate) fn list(&mut self, key: &str) -> Reading<Vec<(String, Value)>> {
        let path = self.path_of(key);
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => Ok(items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (format!("{path}[{index}]"), item))
                .collect()),
            Some(other) => Err(TemplateError::at(
                path,
                format!("expected a list, found {other}"),
            )),
        }
    }

    /// Takes a list of texts; absent is empty.
    pub(crate) fn texts(&mut self, key: &str) -> Reading<Vec<String>> {
        self.list(key)?
            .iter()
            .map(|(path, item)| text_of(path, item))
            .collect()
    }

    /// Takes a nested mapping if it is there.
    pub(crate) fn section(&mut self, key: &str) -> Reading<Option<Section>> {
        let path = self.path_of(key);
        self.take(key)
            .map(|value| Section::of(path, value))
            .transpose()
    }

    /// Takes a nested mapping; absent is empty. Returns its entries as sections.
    pub(crate) fn sections(&mut self, key: &str) -> Reading<Vec<(String, Section)>> {
        let Some(section) = self.section(key)? else {
            return Ok(Vec::new());
        };
        section
            .fields
            .into_iter()
            .map(|(name, value)| {
                let path = format!("{}.{name}", section.path);
                Ok((name, Section::of(path, value)?))
            })
            .collect()
    }

    /// Gives back whatever has not been taken.
    pub(crate) fn rest(self) -> Value {
        Value::Object(self.fields)
    }

    /// Ends the reading: a key nobody took is refused by name.
    pub(crate) fn done(self) -> Reading<()> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(key) => Err(TemplateError::unknown(
                format!("{}.{key}", self.path),
                "property",
                key,
            )),
        }
    }
}

/// The text of a scalar.
pub(crate) fn text_of(path: &str, value: &Value) -> Reading<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(TemplateError::at(
            path,
            format!("expected a text, found {value}"),
        )),
    }
}
