//! Filter policies that are refused.

use serde_json::json;
use yudan::bus::{ErrorCode, FilterScope};

use crate::filter_matching::{bus, subscribe};

#[test]
fn a_policy_with_a_doubt_is_refused_when_the_subscription_is_made() {
    let bus = bus();
    let long: Vec<String> = (0..13).map(|n| n.to_string()).collect();
    for (policy, reason) in [
        (json!({ "a": [{ "cidr": "10.0.0.0/24" }] }), "operator cidr"),
        (json!({ "a": [{ "wildcard": "a*" }] }), "operator wildcard"),
        (
            json!({ "$or": [{ "a": ["x"] }, { "b": ["y"] }] }),
            "between keys",
        ),
        (
            json!({ "a": [{ "prefix": "x", "suffix": "y" }] }),
            "exactly one operator",
        ),
        (
            json!({ "a": [{ "anything-but": { "suffix": "y" } }] }),
            "anything-but takes",
        ),
        (
            json!({ "a": [{ "anything-but": ["x", 1] }] }),
            "anything-but takes",
        ),
        (
            json!({ "a": [{ "numeric": [">", 1, ">", 2] }] }),
            "lower bound",
        ),
        (json!({ "a": [{ "numeric": ["!=", 1] }] }), "compares by"),
        (
            json!({ "a": [{ "numeric": ["=", 1e10] }] }),
            "between -1,000,000,000",
        ),
        (json!({ "a": [{ "exists": "yes" }] }), "true or false"),
        (json!({ "a": [["x"]] }), "cannot be an array"),
        (json!({ "a": "x" }), "array of conditions"),
        (json!({ "a": [] }), "non-empty array"),
        (json!({ "a": { "b": ["x"] } }), "MessageBody"),
        (json!(["x"]), "JSON object"),
        (
            json!({ "a": ["1"], "b": ["1"], "c": ["1"], "d": ["1"], "e": ["1"], "f": ["1"] }),
            "at most 5 keys",
        ),
        (json!({ "a": long, "b": long }), "at most 150 combinations"),
    ] {
        let refusal = subscribe(&bus, &policy, FilterScope::MessageAttributes).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::InvalidParameterValue);
        assert!(refusal.message.contains(reason), "{policy}: {refusal}");
    }
}
