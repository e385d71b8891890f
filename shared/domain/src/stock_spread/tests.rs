use proptest::prelude::*;

use uuid::Uuid;

use super::*;
use crate::order::Consignment;
use crate::stock::Pieces;

fn sku() -> Sku {
    Sku::parse("TEA-1").unwrap()
}

fn place() -> (Warehouse, Sku) {
    ("CQ1".to_owned(), sku())
}

fn piece(quantity: u32) -> StockMove {
    StockMove {
        sku: sku(),
        warehouse: "CQ1".to_owned(),
        quantity,
        lot: None,
        shard: None,
    }
}

fn holding(available: &[u64]) -> Vec<ShardLevel> {
    let level = |available: &u64| ShardLevel {
        available: *available,
        reserved: 7,
        quarantined: available / 2,
    };
    available.iter().map(level).collect()
}

fn known(shards: u8, widest: u8) -> StockSpread {
    StockSpread {
        sku: sku(),
        warehouse: "CQ1".to_owned(),
        spread: Spread { shards, widest },
        at: Timestamp::UNIX_EPOCH,
        by: "u-1".to_owned(),
    }
}

/// What is available in each shard after the movements; `None` when a bound would refuse one.
fn after(levels: &[ShardLevel], adjustments: &[Adjustment]) -> Option<Vec<i64>> {
    let mut has = vec![0_i64; usize::from(MOST_SHARDS)];
    for (has, level) in has.iter_mut().zip(levels) {
        *has = i64::try_from(level.available).unwrap();
    }
    for adjustment in adjustments {
        let (moved, sign) = if let Adjustment::StockReceive(moved) = adjustment {
            (moved, 1)
        } else if let Adjustment::StockWriteOff(moved) = adjustment {
            (moved, -1)
        } else {
            continue;
        };
        has[usize::from(moved.shard.unwrap())] += sign * i64::from(moved.quantity);
    }
    has.iter().all(|has| *has >= 0).then_some(has)
}

fn total(levels: &[ShardLevel]) -> i64 {
    levels
        .iter()
        .map(|level| i64::try_from(level.available).unwrap())
        .sum()
}

/// The numbers of shards before, if it was spread; what each has; the number after, the most ever, if anything
/// changes; what each has then.
type Change = (
    Option<(u8, u8)>,
    &'static [u64],
    u8,
    Option<u8>,
    &'static [i64],
);

/// What each shard has, how many are in use, the pieces wanted, and what each gives.
type Drawn = (&'static [u64], u8, u32, &'static [(Shard, u32)]);

#[test]
fn the_number_of_shards_goes_up_and_down_and_what_is_available_goes_with_it() {
    let cases: [Change; 6] = [
        (None, &[10], 4, Some(4), &[3, 3, 2, 2]),
        (None, &[10], 1, None, &[]),
        (Some((4, 4)), &[3, 3, 2, 2], 2, Some(4), &[5, 5, 0, 0]),
        (
            Some((4, 8)),
            &[0, 1, 0, 0, 0, 0, 0, 6],
            3,
            Some(8),
            &[3, 2, 2],
        ),
        (Some((4, 4)), &[9, 0, 0, 0], 4, None, &[]),
        (Some((2, 4)), &[0, 0], 16, Some(16), &[]),
    ];
    for (before, levels, shards, widest, expected) in cases {
        let before = before.map(|(shards, widest)| known(shards, widest));
        let levels = holding(levels);
        let decided = spread(before.as_ref(), known(shards, 1), &levels);
        let [
            StockSpreadEvent::Spread {
                spread: after_it, ..
            },
        ] = decided.events.as_slice()
        else {
            assert_eq!(widest, None, "{shards} {levels:?}");
            continue;
        };
        assert_eq!(after_it.spread.shards, shards);
        assert_eq!(Some(after_it.spread.widest), widest);
        let has = after(&levels, &decided.adjustments).unwrap();
        assert_eq!(has.get(..expected.len()).unwrap(), expected);
        assert_eq!(has.iter().sum::<i64>(), total(&levels));
    }
}

#[test]
fn an_order_asks_its_own_shard_then_the_next_and_then_several() {
    let order = Uuid::from_u128(2);
    let level = |available: &[u64], shards| SpreadLevel {
        spread: Spread {
            shards,
            widest: u8::try_from(available.len()).unwrap(),
        },
        shards: Some(holding(available)),
    };
    let cases: [Drawn; 6] = [
        (&[9, 9, 5, 9], 4, 5, &[(2, 5)]),
        (&[9, 9, 4, 9], 4, 5, &[(3, 5)]),
        (&[9, 1, 1, 1], 4, 5, &[(0, 5)]),
        (&[2, 3, 0, 1], 4, 5, &[(0, 2), (1, 3)]),
        // The pieces of a shard that is being drained are sold, too.
        (&[1, 0, 0, 4], 2, 5, &[(0, 1), (3, 4)]),
        // What is nowhere is asked of the home shard, which refuses it.
        (&[1, 0, 0, 1], 4, 5, &[(0, 1), (2, 3), (3, 1)]),
    ];
    for (available, shards, quantity, expected) in cases {
        let drawn = draw(order, quantity, &level(available, shards));
        assert_eq!(drawn, expected, "{available:?}");
    }
    let blind = SpreadLevel {
        shards: None,
        ..level(&[0, 0, 0, 0], 4)
    };
    assert_eq!(draw(order, 5, &blind), [(2, 5)]);
}

#[test]
fn papers_name_the_shards_they_move_and_take_no_more_than_there_is() {
    let levels = SpreadLevels::from([(
        place(),
        SpreadLevel {
            spread: Spread {
                shards: 2,
                widest: 3,
            },
            shards: Some(holding(&[4, 1, 2])),
        },
    )]);
    let named = |adjustment| {
        let named = name_shards(vec![adjustment], &levels)?;
        let moved = named.iter().map(|adjustment| {
            let text = serde_json::to_value(adjustment).unwrap();
            let moved: StockMove = serde_json::from_value(text).unwrap();
            (moved.shard, moved.quantity)
        });
        Ok::<_, Vec<TooFew>>(moved.collect::<Vec<_>>())
    };
    let receive = named(Adjustment::StockReceive(piece(5))).unwrap();
    assert_eq!(receive, [(Some(0), 1), (Some(1), 4)]);
    let gone = named(Adjustment::StockWriteOff(piece(7))).unwrap();
    assert_eq!(gone, [(Some(0), 4), (Some(1), 1), (Some(2), 2)]);
    let apart = named(Adjustment::StockQuarantine(piece(3))).unwrap();
    assert_eq!(apart, [(Some(0), 3)]);
    let scrapped = named(Adjustment::StockScrap(piece(3))).unwrap();
    assert_eq!(scrapped, [(Some(0), 2), (Some(2), 1)]);
    let orders = named(Adjustment::StockReserve(piece(3))).unwrap();
    assert_eq!(orders, [(None, 3)]);
    let too_few = named(Adjustment::StockWriteOff(piece(8))).unwrap_err();
    assert_eq!((too_few[0].wanted, too_few[0].there), (8, 7));
    let unspread = vec![Adjustment::StockWriteOff(piece(8))];
    let untouched = name_shards(unspread.clone(), &SpreadLevels::new()).unwrap();
    assert_eq!(untouched, unspread);
}

#[test]
fn pieces_leave_the_shards_in_which_they_are_reserved() {
    let share = |shard, quantity| crate::order::ShardPieces {
        sku: sku(),
        shard,
        quantity,
    };
    let moves = |shards: Vec<crate::order::ShardPieces>| {
        let consignment = Consignment {
            no: 1,
            warehouse: "CQ1".to_owned(),
            pieces: vec![Pieces {
                sku: sku(),
                quantity: 5,
            }],
            shards,
        };
        let moves = consignment.moves().into_iter();
        moves
            .map(|moved| (moved.shard, moved.quantity))
            .collect::<Vec<_>>()
    };
    assert_eq!(moves(vec![]), [(None, 5)]);
    assert_eq!(moves(vec![share(3, 5)]), [(Some(3), 5)]);
    // Two pieces were reserved before the level was spread.
    assert_eq!(moves(vec![share(3, 3)]), [(Some(3), 3), (None, 2)]);
    assert_eq!(moves(vec![share(0, 3)]), [(Some(0), 5)]);
}

fn levels() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(
        prop_oneof![Just(0_u64), 0_u64..6, 0_u64..1_000_000],
        1..=usize::from(MOST_SHARDS),
    )
}

/// The fewest shards whose pieces make `quantity`, by trying all sets of them.
fn fewest(available: &[u64], quantity: u64) -> Option<u32> {
    let sets = 0_u32..1 << available.len();
    let enough = sets.filter(|set| {
        let members = available.iter().enumerate();
        let members = members.filter(|(shard, _)| set & (1 << shard) != 0);
        members.map(|(_, has)| *has).sum::<u64>() >= quantity
    });
    enough.map(u32::count_ones).min()
}

proptest! {
    #[test]
    fn an_order_takes_all_or_nothing_from_as_few_shards_as_can_be(
        available in proptest::collection::vec(0_u64..9, 1..8),
        used in any::<prop::sample::Index>(),
        order in any::<u128>(),
        quantity in 1_u32..40,
    ) {
        let spread = Spread {
            shards: u8::try_from(used.index(available.len()) + 1).unwrap(),
            widest: u8::try_from(available.len()).unwrap(),
        };
        let order = Uuid::from_u128(order);
        let drawn = draw(order, quantity, &SpreadLevel { spread, shards: Some(holding(&available)) });
        prop_assert_eq!(drawn.iter().map(|(_, taken)| taken).sum::<u32>(), quantity);
        prop_assert!(home_shard(order, spread) < spread.shards);
        let fits = drawn.iter().all(|(shard, taken)| available[usize::from(*shard)] >= u64::from(*taken));
        let best = fewest(&available, u64::from(quantity));
        prop_assert_eq!(fits, best.is_some());
        if let Some(best) = best {
            prop_assert_eq!(u32::try_from(drawn.len()).unwrap(), best);
        }
    }

    #[test]
    fn whatever_is_moved_between_shards_nothing_is_lost_and_the_parts_are_even(
        available in levels(),
        shards in 1..=MOST_SHARDS,
    ) {
        let width = u8::try_from(available.len()).unwrap();
        let levels = holding(&available);
        let evened = even_out(&known(shards, width.max(shards)), &levels, Timestamp::UNIX_EPOCH, "u-1");
        let has = after(&levels, &evened.adjustments).unwrap();
        prop_assert_eq!(has.iter().sum::<i64>(), total(&levels));
        let (used, drained) = has.split_at(usize::from(shards));
        prop_assert!(drained.iter().all(|has| *has == 0));
        prop_assert!(used.iter().max().unwrap() - used.iter().min().unwrap() <= 1);
        let again: Vec<u64> = has.iter().map(|has| u64::try_from(*has).unwrap()).collect();
        let again = even_out(&known(shards, MOST_SHARDS), &holding(&again), Timestamp::UNIX_EPOCH, "u-1");
        prop_assert!(again.events.is_empty());
    }

    #[test]
    fn goods_that_come_in_make_no_shard_fuller_than_need_be(
        available in levels(),
        quantity in 1_u32..2_000_000,
    ) {
        let shards = u8::try_from(available.len()).unwrap();
        let shares = even::shares(&holding(&available), shards, quantity);
        prop_assert_eq!(shares.iter().map(|(_, share)| u64::from(*share)).sum::<u64>(), u64::from(quantity));
        let mut has = available.clone();
        for (shard, share) in &shares {
            has[usize::from(*shard)] += u64::from(*share);
        }
        let lowest = *has.iter().min().unwrap();
        for (shard, _) in &shares {
            prop_assert!(has[usize::from(*shard)] <= lowest + 1);
        }
    }
}
