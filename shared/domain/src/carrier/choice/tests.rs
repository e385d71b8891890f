use serde_json::{Value, json};

use super::*;
use crate::carrier::samples::{agreement, agreement_json, express, region, service_json, zone};

/// Chengdu in so many days for so many fen.
fn service(code: &str, days: u16, first: i64) -> Value {
    let mut service = service_json(code, "express", 6000, 1000, express(first, 1000, 100));
    let mut chengdu = zone(&["510000"], express(first, 1000, 100));
    chengdu["transit_days"] = json!(days);
    service["zones"] = json!([chengdu]);
    service
}

fn parcel(weight_g: u64) -> Parcel {
    Parcel {
        to: Some(region("510107")),
        weight_g,
        ..Parcel::default()
    }
}

fn compared(
    agreements: &[Value],
    parcel: &Parcel,
    ready_at: &str,
    required_by: Option<&str>,
) -> CarrierComparison {
    let agreements: Vec<_> = agreements.iter().cloned().map(agreement).collect();
    let transport = Transport {
        parcel,
        ready_at: ready_at.parse().unwrap(),
        required_by: required_by.map(|date| date.parse().unwrap()),
        calendar: &WorkingCalendar::built_in(),
    };
    let in_force = agreements.iter().map(|value| InForce { version: 1, value });
    compare(in_force, &transport)
}

/// Thursday, 10:00 in Shanghai.
const READY: &str = "2026-03-05T02:00:00Z";

fn names(comparison: &CarrierComparison) -> Vec<String> {
    let considered = comparison.considered.iter();
    considered
        .map(|it| format!("{}/{}", it.carrier, it.service.as_ref().unwrap()))
        .collect()
}

#[test]
fn the_cheapest_that_arrives_in_time_is_chosen() {
    let agreements = [
        agreement_json("slow", 900, vec![service("std", 5, 500)]),
        agreement_json(
            "good",
            990,
            vec![service("std", 2, 800), service("fast", 1, 2000)],
        ),
        agreement_json("fair", 900, vec![service("std", 2, 800)]),
    ];
    for (required_by, expected, late) in [
        (None, "slow/std good/std fair/std good/fast", false),
        (
            Some("2026-03-10"),
            "slow/std good/std fair/std good/fast",
            false,
        ),
        (
            Some("2026-03-07"),
            "good/std fair/std good/fast slow/std",
            false,
        ),
        (
            Some("2026-03-06"),
            "good/fast good/std fair/std slow/std",
            false,
        ),
        (
            Some("2026-03-05"),
            "good/fast good/std fair/std slow/std",
            true,
        ),
    ] {
        let comparison = compared(&agreements, &parcel(800), READY, required_by);
        assert_eq!(names(&comparison).join(" "), expected, "{required_by:?}");
        let chosen = choose(&comparison, None).unwrap();
        assert_eq!(comparison.is_late(chosen), late, "{required_by:?}");
        let fair = CarrierCode::parse("fair").unwrap();
        assert_eq!(choose(&comparison, Some(&fair)).unwrap().carrier, fair);
    }
}

#[test]
fn what_comes_after_the_cut_off_leaves_on_the_next_day_of_picking_up() {
    for (ready_at, pick_up, leaves, arrives) in [
        (
            "2026-03-05T02:00:00Z",
            "every_day",
            "2026-03-05",
            "2026-03-07",
        ),
        (
            "2026-03-05T10:00:00Z",
            "every_day",
            "2026-03-05",
            "2026-03-07",
        ),
        (
            "2026-03-05T10:00:01Z",
            "every_day",
            "2026-03-06",
            "2026-03-08",
        ),
        (
            "2026-03-06T10:00:01Z",
            "every_day",
            "2026-03-07",
            "2026-03-09",
        ),
        (
            "2026-03-06T10:00:01Z",
            "working_days",
            "2026-03-09",
            "2026-03-11",
        ),
        (
            "2026-03-07T02:00:00Z",
            "working_days",
            "2026-03-09",
            "2026-03-11",
        ),
        // A Saturday that is worked.
        (
            "2026-02-28T02:00:00Z",
            "working_days",
            "2026-02-28",
            "2026-03-02",
        ),
        // 00:30 in Shanghai.
        (
            "2026-03-05T16:30:00Z",
            "every_day",
            "2026-03-06",
            "2026-03-08",
        ),
    ] {
        let mut service = service("std", 2, 800);
        service["pick_up"] = json!(pick_up);
        let agreements = [agreement_json("sf", 900, vec![service])];
        let comparison = compared(&agreements, &parcel(800), ready_at, None);
        let quote = choose(&comparison, None).unwrap();
        assert_eq!(quote.leaves_on, Some(leaves.parse().unwrap()), "{ready_at}");
        assert_eq!(
            quote.arrives_on,
            Some(arrives.parse().unwrap()),
            "{ready_at}"
        );
    }
}

#[test]
fn who_cannot_carry_it_is_named_with_the_reason() {
    let with = |field: &str, value: Value| {
        let mut service = service("std", 2, 800);
        service[field] = value;
        service
    };
    let insured = Parcel {
        insured: Some(Money::from_fen(400_000)),
        ..parcel(800)
    };
    let long = Parcel {
        longest_edge_cm: Some(151),
        volume_cm3: 9_001,
        ..parcel(30_001)
    };
    let abroad = Parcel {
        to: Some(region("810000")),
        ..parcel(800)
    };
    let unknown = Parcel {
        to: None,
        ..parcel(800)
    };
    let usual = service("std", 2, 800);
    let table = [
        (&usual, &insured, READY, "not_insurable", None),
        (&usual, &abroad, READY, "out_of_reach", None),
        (&usual, &unknown, READY, "out_of_reach", None),
        (&usual, &parcel(u64::MAX), READY, "beyond_amounts", None),
        (
            &usual,
            &parcel(1),
            "2025-12-30T02:00:00Z",
            "not_valid",
            Some("2026-01-01..=2026-12-31"),
        ),
        (
            &usual,
            &parcel(1),
            "2027-01-01T02:00:00Z",
            "not_valid",
            Some("2026-01-01..=2026-12-31"),
        ),
        // On the last day it is too late for the day.
        (
            &usual,
            &parcel(1),
            "2026-12-31T10:00:01Z",
            "not_valid",
            Some("2026-01-01..=2026-12-31"),
        ),
        (
            &with("limits", json!({"weight_g": 30_000})),
            &long,
            READY,
            "too_heavy",
            Some("30000 g"),
        ),
        (
            &with("limits", json!({"edge_cm": 150})),
            &long,
            READY,
            "too_long",
            Some("150 cm"),
        ),
        (
            &with("limits", json!({"volume_cm3": 9_000})),
            &long,
            READY,
            "too_bulky",
            Some("9000 cm3"),
        ),
        (
            &with("excluded_regions", json!(["510100"])),
            &parcel(1),
            READY,
            "region_excluded",
            Some("510100"),
        ),
        (
            &with("pick_up", json!("working_days")),
            &parcel(1),
            "2027-01-01T02:00:00Z",
            "calendar_year_missing",
            Some("2027"),
        ),
    ];
    for (service, parcel, ready_at, reason, bound) in table {
        let agreements = [agreement_json("sf", 900, vec![service.clone()])];
        let comparison = compared(&agreements, parcel, ready_at, None);
        let why = comparison.excluded[0].why;
        assert_eq!((why.name(), why.bound().as_deref()), (reason, bound));
        let wire = serde_json::to_value(&comparison.excluded[0]).unwrap();
        assert_eq!(wire["reason"], reason);
        let back: Excluded = serde_json::from_value(wire).unwrap();
        assert_eq!(back, comparison.excluded[0]);
        let refusal = choose(&comparison, None).unwrap_err();
        assert_eq!(refusal.code, "no_carrier_available");
        assert_eq!(refusal.evidence[1].found, reason);
    }
}

#[test]
fn limits_are_reached_before_they_are_passed() {
    let mut limited = service("std", 2, 800);
    limited["limits"] = json!({"weight_g": 30_000, "edge_cm": 150, "volume_cm3": 9_000});
    let just = Parcel {
        longest_edge_cm: Some(150),
        volume_cm3: 9_000,
        ..parcel(30_000)
    };
    let comparison = compared(
        &[agreement_json("sf", 900, vec![limited])],
        &just,
        READY,
        None,
    );
    assert_eq!(comparison.considered[0].freight.fen(), 800 + 29 * 100);
}

#[test]
fn the_smallest_division_decides_the_zone() {
    let mut service = service_json("std", "express", 6000, 1000, express(9, 1000, 0));
    service["zones"] = json!([
        zone(&["510000"], express(3, 1000, 0)),
        zone(&["510107"], express(1, 1000, 0)),
        zone(&["510100"], express(2, 1000, 0)),
        zone(&[], express(4, 1000, 0)),
    ]);
    let service = crate::carrier::samples::service(service);
    for (to, expected) in [("510107", 1), ("510104", 2), ("510300", 3), ("110000", 4)] {
        let found = service.zone_of(Some(region(to))).unwrap();
        let parcel = Parcel {
            weight_g: 1,
            ..Parcel::default()
        };
        assert_eq!(
            rate(&service, found, &parcel).unwrap().base.fen(),
            expected,
            "{to}"
        );
    }
}

#[test]
fn insurance_can_change_the_choice() {
    let with = |carrier: &str, first, permille| {
        let mut service = service("std", 2, first);
        service["surcharges"] = json!({"insurance": {"permille": permille, "minimum": 100}});
        agreement_json(carrier, 900, vec![service])
    };
    let agreements = [with("cheap", 800, 5), with("dear", 1_000, 3)];
    let plain = compared(&agreements, &parcel(800), READY, None);
    assert_eq!(names(&plain), ["cheap/std", "dear/std"]);
    let insured = Parcel {
        insured: Some(Money::from_fen(400_000)),
        ..parcel(800)
    };
    let insured = compared(&agreements, &insured, READY, None);
    assert_eq!(names(&insured), ["dear/std", "cheap/std"]);
    assert_eq!(insured.considered[0].freight.fen(), 1_000 + 1_200);
}

#[test]
fn choices_from_before_there_were_agreements_read() {
    let old = json!({
        "chosen": {"carrier": "ems", "freight": 800, "transit_days": 4},
        "considered": [{"carrier": "ems", "freight": 800, "transit_days": 4}],
    });
    let read: CarrierChoice = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), old);
}
