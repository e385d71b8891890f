//! What a transaction makes of one stock level (5.2.1–5.2.3).

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, Update};
use domain::identifiers::Sku;
use domain::stock::Warehouse;
use domain::stock_spread::{Shard, Spread};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{
    AVAILABLE, BY_LOT, Item, LAST_ISSUE, QUARANTINED, RESERVED, SHARDS, STOCKED_SINCE, STOCKTAKE,
    WIDEST, key_item, number, read_number, text,
};
use crate::key::Key;
use crate::outcome::Unmet;
use crate::stock::{read_if_there, read_quarantined, shard_key};

/// The net change of one level, or of one shard of a level that is spread, in one transaction, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StockChange {
    pub(crate) sku: Sku,
    pub(crate) warehouse: Warehouse,
    pub(crate) available: i64,
    pub(crate) reserved: i64,
    pub(crate) quarantined: i64,
    /// Whether the pieces that come or go are kept by lot; none come or go where they are only reserved or released.
    pub(crate) by_lot: Option<bool>,
    /// Whether pieces leave for a customer.
    pub(crate) issued: bool,
    /// Whether pieces come in.
    pub(crate) stocked: bool,
    /// What becomes of the mark of a stocktake.
    pub(crate) counting: Option<Counting>,
    pub(crate) shard: Shard,
    /// Whether the level must not be spread.
    pub(crate) unspread: bool,
    /// Over how many shards it is spread from now on. Then no stocktake may count it, and it is not kept by lot.
    pub(crate) spread: Option<Spread>,
}

/// A stocktake begins to count a level, or no longer counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Counting {
    Begins(String),
    Ends(String),
}

/// The level is kept by lot, or holds nothing.
const KEPT_BY_LOT: &str = "(attribute_exists(#by_lot) OR attribute_not_exists(#available) OR (#available = :nought AND #reserved = :nought AND (attribute_not_exists(#quarantined) OR #quarantined = :nought)))";
/// The level is not kept by lot, or holds nothing.
const NOT_KEPT_BY_LOT: &str = "(attribute_not_exists(#by_lot) OR (#available = :nought AND #reserved = :nought AND (attribute_not_exists(#quarantined) OR #quarantined = :nought)))";

impl StockChange {
    /// No change of a level.
    pub(crate) const fn none(sku: Sku, warehouse: Warehouse, shard: Shard) -> Self {
        Self {
            sku,
            warehouse,
            available: 0,
            reserved: 0,
            quarantined: 0,
            by_lot: None,
            issued: false,
            stocked: false,
            counting: None,
            shard,
            unspread: false,
            spread: None,
        }
    }

    /// The pieces are kept by lot, or are not: of one level, not both.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`].
    pub(crate) fn must_be_kept(&mut self, by_lot: bool) -> Result<(), StoreError> {
        if *self.by_lot.get_or_insert(by_lot) == by_lot {
            return Ok(());
        }
        let why = format!("{}: pieces with a lot and without", self.key());
        Err(StoreError::unwritable(why))
    }

    /// Whether it changes anything.
    pub(crate) const fn changes(&self) -> bool {
        self.available != 0
            || self.reserved != 0
            || self.quarantined != 0
            || self.counting.is_some()
            || self.spread.is_some()
    }

    pub(crate) fn key(&self) -> Key {
        shard_key(&self.sku, &self.warehouse, self.shard)
    }

    /// The update at `now`: what is not there yet counts as nought, and no number falls below it. Pieces that are not
    /// kept by lot come to a level, or leave it, only where none is, and the other way round, so that the lots of a
    /// SKU always add up to its level.
    pub(crate) fn update(&self, now: Timestamp) -> UpdateBuilder {
        let mut conditions = Vec::new();
        let mut added = vec!["#available :available", "#reserved :reserved"];
        let (mut set, mut removed) = (Vec::new(), Vec::new());
        let mut update = Update::builder()
            .set_key(Some(key_item(&self.key())))
            .expression_attribute_names("#available", AVAILABLE)
            .expression_attribute_names("#reserved", RESERVED)
            .expression_attribute_values(":available", number(self.available))
            .expression_attribute_values(":reserved", number(self.reserved))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        if self.quarantined != 0 || self.by_lot.is_some() {
            update = update.expression_attribute_names("#quarantined", QUARANTINED);
        }
        if let Some(by_lot) = self.by_lot {
            update = update
                .expression_attribute_names("#by_lot", BY_LOT)
                .expression_attribute_values(":nought", number(0));
            if by_lot {
                set.push("#by_lot = :by_lot");
                update = update.expression_attribute_values(":by_lot", number(1));
            } else {
                removed.push("#by_lot");
            }
            conditions.push(if by_lot { KEPT_BY_LOT } else { NOT_KEPT_BY_LOT });
        }
        if self.quarantined != 0 {
            added.push("#quarantined :quarantined");
            update = update.expression_attribute_values(":quarantined", number(self.quarantined));
        }
        if self.quarantined < 0 {
            conditions.push("#quarantined >= :cleared");
            let cleared = number(self.quarantined.unsigned_abs());
            update = update.expression_attribute_values(":cleared", cleared);
        }
        if self.available < 0 {
            conditions.push("#available >= :promised");
            let promised = number(self.available.unsigned_abs());
            update = update.expression_attribute_values(":promised", promised);
        }
        if self.reserved < 0 {
            conditions.push("#reserved >= :leaving");
            let leaving = number(self.reserved.unsigned_abs());
            update = update.expression_attribute_values(":leaving", leaving);
        }
        if self.issued || self.stocked {
            update = update.expression_attribute_values(":now", text(now.to_string()));
        }
        if self.issued {
            set.push("#issued = :now");
            update = update.expression_attribute_names("#issued", LAST_ISSUE);
        }
        if self.stocked {
            set.push("#since = if_not_exists(#since, :now)");
            update = update.expression_attribute_names("#since", STOCKED_SINCE);
        }
        if let Some(Counting::Begins(stocktake) | Counting::Ends(stocktake)) = &self.counting {
            update = update
                .expression_attribute_names("#stocktake", STOCKTAKE)
                .expression_attribute_values(":stocktake", text(stocktake.as_str()));
        }
        match self.counting {
            None => {}
            Some(Counting::Begins(_)) => {
                set.push("#stocktake = :stocktake");
                conditions.push("attribute_not_exists(#stocktake)");
            }
            Some(Counting::Ends(_)) => {
                removed.push("#stocktake");
                conditions.push("#stocktake = :stocktake");
            }
        }
        if self.unspread {
            conditions.push("attribute_not_exists(#shards)");
        }
        if let Some(spread) = self.spread {
            set.extend(["#shards = :shards", "#widest = :widest"]);
            conditions.push("attribute_not_exists(#stocktake)");
            update = update
                .expression_attribute_names("#stocktake", STOCKTAKE)
                .expression_attribute_names("#widest", WIDEST)
                .expression_attribute_values(":shards", number(spread.shards))
                .expression_attribute_values(":widest", number(spread.widest));
        }
        if self.unspread || self.spread.is_some() {
            update = update.expression_attribute_names("#shards", SHARDS);
        }
        let clauses = [("ADD", added), ("SET", set), ("REMOVE", removed)].into_iter();
        let clauses = clauses
            .filter(|(_, parts)| !parts.is_empty())
            .map(|(clause, parts)| format!("{clause} {}", parts.join(", ")));
        let condition = (!conditions.is_empty()).then(|| conditions.join(" AND "));
        update
            .update_expression(clauses.collect::<Vec<_>>().join(" "))
            .set_condition_expression(condition)
    }

    /// Why the condition failed on the item as it stands.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when more pieces were to leave than are reserved: what leaves
    /// was reserved before, so the counter and the journal disagree. The same when a stocktake ends that
    /// does not count the level.
    pub(crate) fn unmet(&self, stands: Option<&Item>) -> Result<Unmet, StoreError> {
        let counted_by = stands.map_or(Ok(None), |item| read_if_there(item, STOCKTAKE))?;
        if let Some(stocktake) = counted_by.clone().filter(|_| self.spread.is_some()) {
            return Ok(self.under_count(stocktake));
        }
        match (&self.counting, counted_by) {
            (Some(Counting::Begins(_)), Some(stocktake)) => {
                return Ok(self.under_count(stocktake));
            }
            (Some(Counting::Ends(stocktake)), found) if found.as_ref() != Some(stocktake) => {
                let (key, found) = (self.key(), found.unwrap_or_default());
                return Err(StoreError::corrupt(format!(
                    "{key}: counted by {stocktake} is expected, found {found:?}"
                )));
            }
            (Some(Counting::Begins(_) | Counting::Ends(_)) | None, _) => {}
        }
        if self.unspread && stands.is_some_and(|item| item.contains_key(SHARDS)) {
            return Ok(Unmet::StockSpread {
                sku: self.sku.clone(),
                warehouse: self.warehouse.clone(),
            });
        }
        let is = |name| stands.map_or(Ok(0), |item| read_number::<u64>(item, name));
        let quarantined = stands.map_or(Ok(0), read_quarantined)?;
        let there = stands.is_some_and(|item| item.contains_key(BY_LOT));
        let holds = is(AVAILABLE)?.max(is(RESERVED)?).max(quarantined);
        if let Some(by_lot) = self.by_lot.filter(|by_lot| *by_lot != there && holds > 0) {
            return Ok(Unmet::KeptOtherwise {
                sku: self.sku.clone(),
                warehouse: self.warehouse.clone(),
                by_lot,
            });
        }
        let (available, reserved) = (is(AVAILABLE)?, is(RESERVED)?);
        let leaving = self.reserved.min(0).unsigned_abs();
        if reserved < leaving {
            let (key, what) = (self.key(), "pieces reserved are expected, found");
            return Err(StoreError::corrupt(format!(
                "{key}: {leaving} {what} {reserved}"
            )));
        }
        let wanted = self.available.min(0).unsigned_abs();
        if available >= wanted {
            return Ok(Unmet::QuarantineShort {
                sku: self.sku.clone(),
                warehouse: self.warehouse.clone(),
                wanted: self.quarantined.min(0).unsigned_abs(),
                quarantined,
            });
        }
        Ok(Unmet::StockShort {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            wanted,
            available,
        })
    }

    fn under_count(&self, stocktake: String) -> Unmet {
        Unmet::UnderCount {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            stocktake,
        }
    }
}
