//! What may happen once only: external order numbers and idempotency keys.

use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{Put, ReturnValuesOnConditionCheckFailure};
use jiff::Timestamp;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{
    DIGEST, EXPIRES_AT, Item, PK, SK, TARGET, bytes, key_item, number, read_digest, read_key,
    read_number, read_text, text, unreadable,
};
use crate::key::{Key, RegistrationKey};
use crate::table::Store;

/// A claim on a key: the first one wins, a later one is answered with the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// What is unique.
    pub key: RegistrationKey,
    /// The fingerprint of the request: the same again is a replay, another one a clash.
    pub digest: Digest,
    /// The id of what the request led to.
    pub target: String,
    /// From when, in whole seconds, the key may be used anew; never without one.
    pub expires_at: Option<Timestamp>,
}

impl Registration {
    pub(crate) fn item(&self) -> Item {
        let mut item = key_item(&Key::Registration(self.key.clone()));
        item.insert(DIGEST.to_owned(), bytes(&self.digest));
        item.insert(TARGET.to_owned(), text(self.target.as_str()));
        if let Some(expires_at) = self.expires_at {
            item.insert(EXPIRES_AT.to_owned(), number(expires_at.as_second()));
        }
        item
    }

    /// The write: refused while the key is taken. The service deletes expired items days late,
    /// so one that has expired by `now` counts as gone.
    pub(crate) fn put(&self, now: Timestamp) -> PutBuilder {
        Put::builder()
            .set_item(Some(self.item()))
            .condition_expression("attribute_not_exists(#pk) OR #expires_at <= :now")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#expires_at", EXPIRES_AT)
            .expression_attribute_values(":now", number(now.as_second()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }

    pub(crate) fn from_item(item: &Item) -> Result<Self, StoreError> {
        let Key::Registration(key) = read_key(item)? else {
            return Err(unreadable(item, SK, "a registration's"));
        };
        let expires_at = if item.contains_key(EXPIRES_AT) {
            let instant = Timestamp::from_second(read_number(item, EXPIRES_AT)?);
            Some(instant.map_err(|_| unreadable(item, EXPIRES_AT, "an instant"))?)
        } else {
            None
        };
        let (digest, target) = (
            read_digest(item, DIGEST)?,
            read_text(item, TARGET)?.to_owned(),
        );
        Ok(Self {
            key,
            digest,
            target,
            expires_at,
        })
    }
}

impl Store {
    /// Who holds this key at `now`, read consistently; `None` when it is free.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn registration(
        &self,
        key: &RegistrationKey,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError> {
        let item = self.get(&Key::Registration(key.clone())).await?;
        let held = item.as_ref().map(Registration::from_item).transpose()?;
        let second = now.as_second();
        Ok(held.filter(|held| held.expires_at.is_none_or(|end| end.as_second() > second)))
    }
}
