//! Lots 批次 with their expiry 有效期 (5.2.1, 5.2.2): which goods are kept by lot, what each lot holds, and which
//! lot leaves first.

mod allocation;
mod register;

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use allocation::{Allocation, allocate};
pub use register::{
    EXPIRED_LOTS_LIST, LOTS_LIST, LotStage, StockLot, StockLotEvent, close_lot, expire_lot, lot_id,
    open_lot,
};

use crate::identifiers::{LotNo, Sku};
use crate::refusal::{Evidence, Refusal};
use crate::stock::Warehouse;

/// The most days of shelf life that a product may ask to be left.
pub const MOST_SHELF_LIFE_DAYS: u32 = 3_650;

/// A lot of a SKU. A number with another expiry is another lot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lot {
    /// The last day on which it is good, where the SKU is kept by expiry. It stands first, so that lots sort
    /// by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<Date>,
    /// The number that its maker gave it.
    pub lot_no: LotNo,
}

/// How the stock of a product is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotControl {
    /// Not by lot.
    #[default]
    None,
    /// By lot number.
    Lot,
    /// By lot number and expiry; what expires first leaves first.
    Expiry,
}

/// What a lot holds in one warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotLevel {
    /// The lot.
    pub lot: Lot,
    /// Where.
    pub warehouse: Warehouse,
    /// Pieces that are neither picked nor quarantined. Orders may have reserved some of them, but of the SKU and
    /// not of the lot.
    pub available: u64,
    /// Pieces picked for orders and not yet shipped.
    pub picked: u64,
    /// Pieces kept apart until somebody has looked at them.
    pub quarantined: u64,
}

/// Pieces of a lot, picked for a consignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotPick {
    /// The goods.
    pub sku: Sku,
    /// Where.
    pub warehouse: Warehouse,
    /// Of which lot.
    pub lot: Lot,
    /// Pieces, at least one.
    pub quantity: u32,
    /// For which order.
    pub order: Uuid,
    /// For which of its consignments.
    pub consignment: u16,
}

/// How much of a lot an order's consignment got: picked, or shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotIssue {
    /// From which warehouse.
    pub warehouse: Warehouse,
    /// Which lot.
    pub lot: Lot,
    /// Which order.
    pub order: Uuid,
    /// Which of its consignments.
    pub consignment: u16,
    /// Pieces.
    pub quantity: u64,
}

impl LotControl {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::None, Self::Lot, Self::Expiry];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Lot => "lot",
            Self::Expiry => "expiry",
        }
    }

    /// What a paper of the warehouse names wrongly of goods kept in this way, if anything; `at` says where the
    /// lot stands.
    #[must_use]
    pub fn mistake(self, at: &str, lot: Option<&Lot>) -> Option<Evidence> {
        let (place, expected) = match self {
            Self::None => (format!("{at}.lot_no"), "none: the SKU is not kept by lot"),
            Self::Lot if lot.is_some() => (
                format!("{at}.expiry"),
                "none: the SKU is kept by lot number only",
            ),
            Self::Lot => (format!("{at}.lot_no"), "the number of the lot"),
            Self::Expiry if lot.is_some() => (format!("{at}.expiry"), "the expiry of the lot"),
            Self::Expiry => (format!("{at}.lot_no"), "the number of the lot"),
        };
        let right = match (self, lot) {
            (Self::None, None) => true,
            (Self::None, Some(_)) | (Self::Lot | Self::Expiry, None) => false,
            (Self::Lot, Some(lot)) => lot.expiry.is_none(),
            (Self::Expiry, Some(lot)) => lot.expiry.is_some(),
        };
        let found = lot.map_or_else(|| "none".to_owned(), ToString::to_string);
        (!right).then(|| Evidence::new(place, expected, found))
    }
}

impl Lot {
    /// Whether its goods may leave on `today`: until `minimum_days` days before their expiry.
    #[must_use]
    pub fn may_leave(&self, minimum_days: u32, today: Date) -> bool {
        self.expiry
            .is_none_or(|expiry| today < first_unfit_day(expiry, minimum_days))
    }

    /// Refuses goods that come in when they may no longer leave: nobody could sell them.
    ///
    /// # Errors
    /// `shelf_life_too_short` with the last day on which they may leave.
    pub fn must_be_fit(&self, at: &str, minimum_days: u32, today: Date) -> Result<(), Refusal> {
        if self.may_leave(minimum_days, today) {
            return Ok(());
        }
        Err(Refusal::new(
            crate::refusal::RefusalClass::Conflict,
            "shelf_life_too_short",
            "批次已过期或剩余保质期不足，不能入可用库存",
            "the lot has expired, or too little of its shelf life is left to come into stock",
        )
        .because(Evidence::new(
            at,
            format!("an expiry of {minimum_days} days or more after {today}"),
            self.to_string(),
        )))
    }
}

/// The first day on which goods of this expiry may no longer leave.
#[must_use]
pub fn first_unfit_day(expiry: Date, minimum_days: u32) -> Date {
    let before = SignedDuration::from_hours(i64::from(minimum_days).saturating_mul(24));
    expiry
        .checked_add(1.day())
        .unwrap_or(expiry)
        .saturating_sub(before)
}

impl std::fmt::Display for Lot {
    /// The number and, where there is one, the expiry.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.expiry {
            Some(expiry) => write!(f, "{} ({expiry})", self.lot_no),
            None => write!(f, "{}", self.lot_no),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lot(expiry: Option<Date>) -> Lot {
        Lot {
            expiry,
            lot_no: LotNo::parse("L-1").unwrap(),
        }
    }

    #[test]
    fn goods_leave_until_so_many_days_before_their_expiry() {
        let may = date(2026, 5, 31);
        for (expiry, minimum_days, today, may_leave) in [
            (Some(may), 0, date(2026, 5, 31), true),
            (Some(may), 0, date(2026, 6, 1), false),
            (Some(may), 30, date(2026, 5, 1), true),
            (Some(may), 30, date(2026, 5, 2), false),
            (None, 30, date(2999, 1, 1), true),
            (Some(Date::MAX), 0, Date::MAX, false),
            (Some(Date::MIN), 3_650, Date::MIN, false),
        ] {
            let found = lot(expiry).may_leave(minimum_days, today);
            assert_eq!(found, may_leave, "{expiry:?} {minimum_days} {today}");
            let refused = lot(expiry).must_be_fit("lots[0]", minimum_days, today);
            assert_eq!(refused.is_ok(), may_leave);
        }
    }

    #[test]
    fn a_paper_names_what_the_product_asks_for() {
        let dated = lot(Some(date(2026, 5, 31)));
        let plain = lot(None);
        for (control, given, place) in [
            (LotControl::None, None, None),
            (LotControl::None, Some(&plain), Some("lines[0].lot_no")),
            (LotControl::Lot, None, Some("lines[0].lot_no")),
            (LotControl::Lot, Some(&plain), None),
            (LotControl::Lot, Some(&dated), Some("lines[0].expiry")),
            (LotControl::Expiry, None, Some("lines[0].lot_no")),
            (LotControl::Expiry, Some(&plain), Some("lines[0].expiry")),
            (LotControl::Expiry, Some(&dated), None),
        ] {
            let mistake = control.mistake("lines[0]", given);
            let found = mistake.as_ref().map(|mistake| mistake.at.as_str());
            assert_eq!(found, place, "{} {given:?}", control.name());
        }
    }
}
