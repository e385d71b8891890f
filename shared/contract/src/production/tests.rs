use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;

fn read<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

fn places<T>(read: Result<T, Refusal>) -> Vec<String> {
    let evidence = read
        .err()
        .map(|refusal| refusal.evidence)
        .unwrap_or_default();
    evidence.into_iter().map(|it| it.at).collect()
}

#[test]
fn every_bad_value_is_named() {
    let line: LineRequest = read(json!({ "name": " ", "daily_minutes": 480 }));
    assert_eq!(places(line.into_profile("a b")), ["line", "name"]);
    let routing: RoutingRequest = read(json!({ "line": "#", "seconds_per_piece": 60 }));
    assert_eq!(places(routing.into_routing("?")), ["sku", "line"]);
    let routing: RoutingRequest = read(json!({ "line": "L-1", "seconds_per_piece": 0 }));
    assert_eq!(places(routing.into_routing("TEA")), ["seconds_per_piece"]);
    let work: WorkOrderRequest = read(json!({
        "number": "x".repeat(33), "sku": "", "quantity": 0, "needed_by": "2026-12-01",
    }));
    assert_eq!(places(work.into_work()), ["number", "quantity", "sku"]);
    let report: ReportRequest = read(json!({ "report_no": "/", "good": 1 }));
    assert_eq!(
        places(report.into_report("w", Timestamp::UNIX_EPOCH)),
        ["report_no"]
    );
    let found: InspectionRequest = read(json!({
        "inspection_no": "/", "warehouse": "", "sample": 1, "defects": 0, "passed": 1,
    }));
    assert_eq!(
        places(found.into_inspection("w", Timestamp::UNIX_EPOCH)),
        ["inspection_no", "warehouse"]
    );
    let negative = json!({ "report_no": "R", "good": -1 });
    assert!(serde_json::from_value::<ReportRequest>(negative).is_err());
    let unknown = json!({ "good": 1, "bad": 1 });
    assert!(serde_json::from_value::<CompletionRequest>(unknown).is_err());
}

#[test]
fn a_line_and_a_routing_read_back_as_they_were() {
    let full: RoutingRequest = read(json!({
        "line": "L-1", "seconds_per_piece": 90, "setup_minutes": 15, "lot_size": 12,
    }));
    let routing = full.clone().into_routing("TEA").unwrap();
    assert_eq!(RoutingRequest::of(&routing), full);
}
