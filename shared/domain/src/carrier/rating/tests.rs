//! Worked examples, reckoned by hand with the formulas of section T, and what holds for all.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::carrier::samples::{express, ltl, region, service, service_json};

fn services() -> [(&'static str, CarrierService); 7] {
    let mut banded = express(500, 1000, 15);
    banded["bands"] = json!([
        {"above_g": 0, "up_to_g": 500, "price": 320},
        {"above_g": 500, "up_to_g": 1000, "price": 400},
        {"above_g": 1000, "up_to_g": 3000, "price": 600},
    ]);
    let mut air = service_json("air", "air", 6000, 500, express(2000, 500, 800));
    air["surcharges"] = json!({
        "fuel_permille": 150, "insurance": {"permille": 5, "minimum": 100},
        "remote": [
            {"regions": ["540000"], "amount": 1500}, {"regions": ["540100"], "amount": 500},
        ],
    });
    let mut road = service_json("road", "road", 4800, 500, ltl(5000, 95, 21_000));
    road["surcharges"] = json!({
        "pickup": 1000, "delivery": 2000, "upstairs": 1500,
        "insurance": {"permille": 3, "minimum": 500},
    });
    let mut rail = service_json("rail", "rail", 12_000, 1000, ltl(10_000, 60, 15_000));
    rail["surcharges"] = json!({"fuel_permille": 80});
    let express_service = service_json("express", "express", 6000, 1000, express(1400, 1000, 300));
    let economy = service_json("economy", "economy", 8000, 500, express(700, 1000, 150));
    let bands = service_json("bands", "economy", 8000, 100, banded);
    let freight = service_json("ltl", "ltl", 0, 1000, ltl(3000, 120, 30_000));
    [
        ("express", service(express_service)),
        ("economy", service(economy)),
        ("bands", service(bands)),
        ("ltl", service(freight)),
        ("air", service(air)),
        ("road", service(road)),
        ("rail", service(rail)),
    ]
}

/// Service, grams, cm³, destination, insured fen, upstairs; then chargeable grams, freight and total.
const WORKED: &str = "
    express       0        0 510100       0 no        0   1400   1400  no weight pays the first
    express       1        0 510100       0 no     1000   1400   1400  a gram
    express    1000        0 510100       0 no     1000   1400   1400  exactly the first weight
    express    1001        0 510100       0 no     2000   1700   1700  one gram above
    express    2000        0 510100       0 no     2000   1700   1700  exactly one step more
    express    2001        0 510100       0 no     3000   2000   2000  one gram above that
    express     800     6000 510100       0 no     1000   1400   1400  6000 cm3 are a kilogram
    express     800     6001 510100       0 no     2000   1700   1700  1000.2 g of volume
    express    5000    12000 510100       0 no     5000   2600   2600  weight beats volume
    express     500    48000 510100       0 no     8000   3500   3500  volume beats weight
    express   30000        0 510100       0 no    30000  10100  10100  29 steps
    express   99999        0 510100       0 no   100000  31100  31100  99 steps
    economy     400        0 510100       0 no      500    700    700  below the first weight
    economy    1000        0 510100       0 no     1000    700    700  half-kilogram steps
    economy    1001        0 510100       0 no     1500    850    850  one step
    economy    1500        0 510100       0 no     1500    850    850  exactly one step
    economy    1501        0 510100       0 no     2000   1000   1000  two steps
    economy    1000    12000 510100       0 no     1500    850    850  1500 g of volume
    economy    1000    12001 510100       0 no     2000   1000   1000  1500.1 g of volume
    economy    1000     8000 510100       0 no     1000    700    700  volume as heavy as weight
    bands         0        0 510100       0 no        0    320    320  the first band holds nought
    bands       500        0 510100       0 no      500    320    320  its upper end
    bands       501        0 510100       0 no      600    400    400  the second band
    bands      1000        0 510100       0 no     1000    400    400  its upper end
    bands      1001        0 510100       0 no     1100    600    600  the third band
    bands      3000        0 510100       0 no     3000    600    600  its upper end
    bands      3001        0 510100       0 no     3100    815    815  500 + 21 x 15 beyond the bands
    bands     10000        0 510100       0 no    10000   1850   1850  500 + 90 x 15
    bands       450     8000 510100       0 no     1000    400    400  a band by volume
    ltl       10000    50000 510100       0 no    10000   3000   3000  1200 and 1500 are below the minimum
    ltl       25000   100000 510100       0 no    25000   3000   3000  exactly the minimum
    ltl       25001        0 510100       0 no    26000   3120   3120  a gram above it
    ltl      100000   500000 510100       0 no   100000  15000  15000  m3 beats kg
    ltl      200000   500000 510100       0 no   200000  24000  24000  kg beats m3
    ltl           0        1 510100       0 no        0   3000   3000  nearly nothing
    ltl        1000  1000001 510100       0 no     1000  30001  30001  a part of a fen is a fen
    air         500        0 510100       0 no      500   2000   2300  fuel 300
    air         501        0 510100       0 no     1000   2800   3220  fuel 420
    air         500        0 540100       0 no      500   2000   2800  remote 500: Lhasa itself
    air         500        0 540200       0 no      500   2000   3800  remote 1500: elsewhere in Tibet
    air         500        0 510100   10000 no      500   2000   2400  insurance 50, at least 100
    air         500        0 510100   20000 no      500   2000   2400  insurance exactly 100
    air         500        0 510100   20001 no      500   2000   2401  insurance 100.005
    air         500        0 510100  500000 no      500   2000   4800  insurance 2500
    air         500     9000 540200  500000 no     1500   3600   8140  1500 + fuel 540 + 2500
    road      10000        0 510100       0 no    10000   5000   8000  pickup 1000 and delivery 2000
    road      10000        0 510100       0 yes   10000   5000   9500  upstairs 1500
    road      60000   240000 510100       0 no    60000   5700   8700  50 kg of volume, 5040 by m3
    road      10000   288000 510100       0 no    60000   6048   9048  5700 by volume weight, 6048 by m3
    road      10000        0 510100  100000 no    10000   5000   8500  insurance 300, at least 500
    road      10000        0 510100 1000000 no    10000   5000  11000  insurance 3000
    rail     100000        0 510100       0 no   100000  10000  10800  the minimum, with fuel 800
    rail     201000        0 510100       0 no   201000  12060  13025  fuel 964.8
    rail     300000  2000000 510100       0 no   300000  30000  32400  2 m3, with fuel 2400
    rail     166000  2000000 510100       0 no   167000  30000  32400  166.7 kg of volume
    rail     500000        0 510100  100000 no   500000  30000  32400  no insurance to be had, none charged
";

#[test]
fn worked_examples_come_out_as_by_hand() {
    let services = services();
    let mut examples = 0;
    for line in WORKED.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let number = |cell: usize| cells[cell].parse::<u64>().unwrap();
        let (_, service) = services.iter().find(|(name, _)| *name == cells[0]).unwrap();
        let insured = i64::try_from(number(4)).unwrap();
        let parcel = Parcel {
            to: Some(region(cells[3])),
            weight_g: number(1),
            volume_cm3: number(2),
            longest_edge_cm: None,
            insured: (insured > 0).then(|| Money::from_fen(insured)),
            upstairs: cells[5] == "yes",
        };
        let zone = service.zone_of(parcel.to).unwrap();
        let rating = rate(service, zone, &parcel).unwrap();
        let found = (
            rating.chargeable_g,
            rating.base.fen(),
            rating.total().unwrap().fen(),
        );
        let fen = |cell: usize| i64::try_from(number(cell)).unwrap();
        assert_eq!(found, (number(6), fen(7), fen(8)), "{line}");
        examples += 1;
    }
    assert!(examples >= 40);
}

#[test]
fn a_first_weight_between_two_steps_begins_a_step() {
    let service = service(service_json("x", "express", 0, 500, express(900, 800, 200)));
    for (weight_g, expected) in [(500, 900), (501, 1100), (800, 1100), (1001, 1300)] {
        let parcel = Parcel {
            weight_g,
            ..Parcel::default()
        };
        let rating = rate(&service, service.zone_of(None).unwrap(), &parcel).unwrap();
        assert_eq!(rating.base.fen(), expected, "{weight_g} g");
    }
}

fn parcels() -> impl Strategy<Value = Parcel> {
    let weights = prop_oneof![0..200_000_u64, any::<u64>()];
    let volumes = prop_oneof![0..5_000_000_u64, any::<u64>()];
    let declared = prop::option::of(0..=i64::MAX);
    (weights, volumes, declared, any::<bool>()).prop_map(
        |(weight_g, volume_cm3, declared, upstairs)| Parcel {
            to: Some(region("540100")),
            weight_g,
            volume_cm3,
            longest_edge_cm: None,
            insured: declared.map(Money::from_fen),
            upstairs,
        },
    )
}

proptest! {
    #[test]
    fn a_price_is_never_negative_and_holds_what_it_is_made_of(parcel in parcels(), which in 0_usize..7) {
        let (_, service) = &services()[which];
        let zone = service.zone_of(parcel.to).unwrap();
        if let Some(rating) = rate(service, zone, &parcel) {
            prop_assert!(rating.chargeable_g >= rating.actual_g.max(rating.volume_g));
            prop_assert!(rating.chargeable_g.is_multiple_of(service.step_g.into()));
            prop_assert!(rating.chargeable_g - rating.actual_g.max(rating.volume_g) < service.step_g.into());
            if let Some(total) = rating.total() {
                prop_assert!(total >= rating.base && !rating.base.is_negative());
            }
        }
    }

    #[test]
    fn more_weight_volume_or_value_never_costs_less(
        parcel in parcels(), weight in any::<u32>(), volume in any::<u32>(), value in any::<u32>(), which in 0_usize..7,
    ) {
        let (_, service) = &services()[which];
        let more = Parcel {
            weight_g: parcel.weight_g.saturating_add(weight.into()),
            volume_cm3: parcel.volume_cm3.saturating_add(volume.into()),
            insured: parcel.insured.and_then(|it| it.checked_add(Money::from_fen(value.into()))),
            ..parcel.clone()
        };
        let zone = service.zone_of(parcel.to).unwrap();
        if more.insured.is_some() == parcel.insured.is_some()
            && let (Some(less), Some(more)) = (rate(service, zone, &parcel), rate(service, zone, &more))
        {
            prop_assert!(less.base <= more.base && less.fuel <= more.fuel);
            prop_assert!(less.insurance <= more.insurance);
        }
    }
}
