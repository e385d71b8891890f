use super::*;
use serde_json::json;

fn now() -> Timestamp {
    "2026-11-24T03:00:00Z".parse().unwrap()
}

fn places(refusal: &Refusal) -> Vec<&str> {
    refusal
        .evidence
        .iter()
        .map(|evidence| evidence.at.as_str())
        .collect()
}

#[test]
fn a_payment_is_known_by_how_it_came_and_its_reference() {
    let body = json!({
        "order_id": Uuid::nil(), "method": "bank_transfer", "reference": "ICBC-1",
        "amount_fen": 100, "received_at": "2026-11-24T03:00:00Z",
    });
    let request: PaymentRequest = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(
        request.clone().into_money(now()).unwrap().payment,
        "bank_transfer:ICBC-1"
    );
    let bad = PaymentRequest {
        reference: "a/b".to_owned(),
        amount_fen: 0,
        received_at: "2026-11-24T03:10:01Z".parse().unwrap(),
        ..request
    };
    assert_eq!(
        places(&bad.into_money(now()).unwrap_err()),
        ["reference", "amount_fen", "received_at"]
    );
}

#[test]
fn another_currency_is_taken_and_told_apart() {
    let notify = |currency: &str| PaymentNotifyRequest {
        transaction_id: "42".to_owned(),
        order_id: Uuid::nil(),
        amount_fen: 100,
        currency: currency.to_owned(),
        paid_at: now(),
    };
    let yuan = notify("CNY").into_money("wechat", now()).unwrap();
    assert_eq!((yuan.payment.as_str(), yuan.is_yuan), ("wechat:42", true));
    assert!(!notify("USD").into_money("wechat", now()).unwrap().is_yuan);
    assert_eq!(
        places(&notify("yuan").into_money("a b", now()).unwrap_err()),
        ["provider", "currency"]
    );
}

#[test]
fn a_refund_has_a_number_from_the_body_or_the_key() {
    let request = RefundRequest {
        refund_no: None,
        amount_fen: 5,
        reason: "退".to_owned(),
        refunded_at: None,
    };
    let refund = request.clone().into_refund(Some("key-1"), now()).unwrap();
    assert_eq!((refund.refund_no.as_str(), refund.at), ("key-1", now()));
    assert_eq!(
        places(&request.clone().into_refund(None, now()).unwrap_err()),
        ["refund_no"]
    );
    let named = RefundRequest {
        refund_no: Some("TK-1".to_owned()),
        ..request
    };
    assert_eq!(
        named.into_refund(Some("key-1"), now()).unwrap().refund_no,
        "TK-1"
    );
}
