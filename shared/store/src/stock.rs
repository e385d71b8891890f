//! Changes of stock levels, and backorders, as items (5.2.1, 5.2.3).

use domain::identifiers::Sku;
use domain::stock::{Backorder, Warehouse};
use domain::stock_spread::Shard;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{Item, PK, QUARANTINED, SK, read_key, read_number, read_text, unreadable};
use crate::key::{BACKORDERS, Key, stock_pk};
use crate::page::{List, Page, Range};
use crate::table::Store;

impl Store {
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

pub(crate) fn partition(sku: &Sku, prefix: &'static str) -> List {
    List {
        index: None,
        attributes: (PK, SK),
        partition: stock_pk(sku),
        range: Range::Prefix(prefix),
        newest_first: false,
        resume: |_| Some(Item::new()),
    }
}

/// The place of a shard of a level.
pub(crate) fn shard_key(sku: &Sku, warehouse: &Warehouse, shard: Shard) -> Key {
    let (sku, warehouse) = (sku.clone(), warehouse.clone());
    match shard {
        0 => Key::StockLevel { sku, warehouse },
        shard => Key::StockShard {
            sku,
            warehouse,
            shard,
        },
    }
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
pub(crate) fn read_instant(item: &Item, name: &str) -> Result<Option<Timestamp>, StoreError> {
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
