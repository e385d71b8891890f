//! Personal data of orders, in items of their own.

use domain::contact::Contact;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;
use uuid::Uuid;

use crate::error::StoreError;
use crate::item::{BODY, Item, key_item};
use crate::key::Key;
use crate::load::take_body;
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
}
