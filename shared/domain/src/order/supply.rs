//! What is bought for an order that is short (5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, Shortage, Stage};
use crate::aggregate::Decision;
use crate::calendar::{CLOSING_HOUR, at};
use crate::identifiers::{PurchaseOrderNo, Sku};
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most purchase orders for one order.
pub const MOST_SUPPLIES: usize = 200;

/// Pieces that are bought for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// The purchase order.
    pub purchase_order: PurchaseOrderNo,
    /// The goods.
    pub sku: Sku,
    /// Pieces of it that the order waits for.
    pub quantity: u32,
    /// When they should be there.
    pub expected: Date,
    /// Whether nothing more comes from it: it was received, closed or cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
}

impl Order {
    /// What is short and was not ordered yet. What a purchase order was raised for once is not ordered
    /// again by itself, whatever became of it: that is for a person to decide.
    #[must_use]
    pub fn uncovered(&self) -> Vec<Shortage> {
        let uncovered = self.stage.short().iter().filter_map(|shortage| {
            let pegged = self.supplies.iter().filter(|it| it.sku == shortage.sku);
            let pegged = pegged.map(|it| it.quantity).fold(0, u32::saturating_add);
            let missing = shortage.missing.checked_sub(pegged)?;
            (missing > 0).then(|| Shortage {
                sku: shortage.sku.clone(),
                missing,
            })
        });
        uncovered.collect()
    }

    /// Whether goods are missing that the order waits for.
    #[must_use]
    pub fn waits_for_goods(&self) -> bool {
        matches!(self.stage, Stage::Preparing { .. }) || !self.stage.short().is_empty()
    }

    /// When the last of what is bought for the order should be there.
    pub(super) fn supplied_by(&self) -> Option<Timestamp> {
        let live = self.supplies.iter().filter(|it| !it.ended);
        live.map(|it| it.expected).max().and_then(closing)
    }

    /// When everything that is bought of a SKU for the order should be there; `None` when nothing is.
    #[must_use]
    pub fn expected(&self, sku: &Sku) -> Option<Date> {
        let live = self
            .supplies
            .iter()
            .filter(|it| it.sku == *sku && !it.ended);
        live.map(|it| it.expected).max()
    }
}

/// Pegs pieces of a purchase order to the order, in the transaction that raises it. The goods should
/// then be there when the last of them is expected.
///
/// # Errors
/// `order_not_short` when the order does not wait for the goods; `too_many_supplies`.
pub fn peg_supply(order: &Order, supply: Supply) -> Result<Decision<OrderEvent>, Refusal> {
    let due = order.stage.due();
    if !order
        .stage
        .short()
        .iter()
        .any(|shortage| shortage.sku == supply.sku)
    {
        return Err(not_short(order, &supply.sku));
    }
    if order.supplies.len() >= MOST_SUPPLIES {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_supplies",
            format!("每个订单最多关联 {MOST_SUPPLIES} 张采购订单"),
            format!("at most {MOST_SUPPLIES} purchase orders are for one order"),
        ));
    }
    let due = closing(supply.expected).map_or(due, |there| there.max(due));
    Ok(Decision::of(vec![OrderEvent::SupplyPegged { due, supply }]))
}

/// The goods of a purchase order are expected on another day: the promise is computed again and the
/// customer is told. Nothing to do when the order no longer waits for them.
#[must_use]
pub fn reschedule_supply(
    order: &Order,
    purchase_order: &PurchaseOrderNo,
    expected: Date,
) -> Decision<OrderEvent> {
    if !order.waits_for_goods() {
        return Decision::done();
    }
    let live = |it: &&Supply| !it.ended;
    let known = order.supplies.iter().filter(live);
    let mut known = known.filter(|it| it.purchase_order == *purchase_order);
    if known.next().is_none_or(|it| it.expected == expected) {
        return Decision::done();
    }
    let others = order.supplies.iter().filter(live);
    let others = others.filter(|it| it.purchase_order != *purchase_order);
    let last = others.map(|it| it.expected).fold(expected, Date::max);
    Decision::of(vec![OrderEvent::SupplyRescheduled {
        due: closing(last).unwrap_or(order.stage.due()),
        purchase_order: purchase_order.clone(),
        expected,
    }])
}

/// Nothing more comes from a purchase order. Nothing to do when the order no longer waits for it.
#[must_use]
pub fn end_supply(
    order: &Order,
    purchase_order: &PurchaseOrderNo,
    now: Timestamp,
) -> Decision<OrderEvent> {
    let mut live = order.supplies.iter().filter(|it| !it.ended);
    if !order.waits_for_goods() || !live.any(|it| it.purchase_order == *purchase_order) {
        return Decision::done();
    }
    Decision::of(vec![OrderEvent::SupplyEnded {
        at: now,
        purchase_order: purchase_order.clone(),
    }])
}

/// When business closes on a day.
fn closing(date: Date) -> Option<Timestamp> {
    at(date, CLOSING_HOUR, 0).ok()
}

fn not_short(order: &Order, sku: &Sku) -> Refusal {
    let stage = order.stage.name();
    Refusal::new(
        RefusalClass::Conflict,
        "order_not_short",
        format!("订单当前不缺少商品 {sku}"),
        format!("the order does not wait for {sku}"),
    )
    .because(Evidence::new(
        "order_id",
        format!("an order that is preparing and short of {sku}"),
        stage.name(),
    ))
}
