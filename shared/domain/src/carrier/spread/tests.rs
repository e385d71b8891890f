use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::carrier::samples::{agreement, agreement_json, express, region, service_json};
use crate::identifiers::Sku;

fn pieces(of: &[(&str, u32)]) -> Vec<Pieces> {
    let pieces = of.iter().map(|(sku, quantity)| Pieces {
        sku: Sku::parse(sku).unwrap(),
        quantity: *quantity,
    });
    pieces.collect()
}

/// A piece of `S-300` weighs 300 g.
fn measure(pieces: &[Pieces]) -> Parcel {
    let weight = |pieces: &Pieces| {
        let one = pieces.sku.as_str().split_once('-').unwrap().1;
        one.parse::<u64>().unwrap() * u64::from(pieces.quantity)
    };
    Parcel {
        to: Some(region("510107")),
        weight_g: pieces.iter().map(weight).sum(),
        ..Parcel::default()
    }
}

fn service(code: &str, most_g: u64, first: i64) -> serde_json::Value {
    let mut service = service_json(code, "express", 0, 1000, express(first, 1000, 100));
    service["limits"] = json!({"weight_g": most_g});
    service
}

fn spread_over(
    services: Vec<serde_json::Value>,
    goods: &[Pieces],
    given: Option<&[Packed]>,
    named: Option<&str>,
) -> Result<Spread, Refusal> {
    let agreement = agreement(agreement_json("good", 990, services));
    let named = named.map(|code| ServiceCode::parse(code).unwrap());
    let load = Load {
        warehouse: &"CQ1".to_owned(),
        pieces: goods,
        given,
        measure: &measure,
        ready_at: "2026-03-05T02:00:00Z".parse().unwrap(),
        required_by: None,
        calendar: &WorkingCalendar::built_in(),
    };
    let in_force = InForce {
        version: 1,
        value: &agreement,
    };
    spread([in_force], &load, (None, named.as_ref()))
}

#[test]
fn one_service_carries_all_parcels_and_the_cheapest_together_is_taken() {
    let goods = pieces(&[("S-300", 10)]);
    // Four parcels of 900 g at most for 400 each, or one of 3 kg for 1,500 and 200 more.
    let services = vec![service("small", 900, 400), service("large", 5_000, 1_500)];
    let small = spread_over(services.clone(), &goods, None, None).unwrap();
    let quantities: Vec<_> = small
        .parcels
        .iter()
        .map(|(packed, _)| packed.pieces[0].quantity)
        .collect();
    assert_eq!(quantities, [3, 3, 3, 1]);
    let totals = small.comparison.considered.iter();
    let totals: Vec<_> = totals.map(|quote| quote.freight.fen()).collect();
    assert_eq!(totals, [1_600, 1_700]);
    let large = spread_over(services, &goods, None, Some("large")).unwrap();
    assert_eq!(large.parcels.len(), 1);
    assert_eq!(large.parcels[0].1.freight.fen(), 1_700);
}

#[test]
fn a_piece_that_is_too_heavy_alone_and_too_many_parcels_are_refused_with_the_limit() {
    for goods in [pieces(&[("S-901", 1)]), pieces(&[("S-900", 11)])] {
        let refusal = spread_over(vec![service("small", 900, 400)], &goods, None, None);
        let refusal = refusal.unwrap_err();
        assert_eq!(refusal.code, "no_carrier_available");
        assert!(refusal.evidence.iter().any(|it| it.found == "too_heavy"));
    }
}

#[test]
fn parcels_that_a_person_packed_are_priced_as_they_are() {
    let goods = pieces(&[("S-300", 2)]);
    let packed = |weight_g| Packed {
        pieces: pieces(&[("S-300", 1)]),
        parcel: Parcel {
            weight_g,
            ..measure(&pieces(&[("S-300", 1)]))
        },
    };
    let given = [packed(1_000), packed(1_200)];
    let spread = spread_over(
        vec![service("small", 2_000, 400)],
        &goods,
        Some(&given),
        None,
    );
    let freights: Vec<_> = spread
        .unwrap()
        .parcels
        .iter()
        .map(|(_, quote)| quote.freight.fen())
        .collect();
    assert_eq!(freights, [400, 500]);
}

proptest! {
    #[test]
    fn cut_parcels_hold_every_piece_once_and_none_is_too_heavy(
        quantities in prop::collection::vec(0_u32..40, 3),
        most_g in 500_u64..8_000,
    ) {
        let named = [("A-100", quantities[0]), ("B-250", quantities[1]), ("C-480", quantities[2])];
        let goods: Vec<Pieces> = pieces(&named).into_iter().filter(|it| it.quantity > 0).collect();
        prop_assume!(!goods.is_empty());
        if let Ok(spread) = spread_over(vec![service("s", most_g, 400)], &goods, None, None) {
            prop_assert!(spread.parcels.len() <= MOST_PARCELS);
            for pieces in &goods {
                let packed = spread.parcels.iter().flat_map(|(packed, _)| &packed.pieces);
                let packed: u32 = packed.filter(|it| it.sku == pieces.sku).map(|it| it.quantity).sum();
                prop_assert_eq!(packed, pieces.quantity);
            }
            for (packed, _) in &spread.parcels {
                prop_assert!(packed.parcel.weight_g <= most_g);
            }
        }
    }
}
