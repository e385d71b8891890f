//! The HTTP API: who is let in, how many, and what is written down of them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Resource, TEMPLATE, target};

/// What may be logged of a call: nothing in it names a person.
const LOGGED: [&str; 7] = [
    "$context.authorizer.error",
    "$context.integrationErrorMessage",
    "$context.requestId",
    "$context.requestTime",
    "$context.responseLatency",
    "$context.routeKey",
    "$context.status",
];

fn api() -> Resource<'static> {
    TEMPLATE.resource("AWS::Serverless::HttpApi", "OrdersApi")
}

#[test]
fn tokens_are_checked_by_default() {
    let auth = api().property("Auth");
    let name = auth["DefaultAuthorizer"].as_str().unwrap();
    let token = &auth["Authorizers"][name]["JwtConfiguration"];
    assert_eq!(target(&token["issuer"]), Some("JwtIssuer"));
    assert_eq!(target(&token["audience"][0]), Some("JwtAudience"));
}

#[test]
fn calls_have_a_ceiling() {
    let settings = api().property("DefaultRouteSettings");
    for name in ["ThrottlingRateLimit", "ThrottlingBurstLimit"] {
        assert!(
            settings[name].as_u64().is_some_and(|limit| limit > 0),
            "{name}"
        );
    }
}

#[test]
fn every_call_is_logged_without_naming_anybody() {
    let settings = api().property("AccessLogSettings");
    assert_eq!(target(&settings["DestinationArn"]), Some("ApiLogs"));
    let format: Value = serde_json::from_str(settings["Format"].as_str().unwrap()).unwrap();
    let logged: BTreeSet<&str> = format
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(logged, BTreeSet::from(LOGGED));
}
