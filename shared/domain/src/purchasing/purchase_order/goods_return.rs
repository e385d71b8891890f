//! Goods of a purchase order that go back to the supplier (5.1.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PurchaseOrder, PurchaseOrderEvent};
use crate::aggregate::Decision;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The most returns of one purchase order.
pub const MOST_RETURNS: usize = 100;

/// Pieces that are on a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedGoods {
    /// The number of the return.
    pub number: String,
    /// Whether they had passed the inspection and were stock.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_stock: bool,
    /// Pieces.
    pub quantity: u32,
}

impl PurchaseOrder {
    /// Pieces that came and are on no return: of those that passed the inspection, or of those that did not.
    #[must_use]
    pub fn returnable(&self, from_stock: bool) -> u32 {
        let came = match from_stock {
            true => self.passed(),
            false => self.failed(),
        };
        let returned = self.returns.iter();
        let returned = returned.filter(|goods| goods.from_stock == from_stock);
        returned.fold(came, |left, goods| left.saturating_sub(goods.quantity))
    }
}

/// Puts pieces on a return.
///
/// # Errors
/// `return_above_received`, `too_many_returns`; `invalid_value` for no piece.
pub(crate) fn return_goods(
    order: &PurchaseOrder,
    goods: ReturnedGoods,
    now: Timestamp,
) -> Result<Decision<PurchaseOrderEvent>, Refusal> {
    if goods.quantity == 0 {
        return Err(Refusal::invalid("quantity", "one piece or more", "0"));
    }
    let most = order.returnable(goods.from_stock);
    if goods.quantity > most {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "return_above_received",
            format!("退货数量超过该采购订单可退数量 {most}"),
            format!("more than the {most} pieces of the purchase order that can still go back"),
        )
        .because(Evidence::new(
            "quantity",
            format!("at most {most} pieces"),
            goods.quantity.to_string(),
        )));
    }
    if order.returns.len() >= MOST_RETURNS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_returns",
            format!("每张采购订单最多 {MOST_RETURNS} 次退货"),
            format!("a purchase order has at most {MOST_RETURNS} returns"),
        ));
    }
    Ok(Decision::of(vec![PurchaseOrderEvent::ReturnRaised {
        at: now,
        goods,
    }]))
}

/// Takes the pieces of a cancelled return off the purchase order's list.
pub(crate) fn cancel_goods_return(
    order: &PurchaseOrder,
    number: &str,
    now: Timestamp,
) -> Decision<PurchaseOrderEvent> {
    if !order.returns.iter().any(|goods| goods.number == number) {
        return Decision::done();
    }
    Decision::of(vec![PurchaseOrderEvent::ReturnCancelled {
        at: now,
        number: number.to_owned(),
    }])
}
