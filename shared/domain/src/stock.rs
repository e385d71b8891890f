//! Stock per SKU and warehouse, and the counters a decision moves (4.2.4, 5.2.1, 5.2.3, 8.1.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::identifiers::{CustomerId, Sku};
use crate::lot::{Lot, LotPick};
use crate::money::Money;
use crate::quota::{Quota, QuotaShare};
use crate::stock_spread::{Shard, Spread};

/// A warehouse code, such as `CQ1`.
pub type Warehouse = String;

/// The one warehouse of a company that has not set up more.
pub const MAIN_WAREHOUSE: &str = "CQ1";

/// Whether `code` can be a warehouse's: 1 to 16 letters, digits, dots, underscores or hyphens.
#[must_use]
pub fn is_warehouse_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=16).contains(&code.len()) && code.bytes().all(plain)
}

/// Pieces of one SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// The goods.
    pub sku: Sku,
    /// How many.
    pub quantity: u32,
}

/// Pieces of one SKU and, where it is kept by lot, of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotPieces {
    /// The goods.
    pub sku: Sku,
    /// How many.
    pub quantity: u32,
    /// Of which lot; without one, the goods are not kept by lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
}

/// What a warehouse holds of one SKU. On hand = available + reserved + quarantined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLevel {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// Pieces that can still be promised.
    pub available: u64,
    /// Pieces promised to orders and not yet shipped.
    pub reserved: u64,
    /// Pieces kept apart until somebody has looked at them.
    pub quarantined: u64,
    /// The stocktake that is counting it, which sets its own end.
    pub stocktake: Option<String>,
    /// When pieces last left for a customer, if that is known.
    pub last_issue: Option<Timestamp>,
    /// Since when there has been stock of it, if that is known.
    pub stocked_since: Option<Timestamp>,
}

impl StockLevel {
    /// Pieces in the warehouse.
    #[must_use]
    pub const fn on_hand(&self) -> u64 {
        self.available
            .saturating_add(self.reserved)
            .saturating_add(self.quarantined)
    }

    /// Pieces on the shelves, promised or not: what a count finds there. Those kept apart lie elsewhere.
    #[must_use]
    pub const fn on_shelf(&self) -> u64 {
        self.available.saturating_add(self.reserved)
    }
}

/// A counter moved in the same transaction as the events that explain it.
///
/// The commit item keeps the adjustments beside the events, so they are the movements of
/// 5.2.3: their sum over all commits is the balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "adjust", rename_all = "snake_case")]
pub enum Adjustment {
    /// Available → reserved; refused when fewer than `quantity` are available, or when no shard is named of a level
    /// that is spread.
    StockReserve(StockMove),
    /// Reserved → available.
    StockRelease(StockMove),
    /// Reserved → gone.
    StockShip(StockMove),
    /// New pieces become available.
    StockReceive(StockMove),
    /// Available → gone; refused when fewer are available.
    StockWriteOff(StockMove),
    /// Available → quarantined; refused when fewer are available.
    StockQuarantine(StockMove),
    /// Quarantined → available; refused when fewer are quarantined.
    StockReleaseQuarantined(StockMove),
    /// Quarantined → gone; refused when fewer are quarantined.
    StockScrap(StockMove),
    /// Pieces of a lot are picked for an order; refused when the lot holds fewer.
    LotPick(LotPick),
    /// Picked pieces go back into their lot.
    LotUnpick(LotPick),
    /// Quarantined → back to the supplier; refused when fewer are quarantined.
    StockReturn(StockMove),
    /// A stocktake begins to count a level; refused while another one does.
    StockCountBegin(CountMark),
    /// The stocktake no longer counts the level.
    StockCountEnd(CountMark),
    /// The number of shards of a level is set; no pieces move.
    StockSpread {
        /// The goods.
        sku: Sku,
        /// Where.
        warehouse: Warehouse,
        /// Over how many shards from now on.
        #[serde(flatten)]
        spread: Spread,
    },
    /// An order waits for a SKU; it stands in line by `since`.
    BackorderOpen(Backorder),
    /// The order no longer waits for the SKU.
    BackorderClose(Backorder),
    /// Exposure up; refused when it would pass the limit (8.1.2).
    CreditReserve(CreditMove),
    /// Exposure up beyond the limit, as somebody allowed; refused when it would pass the limit
    /// by more than `beyond`.
    CreditReserveBeyond {
        /// Whose account.
        customer: CustomerId,
        /// How much, in fen; positive.
        amount: Money,
        /// How far the whole exposure may then exceed the limit, in fen; positive.
        beyond: Money,
    },
    /// Exposure down.
    CreditRelease(CreditMove),
    /// The limit itself changes; exposure stays.
    CreditLimit {
        /// Whose account.
        customer: CustomerId,
        /// The limit before, in fen.
        from: Money,
        /// The limit after, in fen.
        to: Money,
    },
    /// Pieces of a quota are taken; refused when orders would then have taken more than `most` (4.2.4).
    QuotaTake {
        /// Of which.
        quota: Quota,
        /// Pieces, at least one.
        quantity: u64,
        /// The most that orders may take in all.
        most: u64,
    },
    /// Pieces of a quota are taken although fewer are left, as the policy allows.
    QuotaTakeBeyond(QuotaShare),
    /// Pieces of a quota go back.
    QuotaGiveBack(QuotaShare),
}

/// Pieces of one SKU in one warehouse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMove {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// Pieces, at least one.
    pub quantity: u32,
    /// Of which lot, where the SKU is kept by lot. Reserving and releasing name none: an order has pieces of a
    /// SKU until they are picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Lot>,
    /// In which shard of a level that is spread; `None` for one that is not. Goods that are kept by lot name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

impl StockMove {
    /// The same pieces, of a lot.
    #[must_use]
    pub fn of_lot(self, lot: Lot) -> Self {
        Self {
            lot: Some(lot),
            ..self
        }
    }
}

/// A stock level that a stocktake counts (5.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountMark {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// The number of the stocktake.
    pub stocktake: String,
}

/// An order's place in line for a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backorder {
    /// The goods it waits for.
    pub sku: Sku,
    /// Since when, which is its place in line.
    pub since: Timestamp,
    /// Who waits.
    pub order: Uuid,
}

/// An amount on one customer's credit account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditMove {
    /// Whose account.
    pub customer: CustomerId,
    /// How much, in fen; positive.
    pub amount: Money,
}
