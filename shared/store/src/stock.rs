//! Stock levels and backorders as items (5.2.1, 5.2.3).

use domain::identifiers::Sku;
use domain::sourcing::Levels;
use domain::stock::{Backorder, StockLevel, Warehouse};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{
    AVAILABLE, Item, LAST_ISSUE, PK, QUARANTINED, RESERVED, SK, STOCKED_SINCE, STOCKTAKE, key_item,
    read_key, read_number, read_text, unreadable,
};
use crate::key::{BACKORDERS, Key, LEVELS, stock_pk};
use crate::load::Reading;
use crate::page::{List, Page, Range};
use crate::table::Store;

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

    /// What a warehouse holds of these SKUs, as far as it ever held any, in any order, read consistently in one
    /// call for each hundred.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn levels_in(
        &self,
        warehouse: &str,
        skus: &[Sku],
    ) -> Result<Vec<StockLevel>, StoreError> {
        let key = |sku: &Sku| Key::StockLevel {
            sku: sku.clone(),
            warehouse: warehouse.to_owned(),
        };
        let keys = skus.iter().map(|sku| key_item(&key(sku))).collect();
        let items = self.get_all(keys, Reading::Consistent).await?;
        items.iter().map(read_level).collect()
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
        stocktake: read_if_there(item, STOCKTAKE)?,
        last_issue: read_instant(item, LAST_ISSUE)?,
        stocked_since: read_instant(item, STOCKED_SINCE)?,
    })
}

/// A text that most levels lack.
pub(crate) fn read_if_there(item: &Item, name: &str) -> Result<Option<String>, StoreError> {
    if item.contains_key(name) {
        read_text(item, name).map(|text| Some(text.to_owned()))
    } else {
        Ok(None)
    }
}

/// An instant that levels from before it was kept lack.
fn read_instant(item: &Item, name: &str) -> Result<Option<Timestamp>, StoreError> {
    let Some(text) = read_if_there(item, name)? else {
        return Ok(None);
    };
    let instant = text
        .parse()
        .map_err(|_| unreadable(item, name, "an instant"))?;
    Ok(Some(instant))
}

/// Levels of which nothing was ever quarantined lack the number.
pub(crate) fn read_quarantined(item: &Item) -> Result<u64, StoreError> {
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
