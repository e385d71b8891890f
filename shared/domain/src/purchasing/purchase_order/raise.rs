//! Raising a purchase order, and what people decide about it (5.1.2, 5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Peg, PurchaseOrder, PurchaseOrderEvent, PurchaseStage};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::identifiers::PurchaseOrderNo;
use crate::money::Money;
use crate::order::Facts;
use crate::purchasing::{Need, PurchasingPolicy, SupplierChoice};
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// A purchase order that was agreed with its supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The reference of the contract.
    pub contract: String,
    /// When the supplier promised to deliver; as its lead time has it, if it did not say.
    pub promised: Option<Date>,
}

/// Raises a purchase order as chosen. A unit price above the standard cost by more than the policy's
/// tolerance needs the approval of a second person; without a standard cost none does.
///
/// # Errors
/// `calendar_year_missing`.
pub fn raise(
    number: PurchaseOrderNo,
    need: Need,
    choice: SupplierChoice,
    standard_cost: Option<Money>,
    peg: Option<Peg>,
    by: &str,
    facts: &Facts<'_>,
) -> Result<PurchaseOrder, Refusal> {
    let policy = &facts.policy.purchasing;
    let price = choice.chosen.unit_price;
    let stage = if needs_approval(price, standard_cost, policy) {
        let due = facts.working_days_on(policy.approval_working_days)?;
        PurchaseStage::AwaitingApproval { due }
    } else {
        let due = facts.working_days_on(policy.placement_working_days)?;
        PurchaseStage::ToPlace { due }
    };
    Ok(PurchaseOrder {
        number,
        sku: need.sku,
        needed: need.quantity,
        needed_by: need.by,
        choice,
        standard_cost,
        peg,
        warehouse: None,
        raised_by: by.to_owned(),
        raised_at: facts.now,
        stage,
        approval: None,
        contract: None,
        promises: Vec::new(),
        receipts: Vec::new(),
        returns: Vec::new(),
    })
}

/// Whether a price is above the standard cost by more than the tolerance; never without a standard cost.
#[must_use]
pub fn needs_approval(price: Money, cost: Option<Money>, policy: &PurchasingPolicy) -> bool {
    let Some(cost) = cost else { return false };
    let most = i128::from(1_000_u32.saturating_add(policy.cost_tolerance_permille.into()));
    let most = i128::from(cost.fen()).saturating_mul(most);
    i128::from(price.fen()).saturating_mul(1_000) > most
}

/// Approves the price; nothing to do when the same person did before.
///
/// # Errors
/// 403 `four_eyes_required` for whoever raised it; `purchase_order_not_awaiting_approval`;
/// `calendar_year_missing`.
pub fn approve(
    order: &PurchaseOrder,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    if order
        .approval
        .as_ref()
        .is_some_and(|approval| approval.by == by)
    {
        return Ok(Decision::done());
    }
    if !matches!(order.stage, PurchaseStage::AwaitingApproval { .. }) {
        return Err(wrong_stage(
            order,
            "purchase_order_not_awaiting_approval",
            ("待审批", "awaiting approval"),
        ));
    }
    if order.raised_by == by {
        return Err(Refusal::new(
            RefusalClass::Forbidden,
            "four_eyes_required",
            "采购订单须由提出人以外的人审批",
            "a purchase order must be approved by another person than who raised it",
        )
        .because(Evidence::new(
            "approval",
            "another person than who raised it",
            "the same person",
        )));
    }
    let due = facts.working_days_on(facts.policy.purchasing.placement_working_days)?;
    Ok(Decision::of(vec![PurchaseOrderEvent::Approved {
        at: facts.now,
        by: by.to_owned(),
        due,
    }]))
}

/// Records that it was placed with the supplier; nothing to do when it was placed so.
///
/// # Errors
/// `purchase_order_not_to_place`, also before it is approved; `invalid_value` for a date that has passed.
pub fn place(
    order: &PurchaseOrder,
    placement: &Placement,
    by: &str,
    now: Timestamp,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    let promised = placement.promised.unwrap_or(order.bid().arrives);
    let same = order.contract.as_ref() == Some(&placement.contract);
    if same
        && order
            .promises
            .first()
            .is_some_and(|first| first.date == promised)
    {
        return Ok(Decision::done());
    }
    if !matches!(order.stage, PurchaseStage::ToPlace { .. }) {
        return Err(wrong_stage(
            order,
            "purchase_order_not_to_place",
            ("待下单", "ready to be placed"),
        ));
    }
    not_passed(promised, now)?;
    Ok(Decision::of(vec![PurchaseOrderEvent::Placed {
        at: now,
        by: by.to_owned(),
        contract: placement.contract.clone(),
        promised,
    }]))
}

/// Records that the supplier promised another date; nothing to do when it is the same.
///
/// # Errors
/// `purchase_order_not_placed`; `invalid_value` for a date that has passed.
pub fn move_promise(
    order: &PurchaseOrder,
    promised: Date,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    let PurchaseStage::Placed { promised: before } = order.stage else {
        return Err(not_placed(order));
    };
    if before == promised {
        return Ok(Decision::done());
    }
    not_passed(promised, now)?;
    Ok(Decision::of(vec![PurchaseOrderEvent::PromiseMoved {
        at: now,
        by: by.to_owned(),
        promised,
        reason: reason.to_owned(),
    }]))
}

/// Closes it short: what is missing no longer comes. Nothing to do when it is closed.
///
/// # Errors
/// `purchase_order_not_placed`; `purchase_order_without_receipt` when nothing came: then it is cancelled.
pub fn close(
    order: &PurchaseOrder,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    match &order.stage {
        PurchaseStage::Closed { .. } => return Ok(Decision::done()),
        PurchaseStage::Placed { .. } => {}
        PurchaseStage::AwaitingApproval { .. }
        | PurchaseStage::ToPlace { .. }
        | PurchaseStage::Received { .. }
        | PurchaseStage::Cancelled { .. } => return Err(not_placed(order)),
    }
    if order.receipts.is_empty() {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "purchase_order_without_receipt",
            "尚无到货，请改为取消采购订单",
            "nothing has come in; cancel the purchase order instead",
        )
        .because(Evidence::new("receipts", "at least one", "none")));
    }
    Ok(Decision::of(vec![PurchaseOrderEvent::Closed {
        at: now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }]))
}

/// Cancels it before anything came in; nothing to do when it is cancelled.
///
/// # Errors
/// `purchase_order_not_cancellable` once goods came in: then it is closed.
pub fn cancel(
    order: &PurchaseOrder,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    if matches!(order.stage, PurchaseStage::Cancelled { .. }) {
        return Ok(Decision::done());
    }
    if order.stage.is_final() || !order.receipts.is_empty() {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "purchase_order_not_cancellable",
            "采购订单已有到货，不能取消；未到部分可短交关闭",
            "goods came in, so it cannot be cancelled; close it if no more comes",
        )
        .because(Evidence::new(
            "stage",
            "nothing received yet",
            format!("{}, {} received", order.stage.name(), order.passed()),
        )));
    }
    Ok(Decision::of(vec![PurchaseOrderEvent::Cancelled {
        at: now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    }]))
}

/// 5.1.3: the order that it was raised for no longer waits. The purchase order stays; nothing to do
/// without such an order.
#[must_use]
pub fn release_peg(order: &PurchaseOrder, now: Timestamp) -> Decision<PurchaseOrderEvent> {
    match &order.peg {
        Some(peg) if peg.released_at.is_none() => {
            Decision::of(vec![PurchaseOrderEvent::PegReleased { at: now }])
        }
        Some(_) | None => Decision::done(),
    }
}

fn not_passed(promised: Date, now: Timestamp) -> Result<(), Refusal> {
    let today = business_date(now);
    if promised < today {
        let expected = format!("{today} or later");
        return Err(Refusal::invalid("promised", expected, promised.to_string()));
    }
    Ok(())
}

pub(super) fn not_placed(order: &PurchaseOrder) -> Refusal {
    wrong_stage(order, "purchase_order_not_placed", ("已下单", "placed"))
}

/// 409 because of where it stands.
fn wrong_stage(order: &PurchaseOrder, code: &'static str, (zh, en): (&str, &str)) -> Refusal {
    let stage = order.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        code,
        format!("采购订单须处于“{zh}”状态，当前为 {stage}"),
        format!("the purchase order must be {en}, it is {stage}"),
    )
    .because(Evidence::new("stage", en, stage))
}
