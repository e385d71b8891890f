//! Adjustments of one transaction, one change per item: the service takes no two operations on
//! one item, and a transaction has no states in between that a bound could apply to.

use std::collections::BTreeMap;

use domain::identifiers::{CustomerId, Sku};
use domain::lot::{Lot, LotPick};
use domain::money::Money;
use domain::quota::Quota;
use domain::stock::{Adjustment, StockMove, Warehouse};
use domain::stock_spread::Shard;

use crate::credit::CreditChange;
use crate::error::StoreError;
use crate::key::Key;
use crate::lots::{IssueChange, LotChange};
use crate::quota::QuotaChange;
use crate::stock_change::{Counting, StockChange};

/// The net changes of some adjustments, in the order of their keys.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Counters {
    stock: BTreeMap<(Sku, Warehouse, Shard), StockChange>,
    lots: BTreeMap<(Sku, Warehouse, Lot), LotChange>,
    issues: BTreeMap<Key, IssueChange>,
    credit: BTreeMap<CustomerId, CreditChange>,
    quotas: BTreeMap<Quota, QuotaChange>,
    /// Whether the order stands in line afterwards.
    pub(crate) backorders: BTreeMap<Key, bool>,
}

impl Counters {
    /// Merges the adjustments; later ones continue where earlier ones left off.
    pub(crate) fn merge<'a>(
        adjustments: impl IntoIterator<Item = &'a Adjustment>,
    ) -> Result<Self, StoreError> {
        let mut counters = Self::default();
        for adjustment in adjustments {
            counters.add(adjustment)?;
        }
        Ok(counters)
    }

    /// Changes of stock levels that are not nought.
    pub(crate) fn stock(&self) -> impl Iterator<Item = &StockChange> {
        self.stock.values().filter(|change| change.changes())
    }

    /// Changes of lots that are not nought.
    pub(crate) fn lots(&self) -> impl Iterator<Item = &LotChange> {
        self.lots
            .values()
            .filter(|change| change.available != 0 || change.picked != 0 || change.quarantined != 0)
    }

    /// Changes of what consignments got of lots that are not nought.
    pub(crate) fn issues(&self) -> impl Iterator<Item = &IssueChange> {
        self.issues.values().filter(|change| change.pieces != 0)
    }

    /// Changes of credit balances that are not nought.
    pub(crate) fn credit(&self) -> impl Iterator<Item = &CreditChange> {
        self.credit
            .values()
            .filter(|change| change.limit.is_some() || change.drawn != 0)
    }

    /// Changes of quotas that are not nought.
    pub(crate) fn quotas(&self) -> impl Iterator<Item = &QuotaChange> {
        self.quotas.values().filter(|change| change.taken != 0)
    }

    fn add(&mut self, adjustment: &Adjustment) -> Result<(), StoreError> {
        match adjustment {
            Adjustment::StockReserve(moved) => {
                self.promise(moved, [-1, 1, 0])?.unspread |= moved.shard.is_none();
            }
            Adjustment::StockRelease(moved) => {
                self.promise(moved, [1, -1, 0])?;
            }
            Adjustment::StockShip(moved) => {
                self.move_stock(moved, [0, -1, 0], [0, -1, 0])?.issued = true;
            }
            Adjustment::StockReceive(moved) => {
                self.move_stock(moved, [1, 0, 0], [1, 0, 0])?.stocked = true;
            }
            Adjustment::StockWriteOff(moved) => {
                self.move_stock(moved, [-1, 0, 0], [-1, 0, 0])?;
            }
            Adjustment::StockQuarantine(moved) => {
                self.move_stock(moved, [-1, 0, 1], [-1, 0, 1])?;
            }
            Adjustment::StockReleaseQuarantined(moved) => {
                self.move_stock(moved, [1, 0, -1], [1, 0, -1])?;
            }
            Adjustment::StockScrap(moved) | Adjustment::StockReturn(moved) => {
                self.move_stock(moved, [0, 0, -1], [0, 0, -1])?;
            }
            Adjustment::LotPick(pick) => self.pick(pick, 1),
            Adjustment::LotUnpick(pick) => self.pick(pick, -1),
            Adjustment::StockCountBegin(mark) => {
                self.level(&mark.sku, &mark.warehouse, 0).counting =
                    Some(Counting::Begins(mark.stocktake.clone()));
            }
            Adjustment::StockCountEnd(mark) => {
                self.level(&mark.sku, &mark.warehouse, 0).counting =
                    Some(Counting::Ends(mark.stocktake.clone()));
            }
            Adjustment::StockSpread {
                sku,
                warehouse,
                spread,
            } => {
                let change = self.level(sku, warehouse, 0);
                change.spread = Some(*spread);
                change.must_be_kept(false)?;
            }
            Adjustment::BackorderOpen(backorder) => {
                self.backorders.insert(backorder.into(), true);
            }
            Adjustment::BackorderClose(backorder) => {
                self.backorders.insert(backorder.into(), false);
            }
            Adjustment::CreditReserve(moved) => {
                self.draw(&moved.customer, amount(moved.amount)?)?;
            }
            Adjustment::CreditReserveBeyond {
                customer,
                amount: drawn,
                beyond,
            } => {
                self.draw(customer, amount(*drawn)?)?;
                self.credit_of(customer).beyond = amount(*beyond)?;
            }
            Adjustment::CreditRelease(moved) => {
                self.draw(&moved.customer, -amount(moved.amount)?)?;
            }
            Adjustment::CreditLimit { customer, from, to } => {
                self.set_limit(customer, *from, *to)?;
            }
            Adjustment::QuotaTake {
                quota,
                quantity,
                most,
            } => self.take(quota, *quantity, 1)?.most = Some(*most),
            Adjustment::QuotaTakeBeyond(share) => {
                self.take(&share.quota, share.quantity, 1)?;
            }
            Adjustment::QuotaGiveBack(share) => {
                self.take(&share.quota, share.quantity, -1)?;
            }
        }
        Ok(())
    }

    /// Promises pieces to an order or takes a promise back: of a SKU, whatever its lots.
    fn promise(
        &mut self,
        moved: &StockMove,
        signs: [i64; 3],
    ) -> Result<&mut StockChange, StoreError> {
        if let Some(lot) = &moved.lot {
            let why = format!("an order has pieces of a SKU and not of a lot, found lot {lot}");
            return Err(StoreError::unwritable(why));
        }
        Ok(self.move_level(moved, signs))
    }

    /// Moves pieces that come, go or change: at the level, and in their lot.
    fn move_stock(
        &mut self,
        moved: &StockMove,
        signs: [i64; 3],
        of_lot: [i64; 3],
    ) -> Result<&mut StockChange, StoreError> {
        if let Some(lot) = &moved.lot {
            let change = self.lot_of(&moved.sku, &moved.warehouse, lot);
            let numbers = [
                &mut change.available,
                &mut change.picked,
                &mut change.quarantined,
            ];
            add_signed(numbers, of_lot, moved.quantity);
        }
        let kept = moved.lot.is_some();
        if kept && moved.shard.is_some() {
            let why = format!("{}: a lot in a shard", moved.sku);
            return Err(StoreError::unwritable(why));
        }
        let change = self.move_level(moved, signs);
        change.must_be_kept(kept)?;
        change.unspread |= kept;
        Ok(change)
    }

    /// Moves pieces into (1) or out of (-1) what is available, reserved and quarantined.
    fn move_level(&mut self, moved: &StockMove, signs: [i64; 3]) -> &mut StockChange {
        let shard = moved.shard.unwrap_or_default();
        let change = self.level(&moved.sku, &moved.warehouse, shard);
        let numbers = [
            &mut change.available,
            &mut change.reserved,
            &mut change.quarantined,
        ];
        add_signed(numbers, signs, moved.quantity);
        change
    }

    /// Picks pieces of a lot for a consignment (1), or puts them back (-1).
    fn pick(&mut self, pick: &LotPick, sign: i64) {
        let change = self.lot_of(&pick.sku, &pick.warehouse, &pick.lot);
        let numbers = [
            &mut change.available,
            &mut change.picked,
            &mut change.quarantined,
        ];
        add_signed(numbers, [-sign, sign, 0], pick.quantity);
        let key = IssueChange::key_of(pick);
        let issue = self
            .issues
            .entry(key.clone())
            .or_insert(IssueChange { key, pieces: 0 });
        let pieces = sign.saturating_mul(i64::from(pick.quantity));
        issue.pieces = issue.pieces.saturating_add(pieces);
    }

    fn lot_of(&mut self, sku: &Sku, warehouse: &Warehouse, lot: &Lot) -> &mut LotChange {
        let place = (sku.clone(), warehouse.clone(), lot.clone());
        self.lots.entry(place).or_insert_with(|| LotChange {
            sku: sku.clone(),
            warehouse: warehouse.clone(),
            lot: lot.clone(),
            available: 0,
            picked: 0,
            quarantined: 0,
        })
    }

    fn level(&mut self, sku: &Sku, warehouse: &Warehouse, shard: Shard) -> &mut StockChange {
        let level = (sku.clone(), warehouse.clone(), shard);
        self.stock
            .entry(level)
            .or_insert_with(|| StockChange::none(sku.clone(), warehouse.clone(), shard))
    }

    fn take(
        &mut self,
        quota: &Quota,
        quantity: u64,
        sign: i64,
    ) -> Result<&mut QuotaChange, StoreError> {
        let change = self
            .quotas
            .entry(quota.clone())
            .or_insert_with(|| QuotaChange {
                quota: quota.clone(),
                taken: 0,
                most: None,
            });
        let taken = i64::try_from(quantity).ok();
        let taken = taken.and_then(|taken| change.taken.checked_add(taken.checked_mul(sign)?));
        change.taken = taken.ok_or_else(|| {
            StoreError::unwritable("the pieces of a quota add up to more than a counter can hold")
        })?;
        Ok(change)
    }

    fn draw(&mut self, customer: &CustomerId, fen: i64) -> Result<(), StoreError> {
        let change = self.credit_of(customer);
        change.drawn = change.drawn.checked_add(fen).ok_or_else(beyond_numbers)?;
        Ok(())
    }

    fn set_limit(
        &mut self,
        customer: &CustomerId,
        from: Money,
        to: Money,
    ) -> Result<(), StoreError> {
        amount(from).and(amount(to))?;
        let change = self.credit_of(customer);
        let first = match change.limit {
            None => from,
            Some((first, last)) if last == from => first,
            Some((_, last)) => {
                let why = format!("a credit limit of {last} was to change from {from}");
                return Err(StoreError::unwritable(why));
            }
        };
        change.limit = Some((first, to));
        Ok(())
    }

    fn credit_of(&mut self, customer: &CustomerId) -> &mut CreditChange {
        self.credit
            .entry(customer.clone())
            .or_insert_with(|| CreditChange {
                customer: customer.clone(),
                drawn: 0,
                beyond: 0,
                limit: None,
            })
    }
}

/// Adds pieces to (1) or takes them from (-1) each of the numbers.
fn add_signed(numbers: [&mut i64; 3], signs: [i64; 3], pieces: u32) {
    for (number, sign) in numbers.into_iter().zip(signs) {
        *number = number.saturating_add(sign.saturating_mul(i64::from(pieces)));
    }
}

/// The fen of an amount that must not be negative: a negative one would turn a bound around.
fn amount(money: Money) -> Result<i64, StoreError> {
    if money.is_negative() {
        let why = format!("a credit amount of zero or more was expected, found {money}");
        return Err(StoreError::unwritable(why));
    }
    Ok(money.fen())
}

pub(crate) fn beyond_numbers() -> StoreError {
    StoreError::unwritable("the credit amounts add up to more than money can hold")
}

#[cfg(test)]
mod tests;
