//! Picking by lot, told as tests (5.2.1, 5.2.2). Today is 2 March 2026.

use jiff::civil::date;

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::identifiers::LotNo;
use crate::lot::{Lot, LotLevel};
use crate::payment_terms::PaymentMethod;
use crate::stock::Adjustment;

fn lot(number: &str, day: i8) -> Lot {
    Lot {
        expiry: Some(date(2026, 3, day)),
        lot_no: LotNo::parse(number).unwrap(),
    }
}

fn level(lot: Lot, available: u64) -> LotLevel {
    LotLevel {
        lot,
        warehouse: "CQ1".to_owned(),
        available,
        picked: 0,
        quarantined: 0,
    }
}

/// The product, of which so many pieces can be promised; seven days of its shelf life must be left.
fn goods(available: u64, lots: Vec<LotLevel>) -> [LotGoods; 1] {
    [LotGoods {
        sku: sku("TEA-1"),
        minimum_days: 7,
        available,
        lots,
    }]
}

/// An order of three pieces, all reserved.
fn ready() -> Order {
    let order = approved(&reviewed(&received(PaymentMethod::BankTransfer)));
    let order = after(
        &order,
        Ok(facts(|facts| {
            receive_payment(&order, "bank:1", fen(15_000), facts)
        })),
    );
    after(&order, reserve_whole(&order))
}

fn picked_for(order: &Order, goods: &[LotGoods]) -> Order {
    after(order, facts(|facts| pick(order, None, goods, "p", facts)))
}

fn list(order: &Order) -> Vec<(&str, u32)> {
    let picks = order.picks.iter();
    picks
        .map(|pick| (pick.lot.lot_no.as_str(), pick.quantity))
        .collect()
}

fn failure(number: &str, lot: Lot, quantity: u32) -> PickFailure {
    PickFailure {
        failure_no: number.to_owned(),
        consignment: 1,
        sku: sku("TEA-1"),
        lot,
        quantity,
        because: LostBecause::Damaged,
        at: now(),
        by: "p".to_owned(),
    }
}

/// A movement by its name, and its pieces.
fn named(moved: &Adjustment) -> (String, Option<u64>) {
    let value = serde_json::to_value(moved).unwrap();
    let name = value["adjust"].as_str().unwrap().to_owned();
    (name, value["quantity"].as_u64())
}

#[test]
fn what_expires_first_is_picked_and_what_expires_too_soon_is_not() {
    let order = ready();
    let stock = goods(
        9,
        vec![
            level(lot("SOON", 8), 9),
            level(lot("B", 20), 9),
            level(lot("A", 9), 2),
        ],
    );
    let order = picked_for(&order, &stock);
    assert_eq!(list(&order), [("A", 2), ("B", 1)]);
    let again = facts(|facts| pick(&order, None, &stock, "p", facts)).unwrap();
    assert_eq!(again, Decision::done());
    let left = facts(|facts| dispatch(&order, shipment(), 2, &stock, facts)).unwrap();
    let lots: Vec<_> = left
        .adjustments
        .iter()
        .map(|moved| {
            let Adjustment::StockShip(moved) = moved else {
                panic!("{moved:?}");
            };
            (moved.lot.clone().unwrap(), moved.quantity)
        })
        .collect();
    assert_eq!(lots, [(lot("A", 9), 2), (lot("B", 20), 1)]);
    let order = after(&order, Ok(left));
    assert_eq!(list(&order), [("A", 2), ("B", 1)], "they stay written down");
}

#[test]
fn what_nobody_picked_is_picked_as_it_leaves() {
    let order = ready();
    let stock = goods(0, vec![level(lot("A", 9), 2), level(lot("B", 20), 9)]);
    let left = facts(|facts| dispatch(&order, shipment(), 2, &stock, facts)).unwrap();
    assert_eq!(left.events.len(), 2);
    assert_eq!(list(&after(&order, Ok(left))), [("A", 2), ("B", 1)]);

    let unfit = goods(0, vec![level(lot("A", 9), 2), level(lot("SOON", 8), 9)]);
    let refused = facts(|facts| dispatch(&order, shipment(), 2, &unfit, facts)).unwrap_err();
    assert_eq!(refused.code, "lots_not_fit");
}

#[test]
fn a_damaged_lot_is_quarantined_and_picked_from_others_once() {
    let stock = goods(9, vec![level(lot("A", 9), 4), level(lot("B", 20), 9)]);
    let order = picked_for(&ready(), &stock);
    let rest = goods(6, vec![level(lot("A", 9), 1), level(lot("B", 20), 9)]);
    let report = failure("F-1", lot("A", 9), 2);
    let decided = facts(|facts| report_pick_failure(&order, report.clone(), &rest, facts)).unwrap();
    let order = after(&order, Ok(decided.clone()));
    assert_eq!(list(&order), [("A", 1), ("B", 2)]);
    let [
        Adjustment::LotUnpick(back),
        Adjustment::LotPick(more),
        Adjustment::StockQuarantine(apart),
    ] = decided.adjustments.as_slice()
    else {
        panic!("{:?}", decided.adjustments);
    };
    assert_eq!((back.quantity, more.quantity, apart.quantity), (2, 2, 2));

    let again = facts(|facts| report_pick_failure(&order, report.clone(), &rest, facts));
    assert_eq!(again.unwrap(), Decision::done());
    let other = PickFailure {
        quantity: 1,
        ..report
    };
    let refused = facts(|facts| report_pick_failure(&order, other, &rest, facts));
    assert_eq!(refused.unwrap_err().code, "failure_no_reused");
    let more = failure("F-2", lot("A", 9), 2);
    let refused = facts(|facts| report_pick_failure(&order, more, &rest, facts));
    assert_eq!(refused.unwrap_err().code, "lot_not_picked");
}

#[test]
fn with_no_other_lot_the_order_gives_back_what_it_has_and_is_short_again() {
    let stock = goods(0, vec![level(lot("A", 9), 3)]);
    let order = picked_for(&ready(), &stock);
    let report = failure("F-1", lot("A", 9), 2);
    let nothing = goods(0, vec![level(lot("A", 9), 0)]);
    let decided = facts(|facts| report_pick_failure(&order, report, &nothing, facts)).unwrap();
    let names: Vec<_> = decided.adjustments.iter().map(named).collect();
    let named = |name: &str, pieces| (name.to_owned(), pieces);
    assert_eq!(
        names,
        [
            named("lot_unpick", Some(3)),
            named("stock_release", Some(3)),
            named("stock_quarantine", Some(2)),
            named("backorder_open", None),
        ]
    );
    let order = after(&order, Ok(decided));
    assert_eq!(order.stage.name(), StageName::Preparing);
    assert_eq!(order.stage.short()[0].missing, 3);
    assert_eq!((order.picks.len(), order.pick_failures.len()), (0, 1));
    // It is reserved again like any other order in line.
    let order = after(&order, reserve_whole(&order));
    assert_eq!(order.stage.name(), StageName::Ready);
}

#[test]
fn what_expired_under_a_reservation_is_lost_when_it_is_picked() {
    let stock = goods(0, vec![level(lot("SOON", 8), 2), level(lot("A", 9), 1)]);
    let order = ready();
    let decided = facts(|facts| pick(&order, None, &stock, "p", facts)).unwrap();
    let [OrderEvent::ReservationLost(reservation)] = decided.events.as_slice() else {
        panic!("{:?}", decided.events);
    };
    let lost = &reservation.lost;
    assert_eq!((lost[0].lot.clone(), lost[0].quantity), (lot("SOON", 8), 2));
    assert_eq!(
        after(&order, Ok(decided)).stage.name(),
        StageName::Preparing
    );
}

#[test]
fn a_pick_that_expires_before_it_leaves_is_made_again() {
    let mut order = picked_for(&ready(), &goods(0, vec![level(lot("A", 9), 3)]));
    // The lot expires, as it were, a day earlier.
    order.picks[0].lot = lot("A", 8);
    let stock = goods(0, vec![level(lot("A", 8), 0), level(lot("B", 20), 3)]);
    let decided = facts(|facts| pick(&order, None, &stock, "p", facts)).unwrap();
    assert_eq!(list(&after(&order, Ok(decided))), [("B", 3)]);
}

#[test]
fn cancelling_a_picked_order_puts_the_pieces_back_once() {
    let order = picked_for(&ready(), &goods(0, vec![level(lot("A", 9), 3)]));
    let decided = facts(|facts| cancel(&order, "x", CancelScope::Whole, facts)).unwrap();
    let unpicked = decided.adjustments.iter();
    let unpicked = unpicked.filter(|moved| matches!(moved, Adjustment::LotUnpick(_)));
    assert_eq!(unpicked.count(), 1);
    let order = after(&order, Ok(decided));
    assert_eq!(order.picks, []);
    let again = facts(|facts| cancel(&order, "x", CancelScope::Whole, facts)).unwrap();
    assert_eq!(again, Decision::done());
}

#[test]
fn of_a_split_order_only_the_consignment_in_question_is_lost() {
    let mut order = ready();
    order.split_shipments = true;
    order.stage = Stage::Preparing {
        due: now(),
        short: Vec::new(),
    };
    let order = after(&order, reserve_from(&order, 2, 1));
    assert_eq!(order.waiting_consignments().len(), 2);
    let stock = goods(0, vec![level(lot("SOON", 8), 2)]);
    let main = order.waiting_consignments().into_iter();
    let no = main
        .filter(|waits| waits.warehouse == "CQ1")
        .map(|waits| waits.no)
        .next();
    let decided = facts(|facts| pick(&order, no, &stock, "p", facts)).unwrap();
    let order = after(&order, Ok(decided));
    assert_eq!(order.stage.name(), StageName::Ready);
    assert_eq!(order.stage.short()[0].missing, 2);
    assert_eq!(order.waiting_consignments().len(), 1);
    let order = after(&order, reserve_from(&order, 2, 0));
    assert!(order.stage.short().is_empty() && order.unreserved().is_empty());
}
