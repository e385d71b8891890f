//! Metrics in the embedded metric format: a line of JSON that the log service turns into metrics.

use std::io::Write as _;

use jiff::Timestamp;
use serde_json::json;

use crate::{clock, telemetry};

/// The namespace of all metrics.
pub const NAMESPACE: &str = "Yudan";

/// Counts calls of machines whose signature was wrong, missing or too old.
pub const SIGNATURE_REFUSED: &str = "SignatureRefused";

/// The unit of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// How many.
    Count,
    /// How long, in milliseconds.
    Milliseconds,
    /// How long, in seconds.
    Seconds,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::Seconds => "Seconds",
        }
    }
}

/// Emits one value of a metric, with the function as its dimension; nothing in a program that
/// is no function, whose output nobody reads metrics from.
pub fn emit(name: &'static str, value: u64, unit: Unit) {
    if !telemetry::is_started() {
        return;
    }
    let line = line(telemetry::function(), name, value, unit, clock::now());
    // A closed standard output loses logs as well; there is nobody left to tell.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

fn line(function: &str, name: &str, value: u64, unit: Unit, at: Timestamp) -> String {
    let mut line = json!({
        "_aws": {
            "Timestamp": at.as_millisecond(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["function"]],
                "Metrics": [{ "Name": name, "Unit": unit.name() }],
            }],
        },
        "function": function,
    });
    line[name] = value.into();
    line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_one_line_with_its_value_under_its_name() {
        let at = Timestamp::from_second(1_795_489_200).unwrap();
        let line = line("relay", "Published", 12, Unit::Count, at);
        assert!(!line.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["Published"], 12);
        assert_eq!(value["function"], "relay");
        assert_eq!(value["_aws"]["Timestamp"], 1_795_489_200_000_i64);
        assert_eq!(
            value["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Unit"],
            "Count"
        );
        assert_eq!(
            value["_aws"]["CloudWatchMetrics"][0]["Dimensions"][0][0],
            "function"
        );
    }
}
