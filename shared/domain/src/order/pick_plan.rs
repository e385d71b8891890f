//! What can be picked for a consignment, first expired first out (5.2.2).

use jiff::civil::Date;

use super::{Consignment, LostBecause, LostPieces, LotGoods, Order, PickedPieces, Shortage};
use crate::lot::{Lot, allocate};

/// What can be picked for a consignment.
#[derive(Debug, Default)]
pub(super) struct PickPlan {
    /// The whole pick list.
    pub(super) picks: Vec<PickedPieces>,
    /// What no lot can give.
    pub(super) missing: Vec<Shortage>,
    /// Pieces that may no longer leave and that the consignment's reservation covers.
    pub(super) unfit: Vec<LostPieces>,
}

/// Keeps what is picked and may still leave, and picks the rest from what expires first.
pub(super) fn plan(
    order: &Order,
    consignment: &Consignment,
    goods: &[LotGoods],
    today: Date,
) -> PickPlan {
    let picked = order.picks_of(consignment.no);
    let mut plan = PickPlan::default();
    for pieces in &consignment.pieces {
        let known = picked.iter().filter(|pick| pick.sku == pieces.sku);
        let Some(goods) = goods.iter().find(|goods| goods.sku == pieces.sku) else {
            plan.picks.extend(known.cloned());
            continue;
        };
        let fit = |pick: &&PickedPieces| pick.lot.may_leave(goods.minimum_days, today);
        let (mut picks, unfit): (Vec<_>, Vec<_>) = known.partition(fit);
        let kept = picks.iter().fold(0_u32, |sum, pick| sum + pick.quantity);
        let wanted = pieces.quantity.saturating_sub(kept);
        let allocation = allocate(&goods.lots, wanted, (goods.minimum_days, today), None);
        if allocation.missing > 0 {
            plan.missing.push(Shortage {
                sku: pieces.sku.clone(),
                missing: allocation.missing,
            });
            plan.unfit
                .extend(unfit_pieces(goods, pieces.quantity, &unfit, today));
        }
        let mut list: Vec<PickedPieces> = picks.drain(..).cloned().collect();
        for (lot, quantity) in allocation.taken {
            add(&mut list, pick_of(consignment, goods, lot, quantity));
        }
        plan.picks.extend(list);
    }
    plan.picks.sort();
    plan
}

/// At most `most` pieces of the lots that may no longer leave, with what of them is picked here.
fn unfit_pieces(
    goods: &LotGoods,
    most: u32,
    picked: &[&PickedPieces],
    today: Date,
) -> Vec<LostPieces> {
    let mut left = most;
    let mut lost = Vec::new();
    let mut lose = |lot: &Lot, pieces: u64| {
        let quantity = u32::try_from(pieces).unwrap_or(u32::MAX).min(left);
        if quantity > 0 {
            left = left.saturating_sub(quantity);
            lost.push(LostPieces {
                sku: goods.sku.clone(),
                lot: lot.clone(),
                quantity,
                because: LostBecause::Expired,
            });
        }
    };
    let mut lots: Vec<_> = goods.lots.iter().collect();
    lots.retain(|level| !level.lot.may_leave(goods.minimum_days, today));
    for level in &lots {
        let here = picked.iter().filter(|pick| pick.lot == level.lot);
        let here = here.fold(0_u64, |sum, pick| {
            sum.saturating_add(u64::from(pick.quantity))
        });
        lose(&level.lot, level.available.saturating_add(here));
    }
    lost
}

/// Pieces of a lot for the consignment.
pub(super) fn pick_of(
    consignment: &Consignment,
    goods: &LotGoods,
    lot: Lot,
    quantity: u32,
) -> PickedPieces {
    PickedPieces {
        consignment: consignment.no,
        sku: goods.sku.clone(),
        lot,
        quantity,
    }
}

/// Adds pieces to a pick list.
pub(super) fn add(list: &mut Vec<PickedPieces>, pick: PickedPieces) {
    let known = list
        .iter_mut()
        .find(|known| (&known.sku, &known.lot) == (&pick.sku, &pick.lot));
    match known {
        Some(known) => known.quantity = known.quantity.saturating_add(pick.quantity),
        None => list.push(pick),
    }
}
