//! Personal data of orders, in items of their own.

use std::collections::BTreeMap;

use domain::contact::Contact;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use uuid::Uuid;

use crate::error::StoreError;
use crate::item::{BODY, Item, key_item, read_key};
use crate::key::Key;
use crate::load::{Reading, take_body};
use crate::table::Store;

pub(crate) fn contact_item(order: Uuid, contact: &Contact) -> Result<Item, StoreError> {
    let key = Key::Contact { order };
    // The serialiser's message is left out: it might quote personal data.
    let body = to_attribute_value(contact)
        .map_err(|_| StoreError::unwritable(format!("{key}: the contact does not serialise")))?;
    let mut item = key_item(&key);
    item.insert(BODY.to_owned(), body);
    Ok(item)
}

impl Store {
    /// The personal data of an order, read consistently; `None` when there is none, or no more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn contact(&self, order: Uuid) -> Result<Option<Contact>, StoreError> {
        let item = self.get(&Key::Contact { order }).await?;
        item.map(|mut item| take_body(&mut item)).transpose()
    }

    /// The personal data of these orders as far as there is any, read eventually consistently. One
    /// call for each 100 orders.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn contacts(
        &self,
        orders: impl IntoIterator<Item = Uuid>,
    ) -> Result<BTreeMap<Uuid, Contact>, StoreError> {
        let keys = orders.into_iter().map(|order| Key::Contact { order });
        let keys = keys.map(|key| key_item(&key)).collect();
        let items = self.get_all(keys, Reading::Eventual).await?.into_iter();
        items
            .map(|mut item| {
                let key = read_key(&item)?;
                let Key::Contact { order } = key else {
                    return Err(StoreError::corrupt(format!("{key} is no contact")));
                };
                Ok((order, take_body(&mut item)?))
            })
            .collect()
    }
}
