//! Goods receipt with inspection 到货检验 (5.1.2).

use super::raise::not_placed;
use super::{GoodsReceipt, PurchaseOrder, PurchaseOrderEvent, PurchaseStage};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::purchasing::Delivery;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// The most receipts of one purchase order.
pub const MOST_RECEIPTS: usize = 100;

/// What a goods receipt leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reception {
    /// The same receipt was recorded before.
    Known,
    /// It is recorded, and its passed pieces become stock.
    New {
        /// For the purchase order.
        decision: Decision<PurchaseOrderEvent>,
        /// For the supplier's scores.
        delivery: Delivery,
    },
}

/// Records goods that came in. Only what passed becomes stock; what failed goes back to the supplier, who
/// owes it still. Whether it is on time is measured by the date first promised, so that a promise that
/// slips costs the supplier its score.
///
/// # Errors
/// `receipt_no_reused` for other content under a known number; `purchase_order_not_placed`, also for a
/// cancelled one; `receipt_above_order`; `too_many_receipts`; `invalid_value` for a receipt of nothing.
pub fn receive(order: &PurchaseOrder, receipt: GoodsReceipt) -> Result<Reception, Refusal> {
    let number = &receipt.receipt_no;
    if let Some(known) = order
        .receipts
        .iter()
        .find(|known| known.receipt_no == *number)
    {
        return same(known, &receipt).map(|()| Reception::Known);
    }
    if !matches!(order.stage, PurchaseStage::Placed { .. }) {
        return Err(not_placed(order));
    }
    let received = u64::from(receipt.passed).saturating_add(u64::from(receipt.failed));
    if received == 0 {
        return Err(Refusal::invalid(
            "passed",
            "one piece or more, passed or failed",
            "0",
        ));
    }
    let by_lot = receipt
        .lots
        .iter()
        .map(|it| u64::from(it.quantity))
        .fold(0, u64::saturating_add);
    if !receipt.lots.is_empty() && by_lot != u64::from(receipt.passed) {
        return Err(Refusal::invalid(
            "lots",
            format!("{} pieces in all, as many as passed", receipt.passed),
            by_lot.to_string(),
        ));
    }
    if received > u64::from(order.outstanding()) {
        return Err(above(order, received));
    }
    if order.receipts.len() >= MOST_RECEIPTS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_receipts",
            format!("每张采购订单最多 {MOST_RECEIPTS} 次到货"),
            format!("a purchase order has at most {MOST_RECEIPTS} receipts"),
        ));
    }
    let came = business_date(receipt.at);
    let on_time = order
        .promises
        .first()
        .is_none_or(|first| came <= first.date);
    let receipt = GoodsReceipt { on_time, ..receipt };
    let delivery = Delivery {
        purchase_order: order.number.clone(),
        receipt_no: receipt.receipt_no.clone(),
        passed: receipt.passed,
        failed: receipt.failed,
        on_time,
    };
    let stock = moves(order, &receipt)
        .into_iter()
        .map(Adjustment::StockReceive);
    let stock: Vec<Adjustment> = stock.collect();
    let decision = Decision::of(vec![PurchaseOrderEvent::GoodsReceived { receipt }]).with(stock);
    Ok(Reception::New { decision, delivery })
}

/// What passed, by lot where it names lots.
#[must_use]
pub fn moves(order: &PurchaseOrder, receipt: &GoodsReceipt) -> Vec<StockMove> {
    let passed = StockMove {
        sku: order.sku.clone(),
        warehouse: receipt.warehouse.clone(),
        quantity: receipt.passed,
        lot: None,
        shard: None,
    };
    let by_lot = receipt.lots.iter().map(|received| {
        let pieces = StockMove {
            quantity: received.quantity,
            ..passed.clone()
        };
        pieces.of_lot(received.lot.clone())
    });
    let by_lot: Vec<StockMove> = by_lot.collect();
    match (by_lot.is_empty(), receipt.passed) {
        (false, _) => by_lot,
        (true, 0) => Vec::new(),
        (true, _) => vec![passed],
    }
}

/// A receipt sent again must say the same.
fn same(known: &GoodsReceipt, again: &GoodsReceipt) -> Result<(), Refusal> {
    let content = |receipt: &GoodsReceipt| {
        let GoodsReceipt {
            warehouse,
            passed,
            failed,
            note,
            lots,
            ..
        } = receipt.clone();
        (warehouse, passed, failed, note, lots)
    };
    if content(known) == content(again) {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "receipt_no_reused",
        "该入库单号已用于内容不同的入库单",
        "the receipt number was used for a receipt of other content",
    )
    .because(Evidence::new(
        "receipt_no",
        format!(
            "{} passed and {} failed, as before",
            known.passed, known.failed
        ),
        format!("{} passed and {} failed", again.passed, again.failed),
    )))
}

fn above(order: &PurchaseOrder, received: u64) -> Refusal {
    let owed = order.outstanding();
    Refusal::new(
        RefusalClass::Conflict,
        "receipt_above_order",
        format!("到货数量超过采购订单未到数量 {owed}"),
        format!("more came in than the {owed} pieces that the supplier still owes"),
    )
    .because(Evidence::new(
        "passed",
        format!("at most {owed} pieces, passed and failed together"),
        received.to_string(),
    ))
}
