//! Counters of quotas as items (4.2.4).

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValuesOnConditionCheckFailure, Update};
use domain::quota::Quota;

use crate::error::StoreError;
use crate::item::{Item, SK, TAKEN, key_item, number, read_key, read_number, unreadable};
use crate::key::Key;
use crate::load::Reading;
use crate::outcome::Unmet;
use crate::table::Store;

/// The net change of one counter in one transaction, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuotaChange {
    pub(crate) quota: Quota,
    /// Taken less given back.
    pub(crate) taken: i64,
    /// The most that may be taken in all afterwards, where something bounds it.
    pub(crate) most: Option<u64>,
}

impl QuotaChange {
    pub(crate) fn key(&self) -> Key {
        Key::Quota(self.quota.clone())
    }

    /// The update: what is not there yet counts as nought; it neither passes its bound nor falls
    /// below nought.
    pub(crate) fn update(&self) -> UpdateBuilder {
        let update = Update::builder()
            .set_key(Some(key_item(&self.key())))
            .update_expression("ADD #taken :taken")
            .expression_attribute_names("#taken", TAKEN)
            .expression_attribute_values(":taken", number(self.taken))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let pieces = self.taken.unsigned_abs();
        if self.taken < 0 {
            return update
                .condition_expression("#taken >= :given")
                .expression_attribute_values(":given", number(pieces));
        }
        let Some(most) = self.most else { return update };
        // Where not even the first order may take so many, nothing that is there can be few enough.
        let (condition, room) = match most.checked_sub(pieces) {
            Some(room) => (
                "attribute_not_exists(#taken) OR #taken <= :room",
                number(room),
            ),
            None => ("#taken <= :room", number(-1)),
        };
        update
            .condition_expression(condition)
            .expression_attribute_values(":room", room)
    }

    /// Why the condition failed on the item as it stands.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when more was to be given back than was taken.
    pub(crate) fn unmet(&self, stands: Option<&Item>) -> Result<Unmet, StoreError> {
        let taken = stands.map_or(Ok(0), |item| read_number::<u64>(item, TAKEN))?;
        match self.most.filter(|_| self.taken > 0) {
            Some(most) => Ok(Unmet::QuotaExceeded {
                quota: self.quota.clone(),
                wanted: self.taken.unsigned_abs(),
                most,
                taken,
            }),
            None => Err(StoreError::corrupt(format!(
                "{}: {} pieces taken are expected, found {taken}",
                self.key(),
                self.taken.unsigned_abs()
            ))),
        }
    }
}

impl Store {
    /// Pieces that orders took of each of these quotas, read consistently; those of which none was ever
    /// taken are left out. One call for each 100.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn quotas_taken<'a>(
        &self,
        quotas: impl IntoIterator<Item = &'a Quota>,
    ) -> Result<BTreeMap<Quota, u64>, StoreError> {
        let keys: std::collections::BTreeSet<Key> =
            quotas.into_iter().cloned().map(Key::Quota).collect();
        let keys: Vec<Item> = keys.iter().map(key_item).collect();
        let mut taken = BTreeMap::new();
        for item in self.get_all(keys, Reading::Consistent).await? {
            let Key::Quota(quota) = read_key(&item)? else {
                return Err(unreadable(&item, SK, "a quota's"));
            };
            taken.insert(quota, read_number(&item, TAKEN)?);
        }
        Ok(taken)
    }
}
