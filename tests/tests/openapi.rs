//! The OpenAPI document as people last agreed to it. Accept a change with
//! `INSTA_UPDATE=always cargo test -p yudan-tests --test openapi`, and say it in the changelog.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on may stop by a panic"
)]

use std::collections::BTreeSet;
use std::path::Path;

use contract::route_table::ROUTES;
use serde_json::Value;

#[test]
fn the_document_is_the_one_that_was_agreed() {
    insta::assert_snapshot!("document", contract::openapi::document().unwrap());
}

/// A snapshot that no test makes any more says nothing, and a new one beside it was not agreed.
#[test]
fn there_is_no_other_snapshot() {
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let found: Vec<_> = std::fs::read_dir(snapshots)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, ["openapi__document.snap"]);
}

/// The template's routes are held to the same table by its own test.
#[test]
fn the_document_has_the_routes_of_the_table_and_no_others() {
    let document: Value = serde_json::from_str(&contract::openapi::document().unwrap()).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .iter()
                .map(move |(method, operation)| {
                    let key = format!("{} {path}", method.to_uppercase());
                    (key, operation["operationId"].as_str().unwrap().to_owned())
                })
        })
        .collect();
    let routed = ROUTES
        .iter()
        .map(|route| (route.key.to_owned(), route.operation.to_owned()));
    assert_eq!(
        described,
        routed.collect(),
        "left: the document, right: contract::route_table"
    );
}
