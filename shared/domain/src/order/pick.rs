//! What was picked for an order, and what could not be (5.2.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Consignment, Order, Shortage};
use crate::identifiers::Sku;
use crate::lot::{Lot, LotLevel, LotPick};
use crate::stock::{Adjustment, StockMove};

/// The most failures of picking that one order keeps.
pub const MOST_PICK_FAILURES: usize = 100;

/// Pieces of a lot, picked for a consignment 拣货. They stay written down when it has left: these are the lots
/// that the order got.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PickedPieces {
    /// For which consignment.
    pub consignment: u16,
    /// The goods.
    pub sku: Sku,
    /// Of which lot.
    pub lot: Lot,
    /// Pieces, at least one.
    pub quantity: u32,
}

/// Why pieces of a lot could not be picked, or leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LostBecause {
    /// They are not where they should be 短少.
    Short,
    /// They are damaged 破损.
    Damaged,
    /// They may no longer leave: too little of their shelf life is left.
    Expired,
}

/// Picked pieces that a picker found to be short or damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickFailure {
    /// Its number, given by the warehouse, unique within the order; a repeat is the same report.
    pub failure_no: String,
    /// For which consignment they were picked.
    pub consignment: u16,
    /// The goods.
    pub sku: Sku,
    /// Of which lot.
    pub lot: Lot,
    /// Pieces, at least one.
    pub quantity: u32,
    /// What is wrong with them.
    pub because: LostBecause,
    /// When it was reported.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// Pieces that an order had reserved and that cannot leave; they are quarantined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostPieces {
    /// The goods.
    pub sku: Sku,
    /// Of which lot.
    pub lot: Lot,
    /// Pieces, at least one.
    pub quantity: u32,
    /// Why.
    pub because: LostBecause,
}

/// What was reserved for a consignment and cannot leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostReservation {
    /// Which consignment.
    pub consignment: u16,
    /// When the goods should be there, if nothing else waits to be dispatched.
    pub due: Timestamp,
    /// What the order is short of from then on.
    pub short: Vec<Shortage>,
    /// What of it cannot leave, and is quarantined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<LostPieces>,
    /// When.
    pub at: Timestamp,
    /// Who found out: a picker, or the job that looks for what has expired.
    pub by: String,
    /// The report of the picker, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Box<PickFailure>>,
}

/// Goods of a consignment that are kept by lot, and what the consignment's warehouse holds of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotGoods {
    /// The goods.
    pub sku: Sku,
    /// The days of shelf life that must be left when they leave.
    pub minimum_days: u32,
    /// Pieces of the SKU that the warehouse can still promise.
    pub available: u64,
    /// Its lots there.
    pub lots: Vec<LotLevel>,
}

impl LostBecause {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Short, Self::Damaged, Self::Expired];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Damaged => "damaged",
            Self::Expired => "expired",
        }
    }
}

impl Order {
    /// What is picked for a consignment.
    #[must_use]
    pub fn picks_of(&self, consignment: u16) -> Vec<PickedPieces> {
        let picks = self.picks.iter();
        let picks = picks.filter(|pick| pick.consignment == consignment);
        picks.cloned().collect()
    }

    /// Pieces of a SKU in a consignment that are not picked.
    #[must_use]
    pub fn unpicked(&self, consignment: &Consignment, sku: &Sku) -> u32 {
        let pieces = consignment.pieces.iter().filter(|it| it.sku == *sku);
        let picks = self.picks.iter();
        let picks = picks.filter(|it| it.consignment == consignment.no && it.sku == *sku);
        let picked = picks.fold(0, |sum: u32, pick| sum.saturating_add(pick.quantity));
        let pieces = pieces.fold(0, |sum: u32, pieces| sum.saturating_add(pieces.quantity));
        pieces.saturating_sub(picked)
    }

    /// What is picked for a consignment from now on.
    pub(super) fn set_picks(&mut self, consignment: u16, picks: &[PickedPieces]) {
        self.picks.retain(|pick| pick.consignment != consignment);
        self.picks.extend(picks.iter().cloned());
        self.picks.sort();
    }
}

/// The movements of lots between two pick lists of one consignment.
pub(super) fn moved(
    order: &Order,
    consignment: &Consignment,
    before: &[PickedPieces],
    after: &[PickedPieces],
) -> Vec<Adjustment> {
    let same =
        |one: &PickedPieces, other: &PickedPieces| (&one.sku, &one.lot) == (&other.sku, &other.lot);
    let picked = |list: &[PickedPieces], pick: &PickedPieces| {
        let known = list.iter().find(|known| same(known, pick));
        known.map_or(0, |known| known.quantity)
    };
    let moved = |pick: &PickedPieces, quantity: u32| LotPick {
        sku: pick.sku.clone(),
        warehouse: consignment.warehouse.clone(),
        lot: pick.lot.clone(),
        quantity,
        order: order.id,
        consignment: consignment.no,
    };
    let back = before.iter().filter_map(|pick| {
        let less = pick.quantity.saturating_sub(picked(after, pick));
        (less > 0).then(|| Adjustment::LotUnpick(moved(pick, less)))
    });
    let more = after.iter().filter_map(|pick| {
        let more = pick.quantity.saturating_sub(picked(before, pick));
        (more > 0).then(|| Adjustment::LotPick(moved(pick, more)))
    });
    back.chain(more).collect()
}

/// The movements that take picked pieces out of stock: by lot what was picked by lot, the rest by SKU.
pub(super) fn shipped(consignment: &Consignment, picks: &[PickedPieces]) -> Vec<StockMove> {
    let mut moves = Vec::new();
    for moved in consignment.moves() {
        let of_sku = picks.iter().filter(|pick| pick.sku == moved.sku);
        let by_lot = of_sku.map(|pick| {
            let pieces = StockMove {
                quantity: pick.quantity,
                ..moved.clone()
            };
            pieces.of_lot(pick.lot.clone())
        });
        let by_lot: Vec<StockMove> = by_lot.collect();
        if by_lot.is_empty() {
            moves.push(moved);
        } else {
            moves.extend(by_lot);
        }
    }
    moves
}
