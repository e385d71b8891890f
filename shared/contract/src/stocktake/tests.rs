use super::*;
use domain::refusal::Refusal;
use serde_json::{Value, json};

fn places<T>(read: Result<T, Refusal>) -> Vec<String> {
    let evidence = read
        .err()
        .map(|refusal| refusal.evidence)
        .unwrap_or_default();
    evidence.into_iter().map(|it| it.at).collect()
}

#[test]
fn every_bad_value_is_named() {
    let stocktake = |body: Value| -> StocktakeRequest { serde_json::from_value(body).unwrap() };
    for (body, expected) in [
        (
            json!({ "number": "a/b", "warehouse": "", "zone": "A B", "category": " " }),
            vec!["number", "warehouse", "zone", "category", "zone"],
        ),
        (
            json!({ "number": "PD-1", "skus": ["A", "A", "#"], "cursor": "x" }),
            vec!["skus[1]", "skus[2]", "cursor"],
        ),
        (json!({ "number": "PD-1", "skus": [] }), vec!["skus"]),
        (
            json!({ "number": "PD-1", "cursor": "x".repeat(1_401) }),
            vec!["cursor"],
        ),
        (json!({ "number": "PD-1" }), vec![]),
    ] {
        assert_eq!(places(stocktake(body).into_scope()), expected);
    }
    let counts =
        json!({ "lines": [{ "sku": "A", "counted": 100_000_001 }, { "sku": "A", "counted": 0 }] });
    let counts: CountRequest = serde_json::from_value(counts).unwrap();
    assert_eq!(
        places(counts.into_counts()),
        ["lines[0].counted", "lines[1].sku"]
    );
    let negative = json!({ "lines": [{ "sku": "A", "counted": -1 }] });
    assert!(serde_json::from_value::<CountRequest>(negative).is_err());
    let recount: RecountRequest =
        serde_json::from_value(json!({ "skus": [], "reason": "" })).unwrap();
    assert_eq!(places(recount.into_parts()), ["skus", "reason"]);
    let zone: StorageZoneRequest = serde_json::from_value(json!({ "zone": "" })).unwrap();
    assert_eq!(
        places(zone.into_place("#", "")),
        ["sku", "warehouse", "zone"]
    );
}
