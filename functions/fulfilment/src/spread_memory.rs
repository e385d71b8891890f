//! Which levels are spread, as the function saw a moment ago (5.2.1).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::identifiers::Sku;
use domain::stock::Warehouse;
use domain::stock_spread::{Spread, SpreadLevel, SpreadLevels};
use tokio::time::Instant;

/// How long the number of a level's shards is remembered before it is looked up again.
const FRESH: Duration = Duration::from_secs(30);
/// The most levels that are remembered.
const MOST: usize = 256;

/// The numbers of shards of levels that were looked at, so that order after order goes to its shard without a look.
/// Nothing rests on it: an order that takes a spread level for one that is not is refused by the level itself,
/// and one that asks too few shards looks at all of them before it is short.
#[derive(Debug, Default)]
pub(crate) struct SpreadMemory {
    known: Mutex<BTreeMap<(Warehouse, Sku), (Instant, Spread)>>,
}

impl SpreadMemory {
    /// What is remembered.
    pub(crate) fn recalled(&self) -> SpreadLevels {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = known.iter().filter(|(_, (seen, _))| seen.elapsed() < FRESH);
        let level = |spread| SpreadLevel {
            spread,
            shards: None,
        };
        fresh
            .map(|(place, (_, spread))| (place.clone(), level(*spread)))
            .collect()
    }

    /// Remembers what was looked at now.
    pub(crate) fn remember(&self, looked: &SpreadLevels) {
        if looked.is_empty() {
            return;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (seen, _)| seen.elapsed() < FRESH);
        for (place, level) in looked {
            if known.len() < MOST || known.contains_key(place) {
                known.insert(place.clone(), (Instant::now(), level.spread));
            }
        }
    }
}
