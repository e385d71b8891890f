//! Stock levels and backorders as items (5.2.1, 5.2.3).

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, Update};
use domain::identifiers::Sku;
use domain::sourcing::Levels;
use domain::stock::{Backorder, StockLevel, Warehouse};

use crate::error::StoreError;
use crate::item::{
    AVAILABLE, BY_LOT, Item, PK, QUARANTINED, RESERVED, SK, key_item, number, read_key,
    read_number, unreadable,
};
use crate::key::{BACKORDERS, Key, LEVELS, stock_pk};
use crate::load::Reading;
use crate::outcome::Unmet;
use crate::page::{List, Page, Range};
use crate::table::Store;

/// The net change of one level in one transaction, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StockChange {
    pub(crate) sku: Sku,
    pub(crate) warehouse: Warehouse,
    pub(crate) available: i64,
    pub(crate) reserved: i64,
    pub(crate) quarantined: i64,
    /// Whether the pieces that come or go are kept by lot; none come or go where they are only reserved or released.
    pub(crate) by_lot: Option<bool>,
}

/// The level is kept by lot, or holds nothing.
const KEPT_BY_LOT: &str = "(attribute_exists(#by_lot) OR attribute_not_exists(#available) OR (#available = :nought AND #reserved = :nought AND (attribute_not_exists(#quarantined) OR #quarantined = :nought)))";
/// The level is not kept by lot, or holds nothing.
const NOT_KEPT_BY_LOT: &str = "(attribute_not_exists(#by_lot) OR (#available = :nought AND #reserved = :nought AND (attribute_not_exists(#quarantined) OR #quarantined = :nought)))";

impl StockChange {
    pub(crate) fn key(&self) -> Key {
        Key::StockLevel {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
        }
    }

    /// The update: what is not there yet counts as nought, and no number falls below it. Pieces that are not
    /// kept by lot come to a level, or leave it, only where none is, and the other way round, so that the lots of a
    /// SKU always add up to its level.
    pub(crate) fn update(&self) -> UpdateBuilder {
        let quarantine = if self.quarantined == 0 {
            ""
        } else {
            ", #quarantined :quarantined"
        };
        let kept = match self.by_lot {
            None => "",
            Some(true) => " SET #by_lot = :by_lot",
            Some(false) => " REMOVE #by_lot",
        };
        let mut update = Update::builder()
            .set_key(Some(key_item(&self.key())))
            .update_expression(format!(
                "ADD #available :available, #reserved :reserved{quarantine}{kept}"
            ))
            .expression_attribute_names("#available", AVAILABLE)
            .expression_attribute_names("#reserved", RESERVED)
            .expression_attribute_values(":available", number(self.available))
            .expression_attribute_values(":reserved", number(self.reserved))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let mut conditions = Vec::new();
        if self.quarantined != 0 || self.by_lot.is_some() {
            update = update.expression_attribute_names("#quarantined", QUARANTINED);
        }
        if self.quarantined != 0 {
            update = update.expression_attribute_values(":quarantined", number(self.quarantined));
        }
        if let Some(by_lot) = self.by_lot {
            update = update
                .expression_attribute_names("#by_lot", BY_LOT)
                .expression_attribute_values(":nought", number(0));
            if by_lot {
                update = update.expression_attribute_values(":by_lot", number(1));
            }
            conditions.push(if by_lot { KEPT_BY_LOT } else { NOT_KEPT_BY_LOT });
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
        let condition = (!conditions.is_empty()).then(|| conditions.join(" AND "));
        update.set_condition_expression(condition)
    }

    /// Why the condition failed on the item as it stands.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when more pieces were to leave than are reserved: what leaves
    /// was reserved before, so the counter and the journal disagree.
    pub(crate) fn unmet(&self, stands: Option<&Item>) -> Result<Unmet, StoreError> {
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
}

impl Store {
    /// What each warehouse holds of a SKU, by warehouse code, read consistently.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn stock_levels(&self, sku: &Sku) -> Result<Vec<StockLevel>, StoreError> {
        let list = partition(sku, LEVELS);
        let mut levels = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = self.page(&list, cursor.as_deref(), 100).await?;
            for item in &page.items {
                levels.push(read_level(item)?);
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(levels);
            }
        }
    }

    /// What each of the warehouses can promise of each SKU, read consistently in one call for each hundred;
    /// where there is no level, nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn available(
        &self,
        warehouses: &[Warehouse],
        skus: &[Sku],
    ) -> Result<Levels, StoreError> {
        let keys = skus.iter().flat_map(|sku| {
            let key = move |warehouse: &Warehouse| Key::StockLevel {
                sku: sku.clone(),
                warehouse: warehouse.clone(),
            };
            warehouses.iter().map(key)
        });
        let keys = keys.map(|key| key_item(&key)).collect();
        let mut levels = Levels::new();
        for item in self.get_all(keys, Reading::Consistent).await? {
            let level = read_level(&item)?;
            levels.insert((level.warehouse, level.sku), level.available);
        }
        Ok(levels)
    }

    /// Up to `limit` (1–100) orders that wait for a SKU, the longest waiting first, read
    /// consistently.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn backorders(
        &self,
        sku: &Sku,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Backorder>, StoreError> {
        let page = self
            .page(&partition(sku, BACKORDERS), cursor, limit)
            .await?;
        let items = page
            .items
            .iter()
            .map(read_backorder)
            .collect::<Result<_, _>>()?;
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

fn partition(sku: &Sku, prefix: &'static str) -> List {
    List {
        index: None,
        attributes: (PK, SK),
        partition: stock_pk(sku),
        range: Range::Prefix(prefix),
        newest_first: false,
        resume: |_| Some(Item::new()),
    }
}

fn read_level(item: &Item) -> Result<StockLevel, StoreError> {
    let Key::StockLevel { sku, warehouse } = read_key(item)? else {
        return Err(unreadable(item, SK, "a stock level's"));
    };
    let (available, reserved) = (read_number(item, AVAILABLE)?, read_number(item, RESERVED)?);
    Ok(StockLevel {
        sku,
        warehouse,
        available,
        reserved,
        quarantined: read_quarantined(item)?,
    })
}

/// Levels of which nothing was ever quarantined lack the number.
fn read_quarantined(item: &Item) -> Result<u64, StoreError> {
    if item.contains_key(QUARANTINED) {
        read_number(item, QUARANTINED)
    } else {
        Ok(0)
    }
}

fn read_backorder(item: &Item) -> Result<Backorder, StoreError> {
    let Key::Backorder { sku, since, order } = read_key(item)? else {
        return Err(unreadable(item, SK, "a backorder's"));
    };
    Ok(Backorder { sku, since, order })
}
