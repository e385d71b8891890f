//! Shops on e-commerce platforms push their orders, each platform in its own shape (4.1.1, 4.1.3).

use contract::order_view::OrderView;
use contract::problem::Problem;
use domain::order::{Channel, StageName};
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use domain::shop::{Platform, Shop, ShopCode};
use jiff::Timestamp;
use lambda::signature::{LARGEST_SKEW, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use serde_json::{Value, json};
use std::sync::LazyLock;
use yudan::client::{Answer, Secret};
use yudan_tests::company::Company;
use yudan_tests::purchase::{LIST_PRICE, order, unique};
use yudan_tests::refused::problem;

use crate::program;

/// A company with shops: two of them on one platform, one of them closed.
pub(crate) fn company() -> &'static Company {
    static WITH_SHOPS: LazyLock<Company> = LazyLock::new(|| {
        let company = Company::open(program());
        let manager = company.person(Role::Manager);
        let seen = manager.policy().unwrap();
        let mut policy = seen.policy;
        let shops = [
            ("lanqiao-tea", Platform::Lanqiao, true),
            ("lanqiao-gifts", Platform::Lanqiao, true),
            ("songfeng", Platform::Songfeng, true),
            ("own", Platform::Yudan, true),
            ("closed", Platform::Lanqiao, false),
        ];
        policy.shops = shops
            .into_iter()
            .map(|(code, platform, enabled)| {
                (ShopCode::parse(code).unwrap(), Shop { platform, enabled })
            })
            .collect();
        manager.revise_policy(seen.version, &policy).unwrap();
        company
    });
    &WITH_SHOPS
}

fn push_signed(shop: &str, secret: &Secret, seconds: i64, body: &Value) -> Answer {
    let body = serde_json::to_vec(body).unwrap();
    let timestamp = seconds.to_string();
    let signature = sign(secret, &timestamp, &body);
    let headers = [
        (TIMESTAMP_HEADER, timestamp.as_str()),
        (SIGNATURE_HEADER, &signature),
    ];
    let path = format!("/v1/channels/{shop}/orders");
    let nobody = company().nobody();
    nobody.call("POST", &path, &headers, Some(&body)).unwrap()
}

pub(crate) fn push(shop: &str, body: &Value) -> Answer {
    let secret = company().access().marketplace_secret();
    push_signed(shop, secret, Timestamp::now().as_second(), body)
}

#[track_caller]
pub(crate) fn taken(answer: &Answer, status: u16) -> OrderView {
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, status, "{text}");
    answer.json().unwrap()
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> Problem {
    let problem = problem(answer);
    assert_eq!((problem.status, problem.code.as_str()), (status, code));
    problem
}

/// A trade of 蓝桥市集 over two pieces at the list price.
pub(crate) fn trade(sku: &str, number: &str) -> Value {
    json!({ "trade": {
        "tid": number,
        "status": "WAIT_SELLER_SEND_GOODS",
        "created": "2026-11-20 10:30:00",
        "total_fee": "256.00",
        "buyer": { "nick": "王小明", "credit_level": 7 },
        "receiver": {
            "name": "王小明", "mobile": "13900139000", "state": "四川省", "city": "成都市",
            "district": "武侯区", "address": "人民南路四段1号",
        },
        "orders": [{ "outer_sku_id": sku, "num": 2, "price": "128.00" }],
    } })
}

#[test]
fn a_trade_of_a_platform_becomes_an_order_that_is_reviewed_like_every_other() {
    let company = company();
    let (sku, number) = (company.goods(), unique("9"));
    let placed = taken(&push("lanqiao-tea", &trade(&sku, &number)), 201);
    let order = company.order(placed.summary.id);
    assert_eq!(order.summary.channel, Channel::Marketplace);
    assert_eq!(
        order.summary.external_no,
        Some(format!("lanqiao-tea:{number}"))
    );
    assert_eq!(order.summary.stage, StageName::AwaitingReview);
    assert_eq!(order.summary.total_fen, 2 * LIST_PRICE);
    assert_eq!(order.payment.method, PaymentMethod::Online);
    assert_eq!(order.findings, [], "{:?}", order.findings);
    let approved = company.approve(&order).unwrap();
    assert_eq!(approved.summary.stage, StageName::AwaitingPayment);
    // The answer to the platform carries nothing that names the customer.
    let text = serde_json::to_string(&placed).unwrap();
    assert!(
        !text.contains("13900139000") && !text.contains("王小明"),
        "{text}"
    );
}

#[test]
fn every_platform_has_its_own_shape() {
    let company = company();
    let sku = company.goods();
    let (style, size) = sku.split_once('-').unwrap();
    let flat = json!({
        "order_sn": unique("SF"), "order_state": 2, "create_time": "2026-11-20T10:30:00+08:00",
        "consignee_family_name": "王", "consignee_given_name": "小明",
        "phone_area": "028", "phone_number": "88886666",
        "province_name": "四川省", "city_name": "成都市", "county_name": "武侯区",
        "street": "人民南路四段", "house": "1号",
        "item_list": [{
            "goods": { "style_code": style, "size_code": size },
            "count": 1, "deal_price": LIST_PRICE,
        }],
        "goods_amount": LIST_PRICE,
    });
    let placed = taken(&push("songfeng", &flat), 201);
    assert_eq!(placed.summary.total_fen, LIST_PRICE);

    let mut own = order(&company.goods(), 1);
    own.channel = Channel::Marketplace;
    own.payment.method = PaymentMethod::Online;
    let own = serde_json::to_value(own).unwrap();
    let placed = taken(&push("own", &own), 201);
    let number = own["external_no"].as_str().unwrap();
    assert_eq!(placed.summary.external_no, Some(format!("own:{number}")));
}

#[test]
fn the_same_push_again_is_the_same_order_and_another_under_its_number_is_refused() {
    let (sku, number) = (company().goods(), unique("9"));
    let body = trade(&sku, &number);
    let placed = taken(&push("lanqiao-tea", &body), 201);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let again = taken(&push("lanqiao-tea", &body), 200);
                assert_eq!(again.summary.id, placed.summary.id);
            });
        }
    });
    // What an order does not need may change from push to push.
    let mut touched = body.clone();
    touched["trade"]["status"] = json!("SELLER_PREPARING");
    touched["trade"]["buyer"]["credit_level"] = json!(8);
    let again = taken(&push("lanqiao-tea", &touched), 200);
    assert_eq!(again.summary.id, placed.summary.id);

    let mut other = body;
    other["trade"]["orders"][0]["num"] = json!(3);
    let problem = refused(&push("lanqiao-tea", &other), 409, "external_no_reused");
    let digests = &problem.errors[0];
    assert_eq!((digests.expected.len(), digests.found.len()), (64, 64));
    assert_ne!(digests.expected, digests.found);
}

#[test]
fn two_shops_may_count_alike() {
    let body = trade(&company().goods(), &unique("9"));
    let first = taken(&push("lanqiao-tea", &body), 201);
    let second = taken(&push("lanqiao-gifts", &body), 201);
    assert_ne!(first.summary.id, second.summary.id);
}

#[test]
fn a_push_that_is_signed_wrongly_or_too_late_is_refused() {
    let body = trade(&company().goods(), &unique("9"));
    let now = Timestamp::now().as_second();
    let secret = company().access().marketplace_secret();
    let foreign = company().access().carrier_secret();
    for (secret, seconds) in [
        (foreign, now),
        (secret, now - LARGEST_SKEW - 60),
        (secret, now + LARGEST_SKEW + 60),
    ] {
        // Whoever has no secret does not learn either which shops there are.
        for shop in ["lanqiao-tea", "nowhere"] {
            let answer = push_signed(shop, secret, seconds, &body);
            refused(&answer, 401, "invalid_signature");
        }
    }
    let path = "/v1/channels/lanqiao-tea/orders";
    let bytes = serde_json::to_vec(&body).unwrap();
    let nobody = company().nobody();
    let unsigned = nobody.call("POST", path, &[], Some(&bytes)).unwrap();
    refused(&unsigned, 401, "invalid_signature");
    taken(&push("lanqiao-tea", &body), 201);
}

#[test]
fn an_unknown_or_closed_shop_is_not_there() {
    let body = trade(&company().goods(), &unique("9"));
    for shop in ["nowhere", "closed", "LANQIAO-TEA", "a%20b"] {
        refused(&push(shop, &body), 404, "not_found");
    }
}

#[test]
fn what_is_wrong_is_told_at_its_place_in_the_body_of_the_platform() {
    let mut body = trade("a b", &unique("9"));
    body["trade"]["created"] = json!("yesterday");
    body["trade"]["orders"][0]["price"] = json!(128.0);
    let problem = refused(&push("lanqiao-tea", &body), 422, "invalid_value");
    let mut places: Vec<_> = problem
        .errors
        .iter()
        .map(|error| error.at.as_str())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/trade/created",
            "/trade/orders/0/outer_sku_id",
            "/trade/orders/0/price"
        ]
    );

    let mut unpaid = trade(&company().goods(), &unique("9"));
    unpaid["trade"]["status"] = json!("WAIT_BUYER_PAY");
    let problem = refused(&push("lanqiao-tea", &unpaid), 422, "order_not_placed");
    assert_eq!(problem.errors[0].at, "/trade/status");

    let mut near = trade(&company().goods(), &unique("9"));
    near["trade"]["receiver"]["state"] = json!("重庆市");
    near["trade"]["receiver"]["city"] = json!("重庆市");
    near["trade"]["receiver"]["district"] = json!("渝中区");
    let problem = refused(&push("lanqiao-tea", &near), 422, "order_not_out_of_region");
    assert_eq!(problem.errors[0].at, "/trade/receiver/state");

    let own = json!({ "channel": "marketplace", "customer": { "kind": "consumer", "nick": "x" } });
    let problem = refused(&push("own", &own), 422, "invalid_body");
    assert_eq!(problem.errors[0].at, "/customer/nick");
}
