//! Agreements with carriers, what they would charge, and the choice among them (5.3.1, 8.2.2).

use std::thread;

use contract::carrier_agreement::AgreementsView;
use contract::carrier_quote::{CarrierQuotesRequest, CarrierQuotesView};
use contract::shipment::ShipmentRequest;
use domain::carrier::CarrierAgreement;
use domain::payment_terms::PaymentMethod;
use domain::role::Role;
use serde_json::{Value, json};
use yudan_tests::purchase::{LIST_PRICE, order_paid_by, unique};
use yudan_tests::refused::{problem, refused};

use crate::company;

/// An agreement for Taiwan only, so that it is in nobody's way.
fn agreement(carrier: &str, first: i64) -> CarrierAgreement {
    serde_json::from_value(json!({
        "carrier": carrier, "agreement_no": "T-1", "name": "两岸快运",
        "valid_from": "2020-01-01", "valid_until": "2099-12-31",
        "liability": {"uninsured": {"kind": "cap", "amount": 50_000}},
        "claim_window_days": 15, "performance_permille": 990,
        "services": [{
            "code": "sea", "mode": "express", "volume_divisor": 6000, "step_g": 500, "cut_off": "23:59:59",
            "surcharges": {"fuel_permille": 100},
            "zones": [{
                "name": "台湾", "regions": ["710000"], "transit_days": 1,
                "tariff": {"kind": "express", "first": first, "first_weight_g": 1000, "continued": 200},
            }],
        }],
    }))
    .unwrap()
}

fn asked(to: &str, weight_g: u64) -> CarrierQuotesRequest {
    serde_json::from_value(json!({"ship_to_region": to, "weight_g": weight_g})).unwrap()
}

fn carriers(view: &CarrierQuotesView) -> Vec<&str> {
    let considered = view.considered.iter();
    considered.map(|quote| quote.carrier.as_str()).collect()
}

#[test]
fn an_agreement_is_entered_changed_and_quoted_from_at_once() {
    let carrier = unique("carrier").to_lowercase();
    let logistics = company().person(Role::Logistics);
    let entered = logistics
        .put_agreement(&agreement(&carrier, 1_000))
        .unwrap();
    assert_eq!((entered.version, entered.valid_version), (1, 1));
    let again = logistics
        .put_agreement(&agreement(&carrier, 1_000))
        .unwrap();
    assert_eq!(again.version, 1, "the same again changes nothing");

    let sales = company().person(Role::Sales);
    let mut question = asked("710000", 800);
    question.volume_cm3 = 9_000;
    let view = sales.quote_carriers(&question).unwrap();
    let quote = view.considered.iter().find(|it| it.carrier == carrier);
    let rating = quote.unwrap().rating.unwrap();
    assert_eq!(
        (
            rating.volume_g,
            rating.chargeable_g,
            rating.base_fen,
            rating.fuel_fen
        ),
        (1_500, 1_500, 1_200, 120)
    );
    assert_eq!(view.chosen.as_ref(), view.considered.first());

    logistics
        .put_agreement(&agreement(&carrier, 2_000))
        .unwrap();
    let view = sales.quote_carriers(&question).unwrap();
    let quote = view.considered.iter().find(|it| it.carrier == carrier);
    assert_eq!(quote.unwrap().freight_fen, 2_420);
    let elsewhere = sales.quote_carriers(&asked("510100", 800)).unwrap();
    let why = elsewhere.excluded.iter().find(|it| it.carrier == carrier);
    assert_eq!(why.unwrap().reason, "out_of_reach");

    let shown = logistics.agreement(&carrier).unwrap();
    assert_eq!(
        (shown.version, shown.agreement),
        (2, agreement(&carrier, 2_000))
    );
    let path = format!("/v1/carriers/{carrier}/agreement");
    let body = serde_json::to_vec(&agreement(&carrier, 3_000)).unwrap();
    let stale = logistics.call("PUT", &path, &[("if-match", "\"1\"")], Some(&body));
    assert_eq!(problem(&stale.unwrap()).code, "stale_version");
    refused(logistics.agreement("nobody"), 404, "not_found");
}

#[test]
fn two_at_once_leave_two_versions_and_one_agreement() {
    let carrier = unique("carrier").to_lowercase();
    thread::scope(|scope| {
        for first in [1_000, 2_000] {
            let carrier = &carrier;
            scope.spawn(move || {
                let logistics = company().person(Role::Logistics);
                logistics.put_agreement(&agreement(carrier, first)).unwrap();
            });
        }
    });
    let logistics = company().person(Role::Logistics);
    assert_eq!(logistics.agreement(&carrier).unwrap().version, 2);
    let (mut cursor, mut found) = (None::<String>, 0);
    loop {
        let after = cursor
            .as_deref()
            .map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let path = format!("/v1/carriers?limit=2{after}");
        let page = logistics.call("GET", &path, &[], None).unwrap();
        let page: AgreementsView = page.success().unwrap().json().unwrap();
        found += page.items.iter().filter(|it| it.carrier == carrier).count();
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, 1);
}

#[test]
fn everything_wrong_with_an_agreement_is_told_with_its_place() {
    let carrier = unique("carrier").to_lowercase();
    let manager = company().person(Role::Manager);
    let path = format!("/v1/carriers/{carrier}/agreement");
    let refused = |wrong: &Value| {
        let body = serde_json::to_vec(wrong).unwrap();
        problem(&manager.call("PUT", &path, &[], Some(&body)).unwrap())
    };
    let usual = serde_json::to_value(agreement(&carrier, 1_000)).unwrap();
    let mut wrong = usual.clone();
    wrong["valid_until"] = json!("2019-12-31");
    wrong["services"][0]["step_g"] = json!(0);
    let zone = wrong["services"][0]["zones"][0].clone();
    wrong["services"][0]["zones"]
        .as_array_mut()
        .unwrap()
        .push(zone);
    let found = refused(&wrong);
    assert_eq!((found.status, found.code.as_str()), (422, "invalid_value"));
    let errors = serde_json::to_string(&found.errors).unwrap();
    for place in ["valid_until", "step_g", "regions", "name"] {
        assert!(errors.contains(place), "{place}: {errors}");
    }
    for (at, value) in [
        ("/services/0/zones/0/regions", json!(["999999"])),
        ("/services/0/mode", json!("horse")),
        ("/services/0/cut_off", json!("25:00")),
        ("/carrier", json!("another")),
    ] {
        let mut wrong = usual.clone();
        *wrong.pointer_mut(at).unwrap() = value;
        assert!([400, 422].contains(&refused(&wrong).status), "{at}");
    }
    assert_eq!(
        manager
            .agreement(&carrier)
            .unwrap_err()
            .refused()
            .unwrap()
            .status,
        404
    );
}

#[test]
fn quotes_say_who_is_chosen_who_is_late_and_who_cannot() {
    let planner = company().person(Role::Planner);
    let mut question = asked("510107", 45_000);
    question.ready_at = Some("2026-03-05T02:00:00Z".parse().unwrap());
    let usual = planner.quote_carriers(&question).unwrap();
    assert_eq!(
        carriers(&usual),
        ["zhongtong", "jd", "shunfeng", "shunfeng"]
    );
    let ems = usual
        .excluded
        .iter()
        .find(|it| it.carrier == "ems")
        .unwrap();
    assert_eq!(
        (ems.reason.as_str(), ems.bound.as_deref()),
        ("too_heavy", Some("40000 g"))
    );

    question.required_by = Some("2026-03-06".parse().unwrap());
    let hurried = planner.quote_carriers(&question).unwrap();
    let chosen = hurried.chosen.clone().unwrap();
    assert_eq!((chosen.carrier.as_str(), chosen.late), ("shunfeng", false));
    assert_eq!(chosen.arrives_on, question.required_by);
    assert!(hurried.considered[1..].iter().all(|quote| quote.late));

    question.required_by = Some("2026-03-05".parse().unwrap());
    let chosen = planner.quote_carriers(&question).unwrap().chosen.unwrap();
    assert_eq!(
        (chosen.carrier.as_str(), chosen.late),
        ("shunfeng", true),
        "the fastest"
    );

    question.declared_value_fen = 300_000;
    assert_eq!(planner.quote_carriers(&question).unwrap().insured_fen, None);
    question.declared_value_fen = 300_001;
    let insured = planner.quote_carriers(&question).unwrap();
    assert_eq!(insured.insured_fen, Some(300_001));
    let rating = insured.considered[0].rating.unwrap();
    assert_eq!(
        rating.insurance_fen, 1_501,
        "5 permille, a part of a fen is a fen"
    );

    question.ship_to_region = "999999".to_owned();
    refused(planner.quote_carriers(&question), 422, "invalid_value");
}

#[test]
fn tariffs_go_out_and_come_back_as_a_table_or_not_at_all() {
    let carrier = unique("carrier").to_lowercase();
    let logistics = company().person(Role::Logistics);
    logistics
        .put_agreement(&agreement(&carrier, 1_000))
        .unwrap();
    let path = format!("/v1/carriers/{carrier}/tariffs");
    let out = logistics
        .call("GET", &format!("{path}?format=csv"), &[], None)
        .unwrap();
    let table = String::from_utf8(out.success().unwrap().body).unwrap();
    assert!(
        table.contains("sea,台湾,710000,1,express,1000,1000,200,,,,"),
        "{table}"
    );
    let import = |table: &[u8], kind| {
        let headers = [("content-type", kind)];
        let path = format!("{path}/import");
        logistics
            .call("POST", &path, &headers, Some(table))
            .unwrap()
    };
    assert_eq!(import(table.as_bytes(), "text/csv").status, 200);
    assert_eq!(
        logistics.agreement(&carrier).unwrap().version,
        1,
        "nothing new"
    );
    let dearer = table
        .replace("express,1000,", "express,1500,")
        .replace('\u{feff}', "");
    assert_eq!(
        import(dearer.as_bytes(), "application/octet-stream").status,
        200
    );
    let changed = logistics.agreement(&carrier).unwrap();
    assert_eq!(
        (changed.version, changed.agreement),
        (2, agreement(&carrier, 1_500))
    );
    let wrong = format!("{dearer}sea,大陆,710000,x,express,1,1000,1,,,,\n");
    let refused = problem(&import(wrong.as_bytes(), "text/csv"));
    assert_eq!(refused.status, 422);
    let errors = serde_json::to_string(&refused.errors).unwrap();
    assert!(errors.contains("rows[3].transit_days"), "{errors}");
    assert_eq!(
        logistics.agreement(&carrier).unwrap().version,
        2,
        "none of it"
    );
}

#[test]
fn a_parcel_keeps_why_its_carrier_was_chosen() {
    let company = company();
    let sku = company.goods();
    company.stock(&sku, 40);
    let pieces = u32::try_from(300_000 / LIST_PRICE + 1).unwrap();
    let reserved = company.reserved(&order_paid_by(PaymentMethod::CashOnDelivery, &sku, pieces));
    let shipment = ShipmentRequest {
        consignment: None,
        carrier: Some("jd".to_owned()),
        waybill_no: unique("WAYBILL"),
    };
    let logistics = company.person(Role::Logistics);
    let shipped = logistics.ship(reserved.summary.id, &shipment).unwrap().view;
    assert_eq!(shipped.carrier, "jd");
    assert_ne!(
        shipped.considered[0].carrier, "jd",
        "a person chose another"
    );
    let rating = shipped.chosen.rating.unwrap();
    assert!(rating.insurance_fen > 0, "worth more than 3,000 yuan");
    assert!(!shipped.excluded.is_empty() || shipped.considered.len() >= 5);
    let again = logistics.ship(reserved.summary.id, &shipment).unwrap();
    assert!(!again.new);
    assert_eq!(
        again.view, shipped,
        "the explanation is read from the journal"
    );
}
