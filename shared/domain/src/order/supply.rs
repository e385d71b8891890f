//! What is bought and made for an order that is short (5.1.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Order, OrderEvent, Shortage, Stage};
use crate::aggregate::Decision;
use crate::calendar::{CLOSING_HOUR, at};
use crate::identifiers::{PurchaseOrderNo, Sku, WorkOrderNo};
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most purchase orders and work orders for one order.
pub const MOST_SUPPLIES: usize = 200;

/// Pieces that are bought or made for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// The purchase order or the work order.
    #[serde(flatten)]
    pub source: SupplySource,
    /// The goods.
    pub sku: Sku,
    /// Pieces of it that the order waits for.
    pub quantity: u32,
    /// When they should be there.
    pub expected: Date,
    /// When they should have been there as it was first promised, where that has moved since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_expected: Option<Date>,
    /// Whether nothing more comes from it: it was received, closed or cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ended: bool,
    /// Pieces of it that were made and lost, once it has ended.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub lacking: u32,
    /// Pieces of it that are made again for such as were lost before.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub replaces: u32,
}

/// From where pieces come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplySource {
    /// From a supplier (5.1.2).
    PurchaseOrder(PurchaseOrderNo),
    /// From a production line (5.1.1).
    WorkOrder(WorkOrderNo),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) const fn is_nought(number: &u32) -> bool {
    *number == 0
}

impl Supply {
    /// Pieces of a SKU that come from there, none of which replace others.
    #[must_use]
    pub const fn new(source: SupplySource, sku: Sku, quantity: u32, expected: Date) -> Self {
        Self {
            source,
            sku,
            quantity,
            expected,
            first_expected: None,
            ended: false,
            lacking: 0,
            replaces: 0,
        }
    }
}

impl Order {
    /// What is short and was not ordered yet. What a purchase order or a work order was raised for once is not
    /// ordered again by itself, whatever became of it: that is for a person to decide. Only pieces that were made
    /// and lost are made again, once.
    #[must_use]
    pub fn uncovered(&self) -> Vec<Shortage> {
        let uncovered = self.stage.short().iter().filter_map(|shortage| {
            let pegged = self.supplies.iter().filter(|it| it.sku == shortage.sku);
            let pegged = pegged.map(|it| it.quantity.saturating_sub(it.replaces));
            let pegged = pegged.fold(0, u32::saturating_add);
            let missing = shortage.missing.saturating_sub(pegged);
            let missing = missing.saturating_add(self.unreplaced(&shortage.sku));
            let missing = missing.min(shortage.missing);
            (missing > 0).then(|| Shortage {
                sku: shortage.sku.clone(),
                missing,
            })
        });
        uncovered.collect()
    }

    /// Pieces of a SKU that were made for the order and lost, and were not ordered again.
    fn unreplaced(&self, sku: &Sku) -> u32 {
        let supplies = self.supplies.iter().filter(|it| it.sku == *sku);
        let sum = |sum: (u32, u32), it: &Supply| {
            (
                sum.0.saturating_add(it.lacking),
                sum.1.saturating_add(it.replaces),
            )
        };
        let (lacking, replaces) = supplies.fold((0, 0), sum);
        lacking.saturating_sub(replaces)
    }

    /// Whether goods are missing that the order waits for.
    #[must_use]
    pub fn waits_for_goods(&self) -> bool {
        matches!(self.stage, Stage::Preparing { .. }) || !self.stage.short().is_empty()
    }

    /// When the last of what is bought and made for the order should be there.
    pub(super) fn supplied_by(&self) -> Option<Timestamp> {
        let live = self.supplies.iter().filter(|it| !it.ended);
        live.map(|it| it.expected).max().and_then(closing)
    }

    /// When everything that is bought and made of a SKU for the order should be there; `None` when nothing is.
    #[must_use]
    pub fn expected(&self, sku: &Sku) -> Option<Date> {
        self.supplies_of(sku).map(|it| it.expected).max()
    }

    /// From where more pieces of a SKU come.
    pub(super) fn supplies_of(&self, sku: &Sku) -> impl Iterator<Item = &Supply> {
        let supplies = self.supplies.iter();
        supplies.filter(move |it| it.sku == *sku && !it.ended)
    }
}

/// Pegs pieces of a purchase order or a work order to the order, in the transaction that raises it. The goods
/// should then be there when the last of them is expected.
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
            format!("每个订单最多关联 {MOST_SUPPLIES} 张采购订单和生产工单"),
            format!("at most {MOST_SUPPLIES} purchase orders and work orders are for one order"),
        ));
    }
    let due = closing(supply.expected).map_or(due, |there| there.max(due));
    let replaces = order.unreplaced(&supply.sku).min(supply.quantity);
    let supply = Supply { replaces, ..supply };
    Ok(Decision::of(vec![OrderEvent::SupplyPegged { due, supply }]))
}

/// The goods of a purchase order or a work order are expected on another day: the promise is computed again and
/// the customer is told. Nothing to do when the order no longer waits for them.
#[must_use]
pub fn reschedule_supply(
    order: &Order,
    source: &SupplySource,
    expected: Date,
) -> Decision<OrderEvent> {
    if !order.waits_for_goods() {
        return Decision::done();
    }
    let live = |it: &&Supply| !it.ended;
    let known = order.supplies.iter().filter(live);
    let mut known = known.filter(|it| it.source == *source);
    let Some(before) = known
        .next()
        .map(|it| it.expected)
        .filter(|before| *before != expected)
    else {
        return Decision::done();
    };
    let others = order.supplies.iter().filter(live);
    let others = others.filter(|it| it.source != *source);
    let last = others.map(|it| it.expected).fold(expected, Date::max);
    Decision::of(vec![OrderEvent::SupplyRescheduled {
        due: closing(last).unwrap_or(order.stage.due()),
        source: source.clone(),
        expected,
        before: Some(before),
    }])
}

/// Nothing more comes from a purchase order or a work order; so many pieces that were made for the order are lost.
/// Nothing to do when the order will no longer wait for it. One that is ready may: what it has reserved may turn out
/// not to be there.
#[must_use]
pub fn end_supply(
    order: &Order,
    source: &SupplySource,
    lacking: u32,
    now: Timestamp,
) -> Decision<OrderEvent> {
    let mut live = order.supplies.iter().filter(|it| !it.ended);
    let may_wait = order.waits_for_goods() || matches!(order.stage, Stage::Ready { .. });
    if !may_wait || !live.any(|it| it.source == *source) {
        return Decision::done();
    }
    Decision::of(vec![OrderEvent::SupplyEnded {
        at: now,
        source: source.clone(),
        lacking,
    }])
}

/// What is short should be there by then, which is what a preparing order is due by; one of which a
/// consignment waits to be dispatched is due by that. `None` unless the order waits for goods.
pub(super) fn await_goods(order: &mut Order, there: Timestamp) -> Option<()> {
    if !order.waits_for_goods() {
        return None;
    }
    if let Stage::Preparing { due, .. } = &mut order.stage {
        *due = there;
    }
    Some(())
}

/// What comes, or came, from a purchase order or a work order.
pub(super) fn supply_of<'a>(order: &'a mut Order, source: &SupplySource) -> Option<&'a mut Supply> {
    let mut supplies = order.supplies.iter_mut();
    supplies.find(|supply| supply.source == *source)
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
