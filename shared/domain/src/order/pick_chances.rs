//! Whatever happens to stock that is kept by lot, in whatever order: lots add up to the level, nothing falls below
//! nought, and nothing leaves that may not.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::samples::*;
use super::*;
use crate::aggregate::Decision;
use crate::identifiers::LotNo;
use crate::lot::{Lot, LotLevel, LotPick};
use crate::payment_terms::PaymentMethod;
use crate::stock::{Adjustment, StockMove};

/// Lots expire on these days of March; today is the 2nd, so the first two may no longer leave.
const DAYS: [i8; 5] = [1, 4, 6, 9, 20];
const MINIMUM: u32 = 3;

#[derive(Clone, Copy, Debug)]
enum Step {
    Receive(usize, u32),
    Quarantine(usize, u32),
    Release(usize, u32),
    Scrap(usize, u32),
    Decrease(usize, u32),
    Reserve(usize),
    Pick(usize),
    Fail(usize, usize, u32),
    Dispatch(usize),
    Cancel(usize),
    Expire(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (lot, pieces, order) = (0_usize..5, 1_u32..5, 0_usize..4);
    prop_oneof![
        4 => (lot.clone(), pieces.clone()).prop_map(|(lot, pieces)| Step::Receive(lot, pieces)),
        1 => (lot.clone(), pieces.clone()).prop_map(|(lot, pieces)| Step::Quarantine(lot, pieces)),
        1 => (lot.clone(), pieces.clone()).prop_map(|(lot, pieces)| Step::Release(lot, pieces)),
        1 => (lot.clone(), pieces.clone()).prop_map(|(lot, pieces)| Step::Scrap(lot, pieces)),
        1 => (lot.clone(), pieces.clone()).prop_map(|(lot, pieces)| Step::Decrease(lot, pieces)),
        6 => order.clone().prop_map(Step::Reserve),
        4 => order.clone().prop_map(Step::Pick),
        3 => (order.clone(), lot.clone(), pieces).prop_map(|(order, lot, n)| Step::Fail(order, lot, n)),
        3 => order.clone().prop_map(Step::Dispatch),
        1 => order.prop_map(Step::Cancel),
        1 => lot.prop_map(Step::Expire),
    ]
}

fn lot(index: usize) -> Lot {
    Lot {
        expiry: Some(date(2026, 3, DAYS[index])),
        lot_no: LotNo::parse(&format!("L{index}")).unwrap(),
    }
}

/// The counters, as the store keeps them.
#[derive(Clone, Debug, Default)]
struct Counters {
    /// Available, reserved, quarantined.
    level: [i64; 3],
    /// Available, picked, quarantined.
    lots: BTreeMap<Lot, [i64; 3]>,
    /// Pieces of each lot that each order has got.
    issued: BTreeMap<(Lot, Uuid), i64>,
    shipped: BTreeMap<Lot, i64>,
}

impl Counters {
    /// All of the movements; `None` when a bound refuses them.
    fn after(&self, moves: &[Adjustment]) -> Option<Self> {
        let mut counters = self.clone();
        for moved in moves {
            match moved {
                Adjustment::StockReceive(moved) => counters.stock(moved, [1, 0, 0], [1, 0, 0]),
                Adjustment::StockWriteOff(moved) => counters.stock(moved, [-1, 0, 0], [-1, 0, 0]),
                Adjustment::StockQuarantine(moved) => {
                    counters.stock(moved, [-1, 0, 1], [-1, 0, 1]);
                }
                Adjustment::StockReleaseQuarantined(moved) => {
                    counters.stock(moved, [1, 0, -1], [1, 0, -1]);
                }
                Adjustment::StockScrap(moved) | Adjustment::StockReturn(moved) => {
                    counters.stock(moved, [0, 0, -1], [0, 0, -1])
                }
                Adjustment::StockReserve(moved) => counters.stock(moved, [-1, 1, 0], [0; 3]),
                Adjustment::StockRelease(moved) => counters.stock(moved, [1, -1, 0], [0; 3]),
                Adjustment::StockShip(moved) => {
                    counters.stock(moved, [0, -1, 0], [0, -1, 0]);
                    let lot = moved.lot.clone().expect("shipped by lot");
                    *counters.shipped.entry(lot).or_default() += i64::from(moved.quantity);
                }
                Adjustment::LotPick(pick) => counters.pick(pick, 1),
                Adjustment::LotUnpick(pick) => counters.pick(pick, -1),
                Adjustment::BackorderOpen(_)
                | Adjustment::BackorderClose(_)
                | Adjustment::StockSpread { .. }
                | Adjustment::StockCountBegin(_)
                | Adjustment::StockCountEnd(_)
                | Adjustment::CreditReserve(_)
                | Adjustment::CreditReserveBeyond { .. }
                | Adjustment::CreditRelease(_)
                | Adjustment::CreditLimit { .. }
                | Adjustment::QuotaTake { .. }
                | Adjustment::QuotaTakeBeyond(_)
                | Adjustment::QuotaGiveBack(_) => {}
            }
        }
        counters.is_sound().then_some(counters)
    }

    fn stock(&mut self, moved: &StockMove, level: [i64; 3], of_lot: [i64; 3]) {
        let quantity = i64::from(moved.quantity);
        add(&mut self.level, level, quantity);
        if let Some(lot) = &moved.lot {
            add(self.lots.entry(lot.clone()).or_default(), of_lot, quantity);
        }
    }

    fn pick(&mut self, pick: &LotPick, sign: i64) {
        let quantity = i64::from(pick.quantity) * sign;
        let lot = self.lots.entry(pick.lot.clone()).or_default();
        add(lot, [-1, 1, 0], quantity);
        let issued = self.issued.entry((pick.lot.clone(), pick.order));
        *issued.or_default() += quantity;
    }

    fn is_sound(&self) -> bool {
        let lots = self.lots.values().flatten();
        let issued = self.issued.values();
        self.level
            .iter()
            .chain(lots)
            .chain(issued)
            .all(|number| *number >= 0)
    }

    fn goods(&self) -> [LotGoods; 1] {
        let level = |(lot, held): (&Lot, &[i64; 3])| LotLevel {
            lot: lot.clone(),
            warehouse: "CQ1".to_owned(),
            available: u64::try_from(held[0]).unwrap(),
            picked: u64::try_from(held[1]).unwrap(),
            quarantined: u64::try_from(held[2]).unwrap(),
        };
        [LotGoods {
            sku: sku("TEA-1"),
            minimum_days: MINIMUM,
            available: u64::try_from(self.level[0]).unwrap(),
            lots: self.lots.iter().map(level).collect(),
        }]
    }
}

fn add(numbers: &mut [i64; 3], signs: [i64; 3], quantity: i64) {
    for (number, sign) in numbers.iter_mut().zip(signs) {
        *number += sign * quantity;
    }
}

fn of_lot(index: usize, quantity: u32) -> StockMove {
    StockMove {
        sku: sku("TEA-1"),
        warehouse: "CQ1".to_owned(),
        quantity,
        lot: Some(lot(index)),
        shard: None,
    }
}

/// Four cleared orders of three pieces each, two of which may be split.
fn orders() -> Vec<Order> {
    let cleared = |index: u128| {
        let mut order = approved(&reviewed(&received(PaymentMethod::BankTransfer)));
        order.id = Uuid::from_u128(index);
        order.split_shipments = index > 2;
        let paid = facts(|facts| receive_payment(&order, "bank:1", fen(15_000), facts));
        after(&order, Ok(paid))
    };
    (1..5).map(cleared).collect()
}

/// The order that a step is about, and its decision; none for a paper of the warehouse.
type Decided = Option<(usize, Decision<OrderEvent>)>;

/// What the step leads to: of an order, its decision; of stock, the movements alone.
fn attempt(
    orders: &[Order],
    counters: &Counters,
    number: usize,
    step: Step,
) -> Option<(Decided, Vec<Adjustment>)> {
    let goods = counters.goods();
    let stock = |moved: Adjustment| Some((None, vec![moved]));
    let (index, decided) = match step {
        Step::Receive(lot, n) => return stock(Adjustment::StockReceive(of_lot(lot, n))),
        Step::Quarantine(lot, n) => return stock(Adjustment::StockQuarantine(of_lot(lot, n))),
        Step::Release(lot, n) => {
            return stock(Adjustment::StockReleaseQuarantined(of_lot(lot, n)));
        }
        Step::Scrap(lot, n) => return stock(Adjustment::StockScrap(of_lot(lot, n))),
        Step::Decrease(lot, n) => return stock(Adjustment::StockWriteOff(of_lot(lot, n))),
        Step::Expire(index) => {
            let held = counters.lots.get(&lot(index))?[0].min(counters.level[0]);
            let quantity = u32::try_from(held).ok().filter(|held| *held > 0)?;
            return stock(Adjustment::StockQuarantine(of_lot(index, quantity)));
        }
        Step::Reserve(index) => {
            let there = u64::try_from(counters.level[0]).unwrap();
            (index, reserve_from(&orders[index], there, 0))
        }
        Step::Pick(index) => (
            index,
            facts(|facts| pick(&orders[index], None, &goods, "p", facts)),
        ),
        Step::Fail(index, of, quantity) => {
            let failure = PickFailure {
                failure_no: format!("F-{number}"),
                consignment: 1,
                sku: sku("TEA-1"),
                lot: lot(of),
                quantity,
                because: LostBecause::Short,
                at: now(),
                by: "p".to_owned(),
            };
            let decided =
                facts(|facts| report_pick_failure(&orders[index], failure, &goods, facts));
            (index, decided)
        }
        Step::Dispatch(index) => {
            let parcel = parcel(&format!("SF12345678{number:04}"), None);
            let decided = facts(|facts| dispatch(&orders[index], parcel, 2, &goods, facts));
            (index, decided)
        }
        Step::Cancel(index) => (
            index,
            facts(|facts| cancel(&orders[index], "x", CancelScope::Whole, facts)),
        ),
    };
    let decided = decided.ok()?;
    let moves = decided.adjustments.clone();
    Some((Some((index, decided)), moves))
}

proptest! {
    #[test]
    fn lots_add_up_to_the_level_whatever_happens(steps in proptest::collection::vec(step(), 1..120)) {
        let (mut orders, mut counters) = (orders(), Counters::default());
        for (number, step) in steps.into_iter().enumerate() {
            let Some((decided, moves)) = attempt(&orders, &counters, number, step) else { continue };
            let Some(next) = counters.after(&moves) else {
                // Only papers of the warehouse may ask for what is not there.
                prop_assert!(decided.is_none(), "{step:?} {moves:?} {counters:?}");
                continue;
            };
            counters = next;
            if let Some((index, decided)) = decided {
                orders[index] = after(&orders[index], Ok(decided));
            }
            let [available, reserved, quarantined] = counters.level;
            let sum = |place: usize| counters.lots.values().map(|lot| lot[place]).sum::<i64>();
            prop_assert_eq!(sum(0) + sum(1), available + reserved);
            prop_assert_eq!(sum(2), quarantined);
            let waiting = orders.iter().flat_map(Order::waiting_consignments);
            let pieces = waiting.flat_map(|waits| waits.pieces).map(|it| i64::from(it.quantity));
            prop_assert_eq!(pieces.sum::<i64>(), reserved);
            for (lot, pieces) in &counters.shipped {
                prop_assert!(*pieces == 0 || lot.may_leave(MINIMUM, date(2026, 3, 2)));
            }
            for order in &orders {
                for pick in &order.picks {
                    let got = order.picks.iter().filter(|it| it.lot == pick.lot);
                    let got: i64 = got.map(|it| i64::from(it.quantity)).sum();
                    let issued = counters.issued.get(&(pick.lot.clone(), order.id));
                    prop_assert_eq!(issued, Some(&got));
                }
            }
        }
    }
}
