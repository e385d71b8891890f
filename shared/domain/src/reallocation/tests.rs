use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::order::samples::{after, approved, facts, received, reserve_from, reviewed, sku};
use crate::payment_terms::PaymentMethod;
use crate::sourcing::SourcingPolicy;
use crate::stock::{Adjustment, MAIN_WAREHOUSE};
use crate::stock_spread::{ShardLevel, Spread, SpreadLevel};

/// An order of three pieces that was the `number`th to come, and of which so many are there.
fn order(number: u8, there: u64, split: bool) -> Order {
    let mut order = received(PaymentMethod::CashOnDelivery);
    order.id = Uuid::from_u128(u128::from(number));
    order.received_at += SignedDuration::from_mins(i64::from(number));
    order.split_shipments = split;
    let order = approved(&reviewed(&order));
    after(&order, reserve_from(&order, there, 0))
}

fn claimant(order: Order, grade: Option<Grade>) -> Claimant {
    Claimant { order, grade }
}

fn tried(claimants: &[Claimant], available: u64) -> Result<Reallocation, Refusal> {
    let main = MAIN_WAREHOUSE.to_owned();
    let levels = Levels::from([((main.clone(), sku("TEA-1")), available)]);
    facts(|facts| {
        reallocate(
            &sku("TEA-1"),
            &main,
            claimants,
            (&levels, &SpreadLevels::new()),
            facts,
        )
    })
}

fn told(reallocation: &Reallocation) -> Vec<(u128, u32, u32)> {
    let outcomes = reallocation.outcomes.iter();
    outcomes
        .map(|it| (it.order.as_u128(), it.before.reserved, it.after.reserved))
        .collect()
}

#[test]
fn a_better_customer_gets_the_goods_of_the_one_that_needs_them_least() {
    let claimants = [
        claimant(order(1, 3, false), Some(Grade::B)),
        claimant(order(2, 3, false), None),
        claimant(order(3, 0, false), Some(Grade::A)),
    ];
    let found = tried(&claimants, 0).unwrap();
    assert_eq!(told(&found), [(3, 0, 3), (1, 3, 3), (2, 3, 0)]);
    let after = &found.outcomes[2].after;
    assert_eq!((after.stage, after.missing), (StageName::Preparing, 3));
}

#[test]
fn who_asked_for_an_earlier_day_comes_first_and_nothing_is_taken_upwards() {
    let mut early = order(2, 0, false);
    early.requested_delivery = Some(date(2026, 3, 10));
    let late = order(1, 3, false);
    let claimants = [claimant(late.clone(), None), claimant(early, None)];
    let found = tried(&claimants, 0).unwrap();
    assert_eq!(told(&found), [(2, 0, 3), (1, 3, 0)]);

    let upwards = [
        claimant(late, Some(Grade::A)),
        claimant(order(2, 0, false), None),
    ];
    assert_eq!(
        tried(&upwards, 0).unwrap_err().code,
        "nothing_to_reallocate"
    );
    let found = tried(&upwards, 3).unwrap();
    assert_eq!(
        told(&found),
        [(1, 3, 3), (2, 0, 3)],
        "what is available is enough"
    );
}

#[test]
fn an_order_that_may_be_split_gives_only_these_goods_and_takes_what_there_is() {
    let claimants = [
        claimant(order(1, 1, true), Some(Grade::A)),
        claimant(order(2, 1, true), None),
    ];
    let found = tried(&claimants, 0).unwrap();
    assert_eq!(told(&found), [(1, 1, 2), (2, 1, 0)]);
    assert_eq!(found.outcomes[0].after.missing, 1);
    assert_eq!(found.outcomes[1].after.missing, 3);
}

proptest! {
    /// Nothing is made or lost, nobody gives to who needs it less, and no more orders change than fit.
    #[test]
    fn goods_only_move_upwards(
        orders in proptest::collection::vec((0_u64..4, any::<bool>(), 0_usize..4), 1..9),
        available in 0_u64..5,
    ) {
        let claimants: Vec<Claimant> = (1_u8..).zip(&orders).map(|(number, (there, split, grade))| {
            let there = if *split || *there == 3 { *there } else { 0 };
            claimant(order(number, there, *split), Some(Grade::ALL[*grade]))
        }).collect();
        let Ok(found) = tried(&claimants, available) else { return Ok(()) };
        let reserved = |side: fn(&Outcome) -> u32| found.outcomes.iter().map(side).sum::<u32>();
        let (before, after) = (reserved(|it| it.before.reserved), reserved(|it| it.after.reserved));
        let moves = found.decisions.iter().flat_map(|(_, it)| &it.adjustments);
        let moved: i64 = moves.map(|it| {
            if let Adjustment::StockReserve(moved) = it {
                i64::from(moved.quantity)
            } else if let Adjustment::StockRelease(moved) = it {
                -i64::from(moved.quantity)
            } else {
                0
            }
        }).sum();
        prop_assert_eq!(i64::from(after) - i64::from(before), moved);
        prop_assert!(moved <= i64::try_from(available).unwrap());
        prop_assert!(found.decisions.len() <= MOST_ORDERS);
        let gains = found.outcomes.iter().rposition(|it| it.after.reserved > it.before.reserved);
        let loses = found.outcomes.iter().position(|it| it.after.reserved < it.before.reserved);
        if let (Some(gains), Some(loses)) = (gains, loses) {
            let first = found.outcomes.iter().position(|it| it.after.reserved > it.before.reserved).unwrap();
            prop_assert!(first < loses, "{gains} {loses}");
        }
        for outcome in &found.outcomes {
            let (before, after) = (&outcome.before, &outcome.after);
            prop_assert_eq!(before.reserved + before.missing, 3);
            prop_assert_eq!(after.reserved + after.missing, 3);
        }
    }
}

/// The level in four shards that have so many pieces.
fn spread(available: [u64; 4]) -> SpreadLevels {
    let shard = |available| ShardLevel {
        available,
        ..ShardLevel::default()
    };
    let level = SpreadLevel {
        spread: Spread {
            shards: 4,
            widest: 4,
        },
        shards: Some(available.map(shard).to_vec()),
    };
    SpreadLevels::from([((MAIN_WAREHOUSE.to_owned(), sku("TEA-1")), level)])
}

/// The pieces that a decision moves, by the shard.
fn moved(decision: &Decision<OrderEvent>) -> Vec<(Option<u8>, u32)> {
    let mut pieces = Vec::new();
    for adjustment in &decision.adjustments {
        if let Adjustment::StockReserve(moved) | Adjustment::StockRelease(moved) = adjustment {
            pieces.push((moved.shard, moved.quantity));
        }
    }
    pieces
}

#[test]
fn goods_go_back_into_their_shards_and_are_taken_from_there() {
    let holder = order(1, 0, false);
    let levels = Levels::from([((MAIN_WAREHOUSE.to_owned(), sku("TEA-1")), 3)]);
    let wanted = needs(&holder);
    let sourced = source(
        &wanted,
        Some(&levels),
        &SourcingPolicy::default(),
        51,
        false,
    );
    let sourced = sourced.drawn_from(&spread([1, 0, 0, 2]), holder.id);
    let reserved = facts(|facts| reserve(&holder, &sourced, facts));
    let holder = after(&holder, reserved);
    let shards: Vec<_> = holder.consignments[0]
        .shards
        .iter()
        .map(|share| (share.shard, share.quantity))
        .collect();
    assert_eq!(shards, [(0, 1), (3, 2)]);

    let claimants = [
        claimant(holder, None),
        claimant(order(2, 0, false), Some(Grade::A)),
    ];
    let main = MAIN_WAREHOUSE.to_owned();
    let none = Levels::from([((main.clone(), sku("TEA-1")), 0)]);
    let empty = spread([0; 4]);
    let found = facts(|facts| reallocate(&sku("TEA-1"), &main, &claimants, (&none, &empty), facts))
        .unwrap();
    assert_eq!(told(&found), [(2, 0, 3), (1, 3, 0)]);
    let both: Vec<_> = found.decisions.iter().map(|(_, it)| moved(it)).collect();
    let expected = vec![(Some(0), 1), (Some(3), 2)];
    assert_eq!(both, [expected.clone(), expected]);
}
