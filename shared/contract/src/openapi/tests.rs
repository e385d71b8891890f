use super::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn parsed() -> Value {
    serde_json::from_str(&document().unwrap()).unwrap()
}

#[test]
fn each_route_is_described_exactly_once() {
    let documented: Vec<_> = OPERATIONS.iter().map(|doc| doc.operation).collect();
    let routed: Vec<_> = ROUTES.iter().map(|route| route.operation).collect();
    assert_eq!(documented, routed);
    let document = parsed();
    for route in ROUTES {
        let operation = &document["paths"][route.path()][route.method().to_lowercase()];
        assert_eq!(operation["operationId"], route.operation, "{}", route.key);
    }
    let described: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|item| item.as_object().unwrap().len())
        .sum();
    assert_eq!(described, ROUTES.len());
}

#[test]
fn every_reference_leads_to_a_component() {
    let document = parsed();
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 30, "{}", references.len());
    for reference in references {
        assert!(
            document
                .pointer(reference.trim_start_matches('#'))
                .is_some(),
            "{reference}"
        );
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.insert(reference.clone());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn signed_public_and_role_routes_say_so() {
    let document = parsed();
    assert_eq!(
        document["paths"]["/v1/health"]["get"]["security"],
        serde_json::json!([{}])
    );
    let notify = &document["paths"]["/v1/payments/{provider}/notify"]["post"];
    assert_eq!(notify["security"], serde_json::json!([{ "signature": [] }]));
    let place = &document["paths"]["/v1/orders"]["post"];
    assert_eq!(place["security"], serde_json::json!([{ "token": [] }]));
    assert!(
        place["description"]
            .as_str()
            .unwrap()
            .ends_with("Roles: customer, sales, admin.")
    );
}
