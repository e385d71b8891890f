//! The template and the code say the same about routes, events and the environment.

use std::collections::{BTreeMap, BTreeSet};

use contract::route_table::{Access, ROUTES};
use domain::event_kind::EventKind;
use domain::route::{Queue, route};
use serde_json::json;

use crate::document::{TEMPLATE, target, texts, workspace};

#[test]
fn the_filter_policies_are_the_routing_of_events() {
    let filters: BTreeMap<&str, BTreeSet<&str>> = TEMPLATE
        .resources("AWS::SNS::Subscription")
        .map(|subscription| {
            let queue = target(subscription.property("Endpoint")).unwrap();
            (
                queue,
                texts(&subscription.property("FilterPolicy")["kinds"])
                    .into_iter()
                    .collect(),
            )
        })
        .collect();
    let routing: BTreeMap<&str, BTreeSet<&str>> = Queue::ALL
        .into_iter()
        .map(|queue| {
            let kinds = EventKind::ALL
                .iter()
                .filter(|kind| route(**kind).contains(&queue));
            (queue.logical_id(), kinds.map(|kind| kind.name()).collect())
        })
        .collect();
    assert_eq!(
        filters, routing,
        "left: infra/template.yaml, right: domain::route"
    );
}

#[test]
fn the_routes_are_those_of_the_route_table() {
    let deployed: BTreeSet<(String, &str, bool)> = TEMPLATE
        .functions()
        .flat_map(|function| {
            function
                .events("HttpApi")
                .map(move |(_, event)| (function, event))
        })
        .map(|(function, event)| {
            assert_eq!(
                target(&event["ApiId"]),
                Some("OrdersApi"),
                "{}: {event}",
                function.id
            );
            let part = |name: &str| event[name].as_str().unwrap();
            let takes_token = event["Auth"]["Authorizer"] != "NONE";
            (
                format!("{} {}", part("Method"), part("Path")),
                function.binary(),
                takes_token,
            )
        })
        .collect();
    let described: BTreeSet<(String, &str, bool)> = ROUTES
        .iter()
        .map(|route| {
            (
                route.key.to_owned(),
                route.function,
                matches!(route.access, Access::Roles(_)),
            )
        })
        .collect();
    assert_eq!(
        deployed, described,
        "left: infra/template.yaml, right: contract::route_table"
    );
}

/// The names of all variables that functions can read.
fn configuration() -> BTreeSet<String> {
    let text = std::fs::read_to_string(workspace().join("shared/lambda/src/config.rs")).unwrap();
    let names = text.lines().filter_map(|line| {
        let name = line.trim().strip_prefix("name: \"")?;
        name.strip_suffix("\",").map(str::to_owned)
    });
    names.collect()
}

/// The names of environment variables that a crate's sources mention.
fn mentioned(folder: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(workspace().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let below = path
                .strip_prefix(workspace())
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.extend(mentioned(&below, known));
        } else {
            let text = std::fs::read_to_string(path).unwrap();
            let of_a_name = |character: char| {
                character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'
            };
            let words = text.split(|character: char| !of_a_name(character));
            found.extend(
                words
                    .filter(|word| known.contains(*word))
                    .map(str::to_owned),
            );
        }
    }
    found
}

#[test]
fn a_function_is_given_exactly_the_variables_it_reads() {
    let given: BTreeSet<String> = TEMPLATE
        .functions()
        .flat_map(|function| TEMPLATE.environment(function))
        .map(|(name, _)| name)
        .collect();
    let all = configuration();
    assert_eq!(
        given, all,
        "left: infra/template.yaml, right: what shared/lambda can read"
    );
    for function in TEMPLATE.functions() {
        let given: BTreeSet<String> = TEMPLATE
            .environment(function)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let mut read = mentioned(&format!("functions/{}/src", function.binary()), &all);
        // Every function opens the store.
        read.insert("TABLE_NAME".to_owned());
        assert_eq!(
            given, read,
            "left: the environment of {}, right: what its sources read",
            function.id
        );
    }
}

#[test]
fn a_variable_holds_what_its_name_says() {
    for function in TEMPLATE.functions() {
        for (name, value) in TEMPLATE.environment(function) {
            let expected = match name.rsplit_once('_').unwrap() {
                ("TABLE", "NAME") => json!({ "Ref": "OrdersTable" }),
                (_, "SECRET") => {
                    let key = name.trim_end_matches("_SECRET").to_lowercase();
                    let secret = "{{resolve:secretsmanager:${CallbackSecretsName}:SecretString:";
                    json!({ "Fn::Sub": format!("{secret}{key}}}}}") })
                }
                (topic, "ARN") => {
                    let words = topic.split('_').map(|word| {
                        let (first, rest) = word.split_at(1);
                        format!("{first}{}", rest.to_lowercase())
                    });
                    json!({ "Ref": words.collect::<String>() })
                }
                ("CARRIER_API", "URL") => json!({ "Ref": "CarrierApiUrl" }),
                ("CARRIER_API", "ID") => json!({ "Ref": "CarrierApiId" }),
                _ => panic!("{name}: expected a name, an ARN or a secret"),
            };
            assert_eq!(value, expected, "{}: {name}", function.id);
        }
    }
}

#[test]
fn an_output_is_what_its_name_says() {
    for (name, output) in TEMPLATE.outputs() {
        let value = &output["Value"];
        let expected = match name {
            "ApiUrl" => {
                assert!(
                    value["Fn::Sub"]
                        .as_str()
                        .unwrap()
                        .starts_with("https://${OrdersApi}.")
                );
                continue;
            }
            "TableName" => "OrdersTable",
            topic => topic.strip_suffix("Arn").unwrap(),
        };
        assert_eq!(*value, json!({ "Ref": expected }), "{name}");
    }
}
