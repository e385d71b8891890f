//! Aggregates by key.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnConsumedCapacity};
use domain::aggregate::Aggregate;
use serde_dynamo::aws_sdk_dynamodb_1::from_attribute_value;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{
    BODY, HEAD, Item, VERSION, key_item, read_digest, read_key, read_number, unreadable,
};
use crate::journal::Head;
use crate::key::Key;
use crate::table::Store;

/// Keys in one `BatchGetItem`, the service's bound.
const BATCH: usize = 100;
/// How often keys the service left out are asked for again.
const BATCH_TRIES: u32 = 6;

/// An aggregate as it was when it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<A> {
    /// The state.
    pub state: A,
    /// The number of commits that led to it, from 1.
    pub version: u64,
    head: Digest,
}

impl<A> Loaded<A> {
    /// The last commit of its journal.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head {
            sequence: self.version,
            hash: self.head,
        }
    }
}

/// Whether a read sees everything that was written before it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reading {
    /// It does.
    Consistent,
    /// It may lag; half the price.
    Eventual,
}

/// The service left keys out of every answer.
#[derive(Debug, thiserror::Error)]
#[error("{left} keys were left unprocessed in each of {BATCH_TRIES} answers")]
struct Unprocessed {
    left: usize,
}

impl Store {
    /// The aggregate with this id, read consistently; `None` when there is none, as with an id
    /// longer than any key can be.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn load<A: Aggregate>(&self, id: &str) -> Result<Option<Loaded<A>>, StoreError> {
        let key = Key::State {
            kind: A::KIND,
            id: id.to_owned(),
        };
        self.get(&key).await?.map(read_state).transpose()
    }

    /// The aggregates with these ids, in that order, read eventually consistently; those that
    /// do not exist are left out, repeated ids are read once. One call for each 100 ids.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn load_many<A: Aggregate>(
        &self,
        ids: &[String],
    ) -> Result<Vec<Loaded<A>>, StoreError> {
        self.load_all(ids, Reading::Eventual).await
    }

    /// The same, read consistently, which costs twice as much.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn load_many_consistently<A: Aggregate>(
        &self,
        ids: &[String],
    ) -> Result<Vec<Loaded<A>>, StoreError> {
        self.load_all(ids, Reading::Consistent).await
    }

    async fn load_all<A: Aggregate>(
        &self,
        ids: &[String],
        reading: Reading,
    ) -> Result<Vec<Loaded<A>>, StoreError> {
        let mut seen = HashSet::new();
        let ids: Vec<&String> = ids.iter().filter(|id| seen.insert(*id)).collect();
        let mut found = HashMap::with_capacity(ids.len());
        for batch in ids.chunks(BATCH) {
            let keys = batch.iter().map(|id| Key::State {
                kind: A::KIND,
                id: (*id).clone(),
            });
            let keys: Vec<Item> = keys.filter(Key::fits).map(|key| key_item(&key)).collect();
            for item in self.get_batch(keys, reading).await? {
                let loaded = read_state::<A>(item)?;
                found.insert(loaded.state.id(), loaded);
            }
        }
        Ok(ids.into_iter().filter_map(|id| found.remove(id)).collect())
    }

    /// The item at `key`, read consistently.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        if !key.fits() {
            return Ok(None);
        }
        let output = self
            .client
            .get_item()
            .table_name(self.table_name())
            .set_key(Some(key_item(key)))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::unavailable("GetItem", error))?;
        self.meter.read(output.consumed_capacity());
        Ok(output.item)
    }

    /// The items at these keys, as far as they exist, in any order. One call for each 100.
    pub(crate) async fn get_all(
        &self,
        keys: Vec<Item>,
        reading: Reading,
    ) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::with_capacity(keys.len());
        for batch in keys.chunks(BATCH) {
            items.extend(self.get_batch(batch.to_vec(), reading).await?);
        }
        Ok(items)
    }

    async fn get_batch(&self, keys: Vec<Item>, reading: Reading) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::with_capacity(keys.len());
        let mut left = keys;
        if left.is_empty() {
            return Ok(items);
        }
        for attempt in 0..BATCH_TRIES {
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(10 << attempt)).await;
            }
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(left))
                .consistent_read(matches!(reading, Reading::Consistent))
                .build()
                .map_err(|error| StoreError::unwritable(error.to_string()))?;
            let output = self
                .client
                .batch_get_item()
                .request_items(self.table_name(), wanted)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(|error| StoreError::unavailable("BatchGetItem", error))?;
            self.meter.read(output.consumed_capacity());
            items.extend(
                output
                    .responses
                    .into_iter()
                    .flatten()
                    .flat_map(|(_, items)| items),
            );
            left = output
                .unprocessed_keys
                .into_iter()
                .flatten()
                .flat_map(|(_, keys)| keys.keys)
                .collect();
            if left.is_empty() {
                return Ok(items);
            }
        }
        let source = Box::new(Unprocessed { left: left.len() });
        Err(StoreError::Unavailable {
            operation: "BatchGetItem",
            source,
        })
    }
}

/// The aggregate in a state item.
fn read_state<A: Aggregate>(mut item: Item) -> Result<Loaded<A>, StoreError> {
    let (version, head) = (read_number(&item, VERSION)?, read_digest(&item, HEAD)?);
    let state: A = take_body(&mut item)?;
    let key = read_key(&item)?;
    if key
        != (Key::State {
            kind: A::KIND,
            id: state.id(),
        })
    {
        return Err(StoreError::corrupt(format!(
            "{key}: the body is another aggregate's"
        )));
    }
    Ok(Loaded {
        state,
        version,
        head,
    })
}

/// The value in the body attribute of `item`.
pub(crate) fn take_body<T: serde::de::DeserializeOwned>(item: &mut Item) -> Result<T, StoreError> {
    let body = item.remove(BODY).unwrap_or(AttributeValue::Null(true));
    from_attribute_value(body).map_err(|_| unreadable(item, BODY, std::any::type_name::<T>()))
}
