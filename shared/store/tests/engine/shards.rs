use domain::identifiers::LotNo;
use domain::lot::Lot;
use domain::stock::{Adjustment, CountMark, StockLevel, StockMove};
use domain::stock_spread::{ShardLevel, Spread};
use store::{Store, Unmet, Written};

use crate::sample::{begin, begin_done, pieces, sku, step};
use crate::support::store;

fn spread(shards: u8, widest: u8) -> Adjustment {
    Adjustment::StockSpread {
        sku: sku("A"),
        warehouse: "CQ1".to_owned(),
        spread: Spread { shards, widest },
    }
}

fn within(shard: u8, quantity: u32) -> StockMove {
    StockMove {
        shard: Some(shard),
        ..pieces("A", quantity)
    }
}

async fn level(store: &Store) -> StockLevel {
    let levels = store.stock_levels(&sku("A")).await.unwrap();
    levels.into_iter().next().unwrap()
}

/// Ten pieces in the first shard and five in the third of four.
async fn three_of_four(store: &Store) -> uuid::Uuid {
    let received = [
        Adjustment::StockReceive(pieces("A", 10)),
        spread(4, 4),
        Adjustment::StockReceive(within(3, 5)),
    ];
    begin_done(store, &received).await
}

#[tokio::test]
async fn a_level_is_the_sum_of_its_shards() {
    let store = store().await;
    let id = three_of_four(&store).await;
    let moved = [
        Adjustment::StockReserve(within(3, 2)),
        Adjustment::StockQuarantine(within(3, 1)),
        spread(2, 4),
    ];
    step(&store, id, &moved).await.unwrap();
    let sum = level(&store).await;
    assert_eq!((sum.available, sum.reserved, sum.quarantined), (12, 2, 1));
    let looked = store
        .levels_of(&["CQ1".to_owned(), "CD1".to_owned()], &[sku("A"), sku("B")])
        .await
        .unwrap();
    assert_eq!(looked.iter().collect::<Vec<_>>(), [&sum]);
    let place = ("CQ1".to_owned(), sku("A"));
    assert_eq!(looked.available().get(&place), Some(&12));
    let known = looked.spread.get(&place).unwrap();
    let widths = (known.spread.shards, known.spread.widest);
    assert_eq!(widths, (2, 4));
    let last = ShardLevel {
        available: 2,
        reserved: 2,
        quarantined: 1,
    };
    let none = ShardLevel::default();
    let first = ShardLevel {
        available: 10,
        ..none
    };
    assert_eq!(known.shards, Some(vec![first, none, none, last]));
}

#[tokio::test]
async fn a_shard_gives_no_more_than_it_has_and_one_must_be_named() {
    let store = store().await;
    three_of_four(&store).await;
    let cases = [
        (
            Adjustment::StockReserve(within(3, 6)),
            Unmet::StockShort {
                sku: sku("A"),
                warehouse: "CQ1".to_owned(),
                wanted: 6,
                available: 5,
            },
        ),
        (
            Adjustment::StockReserve(pieces("A", 1)),
            Unmet::StockSpread {
                sku: sku("A"),
                warehouse: "CQ1".to_owned(),
            },
        ),
    ];
    for (reserve, expected) in cases {
        let Written::Unmet(unmet) = begin(&store, &[reserve]).await.unwrap() else {
            panic!("{expected:?}")
        };
        assert_eq!(unmet, [expected]);
    }
    assert_eq!(level(&store).await.available, 15);
    begin_done(&store, &[Adjustment::StockReserve(within(0, 10))]).await;
    assert_eq!(level(&store).await.available, 5);
}

#[tokio::test]
async fn what_was_reserved_before_the_level_was_spread_leaves_its_first_shard() {
    let store = store().await;
    let received = [
        Adjustment::StockReceive(pieces("A", 10)),
        Adjustment::StockReserve(pieces("A", 4)),
    ];
    let id = begin_done(&store, &received).await;
    step(&store, id, &[spread(8, 8)]).await.unwrap();
    let left = [
        Adjustment::StockShip(pieces("A", 3)),
        Adjustment::StockRelease(pieces("A", 1)),
    ];
    step(&store, id, &left).await.unwrap();
    let sum = level(&store).await;
    assert_eq!((sum.available, sum.reserved), (7, 0));
}

fn lot() -> Lot {
    Lot {
        lot_no: LotNo::parse("L1").unwrap(),
        expiry: None,
    }
}

async fn unmet(store: &Store, adjustments: &[Adjustment]) -> Vec<Unmet> {
    match begin(store, adjustments).await.unwrap() {
        Written::Unmet(unmet) => unmet,
        Written::Done { .. } => panic!("{adjustments:?} were done"),
    }
}

#[tokio::test]
async fn a_level_is_spread_or_kept_by_lot_and_a_count_holds_its_shards_still() {
    let store = store().await;
    let of_lot = Adjustment::StockReceive(pieces("A", 3).of_lot(lot()));
    let id = begin_done(&store, std::slice::from_ref(&of_lot)).await;
    let (sku, warehouse) = (sku("A"), "CQ1".to_owned());
    let kept = Unmet::KeptOtherwise {
        sku: sku.clone(),
        warehouse: warehouse.clone(),
        by_lot: false,
    };
    assert_eq!(unmet(&store, &[spread(4, 4)]).await, [kept]);

    // Once nothing is left it may be spread, and then takes no lots any more.
    let gone = Adjustment::StockWriteOff(pieces("A", 3).of_lot(lot()));
    step(&store, id, &[gone]).await.unwrap();
    begin_done(&store, &[spread(4, 4)]).await;
    let spread_now = Unmet::StockSpread {
        sku: sku.clone(),
        warehouse: warehouse.clone(),
    };
    assert_eq!(unmet(&store, &[of_lot]).await, [spread_now]);

    let mark = CountMark {
        sku: sku.clone(),
        warehouse: warehouse.clone(),
        stocktake: "PD-1".to_owned(),
    };
    let counted = begin_done(&store, &[Adjustment::StockCountBegin(mark.clone())]).await;
    let under_count = Unmet::UnderCount {
        sku,
        warehouse,
        stocktake: "PD-1".to_owned(),
    };
    assert_eq!(unmet(&store, &[spread(2, 4)]).await, [under_count]);
    begin_done(&store, &[Adjustment::StockReceive(within(3, 5))]).await;
    assert_eq!(level(&store).await.stocktake.as_deref(), Some("PD-1"));
    let over = [Adjustment::StockCountEnd(mark)];
    step(&store, counted, &over).await.unwrap();
    begin_done(&store, &[spread(2, 4)]).await;
    let level = level(&store).await;
    assert_eq!((level.available, level.stocktake), (5, None));
}
