//! What there is, over all shards of each level (5.2.1).

use std::collections::BTreeMap;

use domain::identifiers::Sku;
use domain::sourcing::Levels;
use domain::stock::{StockLevel, Warehouse};
use domain::stock_spread::{ShardLevel, Spread, SpreadLevel, SpreadLevels};

use crate::error::StoreError;
use crate::item::{
    AVAILABLE, Item, LAST_ISSUE, RESERVED, SHARDS, SK, STOCKED_SINCE, STOCKTAKE, WIDEST, key_item,
    read_key, read_number, unreadable,
};
use crate::key::{Key, LEVELS};
use crate::load::Reading;
use crate::stock::{partition, read_if_there, read_instant, read_quarantined, shard_key};
use crate::table::Store;

/// Stock levels, each the sum of its shards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StockLevels {
    levels: BTreeMap<(Warehouse, Sku), StockLevel>,
    /// Those that are or were spread, with what each shard holds.
    pub spread: SpreadLevels,
}

impl StockLevels {
    /// What can be promised, by warehouse and SKU.
    #[must_use]
    pub fn available(&self) -> Levels {
        let available = self.levels.iter();
        available
            .map(|(place, level)| (place.clone(), level.available))
            .collect()
    }

    /// What each shard of a level holds, by its number; the level itself where it is not spread.
    #[must_use]
    pub fn shards_of(&self, place: &(Warehouse, Sku)) -> Vec<ShardLevel> {
        if let Some(shards) = self
            .spread
            .get(place)
            .and_then(|level| level.shards.clone())
        {
            return shards;
        }
        let level = self.levels.get(place);
        let only = level.map(|level| ShardLevel {
            available: level.available,
            reserved: level.reserved,
            quarantined: level.quarantined,
        });
        only.into_iter().collect()
    }

    /// The levels, by warehouse and SKU.
    pub fn iter(&self) -> impl Iterator<Item = &StockLevel> {
        self.levels.values()
    }

    fn add(&mut self, item: &Item) -> Result<(), StoreError> {
        let (sku, warehouse, number) = match read_key(item)? {
            Key::StockLevel { sku, warehouse } => (sku, warehouse, 0),
            Key::StockShard {
                sku,
                warehouse,
                shard,
            } => (sku, warehouse, shard),
            Key::State { .. }
            | Key::Commit { .. }
            | Key::Contact { .. }
            | Key::ImportRows { .. }
            | Key::ImportResults { .. }
            | Key::Registration(_)
            | Key::LotLevel { .. }
            | Key::LotIssue { .. }
            | Key::Backorder { .. }
            | Key::Credit { .. }
            | Key::Quota(_) => return Err(unreadable(item, SK, "a stock level's")),
        };
        let shard = read_shard(item)?;
        let place = (warehouse.clone(), sku.clone());
        if number == 0
            && let Some(spread) = read_spread(item)?
        {
            let width = usize::from(spread.widest);
            let level = SpreadLevel {
                spread,
                shards: Some(vec![ShardLevel::default(); width]),
            };
            self.spread.insert(place.clone(), level);
        }
        let shards = self.spread.get_mut(&place);
        let shards = shards.and_then(|level| level.shards.as_mut());
        if let Some(known) = shards.and_then(|shards| shards.get_mut(usize::from(number))) {
            *known = shard;
        }
        let level = self.levels.entry(place).or_insert_with(|| StockLevel {
            sku,
            warehouse,
            available: 0,
            reserved: 0,
            quarantined: 0,
            stocktake: None,
            last_issue: None,
            stocked_since: None,
        });
        if number == 0 {
            level.stocktake = read_if_there(item, STOCKTAKE)?;
        }
        let (issued, since) = (
            read_instant(item, LAST_ISSUE)?,
            read_instant(item, STOCKED_SINCE)?,
        );
        level.last_issue = level.last_issue.max(issued);
        level.stocked_since = level.stocked_since.into_iter().chain(since).min();
        level.available = level.available.saturating_add(shard.available);
        level.reserved = level.reserved.saturating_add(shard.reserved);
        level.quarantined = level.quarantined.saturating_add(shard.quarantined);
        Ok(())
    }

    /// The places of the further shards.
    fn further(&self) -> Vec<Item> {
        let spread = self.spread.iter();
        let keys = spread.flat_map(|((warehouse, sku), level)| {
            (1..level.spread.widest).map(move |shard| shard_key(sku, warehouse, shard))
        });
        keys.map(|key| key_item(&key)).collect()
    }
}

impl Store {
    /// What each warehouse holds of a SKU, by warehouse code, read consistently; each shard at a moment of its own.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn stock_levels(&self, sku: &Sku) -> Result<Vec<StockLevel>, StoreError> {
        let levels = self.levels_of_sku(sku).await?.levels;
        Ok(levels.into_values().collect())
    }

    /// The same with the shards of those that are or were spread.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn levels_of_sku(&self, sku: &Sku) -> Result<StockLevels, StoreError> {
        let list = partition(sku, LEVELS);
        let mut levels = StockLevels::default();
        let mut cursor: Option<String> = None;
        loop {
            let page = self.page(&list, cursor.as_deref(), 100).await?;
            for item in &page.items {
                levels.add(item)?;
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        self.add_shards(&mut levels).await?;
        Ok(levels)
    }

    /// What each of the warehouses holds of each SKU, read consistently in one call for each hundred, and in
    /// further ones for the shards of those that are spread, each at a moment of its own; where there is no level,
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn levels_of(
        &self,
        warehouses: &[Warehouse],
        skus: &[Sku],
    ) -> Result<StockLevels, StoreError> {
        let places = skus.iter().flat_map(|sku| {
            let place = move |warehouse: &Warehouse| (warehouse.clone(), sku.clone());
            warehouses.iter().map(place)
        });
        self.levels_at(places).await
    }

    /// What a warehouse holds of these SKUs, as far as it ever held any, in any order, read in the same way.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn levels_in(
        &self,
        warehouse: &str,
        skus: &[Sku],
    ) -> Result<Vec<StockLevel>, StoreError> {
        let levels = self.levels_of(&[warehouse.to_owned()], skus).await?;
        Ok(levels.levels.into_values().collect())
    }

    /// The same for single places, each once.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn levels_at(
        &self,
        places: impl IntoIterator<Item = (Warehouse, Sku)>,
    ) -> Result<StockLevels, StoreError> {
        let keys = places
            .into_iter()
            .map(|(warehouse, sku)| key_item(&Key::StockLevel { sku, warehouse }));
        let mut levels = StockLevels::default();
        for item in self.get_all(keys.collect(), Reading::Consistent).await? {
            levels.add(&item)?;
        }
        self.add_shards(&mut levels).await?;
        Ok(levels)
    }

    async fn add_shards(&self, levels: &mut StockLevels) -> Result<(), StoreError> {
        for item in self.get_all(levels.further(), Reading::Consistent).await? {
            levels.add(&item)?;
        }
        Ok(())
    }
}

fn read_shard(item: &Item) -> Result<ShardLevel, StoreError> {
    Ok(ShardLevel {
        available: read_number(item, AVAILABLE)?,
        reserved: read_number(item, RESERVED)?,
        quarantined: read_quarantined(item)?,
    })
}

/// Levels that were never spread lack the numbers.
fn read_spread(item: &Item) -> Result<Option<Spread>, StoreError> {
    if !item.contains_key(SHARDS) {
        return Ok(None);
    }
    Ok(Some(Spread {
        shards: read_number(item, SHARDS)?,
        widest: read_number(item, WIDEST)?,
    }))
}
