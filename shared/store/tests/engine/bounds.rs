use domain::goods::LimitPeriod;
use domain::money::Money;
use domain::quota::{Quota, QuotaShare};
use domain::stock::{Adjustment, Backorder, CountMark};
use store::{Consumed, CreditBalance, Store, StoreError, Unmet, Written};
use uuid::Uuid;

use crate::sample::{begin, begin_done, credit, customer, instant, limit, load, pieces, sku, step};
use crate::support::store;

async fn level(store: &Store, text: &str) -> (u64, u64) {
    let levels = store.stock_levels(&sku(text)).await.unwrap();
    levels
        .first()
        .map_or((0, 0), |level| (level.available, level.reserved))
}

#[tokio::test]
async fn short_stock_of_one_sku_reserves_nothing_of_any() {
    let store = store().await;
    let stock = ["A", "B"].map(|sku| Adjustment::StockReceive(pieces(sku, 5)));
    begin_done(&store, &stock).await;
    let wanted =
        [("A", 5), ("B", 6), ("C", 1)].map(|(s, q)| Adjustment::StockReserve(pieces(s, q)));
    let Written::Unmet(unmet) = begin(&store, &wanted).await.unwrap() else {
        panic!()
    };
    let short = |text, wanted, available| {
        let warehouse = "CQ1".to_owned();
        Unmet::StockShort {
            sku: sku(text),
            warehouse,
            wanted,
            available,
        }
    };
    assert_eq!(unmet, [short("B", 6, 5), short("C", 1, 0)]);
    assert_eq!(
        (level(&store, "A").await, level(&store, "B").await),
        ((5, 0), (5, 0))
    );
    begin_done(&store, &wanted[..1]).await;
    assert_eq!(level(&store, "A").await, (0, 5));
}

#[tokio::test]
async fn pieces_go_through_their_whole_way() {
    let store = store().await;
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 10))]).await;
    let steps = [
        (
            vec![
                Adjustment::StockReserve(pieces("A", 4)),
                Adjustment::StockReserve(pieces("A", 3)),
            ],
            (3, 7),
        ),
        (vec![Adjustment::StockRelease(pieces("A", 2))], (5, 5)),
        (
            vec![
                Adjustment::StockShip(pieces("A", 5)),
                Adjustment::StockReceive(pieces("A", 1)),
            ],
            (6, 0),
        ),
    ];
    for (adjustments, after) in steps {
        step(&store, id, &adjustments).await.unwrap();
        assert_eq!(level(&store, "A").await, after);
    }
}

#[tokio::test]
async fn pieces_that_were_never_reserved_cannot_leave() {
    let store = store().await;
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 10))]).await;
    for adjustment in [
        Adjustment::StockShip(pieces("A", 1)),
        Adjustment::StockRelease(pieces("B", 1)),
    ] {
        let written = step(&store, id, &[adjustment]).await;
        assert!(
            matches!(written, Err(StoreError::Corrupt { .. })),
            "{written:?}"
        );
    }
    assert_eq!(
        (level(&store, "A").await, load(&store, id).await.version),
        ((10, 0), 1)
    );
}

#[tokio::test]
async fn credit_is_bounded_by_its_limit() {
    let store = store().await;
    let balance = |limit, exposure, headroom| CreditBalance {
        limit: Money::from_fen(limit),
        exposure: Money::from_fen(exposure),
        headroom: Money::from_fen(headroom),
    };
    let now = async || store.credit_balance(&customer("C-1")).await.unwrap();
    assert_eq!(now().await, balance(0, 0, 0));
    let exceeded = |wanted, headroom| {
        let (wanted, headroom) = (Money::from_fen(wanted), Money::from_fen(headroom));
        Written::Unmet(vec![Unmet::CreditExceeded {
            customer: customer("C-1"),
            wanted,
            headroom,
        }])
    };
    let reserve = |fen| [Adjustment::CreditReserve(credit("C-1", fen))];
    assert_eq!(begin(&store, &reserve(1)).await.unwrap(), exceeded(1, 0));
    begin_done(&store, &[limit("C-1", 0, 1_000)]).await;
    begin_done(&store, &reserve(700)).await;
    assert_eq!(
        begin(&store, &reserve(301)).await.unwrap(),
        exceeded(301, 300)
    );
    begin_done(&store, &reserve(300)).await;
    assert_eq!(now().await, balance(1_000, 1_000, 0));
    // A limit may fall below the exposure, and debts are paid all the same.
    begin_done(&store, &[limit("C-1", 1_000, 400)]).await;
    begin_done(&store, &[Adjustment::CreditRelease(credit("C-1", 500))]).await;
    assert_eq!(now().await, balance(400, 500, -100));
    assert_eq!(begin(&store, &reserve(1)).await.unwrap(), exceeded(1, -100));
}

#[tokio::test]
async fn credit_that_contradicts_its_account_is_corrupt() {
    let store = store().await;
    let release = Adjustment::CreditRelease(credit("C-1", 1));
    for adjustment in [limit("C-1", 5, 9), release] {
        let written = begin(&store, &[adjustment]).await;
        assert!(
            matches!(written, Err(StoreError::Corrupt { .. })),
            "{written:?}"
        );
    }
}

#[tokio::test]
async fn orders_wait_in_line_and_leave_it() {
    let store = store().await;
    let waiting = |second, order| Backorder {
        sku: sku("A"),
        since: instant(second),
        order,
    };
    let (early, late) = (
        waiting(1, Uuid::from_u128(9)),
        waiting(2, Uuid::from_u128(1)),
    );
    let open = [&late, &early].map(|backorder| Adjustment::BackorderOpen(backorder.clone()));
    let id = begin_done(&store, &open).await;
    let line = async || store.backorders(&sku("A"), None, 100).await.unwrap().items;
    assert_eq!(line().await, [early.clone(), late.clone()]);
    step(&store, id, &[Adjustment::BackorderClose(early)])
        .await
        .unwrap();
    assert_eq!(line().await, [late]);
    assert_eq!(level(&store, "A").await, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_reservations_sell_fifty_pieces_exactly() {
    let store = store().await;
    begin_done(&store, &[Adjustment::StockReceive(pieces("A", 50))]).await;
    let reservations: Vec<_> = (0..200)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                begin(&store, &[Adjustment::StockReserve(pieces("A", 1))])
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut sold = 0;
    for reservation in reservations {
        if let Written::Done { output, .. } = reservation.await.unwrap() {
            assert_eq!(load(&store, output).await.version, 1);
            sold += 1;
        }
    }
    assert_eq!((sold, level(&store, "A").await), (50, (0, 50)));
    assert_ne!(store.consumed(), Consumed::default());
}

fn quota(since: &str) -> Quota {
    Quota::Purchases {
        customer: customer("C-1"),
        sku: sku("A"),
        per: LimitPeriod::Month,
        since: since.parse().ok(),
    }
}

fn take(quantity: u64, most: u64) -> [Adjustment; 1] {
    let quota = quota("2026-03-01");
    [Adjustment::QuotaTake {
        quota,
        quantity,
        most,
    }]
}

#[tokio::test]
async fn a_quota_is_taken_up_to_its_bound_and_given_back_as_far_as_it_was_taken() {
    let store = store().await;
    let (march, april) = (quota("2026-03-01"), quota("2026-04-01"));
    let taken = async || {
        let taken = store.quotas_taken([&march, &april]).await.unwrap();
        (taken.get(&march).copied(), taken.get(&april).copied())
    };
    let exceeded = |wanted, most, taken| {
        let quota = march.clone();
        Written::Unmet(vec![Unmet::QuotaExceeded {
            quota,
            wanted,
            most,
            taken,
        }])
    };
    assert_eq!(taken().await, (None, None));
    assert_eq!(begin(&store, &take(4, 3)).await.unwrap(), exceeded(4, 3, 0));
    let id = begin_done(&store, &take(2, 3)).await;
    assert_eq!(begin(&store, &take(2, 3)).await.unwrap(), exceeded(2, 3, 2));
    assert_eq!(begin(&store, &take(4, 3)).await.unwrap(), exceeded(4, 3, 2));
    begin_done(&store, &take(1, 3)).await;
    let share = |quantity| QuotaShare {
        quota: march.clone(),
        quantity,
    };
    begin_done(&store, &[Adjustment::QuotaTakeBeyond(share(4))]).await;
    assert_eq!(taken().await, (Some(7), None));
    step(&store, id, &[Adjustment::QuotaGiveBack(share(7))])
        .await
        .unwrap();
    assert_eq!(taken().await, (Some(0), None));
    let written = step(&store, id, &[Adjustment::QuotaGiveBack(share(1))]).await;
    assert!(
        matches!(written, Err(StoreError::Corrupt { .. })),
        "{written:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_takes_at_once_as_many_pass_as_there_is_room_for() {
    let store = store().await;
    let takes: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { begin(&store, &take(2, 7)).await.unwrap() })
        })
        .collect();
    let mut passed = 0;
    for take in takes {
        passed += u64::from(matches!(take.await.unwrap(), Written::Done { .. }));
    }
    let march = quota("2026-03-01");
    let taken = store.quotas_taken([&march]).await.unwrap();
    assert_eq!((passed, taken.get(&march)), (3, Some(&6)));
}

#[tokio::test]
async fn a_level_is_counted_by_one_stocktake_and_knows_when_pieces_came_and_left() {
    let store = store().await;
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 3))]).await;
    let mark = |number: &str| CountMark {
        sku: sku("A"),
        warehouse: "CQ1".to_owned(),
        stocktake: number.to_owned(),
    };
    let now = async || {
        let levels = store.levels_in("CQ1", &[sku("A"), sku("B")]).await.unwrap();
        let [level] = levels.as_slice() else { panic!() };
        level.clone()
    };
    let first = now().await;
    assert!(first.stocked_since.is_some() && first.last_issue.is_none());
    let begins = |number| [Adjustment::StockCountBegin(mark(number))];
    step(&store, id, &begins("PD-1")).await.unwrap();
    assert_eq!(now().await.stocktake.as_deref(), Some("PD-1"));
    let other = begin(&store, &begins("PD-2")).await.unwrap();
    let under_count = Unmet::UnderCount {
        sku: sku("A"),
        warehouse: "CQ1".to_owned(),
        stocktake: "PD-1".to_owned(),
    };
    assert_eq!(other, Written::Unmet(vec![under_count]));
    let strange = begin(&store, &[Adjustment::StockCountEnd(mark("PD-2"))]).await;
    assert!(matches!(strange, Err(StoreError::Corrupt { .. })));

    // Too few pieces refuse the end of the count with the movement.
    let too_many = [
        Adjustment::StockWriteOff(pieces("A", 4)),
        Adjustment::StockCountEnd(mark("PD-1")),
    ];
    let short = step(&store, id, &too_many).await.unwrap();
    assert!(matches!(short, Written::Unmet(_)), "{short:?}");
    let sold = [
        Adjustment::StockReserve(pieces("A", 1)),
        Adjustment::StockShip(pieces("A", 1)),
        Adjustment::StockWriteOff(pieces("A", 2)),
        Adjustment::StockCountEnd(mark("PD-1")),
    ];
    step(&store, id, &sold).await.unwrap();
    let last = now().await;
    assert_eq!(
        (last.available, last.reserved, last.stocktake),
        (0, 0, None)
    );
    assert!(last.last_issue.is_some());
    assert_eq!(last.stocked_since, first.stocked_since);
}
