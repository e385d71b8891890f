//! Consignments 发货单: pieces of an order that leave one warehouse together (5.2.1, 5.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Order, Stage};
use crate::identifiers::{CarrierCode, Sku, WaybillNo};
use crate::money::Money;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::{MAIN_WAREHOUSE, Pieces, StockMove, Warehouse};
use crate::stock_spread::Shard;

/// Pieces that leave one warehouse together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consignment {
    /// Its number within the order, from 1.
    pub no: u16,
    /// From where.
    pub warehouse: Warehouse,
    /// What; each SKU once.
    pub pieces: Vec<Pieces>,
    /// From which shards those of them come whose level was spread when they were reserved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shards: Vec<ShardPieces>,
}

/// Pieces of a SKU that are reserved in one shard of its level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardPieces {
    /// The goods.
    pub sku: Sku,
    /// Which shard.
    pub shard: Shard,
    /// How many.
    pub quantity: u32,
}

/// A parcel of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShipment {
    /// Who carries it.
    pub carrier: CarrierCode,
    /// Under which number.
    pub waybill_no: WaybillNo,
    /// Which consignment is in it; without it, everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignment: Option<u16>,
    /// When it was signed for, where the order has more than one parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
}

impl Consignment {
    /// Its pieces as movements of stock, in the shards in which they are reserved.
    #[must_use]
    pub fn moves(&self) -> Vec<StockMove> {
        self.pieces
            .iter()
            .flat_map(|pieces| self.moves_of(pieces))
            .collect()
    }

    /// Pieces that were reserved before their level was spread are in its first shard.
    fn moves_of(&self, pieces: &Pieces) -> Vec<StockMove> {
        let moved = |shard, quantity| StockMove {
            sku: pieces.sku.clone(),
            warehouse: self.warehouse.clone(),
            quantity,
            lot: None,
            shard,
        };
        let named = self.shards.iter().filter(|share| share.sku == pieces.sku);
        let mut moves: Vec<StockMove> = named
            .map(|share| moved(Some(share.shard), share.quantity))
            .collect();
        let named = moves
            .iter()
            .fold(0_u32, |sum, moved| sum.saturating_add(moved.quantity));
        let unnamed = pieces.quantity.saturating_sub(named);
        if unnamed == 0 {
            return moves;
        }
        match moves.iter_mut().find(|moved| moved.shard == Some(0)) {
            Some(first) => first.quantity = first.quantity.saturating_add(unnamed),
            None => moves.push(moved(None, unnamed)),
        }
        moves
    }
}

impl OrderShipment {
    /// The number of the consignment in it.
    #[must_use]
    pub fn consignment_no(&self) -> u16 {
        self.consignment.unwrap_or(1)
    }

    /// Whether it is the parcel of that carrier and number.
    #[must_use]
    pub fn is(&self, carrier: &CarrierCode, waybill_no: &WaybillNo) -> bool {
        self.carrier == *carrier && self.waybill_no == *waybill_no
    }
}

impl Order {
    /// What was reserved for it, and not given back. An order that was reserved whole from the main
    /// warehouse has nothing of it written down: it has one consignment with all pieces.
    #[must_use]
    pub fn consignments(&self) -> Vec<Consignment> {
        if !self.consignments.is_empty() {
            return self.consignments.clone();
        }
        let reserved = match self.stage {
            Stage::Ready { .. }
            | Stage::Dispatched { .. }
            | Stage::Serving { .. }
            | Stage::Delivered { .. }
            | Stage::Completed { .. } => true,
            Stage::Received { .. }
            | Stage::AwaitingReview { .. }
            | Stage::Negotiating { .. }
            | Stage::Approved { .. }
            | Stage::AwaitingPayment { .. }
            | Stage::Preparing { .. }
            | Stage::Rejected { .. }
            | Stage::Cancelled { .. } => false,
        };
        let pieces = self.pieces();
        let whole = (reserved && !pieces.is_empty()).then(|| Consignment {
            no: 1,
            warehouse: MAIN_WAREHOUSE.to_owned(),
            pieces,
            shards: Vec::new(),
        });
        whole.into_iter().collect()
    }

    /// The consignments that have not left.
    #[must_use]
    pub fn waiting_consignments(&self) -> Vec<Consignment> {
        let left = |no| {
            self.shipments
                .iter()
                .any(|parcel| parcel.consignment_no() == no)
        };
        let mut waiting = self.consignments();
        waiting.retain(|consignment| !left(consignment.no));
        waiting
    }

    /// Pieces of goods per SKU: two lines of one SKU are one need, and services are none.
    #[must_use]
    pub fn pieces(&self) -> Vec<Pieces> {
        let mut pieces: Vec<Pieces> = Vec::new();
        for line in self.lines.iter().filter(|line| !self.is_service(&line.sku)) {
            add(&mut pieces, &line.sku, line.quantity);
        }
        pieces
    }

    /// What the goods of a consignment are worth, in fen: by the highest price of a SKU's lines, at most the
    /// order's total.
    #[must_use]
    pub fn value_of(&self, consignment: &Consignment) -> Money {
        let price = |sku: &Sku| {
            let lines = self.lines.iter().filter(|line| line.sku == *sku);
            lines.map(|line| line.unit_price).max().unwrap_or_default()
        };
        let worth = consignment
            .pieces
            .iter()
            .map(|pieces| price(&pieces.sku).checked_mul(u64::from(pieces.quantity)));
        let worth = worth.collect::<Option<Vec<_>>>().and_then(Money::sum);
        worth.map_or(self.total, |worth| worth.min(self.total))
    }

    /// Pieces that no consignment has yet.
    #[must_use]
    pub fn unreserved(&self) -> Vec<Pieces> {
        let consignments = self.consignments();
        let mut needs = self.pieces();
        for need in &mut needs {
            let reserved = consignments.iter().flat_map(|has| &has.pieces);
            let reserved = reserved.filter(|pieces| pieces.sku == need.sku);
            for pieces in reserved {
                need.quantity = need.quantity.saturating_sub(pieces.quantity);
            }
        }
        needs.retain(|need| need.quantity > 0);
        needs
    }

    /// The consignment with this number, or the only one, of those that wait to be dispatched.
    ///
    /// # Errors
    /// `consignment_not_waiting` for a number that none of them has, `consignment_not_named` when there
    /// are several; with those that there are.
    pub fn waiting_consignment(&self, no: Option<u16>) -> Result<Consignment, Refusal> {
        let mut waiting = self.waiting_consignments();
        let numbers: Vec<String> = waiting.iter().map(|waits| waits.no.to_string()).collect();
        let refused = |code, chinese: &str, english: &str| {
            let found = no.map_or_else(|| "none".to_owned(), |no| no.to_string());
            Refusal::new(RefusalClass::Conflict, code, chinese, english).because(Evidence::new(
                "consignment",
                numbers.join(", "),
                found,
            ))
        };
        match (no, waiting.len()) {
            (None, 1) => Ok(waiting.swap_remove(0)),
            (None, _) => Err(refused(
                "consignment_not_named",
                "该订单有多张发货单待发，请指明发货单",
                "several consignments of the order wait to be dispatched: say which",
            )),
            (Some(no), _) => {
                let found = waiting.into_iter().find(|waits| waits.no == no);
                found.ok_or_else(|| {
                    refused(
                        "consignment_not_waiting",
                        "没有待发的该发货单",
                        "no such consignment waits to be dispatched",
                    )
                })
            }
        }
    }

    /// Takes out a waiting consignment and what is picked for it. Where nothing else is reserved, the order is
    /// being prepared again.
    pub(super) fn drop_consignment(&mut self, no: u16) {
        let mut consignments = self.consignments();
        consignments.retain(|consignment| consignment.no != no);
        self.consignments = consignments;
        self.set_picks(no, &[]);
        let left = |no| {
            let mut parcels = self.shipments.iter();
            parcels.any(|parcel| parcel.consignment_no() == no)
        };
        if self.consignments.iter().all(|known| left(known.no))
            && let Stage::Ready { due, short } = &self.stage
        {
            self.stage = Stage::Preparing {
                due: *due,
                short: short.clone(),
            };
        }
    }

    /// Adds reserved pieces to their consignments.
    pub(super) fn add_consignments(&mut self, reserved: &[Consignment]) {
        for more in reserved {
            let known = self.consignments.iter_mut().find(|has| has.no == more.no);
            let Some(known) = known else {
                self.consignments.push(more.clone());
                continue;
            };
            for pieces in &more.pieces {
                add(&mut known.pieces, &pieces.sku, pieces.quantity);
            }
            for share in &more.shards {
                add_share(&mut known.shards, share);
            }
        }
    }
}

/// Adds pieces; receiving bounds lines and quantities far below the type's range.
fn add(pieces: &mut Vec<Pieces>, sku: &Sku, quantity: u32) {
    match pieces.binary_search_by(|known| known.sku.cmp(sku)) {
        Ok(index) => {
            if let Some(known) = pieces.get_mut(index) {
                known.quantity = known.quantity.saturating_add(quantity);
            }
        }
        Err(index) => pieces.insert(
            index,
            Pieces {
                sku: sku.clone(),
                quantity,
            },
        ),
    }
}

fn add_share(shares: &mut Vec<ShardPieces>, more: &ShardPieces) {
    let same = |share: &&mut ShardPieces| (&share.sku, share.shard) == (&more.sku, more.shard);
    match shares.iter_mut().find(same) {
        Some(share) => share.quantity = share.quantity.saturating_add(more.quantity),
        None => shares.push(more.clone()),
    }
}
