//! Lives of returns to suppliers.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::aggregate::{Decision, fold};
use crate::order::Facts;
use crate::order::samples::{fen, now, sku, with_facts};
use crate::policy::Policy;
use crate::purchasing::choice::samples::{offer, supplier};
use crate::purchasing::{
    Bidder, GoodsReceipt, Need, Placement, PurchaseOrder, PurchaseOrderEvent, Reception, Supplier,
    choose, place, raise, receive,
};
use crate::refusal::Refusal;
use crate::stock::{Adjustment, StockMove};

fn facts<T>(body: impl FnOnce(&Facts<'_>) -> T) -> T {
    with_facts(&Policy::default(), body)
}

fn then(order: &PurchaseOrder, events: &[PurchaseOrderEvent]) -> PurchaseOrder {
    fold(Some(order.clone()), events).unwrap().unwrap()
}

/// A purchase order of ten pieces at 100 fen, of which so many passed and failed.
fn came(passed: u32, failed: u32) -> PurchaseOrder {
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
    let placement = Placement {
        contract: "HT-1".to_owned(),
        promised: None,
    };
    let number = PurchaseOrderNo::parse("PO-1").unwrap();
    let order = facts(|facts| {
        let choice = choose(&need, &[bidder], None, facts).unwrap();
        raise(number, need, choice, None, None, "p-1", facts).unwrap()
    });
    let placed = place(&order, &placement, "p-1", now()).unwrap();
    let order = then(&order, &placed.events);
    let receipt = GoodsReceipt {
        receipt_no: "RK-1".to_owned(),
        warehouse: "CQ1".to_owned(),
        passed,
        failed,
        note: None,
        at: now(),
        by: "w-1".to_owned(),
        on_time: false,
        lots: Vec::new(),
    };
    match receive(&order, receipt).unwrap() {
        Reception::New { decision, .. } => then(&order, &decision.events),
        Reception::Known => order,
    }
}

fn draft(number: &str, from_stock: bool, quantity: u32) -> ReturnDraft {
    ReturnDraft {
        number: number.to_owned(),
        source: match from_stock {
            true => ReturnSource::Quarantine {
                lot: None,
                warehouse: "CQ1".to_owned(),
            },
            false => ReturnSource::FailedInspection,
        },
        quantity,
        reason: "破损".to_owned(),
    }
}

fn raised(
    order: &PurchaseOrder,
    draft: ReturnDraft,
) -> Result<(PurchaseOrder, SupplierReturn), Refusal> {
    let (raised, known) = facts(|facts| raise_return(order, draft, "p-1", facts))?;
    let goods = fold(None, &raised.events).unwrap().unwrap();
    Ok((then(order, &known.events), goods))
}

fn after(goods: &SupplierReturn, decision: &Decision<SupplierReturnEvent>) -> SupplierReturn {
    fold(Some(goods.clone()), &decision.events)
        .unwrap()
        .unwrap()
}

fn waybill() -> WaybillNo {
    WaybillNo::parse("SF1234567890").unwrap()
}

fn shipped(goods: &SupplierReturn) -> ShippedReturn {
    facts(|facts| ship_return(goods, &waybill(), "w-1", facts)).unwrap()
}

fn code<T: std::fmt::Debug>(decision: Result<T, Refusal>) -> &'static str {
    decision.unwrap_err().code
}

#[test]
fn goods_go_back_are_answered_and_closed_by_another_person() {
    let (order, goods) = raised(&came(6, 2), draft("CT-1", true, 3)).unwrap();
    assert_eq!((order.returnable(true), order.returnable(false)), (3, 2));
    assert_eq!(goods.index().work.unwrap().list, RETURN_SHIPMENT_LIST);
    let credit = SupplierAnswer::CreditNote {
        credit_note_no: "HZ-1".to_owned(),
        amount: fen(300),
    };
    let answered = |goods: &SupplierReturn, answer: &SupplierAnswer, by: &str| {
        facts(|facts| answer_return(goods, answer.clone(), by, facts))
    };
    assert_eq!(code(answered(&goods, &credit, "p-1")), "return_not_shipped");
    let left = shipped(&goods);
    let moved = StockMove {
        sku: sku("TEA-1"),
        warehouse: "CQ1".to_owned(),
        quantity: 3,
        lot: None,
        shard: None,
    };
    assert_eq!(left.decision.adjustments, [Adjustment::StockReturn(moved)]);
    let known: Supplier = fold(Some(supplier("a", 3)), &left.counted.events)
        .unwrap()
        .unwrap();
    let policy = &Policy::default().purchasing;
    assert_eq!(known.record.quality_permille(policy), 997);
    let goods = after(&goods, &left.decision);
    assert_eq!(shipped(&goods).decision, Decision::done());
    let other = WaybillNo::parse("SF0000000000").unwrap();
    let again = facts(|facts| ship_return(&goods, &other, "w-1", facts));
    assert_eq!(code(again), "return_not_to_ship");
    let nothing = SupplierAnswer::CreditNote {
        credit_note_no: "HZ-1".to_owned(),
        amount: fen(0),
    };
    assert_eq!(code(answered(&goods, &nothing, "p-1")), "invalid_value");
    let closed = |goods: &SupplierReturn, by: &str| facts(|facts| close_return(goods, by, facts));
    assert_eq!(code(closed(&goods, "f-1")), "return_not_answered");
    let goods = after(&goods, &answered(&goods, &credit, "p-1").unwrap());
    assert_eq!(answered(&goods, &credit, "p-1"), Ok(Decision::done()));
    assert_eq!(code(closed(&goods, "p-1")), "four_eyes_required");
    let goods = after(&goods, &closed(&goods, "f-1").unwrap());
    assert_eq!((goods.stage.name(), goods.index().work), ("closed", None));
    assert_eq!(closed(&goods, "f-1"), Ok(Decision::done()));
    let cancelled = facts(|facts| cancel_return(&goods, &order, "x", "p-1", facts));
    assert_eq!(code(cancelled), "return_not_to_ship");
}

#[test]
fn what_failed_the_inspection_never_was_stock_and_counted_when_it_came() {
    let (_, goods) = raised(&came(6, 2), draft("CT-1", false, 2)).unwrap();
    let left = shipped(&goods);
    assert_eq!(left.decision.adjustments, []);
    assert_eq!(left.counted, Decision::done());
}

#[test]
fn a_cancelled_return_frees_its_pieces() {
    let (order, goods) = raised(&came(0, 4), draft("CT-1", false, 4)).unwrap();
    assert_eq!(
        code(raised(&order, draft("CT-2", false, 1))),
        "return_above_received"
    );
    let cancelled = facts(|facts| cancel_return(&goods, &order, "修好了", "p-1", facts)).unwrap();
    let (order, goods) = (
        then(&order, &cancelled.1.events),
        after(&goods, &cancelled.0),
    );
    assert_eq!(order.returnable(false), 4);
    let again = facts(|facts| cancel_return(&goods, &order, "修好了", "p-1", facts)).unwrap();
    assert_eq!(again, (Decision::done(), Decision::done()));
    assert_eq!(
        code(raised(&order, draft("CT-2", false, 0))),
        "invalid_value"
    );
}

proptest! {
    #[test]
    fn never_more_goes_back_than_came(
        passed in 0_u32..8, failed in 0_u32..3, wanted in proptest::collection::vec((any::<bool>(), 1_u32..5, any::<bool>()), 0..12),
    ) {
        prop_assume!(passed + failed > 0);
        let mut order = came(passed, failed);
        for (place, (from_stock, quantity, cancels)) in wanted.into_iter().enumerate() {
            let Ok((then_order, goods)) = raised(&order, draft(&format!("CT-{place}"), from_stock, quantity)) else {
                prop_assert!(quantity > order.returnable(from_stock));
                continue;
            };
            order = then_order;
            if cancels {
                let cancelled = facts(|facts| cancel_return(&goods, &order, "x", "p-1", facts)).unwrap();
                order = then(&order, &cancelled.1.events);
            }
            for (from_stock, came) in [(true, passed), (false, failed)] {
                let on_returns: u32 = order.returns.iter().filter(|it| it.from_stock == from_stock).map(|it| it.quantity).sum();
                prop_assert!(on_returns <= came);
                prop_assert_eq!(on_returns + order.returnable(from_stock), came);
            }
        }
    }
}
