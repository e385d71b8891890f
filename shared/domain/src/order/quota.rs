//! What an order takes of quotas, and gives back when it ends before it leaves (4.2.4).

use super::{Order, OrderEvent};
use crate::aggregate::Decision;
use crate::quota::{Quota, QuotaShare};
use crate::review_rules::ReviewFacts;
use crate::stock::Adjustment;

/// What was decided, together with what the order takes and gives back by it, so that it holds what
/// it asks for as it is then; where nothing is moved, nothing else happens.
pub(super) fn with_quotas(
    decided: Decision<OrderEvent>,
    order: &Order,
    led_to: &Order,
    review: &ReviewFacts,
) -> Decision<OrderEvent> {
    let shares = review.quotas_to_take(led_to);
    let held = |quota: &Quota| {
        let mut held = order.quotas.iter();
        let held = held.find(|share| share.quota == *quota);
        held.map_or(0, |share| share.quantity)
    };
    let takes = shares.iter().filter_map(|(share, most)| {
        let quantity = share.quantity.checked_sub(held(&share.quota))?;
        let share = QuotaShare {
            quantity,
            ..share.clone()
        };
        (quantity > 0).then(|| take(share, *most))
    });
    let gives_back = order.quotas.iter().filter_map(|share| {
        let mut asked = shares.iter();
        let asked = asked.find(|(asked, _)| asked.quota == share.quota);
        let kept = asked.map_or(0, |(asked, _)| asked.quantity);
        let quantity = share.quantity.checked_sub(kept)?;
        let share = QuotaShare {
            quantity,
            ..share.clone()
        };
        (quantity > 0).then_some(Adjustment::QuotaGiveBack(share))
    });
    let moves: Vec<Adjustment> = takes.chain(gives_back).collect();
    if moves.is_empty() {
        return decided;
    }
    let taken = OrderEvent::QuotasTaken {
        taken: shares.into_iter().map(|(share, _)| share).collect(),
    };
    let events = std::iter::once(taken).chain(decided.events).collect();
    Decision::of(events).with(decided.adjustments).with(moves)
}

/// Pieces of a quota, within its bound where one is still kept.
fn take(share: QuotaShare, most: Option<u64>) -> Adjustment {
    match most {
        Some(most) => Adjustment::QuotaTake {
            quota: share.quota,
            quantity: share.quantity,
            most,
        },
        None => Adjustment::QuotaTakeBeyond(share),
    }
}

/// Everything that the order holds of quotas goes back.
pub(super) fn give_back(order: &Order) -> impl Iterator<Item = Adjustment> {
    order.quotas.iter().cloned().map(Adjustment::QuotaGiveBack)
}
