//! Lives of purchase orders.

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::order::Facts;
use crate::order::samples::{fen, now, sku, with_facts};
use crate::policy::Policy;
use crate::purchasing::choice::samples::{offer, supplier};
use crate::purchasing::{Bidder, Need, choose};
use crate::refusal::Refusal;
use crate::stock::{Adjustment, StockMove};
use proptest::prelude::*;

fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

/// Ten pieces at 100 fen, raised by p-1, against this standard cost.
fn raised(standard_cost: Option<i64>) -> PurchaseOrder {
    let (supplier, offer) = (supplier("a", 3), offer("a", &[(1, 100)]));
    let need = Need {
        sku: sku("TEA-1"),
        quantity: 10,
        by: date(2026, 3, 9),
    };
    let bidder = Bidder {
        supplier: &supplier,
        offer: Some(&offer),
    };
    let peg = Peg {
        order: Uuid::nil(),
        quantity: 10,
        released_at: None,
    };
    let number = PurchaseOrderNo::parse("PO-1").unwrap();
    facts(|facts| {
        let choice = choose(&need, &[bidder], None, facts).unwrap();
        raise(
            number,
            need,
            choice,
            standard_cost.map(fen),
            Some(peg),
            "p-1",
            facts,
        )
        .unwrap()
    })
}

fn after(
    order: &PurchaseOrder,
    decision: Result<Decision<PurchaseOrderEvent>, Refusal>,
) -> PurchaseOrder {
    fold(Some(order.clone()), &decision.unwrap().events)
        .unwrap()
        .unwrap()
}

fn placed() -> PurchaseOrder {
    let placement = Placement {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    let order = raised(None);
    after(&order, place(&order, &placement, "p-1", now()))
}

fn receipt(number: &str, passed: u32, failed: u32) -> GoodsReceipt {
    GoodsReceipt {
        lots: Vec::new(),
        receipt_no: number.to_owned(),
        warehouse: "CQ1".to_owned(),
        passed,
        failed,
        note: None,
        at: now(),
        by: "w-1".to_owned(),
        on_time: false,
    }
}

fn received(order: &PurchaseOrder, receipt: GoodsReceipt) -> (PurchaseOrder, Vec<Adjustment>) {
    match receive(order, receipt).unwrap() {
        Reception::Known => (order.clone(), Vec::new()),
        Reception::New { decision, .. } => {
            let moved = decision.adjustments.clone();
            (after(order, Ok(decision)), moved)
        }
    }
}

#[test]
fn a_price_above_the_tolerance_needs_a_second_person() {
    for (cost, stage) in [
        (None, "to_place"),
        (Some(100), "to_place"),
        // 5 % above 95.238… is 100.
        (Some(96), "to_place"),
        (Some(95), "awaiting_approval"),
        (Some(0), "awaiting_approval"),
    ] {
        assert_eq!(raised(cost).stage.name(), stage, "{cost:?}");
    }
    let order = raised(Some(50));
    let placement = Placement {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    let early = place(&order, &placement, "p-1", now()).unwrap_err();
    assert_eq!(early.code, "purchase_order_not_to_place");
    let alone = facts(|facts| approve(&order, "p-1", facts)).unwrap_err();
    assert_eq!(alone.code, "four_eyes_required");
    let approved = after(&order, facts(|facts| approve(&order, "m-1", facts)));
    assert_eq!(approved.stage.name(), "to_place");
    let again = facts(|facts| approve(&approved, "m-1", facts)).unwrap();
    assert_eq!(again, Decision::done());
    let other = facts(|facts| approve(&approved, "m-2", facts)).unwrap_err();
    assert_eq!(other.code, "purchase_order_not_awaiting_approval");
}

#[test]
fn goods_come_in_parts_and_only_what_passes_becomes_stock() {
    let order = placed();
    assert_eq!(order.expected(), date(2026, 3, 5));
    let (order, moved) = received(&order, receipt("R-1", 4, 2));
    assert_eq!((order.outstanding(), order.failed()), (6, 2));
    let Adjustment::StockReceive(moved) = &moved[0] else {
        panic!("{moved:?}")
    };
    assert_eq!((moved.quantity, moved.warehouse.as_str()), (4, "CQ1"));
    assert!(order.receipts[0].on_time);

    assert_eq!(
        receive(&order, receipt("R-1", 4, 2)).unwrap(),
        Reception::Known
    );
    let reused = receive(&order, receipt("R-1", 4, 1)).unwrap_err();
    assert_eq!(reused.code, "receipt_no_reused");
    let above = receive(&order, receipt("R-2", 6, 1)).unwrap_err();
    assert_eq!(above.code, "receipt_above_order");
    let nothing = receive(&order, receipt("R-2", 0, 0)).unwrap_err();
    assert_eq!(nothing.evidence[0].at, "passed");

    let (order, moved) = received(&order, receipt("R-2", 0, 1));
    assert!(moved.is_empty());
    let (order, _) = received(&order, receipt("R-3", 6, 0));
    assert_eq!(order.stage.name(), "received");
    assert_eq!(
        receive(&order, receipt("R-1", 4, 2)).unwrap(),
        Reception::Known
    );
    let more = receive(&order, receipt("R-4", 1, 0)).unwrap_err();
    assert_eq!(more.code, "purchase_order_not_placed");
}

#[test]
fn a_slipped_promise_is_kept_beside_the_first() {
    let order = placed();
    let moved = after(
        &order,
        move_promise(&order, date(2026, 3, 10), "停电", "p-1", now()),
    );
    let dates: Vec<_> = moved.promises.iter().map(|promise| promise.date).collect();
    assert_eq!(dates, [date(2026, 3, 5), date(2026, 3, 10)]);
    assert_eq!(moved.expected(), date(2026, 3, 10));
    let again = move_promise(&moved, date(2026, 3, 10), "停电", "p-1", now()).unwrap();
    assert_eq!(again, Decision::done());
    let past = move_promise(&moved, date(2026, 3, 1), "停电", "p-1", now()).unwrap_err();
    assert_eq!(past.evidence[0].at, "promised");
    let late = GoodsReceipt {
        at: "2026-03-06T02:00:00Z".parse().unwrap(),
        ..receipt("R-1", 10, 0)
    };
    let (order, _) = received(&moved, late);
    assert!(!order.receipts[0].on_time);
}

#[test]
fn it_is_cancelled_before_and_closed_after_the_first_receipt() {
    let order = placed();
    let early = close(&order, "不再供货", "p-1", now()).unwrap_err();
    assert_eq!(early.code, "purchase_order_without_receipt");
    let cancelled = after(&order, cancel(&order, "不再需要", "p-1", now()));
    let late = receive(&cancelled, receipt("R-1", 1, 0)).unwrap_err();
    assert_eq!(late.code, "purchase_order_not_placed");
    assert_eq!(
        cancel(&cancelled, "不再需要", "p-1", now()),
        Ok(Decision::done())
    );

    let (order, _) = received(&order, receipt("R-1", 4, 0));
    let refused = cancel(&order, "不再需要", "p-1", now()).unwrap_err();
    assert_eq!(refused.code, "purchase_order_not_cancellable");
    let closed = after(&order, close(&order, "不再供货", "p-1", now()));
    assert_eq!((closed.stage.name(), closed.outstanding()), ("closed", 6));
    assert_eq!(
        close(&closed, "不再供货", "p-1", now()),
        Ok(Decision::done())
    );
}

#[test]
fn a_peg_is_released_once_and_the_purchase_order_stays() {
    let order = placed();
    let released = after(&order, Ok(release_peg(&order, now())));
    assert_eq!(released.peg.as_ref().unwrap().released_at, Some(now()));
    assert_eq!(released.stage, order.stage);
    assert_eq!(release_peg(&released, now()), Decision::done());
}

proptest! {
    #[test]
    fn whatever_comes_in_stock_is_what_passed_and_never_more_than_ordered(
        parts in proptest::collection::vec((0_u32..6, 0_u32..3), 1..20)
    ) {
        let mut order = placed();
        let mut stock = 0;
        for (place, (passed, failed)) in parts.into_iter().enumerate() {
            let owed = order.outstanding();
            let part = receipt(&format!("R-{place}"), passed, failed);
            match receive(&order, part) {
                Ok(_) if passed + failed > owed => prop_assert!(false, "more than owed"),
                Ok(Reception::Known) => prop_assert!(false, "a new number"),
                Ok(Reception::New { decision, delivery }) => {
                    prop_assert_eq!((delivery.passed, delivery.failed), (passed, failed));
                    stock += passed;
                    let moved = (passed > 0).then(|| {
                        Adjustment::StockReceive(StockMove {
                            sku: sku("TEA-1"),
                            warehouse: "CQ1".to_owned(),
                            quantity: passed,
                            lot: None,
                            shard: None,
                        })
                    });
                    prop_assert_eq!(&decision.adjustments, &Vec::from_iter(moved));
                    order = after(&order, Ok(decision));
                }
                Err(_) => {}
            }
        }
        prop_assert_eq!(stock, order.passed());
        prop_assert!(stock <= 10);
        prop_assert_eq!(order.stage.name() == "received", stock == 10);
    }
}
