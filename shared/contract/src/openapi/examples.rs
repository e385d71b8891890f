//! Examples of request bodies; tests read them as the handlers would.

use serde_json::{Value, json};

const ORDER: &str = "0193f1a2-7b3c-7def-8a90-123456789abc";

/// An example of an operation's body, for those whose shape is not plain from its schema.
pub(super) fn of(operation: &str) -> Option<Value> {
    let example = match operation {
        "placeOrder" | "checkOrder" => json!({
            "channel": "phone",
            "external_no": "TEL-2026-0001",
            "customer": { "kind": "business", "name": "成都示范贸易有限公司", "mobile": "13800138000" },
            "ship_to": { "name": "李四", "mobile": "13900139000", "address": "四川省成都市武侯区人民南路四段1号" },
            "lines": [{ "sku": "TEA-001", "quantity": 2, "unit_price_fen": 12800 }],
            "payment": { "method": "bank_transfer" },
            "requested_delivery": "2026-12-20",
        }),
        "pushOrder" => json!({
            "channel": "marketplace",
            "external_no": "2026112400017",
            "customer": { "kind": "consumer", "name": "王小明", "mobile": "13900139000" },
            "ship_to": { "name": "王小明", "mobile": "13900139000", "address": "四川省成都市武侯区人民南路四段1号" },
            "lines": [{ "sku": "TEA-001", "quantity": 2, "unit_price_fen": 12800 }],
            "payment": { "method": "online" },
        }),
        "reviewOrder" => json!({
            "decision": "negotiate",
            "proposal": { "note": "库存不足，改为下周发货并优惠", "prices": [{ "sku": "TEA-001", "unit_price_fen": 12000 }] },
        }),
        "reviewOrders" => json!({ "decisions": [{ "order_id": ORDER, "decision": "approve" }] }),
        "receiveStock" => json!({
            "receipt_no": "RK-2026-0001",
            "lines": [{ "sku": "TEA-001", "quantity": 100 }],
            "reference": "PO-2026-0007",
        }),
        "recordCarrierEvents" => json!({
            "waybill_no": "SF1234567890123",
            "events": [{ "code": "301", "at": "2026-11-24T03:00:00Z" }],
        }),
        "recordPayment" => json!({
            "order_id": ORDER,
            "method": "bank_transfer",
            "reference": "ICBC-20261124-0001",
            "amount_fen": 25600,
            "received_at": "2026-11-24T03:00:00Z",
        }),
        "notifyPayment" => json!({
            "transaction_id": "4200001234202611240000000001",
            "order_id": ORDER,
            "amount_fen": 25600,
            "currency": "CNY",
            "paid_at": "2026-11-24T03:00:00Z",
        }),
        "reviseProduct" => json!({
            "name": "永川秀芽 250 克",
            "price": { "kind": "listed", "list_fen": 12800, "floor_fen": 9800 },
            "on_sale": true,
            "weight_g": 300,
        }),
        _ => return None,
    };
    Some(example)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use serde::de::DeserializeOwned;

    fn example<T: DeserializeOwned>(operation: &str) -> T {
        serde_json::from_value(of(operation).unwrap()).unwrap()
    }

    #[test]
    fn every_example_would_be_accepted() {
        let now: Timestamp = "2026-11-24T03:00:00Z".parse().unwrap();
        let entry = crate::order_draft::Entry {
            entered_by: "u".to_owned(),
            entered_as: Vec::new(),
            own_customer: None,
            unnamed_customer: domain::identifiers::CustomerId::parse("C-1").unwrap(),
            may_backdate: false,
            now,
        };
        for operation in ["placeOrder", "pushOrder"] {
            example::<crate::order_request::OrderRequest>(operation)
                .into_draft(entry.clone())
                .unwrap();
        }
        example::<crate::review::ReviewDecisionRequest>("reviewOrder")
            .into_decision()
            .unwrap();
        example::<crate::review::ReviewDecisionsRequest>("reviewOrders")
            .into_decisions()
            .unwrap();
        example::<crate::stock::StockReceiptRequest>("receiveStock")
            .into_receipt("u", now)
            .unwrap();
        example::<crate::carrier_events::CarrierEventsRequest>("recordCarrierEvents")
            .into_reports(now)
            .unwrap();
        example::<crate::payment::PaymentRequest>("recordPayment")
            .into_money(now)
            .unwrap();
        example::<crate::payment::PaymentNotifyRequest>("notifyPayment")
            .into_money("wechat", now)
            .unwrap();
        example::<crate::product::ProductRequest>("reviseProduct")
            .into_product("TEA-001")
            .unwrap();
    }
}
