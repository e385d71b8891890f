use super::samples::{offer, supplier};
use super::*;
use crate::order::samples::facts;
use jiff::civil::date;
use proptest::prelude::*;

/// A bidder of the table: code, lead time, unit price, passed of 1,000, on time of 10.
type Row = (&'static str, u16, i64, u64, u64);

fn chosen(rows: &[Row], need: &Need, named: Option<&str>) -> Result<SupplierChoice, Refusal> {
    let suppliers: Vec<(Supplier, SupplierOffer)> = rows
        .iter()
        .map(|&(code, days, fen, passed, on_time)| {
            let mut supplier = supplier(code, days);
            supplier.record.passed = passed;
            supplier.record.on_time = on_time;
            (supplier, offer(code, &[(1, fen)]))
        })
        .collect();
    let bidders: Vec<Bidder<'_>> = suppliers
        .iter()
        .map(|(supplier, offer)| Bidder {
            supplier,
            offer: Some(offer),
        })
        .collect();
    let named = named.map(|code| SupplierCode::parse(code).unwrap());
    facts(|facts| choose(need, &bidders, named.as_ref(), facts))
}

/// Ten pieces; today is Monday, 2 March 2026.
fn need(by: Date) -> Need {
    Need {
        sku: Sku::parse("TEA-1").unwrap(),
        quantity: 10,
        by,
    }
}

const FRIDAY: Date = date(2026, 3, 6);

#[test]
fn the_lowest_weighed_cost_in_time_is_chosen_and_otherwise_the_earliest() {
    let table: [(&str, &[Row], &str, ChoiceReason); 7] = [
        (
            "the cheaper of two",
            &[("a", 3, 100, 1_000, 10), ("b", 3, 99, 1_000, 10)],
            "b",
            ChoiceReason::LowestCost,
        ),
        (
            "the cheaper comes too late",
            &[("a", 4, 100, 1_000, 10), ("b", 5, 50, 1_000, 10)],
            "a",
            ChoiceReason::LowestCost,
        ),
        (
            "a tenth of the pieces fails: five in a hundred dearer",
            &[("a", 3, 104, 1_000, 10), ("b", 3, 100, 900, 10)],
            "a",
            ChoiceReason::LowestCost,
        ),
        (
            "exactly as dear, so the first by code",
            &[("b", 3, 105, 1_000, 10), ("a", 3, 100, 900, 10)],
            "a",
            ChoiceReason::LowestCost,
        ),
        (
            "half of the receipts late: ten in a hundred dearer",
            &[("a", 3, 111, 1_000, 10), ("b", 3, 100, 1_000, 5)],
            "b",
            ChoiceReason::LowestCost,
        ),
        (
            "equal, so the faster",
            &[("a", 3, 100, 1_000, 10), ("b", 2, 100, 1_000, 10)],
            "b",
            ChoiceReason::LowestCost,
        ),
        (
            "nobody in time",
            &[
                ("a", 7, 50, 1_000, 10),
                ("b", 6, 100, 1_000, 10),
                ("c", 6, 90, 1_000, 10),
            ],
            "c",
            ChoiceReason::Earliest,
        ),
    ];
    for (case, rows, expected, reason) in table {
        let choice = chosen(rows, &need(FRIDAY), None).unwrap();
        let found = (choice.chosen.supplier.as_str(), choice.reason);
        assert_eq!(found, (expected, reason), "{case}");
    }
}

#[test]
fn the_explanation_names_everyone_with_cost_date_and_score_or_with_the_reason() {
    let rows = [
        ("late", 9, 1, 1_000, 10),
        ("a", 4, 100, 900, 5),
        ("b", 2, 200, 1_000, 10),
    ];
    let choice = chosen(&rows, &need(FRIDAY), None).unwrap();
    let considered: Vec<_> = choice
        .considered
        .iter()
        .map(|bid| {
            (
                bid.supplier.as_str(),
                bid.landed.fen(),
                bid.weighed.fen(),
                bid.arrives,
            )
        })
        .collect();
    // 1,000 × (1 + 0.5 × 0.1 + 0.2 × 0.5)
    assert_eq!(
        considered,
        [
            ("a", 1_000, 1_150, FRIDAY),
            ("b", 2_000, 2_000, date(2026, 3, 4))
        ]
    );
    assert_eq!(choice.considered[0], choice.chosen);
    let late = Exclusion::Late {
        arrives: date(2026, 3, 13),
    };
    let told: Vec<_> = choice
        .excluded
        .iter()
        .map(|it| (it.supplier.as_str(), &it.reason))
        .collect();
    assert_eq!(told, [("late", &late)]);
}

#[test]
fn a_person_may_name_whom_nobody_would_choose() {
    let rows = [("a", 3, 100, 1_000, 10), ("b", 30, 900, 100, 0)];
    let choice = chosen(&rows, &need(FRIDAY), Some("b")).unwrap();
    assert_eq!(choice.chosen.supplier.as_str(), "b");
    assert_eq!(
        (choice.reason, choice.considered.len()),
        (ChoiceReason::Named, 2)
    );
    let refusal = chosen(&rows, &need(FRIDAY), Some("c")).unwrap_err();
    assert_eq!(refusal.code, "no_supplier_available");
}

#[test]
fn whoever_cannot_bid_is_excluded_with_the_reason() {
    let (mut over, unpriced, far) = (
        supplier("over", 3),
        supplier("unpriced", 3),
        supplier("far", 250),
    );
    over.profile.until = Some(date(2026, 3, 1));
    let mut vast = offer("vast", &[(1, i64::MAX)]);
    vast.freight_per_piece = Money::from_fen(1);
    let vast_supplier = supplier("vast", 3);
    let plain = offer("any", &[(1, 100)]);
    let bidders = [
        Bidder {
            supplier: &vast_supplier,
            offer: Some(&vast),
        },
        Bidder {
            supplier: &over,
            offer: Some(&plain),
        },
        Bidder {
            supplier: &unpriced,
            offer: None,
        },
        Bidder {
            supplier: &far,
            offer: Some(&plain),
        },
    ];
    let refusal = facts(|facts| choose(&need(FRIDAY), &bidders, None, facts)).unwrap_err();
    assert_eq!(refusal.code, "no_supplier_available");
    let found: Vec<_> = refusal
        .evidence
        .iter()
        .map(|it| it.found.split(':').next().unwrap())
        .collect();
    assert_eq!(found, ["far", "over", "unpriced", "vast"]);
    assert!(chosen(&[], &need(FRIDAY), None).is_err());
}

prop_compose! {
    fn rows()(rows in proptest::collection::vec((1_u16..20, 1_i64..300, 500_u64..=1_000, 0_u64..=10), 1..6)) -> Vec<Row> {
        let codes = ["a", "b", "c", "d", "e"];
        codes.into_iter().zip(rows).map(|(code, (days, fen, passed, on_time))| (code, days, fen, passed, on_time)).collect()
    }
}

proptest! {
    #[test]
    fn the_choice_is_the_best_of_all_and_does_not_depend_on_their_order(rows in rows(), days in 0_i64..30) {
        let by = date(2026, 3, 2).saturating_add(jiff::Span::new().days(days));
        let choice = chosen(&rows, &need(by), None).unwrap();
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(&choice, &chosen(&turned, &need(by), None).unwrap());
        prop_assert_eq!(choice.considered.len() + choice.excluded.len(), rows.len());
        for bid in &choice.considered {
            match choice.reason {
                ChoiceReason::LowestCost => {
                    prop_assert!(bid.arrives <= by && choice.chosen.weighed <= bid.weighed);
                }
                ChoiceReason::Earliest => {
                    prop_assert!(bid.arrives > by && choice.chosen.arrives <= bid.arrives);
                }
                ChoiceReason::Named => prop_assert!(false, "nobody was named"),
            }
        }
        let in_time = choice.reason == ChoiceReason::LowestCost;
        prop_assert!(in_time || choice.excluded.is_empty());
    }

    #[test]
    fn a_better_score_never_loses(rows in rows(), better in 0_usize..5) {
        let by = date(2026, 12, 1);
        let choice = chosen(&rows, &need(by), None).unwrap();
        let winner = rows.iter().position(|row| row.0 == choice.chosen.supplier.as_str()).unwrap();
        let mut again = rows.clone();
        again[winner].3 = (again[winner].3 + better as u64).min(1_000);
        prop_assert_eq!(chosen(&again, &need(by), None).unwrap().chosen.supplier, choice.chosen.supplier);
    }
}
