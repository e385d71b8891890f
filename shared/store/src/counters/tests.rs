use domain::stock::CreditMove;

use super::*;

fn moved(sku: &str, quantity: u32) -> StockMove {
    StockMove {
        sku: Sku::parse(sku).unwrap(),
        warehouse: "CQ1".to_owned(),
        quantity,
        lot: None,
        shard: None,
    }
}

fn credit(fen: i64) -> CreditMove {
    let customer = CustomerId::parse("C-1").unwrap();
    CreditMove {
        customer,
        amount: Money::from_fen(fen),
    }
}

fn limit(from: i64, to: i64) -> Adjustment {
    let customer = CustomerId::parse("C-1").unwrap();
    Adjustment::CreditLimit {
        customer,
        from: Money::from_fen(from),
        to: Money::from_fen(to),
    }
}

#[test]
fn moves_of_one_level_become_one_change() {
    let counters = Counters::merge(&[
        Adjustment::StockReserve(moved("A", 3)),
        Adjustment::StockReserve(moved("A", 4)),
        Adjustment::StockRelease(moved("A", 2)),
        Adjustment::StockShip(moved("A", 1)),
        Adjustment::StockReceive(moved("A", 10)),
        Adjustment::StockReserve(moved("B", 5)),
        Adjustment::StockRelease(moved("B", 5)),
    ])
    .unwrap();
    let changes: Vec<_> = counters
        .stock()
        .map(|c| (c.sku.as_str(), c.available, c.reserved))
        .collect();
    assert_eq!(changes, [("A", 5, 4)]);
}

#[test]
fn limits_chain_and_draws_add_up() {
    let draws = [
        limit(0, 500),
        Adjustment::CreditReserve(credit(70)),
        limit(500, 300),
        Adjustment::CreditRelease(credit(20)),
    ];
    let counters = Counters::merge(&draws).unwrap();
    let change = counters.credit().next().unwrap();
    assert_eq!(change.drawn, 50);
    assert_eq!(change.limit, Some((Money::ZERO, Money::from_fen(300))));
}

#[test]
fn nonsense_is_refused() {
    for adjustments in [
        vec![Adjustment::CreditReserve(credit(-1))],
        vec![Adjustment::CreditRelease(credit(i64::MIN))],
        vec![
            Adjustment::CreditReserve(credit(i64::MAX)),
            Adjustment::CreditReserve(credit(1)),
        ],
        vec![limit(0, 500), limit(400, 300)],
    ] {
        assert!(matches!(
            Counters::merge(&adjustments),
            Err(StoreError::Unwritable { .. })
        ));
    }
}

fn lot(number: &str) -> Lot {
    Lot {
        expiry: Some(jiff::civil::date(2026, 5, 31)),
        lot_no: domain::identifiers::LotNo::parse(number).unwrap(),
    }
}

fn pick(number: &str, quantity: u32) -> LotPick {
    LotPick {
        sku: Sku::parse("A").unwrap(),
        warehouse: "CQ1".to_owned(),
        lot: lot(number),
        quantity,
        order: uuid::Uuid::nil(),
        consignment: 1,
    }
}

#[test]
fn what_is_picked_and_shipped_at_once_leaves_its_lot_and_is_written_down() {
    let counters = Counters::merge(&[
        Adjustment::LotPick(pick("L1", 3)),
        Adjustment::LotPick(pick("L2", 1)),
        Adjustment::LotUnpick(pick("L2", 1)),
        Adjustment::StockShip(moved("A", 3).of_lot(lot("L1"))),
    ])
    .unwrap();
    let level = counters.stock().next().unwrap();
    assert_eq!((level.reserved, level.by_lot), (-3, Some(true)));
    let lots: Vec<_> = counters
        .lots()
        .map(|change| (change.lot.lot_no.as_str(), change.available, change.picked))
        .collect();
    assert_eq!(lots, [("L1", -3, 0)]);
    let issues: Vec<i64> = counters.issues().map(|change| change.pieces).collect();
    assert_eq!(issues, [3]);
}

#[test]
fn an_order_has_no_lots_and_a_level_is_kept_in_one_way() {
    for adjustments in [
        vec![Adjustment::StockReserve(moved("A", 1).of_lot(lot("L1")))],
        vec![
            Adjustment::StockReceive(moved("A", 1).of_lot(lot("L1"))),
            Adjustment::StockReceive(moved("A", 1)),
        ],
    ] {
        assert!(matches!(
            Counters::merge(&adjustments),
            Err(StoreError::Unwritable { .. })
        ));
    }
}
