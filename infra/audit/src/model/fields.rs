//! Fields of states and events, as this crate reads and writes them.

use serde_json::{Map, Value};

use super::{Folded, Step};

/// The fields of a state or of an event.
pub(crate) type Fields = Map<String, Value>;

/// A field as it is meant: nought, no, nothing and empty are left out by who writes them.
pub(crate) fn meant(value: Option<&Value>) -> Value {
    let Some(value) = value else {
        return Value::Null;
    };
    let absent = match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Array(values) => values.is_empty(),
        Value::String(_) | Value::Object(_) => false,
    };
    if absent { Value::Null } else { value.clone() }
}

/// The amount in a field; nought when it is left out.
pub(crate) fn amount(fields: &Fields, name: &str) -> i64 {
    fields.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// The text in a field; empty when it is left out.
pub(crate) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The list in a field; empty when it is left out.
pub(crate) fn list<'a>(fields: &'a Fields, name: &str) -> &'a [Value] {
    fields
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn set(fields: &mut Fields, name: &str, value: impl Into<Value>) {
    fields.insert(name.to_owned(), value.into());
}

/// Takes over a field of an event; `None` when the event lacks it.
pub(super) fn take(fields: &mut Fields, name: &str, event: &Fields, from: &str) -> Option<()> {
    fields.insert(name.to_owned(), event.get(from)?.clone());
    Some(())
}

/// Takes over a field that an event may lack.
pub(super) fn take_if_there(fields: &mut Fields, name: &str, event: &Fields) {
    match event.get(name) {
        Some(value) => fields.insert(name.to_owned(), value.clone()),
        None => fields.remove(name),
    };
}

/// The state that a first event carries whole.
pub(super) fn begin(
    folded: &mut Folded,
    event: &Fields,
    carried: &str,
    step: &mut Step,
) -> Option<()> {
    if !folded.state.is_empty() {
        step.illegal(text(event, "event"), "begun");
    }
    folded.state = event.get(carried)?.as_object()?.clone();
    Some(())
}
