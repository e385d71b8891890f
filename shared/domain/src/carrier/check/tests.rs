use serde_json::{Value, json};

use crate::carrier::samples::{agreement, agreement_json, express, ltl, service_json, zone};

fn usual() -> Value {
    let service = service_json("std", "express", 6000, 1000, express(1400, 1000, 300));
    agreement_json("shunfeng", 950, vec![service])
}

#[test]
fn each_mistake_is_told_where_it_stands() {
    let zones = |zones: Vec<Value>| {
        Box::new(move |it: &mut Value| it["services"][0]["zones"] = json!(zones))
    };
    let at = |path: &'static str, value: Value| {
        Box::new(move |it: &mut Value| {
            let (above, field) = path.rsplit_once('/').unwrap();
            it.pointer_mut(above).unwrap()[field] = value.clone();
        })
    };
    let bands = |bands: Value| {
        let mut tariff = express(1400, 1000, 300);
        tariff["bands"] = bands;
        zones(vec![zone(&[], tariff)])
    };
    type Spoil = Box<dyn Fn(&mut Value)>;
    let table: Vec<(Spoil, &str)> = vec![
        (at("/agreement_no", json!(" ")), "agreement_no"),
        (at("/name", json!("")), "name"),
        (at("/valid_until", json!("2025-12-31")), "valid_until"),
        (at("/claim_window_days", json!(0)), "claim_window_days"),
        (
            at("/performance_permille", json!(1001)),
            "performance_permille",
        ),
        (at("/services", json!([])), "services"),
        (
            at("/services/0/volume_divisor", json!(0)),
            "services[0].volume_divisor",
        ),
        (at("/services/0/step_g", json!(0)), "services[0].step_g"),
        (at("/services/0/step_g", json!(250)), "services[0].step_g"),
        (
            at("/services/0/limits", json!({"weight_g": 0})),
            "services[0].limits.weight_g",
        ),
        (at("/services/0/zones", json!([])), "services[0].zones"),
        (
            at("/services/0/surcharges", json!({"pickup": -1})),
            "services[0].surcharges.pickup",
        ),
        (
            at(
                "/services/0/surcharges",
                json!({"remote": [{"regions": [], "amount": 1}]}),
            ),
            "services[0].surcharges.remote[0].regions",
        ),
        (
            at("/liability/uninsured", json!({"kind": "cap", "amount": -5})),
            "liability.uninsured.amount",
        ),
        (
            zones(vec![
                zone(&["510000"], ltl(0, 0, 0)),
                zone(&["520000", "510000"], ltl(0, 0, 0)),
            ]),
            "services[0].zones[1].regions[1]",
        ),
        // 江北区 was merged into 两江新区, so both codes are one division.
        (
            zones(vec![
                zone(&["500105"], ltl(0, 0, 0)),
                zone(&["500157"], ltl(0, 0, 0)),
            ]),
            "services[0].zones[1].regions[0]",
        ),
        (
            zones(vec![zone(&[], ltl(-1, 0, 0))]),
            "services[0].zones[0].tariff.minimum",
        ),
        (
            zones(vec![zone(&[], express(-1, 1000, 0))]),
            "services[0].zones[0].tariff.first",
        ),
        (
            zones(vec![zone(&[], express(1, 0, 0))]),
            "services[0].zones[0].tariff.first_weight_g",
        ),
        (
            bands(json!([{"above_g": 100, "up_to_g": 500, "price": 1}])),
            "services[0].zones[0].tariff.bands[0].above_g",
        ),
        (
            bands(
                json!([{"above_g": 0, "up_to_g": 500, "price": 1}, {"above_g": 600, "up_to_g": 700, "price": 1}]),
            ),
            "services[0].zones[0].tariff.bands[1].above_g",
        ),
        (
            bands(
                json!([{"above_g": 0, "up_to_g": 500, "price": 1}, {"above_g": 400, "up_to_g": 700, "price": 1}]),
            ),
            "services[0].zones[0].tariff.bands[1].above_g",
        ),
        (
            bands(json!([{"above_g": 0, "up_to_g": 0, "price": 1}])),
            "services[0].zones[0].tariff.bands[0].up_to_g",
        ),
        (
            bands(
                json!([{"above_g": 0, "up_to_g": 500, "price": 2}, {"above_g": 500, "up_to_g": 700, "price": 1}]),
            ),
            "services[0].zones[0].tariff.bands[1].price",
        ),
        (
            bands(json!([{"above_g": 0, "up_to_g": 500, "price": 9000}])),
            "services[0].zones[0].tariff.first",
        ),
    ];
    agreement(usual()).check().unwrap();
    for (spoil, expected) in table {
        let mut spoilt = usual();
        spoil(&mut spoilt);
        let refusal = agreement(spoilt).check().unwrap_err();
        let places: Vec<&str> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(places, [expected]);
    }
}

#[test]
fn names_and_the_rest_of_the_country_stand_once() {
    let mut twice = usual();
    let service = twice["services"][0].clone();
    twice["services"].as_array_mut().unwrap().push(service);
    twice["services"][0]["zones"] = json!([zone(&[], ltl(1, 1, 1)), zone(&[], ltl(2, 2, 2))]);
    let refusal = agreement(twice).check().unwrap_err();
    let places: Vec<&str> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(
        places,
        [
            "services[0].zones[1].name",
            "services[0].zones[1].regions",
            "services[1].code"
        ]
    );
}

#[test]
fn what_is_not_a_division_or_not_known_does_not_read() {
    for (field, value) in [
        ("regions", json!(["999999"])),
        ("region", json!([])),
        ("transit_days", json!(-1)),
    ] {
        let mut wrong = usual();
        wrong["services"][0]["zones"][0][field] = value;
        assert!(
            serde_json::from_value::<crate::carrier::CarrierAgreement>(wrong).is_err(),
            "{field}"
        );
    }
}
