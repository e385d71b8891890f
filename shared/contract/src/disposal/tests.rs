//! What bodies about disposal say.

use super::*;
use serde_json::{Value, json};

fn read(body: Value) -> Result<DisposalProposal, Refusal> {
    let request: DisposalProposalRequest = serde_json::from_value(body).unwrap();
    request.into_proposal("p-1", Timestamp::UNIX_EPOCH)
}

#[test]
fn every_bad_value_is_named_and_one_way_is_given() {
    let back = json!({ "purchase_order": "", "return_no": "/" });
    for (body, expected) in [
        (
            json!({ "quantity": 0, "reason": " ", "scrap": true }),
            vec!["quantity", "reason"],
        ),
        (json!({ "quantity": 1, "reason": "x" }), vec!["scrap"]),
        (
            json!({ "quantity": 1, "reason": "x", "scrap": true, "keep": { "until": "2026-12-01" } }),
            vec!["scrap"],
        ),
        (
            json!({ "quantity": 1, "reason": "x", "mark_down": { "price_fen": 0, "promotion": "/" } }),
            vec!["mark_down.price_fen", "mark_down.promotion"],
        ),
        (
            json!({ "quantity": 1, "reason": "x", "return_to_supplier": back }),
            vec![
                "return_to_supplier.return_no",
                "return_to_supplier.purchase_order",
            ],
        ),
    ] {
        let refusal = read(body).unwrap_err();
        let places: Vec<_> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(places, expected);
    }
    let no: DisposalDecisionRequest = serde_json::from_value(json!({ "approve": false })).unwrap();
    assert_eq!(no.into_verdict().unwrap_err().evidence[0].at, "reason");
}

#[test]
fn a_proposal_reads_back_as_it_was() {
    for way in [
        json!({ "scrap": true }),
        json!({ "mark_down": { "price_fen": 900, "promotion": "P-1" } }),
        json!({ "return_to_supplier": { "purchase_order": "PO-1", "return_no": "CT-1" } }),
        json!({ "keep": { "until": "2026-12-01" } }),
    ] {
        let mut body = way;
        body["quantity"] = json!(2);
        body["reason"] = json!("滞销");
        let shown = DisposalProposalRequest::of(&read(body.clone()).unwrap());
        assert_eq!(serde_json::to_value(shown).unwrap(), body);
    }
}
