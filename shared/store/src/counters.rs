//! Adjustments of one transaction, one change per item: the service takes no two operations on
//! one item, and a transaction has no states in between that a bound could apply to.

use std::collections::BTreeMap;

use domain::identifiers::{CustomerId, Sku};
use domain::money::Money;
use domain::quota::Quota;
use domain::stock::{Adjustment, StockMove, Warehouse};

use crate::credit::CreditChange;
use crate::error::StoreError;
use crate::key::Key;
use crate::quota::QuotaChange;
use crate::stock::StockChange;

/// The net changes of some adjustments, in the order of their keys.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Counters {
    stock: BTreeMap<(Sku, Warehouse), StockChange>,
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
        self.stock.values().filter(|change| {
            change.available != 0 || change.reserved != 0 || change.quarantined != 0
        })
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
            Adjustment::StockReserve(moved) => self.move_stock(moved, [-1, 1, 0]),
            Adjustment::StockRelease(moved) => self.move_stock(moved, [1, -1, 0]),
            Adjustment::StockShip(moved) => self.move_stock(moved, [0, -1, 0]),
            Adjustment::StockReceive(moved) => self.move_stock(moved, [1, 0, 0]),
            Adjustment::StockWriteOff(moved) => self.move_stock(moved, [-1, 0, 0]),
            Adjustment::StockQuarantine(moved) => self.move_stock(moved, [-1, 0, 1]),
            Adjustment::StockReleaseQuarantined(moved) => self.move_stock(moved, [1, 0, -1]),
            Adjustment::StockScrap(moved) => self.move_stock(moved, [0, 0, -1]),
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

    /// Moves pieces into (1) or out of (-1) what is available, reserved and quarantined.
    fn move_stock(&mut self, moved: &StockMove, signs: [i64; 3]) {
        let level = (moved.sku.clone(), moved.warehouse.clone());
        let change = self.stock.entry(level).or_insert_with(|| StockChange {
            sku: moved.sku.clone(),
            warehouse: moved.warehouse.clone(),
            available: 0,
            reserved: 0,
            quarantined: 0,
        });
        let quantity = i64::from(moved.quantity);
        let numbers = [
            &mut change.available,
            &mut change.reserved,
            &mut change.quarantined,
        ];
        for (number, sign) in numbers.into_iter().zip(signs) {
            *number = number.saturating_add(sign.saturating_mul(quantity));
        }
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
mod tests {
    use domain::stock::CreditMove;

    use super::*;

    fn moved(sku: &str, quantity: u32) -> StockMove {
        StockMove {
            sku: Sku::parse(sku).unwrap(),
            warehouse: "CQ1".to_owned(),
            quantity,
        }
    }

    fn credit(fen: i64) -> CreditMove {
        let customer = CustomerId::parse("C-1").unwrap();
        CreditMove {
            customer,
            amount: Money::from_fen(fen),
        }
    }

    fn limit(from: i64, to: i64) -> Adjustment {
        let customer = CustomerId::parse("C-1").unwrap();
        Adjustment::CreditLimit {
            customer,
            from: Money::from_fen(from),
            to: Money::from_fen(to),
        }
    }

    #[test]
    fn moves_of_one_level_become_one_change() {
        let counters = Counters::merge(&[
            Adjustment::StockReserve(moved("A", 3)),
            Adjustment::StockReserve(moved("A", 4)),
            Adjustment::StockRelease(moved("A", 2)),
            Adjustment::StockShip(moved("A", 1)),
            Adjustment::StockReceive(moved("A", 10)),
            Adjustment::StockReserve(moved("B", 5)),
            Adjustment::StockRelease(moved("B", 5)),
        ])
        .unwrap();
        let changes: Vec<_> = counters
            .stock()
            .map(|c| (c.sku.as_str(), c.available, c.reserved))
            .collect();
        assert_eq!(changes, [("A", 5, 4)]);
    }

    #[test]
    fn limits_chain_and_draws_add_up() {
        let draws = [
            limit(0, 500),
            Adjustment::CreditReserve(credit(70)),
            limit(500, 300),
            Adjustment::CreditRelease(credit(20)),
        ];
        let counters = Counters::merge(&draws).unwrap();
        let change = counters.credit().next().unwrap();
        assert_eq!(change.drawn, 50);
        assert_eq!(change.limit, Some((Money::ZERO, Money::from_fen(300))));
    }

    #[test]
    fn nonsense_is_refused() {
        for adjustments in [
            vec![Adjustment::CreditReserve(credit(-1))],
            vec![Adjustment::CreditRelease(credit(i64::MIN))],
            vec![
                Adjustment::CreditReserve(credit(i64::MAX)),
                Adjustment::CreditReserve(credit(1)),
            ],
            vec![limit(0, 500), limit(400, 300)],
        ] {
            assert!(matches!(
                Counters::merge(&adjustments),
                Err(StoreError::Unwritable { .. })
            ));
        }
    }
}
