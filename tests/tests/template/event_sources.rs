//! What starts functions besides people: queues and the table's stream.

use serde_json::{Value, json};

use crate::document::{TEMPLATE, target};
use crate::queues::dead_letter_queues;

const QUEUE: &str = "AWS::SQS::Queue";

/// A larger batch has to be waited for.
const LARGEST_BATCH_AT_ONCE: u64 = 10;

/// The service's advice, so that a batch is not received again while it is being handled.
const VISIBILITY_IN_TIMEOUTS: u64 = 6;

#[test]
fn a_queue_hides_a_message_for_six_time_outs_of_its_consumer() {
    for function in TEMPLATE.functions() {
        let timeout = TEMPLATE
            .function_property(function, "Timeout")
            .as_u64()
            .unwrap();
        for (event, source) in function.events("SQS") {
            let queue = TEMPLATE.resource(QUEUE, target(&source["Queue"]).unwrap());
            let visibility = queue.property("VisibilityTimeout").as_u64().unwrap();
            let window = source["MaximumBatchingWindowInSeconds"]
                .as_u64()
                .unwrap_or(0);
            assert!(
                visibility >= VISIBILITY_IN_TIMEOUTS * timeout + window,
                "{}.{event}: {} hides messages for {visibility} s, the time-out is {timeout} s",
                function.id,
                queue.id
            );
            let batch = source["BatchSize"].as_u64().unwrap();
            assert!(
                batch <= LARGEST_BATCH_AT_ONCE || window > 0,
                "{}.{event}: batches of {batch} need a window",
                function.id
            );
        }
    }
}

#[test]
fn every_event_source_reports_what_failed_and_has_dead_letters_behind_it() {
    let redriven = dead_letter_queues();
    for function in TEMPLATE.functions() {
        for (event, source) in function.events("SQS").chain(function.events("DynamoDB")) {
            let types = &source["FunctionResponseTypes"];
            assert_eq!(
                *types,
                json!(["ReportBatchItemFailures"]),
                "{}.{event}",
                function.id
            );
        }
        for (event, source) in function.events("SQS") {
            let queue = target(&source["Queue"]).unwrap();
            assert!(
                redriven.contains_key(queue),
                "{}.{event}: {queue} has no dead-letter queue",
                function.id
            );
            // The service accepts no less than 2, and without a limit one queue may take the whole account.
            let concurrency = source["ScalingConfig"]["MaximumConcurrency"].as_u64();
            assert!(
                concurrency.is_some_and(|limit| limit >= 2),
                "{}.{event}",
                function.id
            );
        }
        for (event, source) in function.events("DynamoDB") {
            let given_up = target(&source["DestinationConfig"]["OnFailure"]["Destination"]);
            TEMPLATE.resource(
                QUEUE,
                given_up.unwrap_or_else(|| panic!("{}.{event}", function.id)),
            );
        }
    }
}

#[test]
fn one_bad_record_cannot_hold_the_stream() {
    let streams: Vec<(&str, &Value)> = TEMPLATE
        .functions()
        .flat_map(|function| function.events("DynamoDB"))
        .collect();
    let [(_, stream)] = streams.as_slice() else {
        panic!("expected one reader of the stream, found {streams:?}")
    };
    assert_eq!(
        stream["Stream"],
        json!({ "Fn::GetAtt": ["OrdersTable", "StreamArn"] })
    );
    assert_eq!(stream["StartingPosition"], "TRIM_HORIZON");
    assert_eq!(stream["BisectBatchOnFunctionError"], true);
    assert!(
        stream["MaximumRetryAttempts"]
            .as_u64()
            .is_some_and(|tries| tries > 0)
    );
    let oldest = stream["MaximumRecordAgeInSeconds"].as_u64().unwrap();
    assert!(
        (60..86_400).contains(&oldest),
        "the stream itself forgets after a day"
    );
}

#[test]
fn the_stream_starts_the_relay_for_new_commits_only() {
    let filters = TEMPLATE
        .functions()
        .flat_map(|function| function.events("DynamoDB"))
        .flat_map(|(_, source)| source["FilterCriteria"]["Filters"].as_array().unwrap());
    let patterns: Vec<Value> = filters
        .map(|filter| serde_json::from_str(filter["Pattern"].as_str().unwrap()).unwrap())
        .collect();
    let commits = json!({
        "eventName": ["INSERT"],
        "dynamodb": { "Keys": { "sk": { "S": [{ "prefix": "COMMIT#" }] } } },
    });
    assert_eq!(patterns, [commits]);
}
