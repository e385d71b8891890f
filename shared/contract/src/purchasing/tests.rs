use super::*;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

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
    let supplier: SupplierRequest = read(json!({ "name": " ", "lead_time_working_days": 0 }));
    assert_eq!(places(supplier.into_profile("a b")), ["supplier", "name"]);
    let offer: OfferRequest = read(json!({
        "breaks": [{ "from": 1, "unit_price_fen": 0 }], "freight_per_order_fen": -1, "freight_per_piece_fen": -1,
    }));
    assert_eq!(
        places(offer.into_offer("a", "#")),
        [
            "sku",
            "breaks[0].unit_price_fen",
            "freight_per_order_fen",
            "freight_per_piece_fen"
        ]
    );
    let purchase: PurchaseOrderRequest = read(json!({
        "number": "x".repeat(33), "sku": "", "quantity": 0, "needed_by": "2026-12-01", "supplier": "?",
    }));
    assert_eq!(
        places(purchase.into_purchase()),
        ["number", "quantity", "sku", "supplier"]
    );
    let receipt: GoodsReceiptRequest =
        read(json!({ "receipt_no": "/", "warehouse": "", "passed": 1 }));
    assert_eq!(
        places(receipt.into_receipt("w", Timestamp::UNIX_EPOCH)),
        ["receipt_no", "warehouse"]
    );
    let negative = json!({ "receipt_no": "R", "passed": -1 });
    assert!(serde_json::from_value::<GoodsReceiptRequest>(negative).is_err());
}

#[test]
fn what_is_wrong_with_a_return_is_named() {
    let wrong: SupplierReturnRequest = read(json!({
        "number": "/", "purchase_order": "", "from": "failed_inspection", "warehouse": "CQ1", "quantity": 0,
        "reason": " ",
    }));
    assert_eq!(
        places(wrong.into_draft()),
        [
            "number",
            "purchase_order",
            "warehouse",
            "quantity",
            "reason"
        ]
    );
    let waybill: ReturnShipmentRequest = read(json!({ "waybill_no": "?" }));
    assert_eq!(places(waybill.into_waybill()), ["waybill_no"]);
    for (body, expected) in [
        (json!({}), vec!["credit_note"]),
        (
            json!({ "credit_note": { "number": "1", "amount_fen": 1 }, "replacement": { "expected": "2026-12-01" } }),
            vec!["credit_note"],
        ),
        (
            json!({ "credit_note": { "number": "", "amount_fen": 0 } }),
            vec!["credit_note.amount_fen", "credit_note.number"],
        ),
    ] {
        assert_eq!(
            places(read::<ReturnAnswerRequest>(body).into_answer()),
            expected
        );
    }
}

#[test]
fn overlapping_prices_and_gaps_are_told_where_they_are() {
    let prices = |breaks: Value| -> OfferRequest { read(json!({ "breaks": breaks })) };
    let gap = prices(json!([{ "from": 2, "unit_price_fen": 1 }]));
    assert_eq!(places(gap.into_offer("a", "TEA")), ["breaks[0].from"]);
    let overlap =
        prices(json!([{ "from": 1, "unit_price_fen": 2 }, { "from": 1, "unit_price_fen": 1 }]));
    assert_eq!(places(overlap.into_offer("a", "TEA")), ["breaks[1].from"]);
}

#[test]
fn an_offer_reads_back_as_it_was() {
    let full: OfferRequest = read(json!({
        "breaks": [{ "from": 5, "unit_price_fen": 200 }, { "from": 50, "unit_price_fen": 180 }],
        "minimum_quantity": 10, "multiple": 5, "freight_per_order_fen": 100, "freight_per_piece_fen": 3,
        "lead_time_working_days": 4,
    }));
    let offer = full.clone().into_offer("a", "TEA").unwrap();
    assert_eq!(OfferRequest::of(&offer), full);
}
