use proptest::prelude::*;

use super::*;

const SICHUAN: u8 = 51;
const BEIJING: u8 = 11;

fn pieces(sku: &str, quantity: u32) -> Pieces {
    Pieces {
        sku: Sku::parse(sku).unwrap(),
        quantity,
    }
}

fn rule(warehouse: &str, serves: &[u8], priority: u16, cost: (i64, i64)) -> WarehouseRule {
    WarehouseRule {
        warehouse: warehouse.to_owned(),
        serves: serves.to_vec(),
        priority,
        costs: vec![WarehouseCost {
            provinces: Vec::new(),
            per_shipment: Money::from_fen(cost.0),
            per_piece: Money::from_fen(cost.1),
        }],
    }
}

fn levels(stock: &[(&str, &str, u64)]) -> Levels {
    let level = |(warehouse, sku, quantity): &(&str, &str, u64)| {
        let place = ((*warehouse).to_owned(), Sku::parse(sku).unwrap());
        (place, *quantity)
    };
    stock.iter().map(level).collect()
}

/// Chongqing serves everywhere, Chengdu the west, Langfang the north.
fn policy() -> SourcingPolicy {
    SourcingPolicy {
        warehouses: vec![
            rule("CQ1", &[], 1, (800, 20)),
            rule("CD1", &[51, 53, 54], 2, (600, 20)),
            rule("LF1", &[11, 12, 13], 3, (900, 30)),
        ],
        ..SourcingPolicy::default()
    }
}

/// `warehouse: sku x quantity …`, and what is missing.
fn told(sourced: &Sourced) -> (String, String) {
    let list = |pieces: &[Pieces]| {
        let piece = |pieces: &Pieces| format!("{} x {}", pieces.sku, pieces.quantity);
        pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
    };
    let taken = sourced.taken.iter();
    let taken = taken.map(|(warehouse, pieces)| format!("{warehouse}: {}", list(pieces)));
    (taken.collect::<Vec<_>>().join("; "), list(&sourced.missing))
}

#[test]
fn the_rules_choose_as_they_say() {
    let needs = [pieces("A", 2), pieces("B", 1)];
    let everywhere: &[_] = &[
        ("CQ1", "A", 9),
        ("CQ1", "B", 9),
        ("CD1", "A", 9),
        ("CD1", "B", 9),
    ];
    let apart: &[_] = &[("CQ1", "A", 2), ("CD1", "B", 1), ("LF1", "B", 5)];
    let few: &[_] = &[("CQ1", "A", 1), ("CD1", "A", 1), ("LF1", "B", 0)];
    for (what, stock, province, split, expected) in [
        (
            "meant for it, and cheaper",
            everywhere,
            SICHUAN,
            true,
            ("CD1: A x 2 B x 1", ""),
        ),
        (
            "Chengdu is not meant for Beijing",
            everywhere,
            BEIJING,
            true,
            ("CQ1: A x 2 B x 1", ""),
        ),
        (
            "two shipments, the second from where it is cheaper",
            apart,
            SICHUAN,
            true,
            ("CD1: B x 1; CQ1: A x 2", ""),
        ),
        (
            "two shipments, the second from where it is meant for",
            apart,
            BEIJING,
            true,
            ("CQ1: A x 2; LF1: B x 1", ""),
        ),
        (
            "whole or nothing: the warehouse that misses least counts",
            apart,
            SICHUAN,
            false,
            ("", "B x 1"),
        ),
        (
            "what is there leaves first",
            few,
            SICHUAN,
            true,
            ("CD1: A x 1; CQ1: A x 1", "B x 1"),
        ),
        ("nothing anywhere", &[], SICHUAN, true, ("", "A x 2 B x 1")),
        (
            "nothing anywhere, whole",
            &[],
            SICHUAN,
            false,
            ("", "A x 2 B x 1"),
        ),
    ] {
        let sourced = source(&needs, Some(&levels(stock)), &policy(), province, split);
        let told = told(&sourced);
        assert_eq!((told.0.as_str(), told.1.as_str()), expected, "{what}");
    }
}

#[test]
fn the_order_of_the_criteria_is_the_policys() {
    let needs = [pieces("A", 3)];
    let stock = levels(&[("CQ1", "A", 3), ("CD1", "A", 3), ("LF1", "A", 3)]);
    for (criteria, expected) in [
        (vec![SourcingCriterion::Priority], "CQ1"),
        (vec![SourcingCriterion::LandedCost], "CD1"),
        (
            vec![SourcingCriterion::Region, SourcingCriterion::Priority],
            "CQ1",
        ),
        (Vec::new(), "CD1"),
    ] {
        let policy = SourcingPolicy {
            criteria: criteria.clone(),
            ..policy()
        };
        let sourced = source(&needs, Some(&stock), &policy, BEIJING, false);
        assert_eq!(sourced.taken[0].0, expected, "{criteria:?}");
    }
}

#[test]
fn what_was_considered_is_told_best_first() {
    let needs = [pieces("A", 3)];
    let stock = levels(&[("CQ1", "A", 3), ("CD1", "A", 2)]);
    let sourced = source(&needs, Some(&stock), &policy(), SICHUAN, true);
    let told = sourced.considered.iter();
    let told: Vec<_> = told
        .map(|option| {
            (
                option.warehouses.join("+"),
                option.missing,
                option.cost.fen(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("CQ1".to_owned(), 0, 860),
            ("CD1+CQ1".to_owned(), 0, 1_460),
            ("CD1".to_owned(), 1, 640),
        ]
    );
}

#[test]
fn without_a_choice_nothing_is_looked_up_and_nothing_explained() {
    let sourced = source(
        &[pieces("A", 3)],
        None,
        &SourcingPolicy::default(),
        SICHUAN,
        false,
    );
    assert_eq!(told(&sourced), ("CQ1: A x 3".to_owned(), String::new()));
    assert_eq!(sourced.considered, []);
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let with = |change: &dyn Fn(&mut SourcingPolicy)| {
        let mut policy = policy();
        change(&mut policy);
        policy
            .check()
            .map_err(|refusal| refusal.evidence[0].at.clone())
    };
    assert_eq!(with(&|_| {}), Ok(()));
    let refused = |change: &dyn Fn(&mut SourcingPolicy)| with(change).unwrap_err();
    assert_eq!(
        refused(&|policy| policy.warehouses[1].warehouse = "CQ1".to_owned()),
        "sourcing.warehouses[1].warehouse"
    );
    assert_eq!(
        refused(&|policy| policy.warehouses[2].serves = vec![10]),
        "sourcing.warehouses[2].serves"
    );
    assert_eq!(
        refused(&|policy| policy.warehouses[0].costs[0].per_piece = Money::from_fen(-1)),
        "sourcing.warehouses[0].costs[0].per_piece"
    );
    assert_eq!(
        refused(&|policy| policy.criteria.push(SourcingCriterion::Region)),
        "sourcing.criteria"
    );
    let many = |policy: &mut SourcingPolicy| {
        policy.warehouses = (0..9)
            .map(|n| rule(&format!("W{n}"), &[], 0, (0, 0)))
            .collect();
    };
    assert_eq!(refused(&many), "sourcing.warehouses");
}

proptest! {
    #[test]
    fn nothing_is_taken_that_is_not_there_and_nothing_forgotten(
        wanted in proptest::collection::vec(1_u32..6, 1..5),
        stock in proptest::collection::vec(0_u64..6, 15),
        split in any::<bool>(),
    ) {
        let skus = ["A", "B", "C", "D", "E"];
        let needs: Vec<Pieces> = wanted.iter().zip(skus).map(|(n, sku)| pieces(sku, *n)).collect();
        let places = ["CQ1", "CD1", "LF1"].into_iter().flat_map(|w| skus.map(|sku| (w, sku)));
        let stock: Vec<_> = places.zip(&stock).map(|((w, sku), n)| (w, sku, *n)).collect();
        let stock = levels(&stock);
        let sourced = source(&needs, Some(&stock), &policy(), SICHUAN, split);
        for (warehouse, taken) in &sourced.taken {
            for taken in taken {
                let there = stock[&(warehouse.clone(), taken.sku.clone())];
                prop_assert!(taken.quantity > 0 && u64::from(taken.quantity) <= there);
            }
        }
        for need in &needs {
            let of = |pieces: &[Pieces]| -> u32 {
                pieces.iter().filter(|p| p.sku == need.sku).map(|p| p.quantity).sum()
            };
            let taken: u32 = sourced.taken.iter().map(|(_, taken)| of(taken)).sum();
            let anywhere: u64 = stock.iter().filter(|((_, sku), _)| *sku == need.sku).map(|(_, n)| n).sum();
            if split {
                prop_assert_eq!(taken + of(&sourced.missing), need.quantity);
                prop_assert_eq!(u64::from(taken), anywhere.min(u64::from(need.quantity)));
            } else if taken > 0 {
                prop_assert_eq!(taken, need.quantity);
            }
        }
        if !split {
            prop_assert!(sourced.taken.len() <= 1);
            prop_assert_eq!(sourced.taken.is_empty(), !sourced.missing.is_empty());
        }
    }
}
