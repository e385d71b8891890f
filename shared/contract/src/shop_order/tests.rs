use super::*;
use domain::identifiers::CustomerId;
use domain::order::CustomerKind;
use domain::payment_terms::PaymentMethod;
use domain::shop::Platform;
use serde_json::json;

fn shop() -> ShopCode {
    ShopCode::parse("tea").unwrap()
}

fn entry() -> Entry {
    Entry {
        entered_by: "machine:tea".to_owned(),
        entered_as: Vec::new(),
        own_customer: None,
        unnamed_customer: CustomerId::parse("guest-1").unwrap(),
        may_backdate: true,
        now: "2026-11-24T03:00:00Z".parse().unwrap(),
    }
}

/// A trade of 蓝桥市集.
fn trade() -> Value {
    json!({ "trade": {
        "tid": 2_026_112_400_017_i64,
        "status": "WAIT_SELLER_SEND_GOODS",
        "created": "2026-11-24 10:30:00",
        "pay_type": "ALIPAY",
        "total_fee": "257.10",
        "buyer": { "nick": "王小明", "type": "PERSON", "level": 7 },
        "receiver": {
            "name": "王小明", "mobile": "13900139000", "state": "四川省", "city": "成都市",
            "district": "武侯区", "town": null, "address": "人民南路四段1号",
        },
        "orders": [
            { "outer_sku_id": "TEA-001", "title": "永川秀芽", "num": 2, "price": "128.50" },
            { "outer_sku_id": "BAG-1", "num": "1", "price": "0.1", "sku_properties_name": "红色" },
        ],
    } })
}

/// An order of 松风优选.
fn flat_order() -> Value {
    json!({
        "order_sn": "SF-9", "order_state": 2, "create_time": "2026-11-24T10:30:00+08:00",
        "consignee_family_name": "王", "consignee_given_name": "小明",
        "phone_area": "028", "phone_number": "88886666",
        "province_name": "四川省", "city_name": "成都市", "county_name": "武侯区",
        "street": "人民南路四段", "house": "1号",
        "item_list": [{
            "goods": { "style_code": "TEA", "size_code": "001", "unit": "盒" },
            "count": 2, "deal_price": 12_850,
        }],
        "goods_amount": 25_700, "expect_date": "2026-12-20",
    })
}

fn read(platform: Platform, body: &Value) -> Result<ShopOrder, Refusal> {
    let mapping = mapping(platform).unwrap().unwrap();
    ShopOrder::read(&shop(), &mapping, body)
}

/// The places at which a body is wrong.
fn wrong(platform: Platform, body: &Value) -> Vec<String> {
    let refusal = read(platform, body).unwrap().draft(entry()).unwrap_err();
    assert_eq!(refusal.code, "invalid_value");
    refusal.evidence.into_iter().map(|found| found.at).collect()
}

#[test]
fn every_mapping_can_be_read_and_points_from_the_root() {
    for platform in Platform::ALL {
        let mapping = mapping(platform).unwrap();
        assert_eq!(mapping.is_none(), platform == Platform::Yudan);
        let Some(mapping) = mapping else { continue };
        for part in mapping.number.parts.iter().chain(&mapping.address.parts) {
            assert!(part.starts_with('/'), "{part}");
        }
    }
}

#[test]
fn a_nested_trade_becomes_an_order() {
    let order = read(Platform::Lanqiao, &trade()).unwrap();
    order.draft(entry()).unwrap();
    let request = order.request;
    assert_eq!(request.channel, Channel::Marketplace);
    assert_eq!(request.external_no.as_deref(), Some("tea:2026112400017"));
    assert_eq!(request.customer.kind, CustomerKind::Consumer);
    assert_eq!(request.ship_to.address, "四川省成都市武侯区人民南路四段1号");
    assert_eq!(request.payment.method, PaymentMethod::Online);
    assert_eq!(request.total_fen, Some(25_710));
    let lines: Vec<_> = request
        .lines
        .iter()
        .map(|line| (line.sku.as_str(), line.quantity, line.unit_price_fen))
        .collect();
    assert_eq!(lines, [("TEA-001", 2, 12_850), ("BAG-1", 1, 10)]);
    assert_eq!(request.lines[1].specification.as_deref(), Some("红色"));
    // A clock of China, eight hours ahead.
    assert_eq!(request.created_at, "2026-11-24T02:30:00Z".parse().ok());
}

#[test]
fn a_flat_order_becomes_an_order() {
    let order = read(Platform::Songfeng, &flat_order()).unwrap();
    order.draft(entry()).unwrap();
    let request = order.request;
    assert_eq!(request.external_no.as_deref(), Some("tea:SF-9"));
    assert_eq!(request.customer.name, "王小明");
    assert_eq!(request.customer.mobile.as_deref(), Some("028-88886666"));
    assert_eq!(request.lines[0].sku, "TEA-001");
    assert_eq!(request.lines[0].unit.as_deref(), Some("盒"));
    assert_eq!(request.lines[0].unit_price_fen, 12_850);
    assert_eq!(request.requested_delivery, "2026-12-20".parse().ok());
    assert_eq!(request.created_at, "2026-11-24T02:30:00Z".parse().ok());
}

#[test]
fn words_of_the_platform_choose_the_payment_and_the_kind_of_customer() {
    let mut body = trade();
    body["trade"]["pay_type"] = json!("COD");
    body["trade"]["buyer"]["type"] = json!("ENTERPRISE");
    let request = read(Platform::Lanqiao, &body).unwrap().request;
    assert_eq!(request.payment.method, PaymentMethod::CashOnDelivery);
    assert_eq!(request.customer.kind, CustomerKind::Business);
}

#[test]
fn an_order_that_is_not_placed_is_refused_by_its_status() {
    for (status, found) in [
        (json!("WAIT_BUYER_PAY"), "WAIT_BUYER_PAY"),
        (json!(true), "true or false"),
    ] {
        let mut body = trade();
        body["trade"]["status"] = status;
        let refusal = read(Platform::Lanqiao, &body).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("order_not_placed", 422)
        );
        assert_eq!(refusal.evidence[0].at, "/trade/status");
        assert_eq!(refusal.evidence[0].found, found);
    }
}

#[test]
fn each_mistake_is_told_at_its_place_in_the_body_of_the_platform() {
    let long = "长".repeat(400);
    let table = [
        ("/trade/tid", json!(null), vec!["/trade/tid"]),
        ("/trade/tid", json!(["1"]), vec!["/trade/tid"]),
        ("/trade/tid", json!("1".repeat(64)), vec!["/trade/tid"]),
        (
            "/trade/created",
            json!("24.11.2026"),
            vec!["/trade/created"],
        ),
        (
            "/trade/created",
            json!("2027-01-01 00:00:00"),
            vec!["/trade/created"],
        ),
        ("/trade/total_fee", json!(257.1), vec!["/trade/total_fee"]),
        (
            "/trade/total_fee",
            json!("257.105"),
            vec!["/trade/total_fee"],
        ),
        ("/trade/orders", json!({}), vec!["/trade/orders"]),
        ("/trade/orders", json!([]), vec!["/trade/orders"]),
        (
            "/trade/orders/1/price",
            json!("-1"),
            vec!["/trade/orders/1/price"],
        ),
        (
            "/trade/orders/1/num",
            json!(1.5),
            vec!["/trade/orders/1/num"],
        ),
        ("/trade/orders/1/num", json!(0), vec!["/trade/orders/1/num"]),
        (
            "/trade/orders/0/outer_sku_id",
            json!("a b"),
            vec!["/trade/orders/0/outer_sku_id"],
        ),
        (
            "/trade/receiver/mobile",
            json!(long),
            vec!["/trade/receiver/mobile"],
        ),
        (
            "/trade/receiver/mobile",
            json!({}),
            vec!["/trade/receiver/mobile"],
        ),
        (
            "/trade/receiver/town",
            json!(long),
            vec!["/trade/receiver/state"],
        ),
        (
            "/trade/receiver/town",
            json!(true),
            vec!["/trade/receiver/town"],
        ),
        ("/trade/buyer", json!(7), vec!["/trade/buyer/company"]),
        (
            "/trade/orders/1",
            json!("a line"),
            vec![
                "/trade/orders/1/outer_sku_id",
                "/trade/orders/1/num",
                "/trade/orders/1/price",
            ],
        ),
    ];
    for (place, value, expected) in table {
        let mut body = trade();
        *body.pointer_mut(place).unwrap() = value.clone();
        assert_eq!(wrong(Platform::Lanqiao, &body), expected, "{place} {value}");
    }
}

#[test]
fn everything_wrong_is_told_at_once() {
    let mut body = flat_order();
    body["create_time"] = json!("2026-11-24T10:30:00");
    body["item_list"][0]["deal_price"] = json!("128.50");
    body["item_list"][0]["count"] = json!(0);
    body["note"] = json!("a\u{0}b");
    let mut places = wrong(Platform::Songfeng, &body);
    places.sort_unstable();
    let expected = [
        "/create_time",
        "/item_list/0/count",
        "/item_list/0/deal_price",
        "/note",
    ];
    assert_eq!(places, expected);
    let mut nothing = wrong(Platform::Songfeng, &json!({}));
    nothing.sort_unstable();
    let expected = [
        "/consignee_family_name",
        "/create_time",
        "/goods_amount",
        "/item_list",
        "/order_sn",
        "/order_state",
        "/province_name",
    ];
    assert_eq!(nothing, expected);
}

#[test]
fn an_order_in_our_own_shape_is_of_the_marketplace_and_has_a_number() {
    let body = |channel: &str, number: Option<&str>| -> OrderRequest {
        serde_json::from_value(json!({
            "channel": channel, "external_no": number,
            "customer": { "kind": "consumer", "name": "王小明" },
            "ship_to": { "address": "四川省成都市武侯区人民南路四段1号" },
            "lines": [{ "sku": "TEA-001", "quantity": 0, "unit_price_fen": 12_850 }],
            "payment": { "method": "online" },
        }))
        .unwrap()
    };
    let places = |request| -> Vec<String> {
        let refusal = ShopOrder::own(&shop(), request).draft(entry()).unwrap_err();
        refusal.evidence.into_iter().map(|found| found.at).collect()
    };
    assert_eq!(
        places(body("marketplace", Some("1"))),
        ["/lines/0/quantity"]
    );
    assert_eq!(
        places(body("phone", None)),
        ["/channel", "/external_no", "/lines/0/quantity"]
    );
    let own = ShopOrder::own(&shop(), body("marketplace", Some("1")));
    assert_eq!(own.request.external_no.as_deref(), Some("tea:1"));
    let refusal = in_pointers(Refusal::invalid("lines[0].sku", "a", "b"));
    assert_eq!(refusal.evidence[0].at, "/lines/0/sku");
    let other = in_pointers(Refusal::invalid("body", "a", "b"));
    assert_eq!(other.evidence[0].at, "body");
}
