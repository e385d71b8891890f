//! Credit counters as items (8.1.2).

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, Update};
use domain::identifiers::CustomerId;
use domain::money::Money;

use crate::counters::beyond_numbers;
use crate::error::StoreError;
use crate::item::{HEADROOM, Item, LIMIT, PK, key_item, number, read_number};
use crate::key::Key;
use crate::outcome::Unmet;
use crate::table::Store;

/// A customer's credit: limit = exposure + headroom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CreditBalance {
    /// The most the customer may owe.
    pub limit: Money,
    /// What is reserved for open credit orders.
    pub exposure: Money,
    /// What may still be reserved; negative after the limit fell below the exposure.
    pub headroom: Money,
}

/// The net change of one balance in one transaction, in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreditChange {
    pub(crate) customer: CustomerId,
    /// Reserved less released.
    pub(crate) drawn: i64,
    /// How far the exposure may exceed the limit afterwards.
    pub(crate) beyond: i64,
    /// The limit before and after.
    pub(crate) limit: Option<(Money, Money)>,
}

impl CreditChange {
    pub(crate) fn key(&self) -> Key {
        Key::Credit {
            customer: self.customer.clone(),
        }
    }

    /// What is added to the headroom.
    fn gained(&self) -> Result<i64, StoreError> {
        let raised = match self.limit {
            Some((from, to)) => to.checked_sub(from).map(Money::fen),
            None => Some(0),
        };
        raised
            .and_then(|raised| raised.checked_sub(self.drawn))
            .ok_or_else(beyond_numbers)
    }

    /// The update. A balance begins with its first limit; only a draw needs headroom, so that a
    /// limit can be lowered below the exposure and debts can still be paid.
    pub(crate) fn update(&self) -> Result<UpdateBuilder, StoreError> {
        let gained = self.gained()?;
        let mut update = Update::builder()
            .set_key(Some(key_item(&self.key())))
            .expression_attribute_names("#headroom", HEADROOM)
            .expression_attribute_values(":gained", number(gained))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let mut condition = match self.limit {
            None => "attribute_exists(#headroom)",
            Some((Money::ZERO, _)) => "(attribute_not_exists(#pk) OR #limit = :from)",
            Some(_) => "#limit = :from",
        }
        .to_owned();
        update = match self.limit {
            None => update.update_expression("ADD #headroom :gained"),
            Some((from, to)) => update
                .update_expression("SET #limit = :to ADD #headroom :gained")
                .expression_attribute_names("#limit", LIMIT)
                .expression_attribute_values(":from", number(from.fen()))
                .expression_attribute_values(":to", number(to.fen())),
        };
        if self.limit.is_some_and(|(from, _)| from.is_zero()) {
            update = update.expression_attribute_names("#pk", PK);
        }
        if self.drawn > 0 {
            condition.push_str(" AND #headroom >= :needed");
            let needed = gained
                .checked_neg()
                .and_then(|needed| needed.checked_sub(self.beyond))
                .ok_or_else(beyond_numbers)?;
            update = update.expression_attribute_values(":needed", number(needed));
        }
        Ok(update.condition_expression(condition))
    }

    /// Why the condition failed on the item as it stands.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the limit is not what the account said, or credit is
    /// released that no balance ever granted.
    pub(crate) fn unmet(&self, stands: Option<&Item>) -> Result<Unmet, StoreError> {
        let balance = stands.map_or_else(|| Ok(CreditBalance::default()), read_balance)?;
        if let Some((from, _)) = self.limit.filter(|(from, _)| *from != balance.limit) {
            let (key, found) = (self.key(), balance.limit);
            return Err(StoreError::corrupt(format!(
                "{key}: limit {from} expected, found {found}"
            )));
        }
        if self.drawn <= 0 {
            return Err(StoreError::corrupt(format!(
                "{}: there is no balance",
                self.key()
            )));
        }
        Ok(Unmet::CreditExceeded {
            customer: self.customer.clone(),
            wanted: Money::from_fen(self.drawn),
            headroom: balance
                .headroom
                .checked_add(Money::from_fen(self.beyond))
                .ok_or_else(beyond_numbers)?,
        })
    }
}

impl Store {
    /// A customer's credit, read consistently; all zero without an account.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn credit_balance(&self, customer: &CustomerId) -> Result<CreditBalance, StoreError> {
        let item = self
            .get(&Key::Credit {
                customer: customer.clone(),
            })
            .await?;
        item.as_ref()
            .map_or_else(|| Ok(CreditBalance::default()), read_balance)
    }
}

fn read_balance(item: &Item) -> Result<CreditBalance, StoreError> {
    let limit = Money::from_fen(read_number(item, LIMIT)?);
    let headroom = Money::from_fen(read_number(item, HEADROOM)?);
    let exposure = limit
        .checked_sub(headroom)
        .ok_or_else(|| StoreError::corrupt("a credit balance holds more than money can hold"))?;
    Ok(CreditBalance {
        limit,
        exposure,
        headroom,
    })
}
