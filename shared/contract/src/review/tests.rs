use super::*;
use serde_json::json;

fn places(refusal: &Refusal) -> Vec<&str> {
    refusal
        .evidence
        .iter()
        .map(|evidence| evidence.at.as_str())
        .collect()
}

#[test]
fn a_decision_has_what_it_needs_and_nothing_else() {
    let good = [
        json!({ "decision": "approve" }),
        json!({ "decision": "approve", "reason": "looks fine" }),
        json!({ "decision": "reject", "reason": "无法送达" }),
        json!({ "decision": "negotiate", "proposal": { "note": "下周", "prices": [{ "sku": "A", "unit_price_fen": 1 }] } }),
    ];
    for body in good {
        let request: ReviewDecisionRequest = serde_json::from_value(body.clone()).unwrap();
        assert!(request.into_decision().is_ok(), "{body}");
    }
    let bad = [
        (json!({ "decision": "reject" }), "reason"),
        (json!({ "decision": "reject", "reason": " " }), "reason"),
        (json!({ "decision": "negotiate" }), "proposal"),
        (
            json!({ "decision": "approve", "proposal": { "note": "x" } }),
            "proposal",
        ),
        (
            json!({ "decision": "negotiate", "proposal": { "note": "" } }),
            "proposal.note",
        ),
        (
            json!({ "decision": "negotiate", "proposal": { "note": "x", "prices": [{ "sku": "A", "unit_price_fen": -1 }] } }),
            "proposal.prices[0].unit_price_fen",
        ),
    ];
    for (body, at) in bad {
        let request: ReviewDecisionRequest = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(
            places(&request.into_decision().unwrap_err()),
            [at],
            "{body}"
        );
    }
}

#[test]
fn many_decisions_are_read_together() {
    let id = |n: u128| Uuid::from_u128(n).to_string();
    let request: ReviewDecisionsRequest = serde_json::from_value(json!({ "decisions": [
        { "order_id": id(1), "decision": "approve" },
        { "order_id": id(2), "decision": "reject", "reason": "无货", "version": 3 },
        { "order_id": id(1), "decision": "approve" },
        { "order_id": id(3), "decision": "negotiate" },
        { "order_id": id(4), "decision": "reject" },
    ] }))
    .unwrap();
    let refusal = request.clone().into_decisions().unwrap_err();
    assert_eq!(
        places(&refusal),
        [
            "decisions[2].order_id",
            "decisions[3].decision",
            "decisions[4].reason"
        ]
    );
    let good = ReviewDecisionsRequest {
        decisions: request.decisions[..2].to_vec(),
    };
    assert_eq!(good.into_decisions().unwrap().len(), 2);
    let none = ReviewDecisionsRequest {
        decisions: Vec::new(),
    };
    assert_eq!(places(&none.into_decisions().unwrap_err()), ["decisions"]);
}
