//! The note a failure destination gets about stream records that were given up.
//!
//! As on the service it holds where the records are, not what they are: the table is the truth.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::template::locality;

/// Why records were given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Tried as often as the mapping allows.
    RetryAttemptsExhausted,
    /// Older than the mapping allows.
    RecordAgeExceeded,
}

/// The note about a batch of records.
pub(super) fn note(function: &str, records: &[Value], reason: Reason, invocations: u64) -> String {
    let of = |record: Option<&Value>, pointer: &str| {
        record.and_then(|record| record.pointer(pointer)).cloned()
    };
    let (first, last) = (records.first(), records.last());
    let arrival = |record| {
        let seconds =
            of(record, "/dynamodb/ApproximateCreationDateTime").and_then(|value| value.as_f64());
        // Whole seconds are what the engine records.
        seconds
            .and_then(|seconds| format!("{seconds:.0}").parse::<i64>().ok())
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map(|time| time.to_string())
    };
    json!({
        "version": "1.0",
        "timestamp": Timestamp::now().to_string(),
        "requestContext": {
            "requestId": Uuid::now_v7().to_string(),
            "functionArn": locality::arn("lambda", &format!("function:{function}")),
            "condition": format!("{reason:?}"),
            "approximateInvokeCount": invocations,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "DDBStreamBatchInfo": {
            "shardId": "shardId-00000001",
            "startSequenceNumber": of(first, "/dynamodb/SequenceNumber"),
            "endSequenceNumber": of(last, "/dynamodb/SequenceNumber"),
            "approximateArrivalOfFirstRecord": arrival(first),
            "approximateArrivalOfLastRecord": arrival(last),
            "batchSize": records.len(),
            "streamArn": of(first, "/eventSourceARN"),
        },
    })
    .to_string()
}
