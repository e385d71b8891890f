//! Picking by lot, first expired first out, and goods that turn out not to be there (5.2.1, 5.2.2).

use super::fulfil::{places_in_line, ready_consignment};
use super::hold::not_on_hold;
use super::pick::{MOST_PICK_FAILURES, moved};
use super::pick_plan::{add, pick_of, plan};
use super::{
    Consignment, Facts, LostPieces, LostReservation, LotGoods, Order, OrderEvent, PickFailure,
    PickedPieces, Shortage, Stage,
};
use crate::aggregate::Decision;
use crate::calendar::business_date;
use crate::hold_policy::BlockedStep;
use crate::lot::allocate;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{Adjustment, StockMove};

/// 5.2.2: picks a waiting consignment: the one with this number, or the only one. Nothing to do when it is
/// picked whole and all of that may still leave.
///
/// What was reserved and may no longer leave cannot be picked. When nothing else is there, the consignment gives
/// back all that it has, and the order is short again.
///
/// # Errors
/// `order_not_ready`; `consignment_not_named`; `consignment_not_waiting`; `order_on_hold`;
/// `calendar_year_missing`.
pub fn pick(
    order: &Order,
    consignment: Option<u16>,
    goods: &[LotGoods],
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let consignment = ready_consignment(order, consignment)?;
    not_on_hold(order, BlockedStep::Dispatch)?;
    let plan = plan(order, &consignment, goods, business_date(facts.now));
    if !plan.missing.is_empty() {
        return lose(order, &consignment, plan.unfit, None, by, facts);
    }
    Ok(picked(order, &consignment, plan.picks, by, facts))
}

/// The pick list of a consignment becomes this one; nothing to do when it is.
pub(super) fn picked(
    order: &Order,
    consignment: &Consignment,
    picks: Vec<PickedPieces>,
    by: &str,
    facts: &Facts<'_>,
) -> Decision<OrderEvent> {
    let before = order.picks_of(consignment.no);
    if before == picks {
        return Decision::done();
    }
    let moves = moved(order, consignment, &before, &picks);
    Decision::of(vec![OrderEvent::Picked {
        consignment: consignment.no,
        picks,
        at: facts.now,
        by: by.to_owned(),
        failure: None,
    }])
    .with(moves)
}

/// 5.2.2: a picker reports that picked pieces are short or damaged. They are quarantined and picked from other
/// lots; where there are none, the consignment gives back all that it has, and the order is short again.
///
/// # Errors
/// `failure_no_reused` for other content under a known number; `lot_not_picked` for more than is picked of
/// the lot; `too_many_pick_failures`; those of [`pick`].
pub fn report_pick_failure(
    order: &Order,
    failure: PickFailure,
    goods: &[LotGoods],
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    if is_known(order, &failure)? {
        return Ok(Decision::done());
    }
    let consignment = ready_consignment(order, Some(failure.consignment))?;
    not_on_hold(order, BlockedStep::Dispatch)?;
    let before = order.picks_of(consignment.no);
    let mut picks = before.clone();
    take_out(&mut picks, &failure)?;
    let today = business_date(facts.now);
    let found = goods
        .iter()
        .find(|it| it.sku == failure.sku && it.available >= u64::from(failure.quantity));
    if let Some(goods) = found {
        let least = (goods.minimum_days, today);
        let allocation = allocate(&goods.lots, failure.quantity, least, Some(&failure.lot));
        if allocation.missing == 0 {
            for (lot, quantity) in allocation.taken {
                add(&mut picks, pick_of(&consignment, goods, lot, quantity));
            }
            picks.sort();
            let moves = moved(order, &consignment, &before, &picks);
            let kept_apart = Adjustment::StockQuarantine(of_lot(&consignment, &lost_by(&failure)));
            let event = OrderEvent::Picked {
                consignment: consignment.no,
                picks,
                at: facts.now,
                by: failure.by.clone(),
                failure: Some(Box::new(failure)),
            };
            return Ok(Decision::of(vec![event]).with(moves).with([kept_apart]));
        }
    }
    let by = failure.by.clone();
    let lost = vec![lost_by(&failure)];
    lose(order, &consignment, lost, Some(failure), &by, facts)
}

/// Whether the same failure was reported before.
fn is_known(order: &Order, failure: &PickFailure) -> Result<bool, Refusal> {
    let number = &failure.failure_no;
    let mut known = order.pick_failures.iter();
    let Some(known) = known.find(|known| known.failure_no == *number) else {
        if order.pick_failures.len() < MOST_PICK_FAILURES {
            return Ok(false);
        }
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_pick_failures",
            format!("每个订单最多登记 {MOST_PICK_FAILURES} 次拣货异常"),
            format!("an order keeps at most {MOST_PICK_FAILURES} failures of picking"),
        ));
    };
    let same = PickFailure {
        at: known.at,
        by: known.by.clone(),
        ..failure.clone()
    };
    if same == *known {
        return Ok(true);
    }
    Err(Refusal::new(
        RefusalClass::Conflict,
        "failure_no_reused",
        "该异常单号已用于内容不同的拣货异常",
        "the number was used for a failure of other content",
    )
    .because(Evidence::new(
        "failure_no",
        format!("what {number} said before"),
        "other content",
    )))
}

/// Takes what failed out of a pick list.
fn take_out(picks: &mut Vec<PickedPieces>, failure: &PickFailure) -> Result<(), Refusal> {
    let known = picks
        .iter_mut()
        .find(|pick| (&pick.sku, &pick.lot) == (&failure.sku, &failure.lot));
    let there = known.as_ref().map_or(0, |pick| pick.quantity);
    let left = there.checked_sub(failure.quantity);
    let (Some(pick), Some(left)) = (known, left) else {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "lot_not_picked",
            "该批次未为此发货单拣出这么多件",
            "fewer pieces of that lot are picked for the consignment",
        )
        .because(Evidence::new(
            "quantity",
            format!("at most {there} of lot {}", failure.lot),
            failure.quantity.to_string(),
        )));
    };
    pick.quantity = left;
    picks.retain(|pick| pick.quantity > 0);
    Ok(())
}

fn lost_by(failure: &PickFailure) -> LostPieces {
    LostPieces {
        sku: failure.sku.clone(),
        lot: failure.lot.clone(),
        quantity: failure.quantity,
        because: failure.because,
    }
}

/// 5.2.1: what a waiting consignment has reserved cannot leave: it gives back all that it has, of which what is
/// `lost` is quarantined, and the order stands in line for what it then needs.
///
/// # Errors
/// `order_not_ready`; `consignment_not_waiting`; `calendar_year_missing`.
pub fn lose_reservation(
    order: &Order,
    consignment: u16,
    lost: Vec<LostPieces>,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let consignment = ready_consignment(order, Some(consignment))?;
    lose(order, &consignment, lost, None, by, facts)
}

fn lose(
    order: &Order,
    consignment: &Consignment,
    lost: Vec<LostPieces>,
    failure: Option<PickFailure>,
    by: &str,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, Refusal> {
    let mut without = order.clone();
    without.drop_consignment(consignment.no);
    let needs = without.unreserved().into_iter();
    let short: Vec<Shortage> = needs
        .map(|need| Shortage {
            sku: need.sku,
            missing: need.quantity,
        })
        .collect();
    let unpicked = moved(order, consignment, &order.picks_of(consignment.no), &[]);
    let released = consignment
        .moves()
        .into_iter()
        .map(Adjustment::StockRelease);
    let kept_apart = lost
        .iter()
        .map(|lost| Adjustment::StockQuarantine(of_lot(consignment, lost)));
    let kept_apart: Vec<Adjustment> = kept_apart.collect();
    let places = places_in_line(order, &short);
    let lost = LostReservation {
        consignment: consignment.no,
        due: facts.working_days_on(facts.policy.due.preparation_working_days)?,
        short,
        lost,
        at: facts.now,
        by: by.to_owned(),
        failure: failure.map(Box::new),
    };
    Ok(Decision::of(vec![OrderEvent::ReservationLost(lost)])
        .with(unpicked)
        .with(released)
        .with(kept_apart)
        .with(places))
}

fn of_lot(consignment: &Consignment, lost: &LostPieces) -> StockMove {
    StockMove {
        sku: lost.sku.clone(),
        warehouse: consignment.warehouse.clone(),
        quantity: lost.quantity,
        lot: Some(lost.lot.clone()),
        shard: None,
    }
}

/// The order of which a consignment lost what was reserved: it waits for goods, unless another consignment waits.
pub(super) fn lost(mut order: Order, lost: &LostReservation) -> Option<Order> {
    let Stage::Ready { due: ready, .. } = order.stage else {
        return None;
    };
    order.drop_consignment(lost.consignment);
    order.pick_failures.extend(lost.failure.as_deref().cloned());
    order.stage = if order.waiting_consignments().is_empty() {
        Stage::Preparing {
            due: lost.due,
            short: lost.short.clone(),
        }
    } else {
        Stage::Ready {
            due: ready,
            short: lost.short.clone(),
        }
    };
    Some(order)
}
