//! A function's report of which items of a batch failed.

use std::collections::HashSet;

use axum::body::Bytes;
use serde_json::Value;

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Every item is done.
    AllDone,
    /// These items failed, the others are done.
    SomeFailed(HashSet<String>),
    /// Nothing can be taken as done.
    AllFailed,
}

/// Reads `{"batchItemFailures": [{"itemIdentifier": …}]}` as the service does: absent, null or
/// empty is success; an identifier that is empty or not of the batch fails all of it.
pub(super) fn read(answer: &Bytes, identifiers: &[String]) -> Verdict {
    let failures = match serde_json::from_slice::<Value>(answer) {
        Ok(Value::Object(mut answer)) => answer.remove("batchItemFailures").unwrap_or_default(),
        Ok(Value::Null) => Value::Null,
        Ok(_) | Err(_) => return Verdict::AllFailed,
    };
    let failures = match failures {
        Value::Null => return Verdict::AllDone,
        Value::Array(failures) if failures.is_empty() => return Verdict::AllDone,
        Value::Array(failures) => failures,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            return Verdict::AllFailed;
        }
    };
    let mut failed = HashSet::new();
    for failure in &failures {
        match failure.get("itemIdentifier").and_then(Value::as_str) {
            Some(identifier) if identifiers.iter().any(|known| known == identifier) => {
                failed.insert(identifier.to_owned());
            }
            _ => return Verdict::AllFailed,
        }
    }
    Verdict::SomeFailed(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read_as_the_service_reads_them() {
        let known = ["1".to_owned(), "2".to_owned()];
        let cases = [
            ("null", Verdict::AllDone),
            ("{}", Verdict::AllDone),
            (r#"{"batchItemFailures":null}"#, Verdict::AllDone),
            (r#"{"batchItemFailures":[]}"#, Verdict::AllDone),
            (
                r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#,
                Verdict::SomeFailed(["2".to_owned()].into()),
            ),
            (
                r#"{"batchItemFailures":[{"itemIdentifier":"3"}]}"#,
                Verdict::AllFailed,
            ),
            (
                r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
                Verdict::AllFailed,
            ),
            (r#"{"batchItemFailures":[{}]}"#, Verdict::AllFailed),
            ("not json", Verdict::AllFailed),
        ];
        for (answer, verdict) in cases {
            assert_eq!(
                read(&Bytes::from_static(answer.as_bytes()), &known),
                verdict,
                "{answer}"
            );
        }
    }
}
