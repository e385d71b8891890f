//! Raising, shipping, answering, closing and cancelling a return to a supplier (5.1.2).

use super::{
    RecordedAnswer, ReturnSource, ReturnStage, SupplierAnswer, SupplierReturn, SupplierReturnEvent,
};
use crate::aggregate::Decision;
use crate::identifiers::WaybillNo;
use crate::order::Facts;
use crate::purchasing::purchase_order::{
    PurchaseOrder, PurchaseOrderEvent, ReturnedGoods, cancel_goods_return, return_goods,
};
use crate::purchasing::supplier::{SupplierEvent, count_return};
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// A return that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnDraft {
    /// Its number.
    pub number: String,
    /// Where the goods come from.
    pub source: ReturnSource,
    /// Pieces.
    pub quantity: u32,
    /// Why.
    pub reason: String,
}

/// What shipping a return leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippedReturn {
    /// For the return; goods that were stock leave quarantine.
    pub decision: Decision<SupplierReturnEvent>,
    /// For the supplier's scores.
    pub counted: Decision<SupplierEvent>,
}

/// Raises a return of goods that came with a purchase order, which keeps how many of them are on a return.
///
/// # Errors
/// `return_above_received` for more than came, of what failed the inspection or of what passed it, and is on no
/// other return; `too_many_returns`; `calendar_year_missing`.
pub fn raise_return(
    order: &PurchaseOrder,
    draft: ReturnDraft,
    by: &str,
    facts: &Facts<'_>,
) -> Result<(Decision<SupplierReturnEvent>, Decision<PurchaseOrderEvent>), Refusal> {
    let goods = ReturnedGoods {
        number: draft.number.clone(),
        from_stock: draft.source.was_stock(),
        quantity: draft.quantity,
    };
    let known_to_order = return_goods(order, goods, facts.now)?;
    let due = facts.working_days_on(facts.policy.purchasing.return_shipment_working_days)?;
    let raised = SupplierReturn {
        number: draft.number,
        purchase_order: order.number.clone(),
        supplier: order.bid().supplier.clone(),
        sku: order.sku.clone(),
        source: draft.source,
        quantity: draft.quantity,
        unit_price: order.bid().unit_price,
        reason: draft.reason,
        raised_by: by.to_owned(),
        raised_at: facts.now,
        stage: ReturnStage::ToShip { due },
        waybill_no: None,
        answer: None,
    };
    let event = SupplierReturnEvent::Raised {
        supplier_return: Box::new(raised),
    };
    Ok((Decision::of(vec![event]), known_to_order))
}

/// Hands a return to a carrier. Goods that were stock leave quarantine in the same transaction; that they are
/// there is its condition. Nothing to do when it left with this waybill.
///
/// # Errors
/// `return_not_to_ship`; `calendar_year_missing`.
pub fn ship_return(
    goods: &SupplierReturn,
    waybill_no: &WaybillNo,
    by: &str,
    facts: &Facts<'_>,
) -> Result<ShippedReturn, Refusal> {
    if goods.waybill_no.as_ref() == Some(waybill_no) {
        return Ok(ShippedReturn {
            decision: Decision::done(),
            counted: Decision::done(),
        });
    }
    if !matches!(goods.stage, ReturnStage::ToShip { .. }) {
        let stage = ("待发出", "ready to be shipped");
        return Err(wrong_stage(goods, "return_not_to_ship", stage));
    }
    let due = facts.working_days_on(facts.policy.purchasing.return_answer_working_days)?;
    let (leaves, counted) = match &goods.source {
        ReturnSource::FailedInspection => (None, Decision::done()),
        ReturnSource::Quarantine { warehouse, lot } => (
            Some(Adjustment::StockReturn(StockMove {
                sku: goods.sku.clone(),
                warehouse: warehouse.clone(),
                quantity: goods.quantity,
                lot: lot.clone(),
                shard: None,
            })),
            count_return(goods, facts.now),
        ),
    };
    let decision = Decision::of(vec![SupplierReturnEvent::Shipped {
        at: facts.now,
        by: by.to_owned(),
        waybill_no: waybill_no.clone(),
        due,
    }])
    .with(leaves);
    Ok(ShippedReturn { decision, counted })
}

/// Records what the supplier does about it. Nothing to do when the same is recorded.
///
/// # Errors
/// `return_not_shipped`; `invalid_value` for no money; `calendar_year_missing`.
pub fn answer_return(
    goods: &SupplierReturn,
    answer: SupplierAnswer,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<SupplierReturnEvent>, Refusal> {
    if goods.answer.as_ref().map(|known| &known.answer) == Some(&answer) {
        return Ok(Decision::done());
    }
    if !matches!(goods.stage, ReturnStage::Shipped { .. }) {
        let stage = ("已发出", "shipped and not answered");
        return Err(wrong_stage(goods, "return_not_shipped", stage));
    }
    if let SupplierAnswer::CreditNote { amount, .. } = &answer
        && !amount.is_positive()
    {
        let found = amount.fen().to_string();
        return Err(Refusal::invalid("amount_fen", "one fen or more", found));
    }
    let due = facts.working_days_on(facts.policy.purchasing.return_closing_working_days)?;
    Ok(Decision::of(vec![SupplierReturnEvent::Answered {
        answer: RecordedAnswer {
            answer,
            by: by.to_owned(),
            at: facts.now,
        },
        due,
    }]))
}

/// Closes it: the money or the goods came. Nothing to do when it is closed.
///
/// # Errors
/// `return_not_answered`; 403 `four_eyes_required` for whoever recorded the answer.
pub fn close_return(
    goods: &SupplierReturn,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<SupplierReturnEvent>, Refusal> {
    if matches!(goods.stage, ReturnStage::Closed { .. }) {
        return Ok(Decision::done());
    }
    let answered = matches!(goods.stage, ReturnStage::Answered { .. });
    let Some(answer) = goods.answer.as_ref().filter(|_| answered) else {
        let stage = ("供应商已答复", "answered by the supplier");
        return Err(wrong_stage(goods, "return_not_answered", stage));
    };
    if answer.by == by {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "four_eyes_required",
            "采购退货须由登记供应商答复以外的人结案",
            "a return is closed by another person than who recorded the supplier's answer",
        )
        .because(Evidence::new(
            "closing",
            "another person than who recorded the answer",
            "the same person",
        )));
    }
    Ok(Decision::of(vec![SupplierReturnEvent::Closed {
        at: facts.now,
        by: by.to_owned(),
    }]))
}

/// Cancels it before the goods left; its purchase order no longer counts them. Nothing to do when it is
/// cancelled.
///
/// # Errors
/// `return_not_to_ship` once the goods left.
pub fn cancel_return(
    goods: &SupplierReturn,
    order: &PurchaseOrder,
    reason: &str,
    by: &str,
    facts: &Facts<'_>,
) -> Result<(Decision<SupplierReturnEvent>, Decision<PurchaseOrderEvent>), Refusal> {
    match goods.stage {
        ReturnStage::Cancelled { .. } => return Ok((Decision::done(), Decision::done())),
        ReturnStage::ToShip { .. } => {}
        ReturnStage::Shipped { .. } | ReturnStage::Answered { .. } | ReturnStage::Closed { .. } => {
            let stage = ("待发出", "still here");
            return Err(wrong_stage(goods, "return_not_to_ship", stage));
        }
    }
    let cancelled = SupplierReturnEvent::Cancelled {
        at: facts.now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    };
    Ok((
        Decision::of(vec![cancelled]),
        cancel_goods_return(order, &goods.number, facts.now),
    ))
}

/// 409 because of where it stands.
fn wrong_stage(goods: &SupplierReturn, code: &'static str, (zh, en): (&str, &str)) -> Refusal {
    let stage = goods.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("采购退货须处于“{zh}”状态，当前为 {stage}"),
        format!("the return must be {en}, it is {stage}"),
    )
    .because(Evidence::new("stage", en, stage))
}
