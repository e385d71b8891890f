//! What the customer sees without logging in (6.1.1).

use domain::order::StageName;
use domain::role::Role;
use serde_json::Value;
use yudan_tests::purchase::{LIST_PRICE, order};
use yudan_tests::refused::problem;

use crate::company;

#[test]
fn the_link_shows_where_the_order_is_and_nothing_personal() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 1);
    let request = order(&sku, 1);
    let placed = company
        .person(Role::Sales)
        .place_order(&request)
        .unwrap()
        .view;
    let link = placed.tracking.unwrap();
    let waits = company.comes_to(placed.summary.id, StageName::AwaitingReview);
    let approved = company.approve(&waits).unwrap();
    company.transfer(&approved, LIST_PRICE);
    company.comes_to(placed.summary.id, StageName::Ready);
    let parcel = company.ship(placed.summary.id);
    company.report(&parcel, &["103", "0"]);

    let show = |language: &str| {
        let headers = [("accept-language", language)];
        company
            .nobody()
            .call("GET", &link, &headers, None)
            .unwrap()
            .success()
            .unwrap()
    };
    let page: Value = show("en").json().unwrap();
    assert_eq!(page["external_no"], request.external_no.as_deref().unwrap());
    assert_eq!(
        (page["stage"].as_str(), page["stage_text"].as_str()),
        (Some("dispatched"), Some("On its way"))
    );
    assert_eq!(
        page["shipments"][0]["waybill_no"],
        parcel.waybill_no.as_str()
    );
    let order = company.order(placed.summary.id);
    let left = order.expected_on.unwrap();
    assert_eq!(page["expected_on"], left.to_string());
    let first = order.first_promised_on.unwrap();
    assert!(left < first, "it left sooner than was promised: {first}");
    let kinds: Vec<_> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "order_received",
            "order_approved",
            "order_payment_awaited",
            "order_payment_received",
            "order_cleared",
            "order_reserved",
            "order_dispatched",
            "shipment_booked",
            "shipment_progressed",
            "shipment_progressed",
        ]
    );
    for language in ["zh", "en"] {
        let text = String::from_utf8(show(language).body).unwrap();
        let customer = &placed.summary.customer;
        for hidden in [
            "李四",
            "13900139000",
            "028-88886666",
            "成都",
            "人民南路",
            "12800",
            "test-",
            customer,
        ] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }
}

#[test]
fn no_other_link_leads_to_the_order() {
    let company = company();
    let placed = company
        .person(Role::Sales)
        .place_order(&order(&company.goods(), 1))
        .unwrap()
        .view;
    let link = placed.tracking.unwrap();
    let (start, last) = link.split_at(link.len() - 1);
    let other = if last == "A" { "B" } else { "A" };
    for path in [
        format!("{start}{other}"),
        start.to_owned(),
        format!("{link}{last}"),
        format!("/v1/track/{}", placed.summary.id),
        "/v1/track/%00".to_owned(),
    ] {
        let answer = company.nobody().call("GET", &path, &[], None).unwrap();
        let problem = problem(&answer);
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (404, "no_such_tracking_link"),
            "{path}"
        );
    }
}
