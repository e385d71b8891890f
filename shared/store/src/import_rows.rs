//! Rows of imported files and what became of them, in items that expire (4.1.1).

use domain::import_rows::{ImportedOrder, RowResult};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{BODY, EXPIRES_AT, Item, key_item, number, read_text, text, unreadable};
use crate::key::Key;
use crate::table::Store;

/// A part of an import beside its state: personal data, which expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPart {
    /// The import.
    pub import: String,
    /// Which chunk of its rows, from nought.
    pub chunk: u32,
    /// The rows, or what became of them.
    pub content: ImportContent,
    /// From when, in whole seconds, it is of no more use.
    pub expires_at: Timestamp,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportContent {
    /// The rows of the chunk.
    Rows(Vec<ImportedOrder>),
    /// What became of them.
    Results(Vec<RowResult>),
}

impl ImportPart {
    pub(crate) fn key(&self) -> Key {
        let (import, chunk) = (self.import.clone(), self.chunk);
        match self.content {
            ImportContent::Rows(_) => Key::ImportRows { import, chunk },
            ImportContent::Results(_) => Key::ImportResults { import, chunk },
        }
    }

    /// The body is one JSON text: a map of maps would cost half as much again.
    pub(crate) fn item(&self) -> Result<Item, StoreError> {
        let key = self.key();
        let body = match &self.content {
            ImportContent::Rows(rows) => serde_json::to_string(rows),
            ImportContent::Results(results) => serde_json::to_string(results),
        };
        // The serialiser's message is left out: it might quote personal data.
        let body = body.map_err(|_| StoreError::unwritable(format!("{key} does not serialise")))?;
        let mut item = key_item(&key);
        item.insert(BODY.to_owned(), text(body));
        item.insert(EXPIRES_AT.to_owned(), number(self.expires_at.as_second()));
        Ok(item)
    }
}

impl Store {
    /// A chunk of an import's rows, read consistently; `None` when it is not there, or no more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn import_rows(
        &self,
        import: &str,
        chunk: u32,
    ) -> Result<Option<Vec<ImportedOrder>>, StoreError> {
        self.import_body(&Key::ImportRows {
            import: import.to_owned(),
            chunk,
        })
        .await
    }

    /// What became of a chunk of an import's rows, read consistently; `None` before it is
    /// worked off and after it expired.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn import_results(
        &self,
        import: &str,
        chunk: u32,
    ) -> Result<Option<Vec<RowResult>>, StoreError> {
        self.import_body(&Key::ImportResults {
            import: import.to_owned(),
            chunk,
        })
        .await
    }

    async fn import_body<T: serde::de::DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<Vec<T>>, StoreError> {
        let Some(item) = self.get(key).await? else {
            return Ok(None);
        };
        serde_json::from_str(read_text(&item, BODY)?)
            .map(Some)
            .map_err(|_| unreadable(&item, BODY, "a part of an import"))
    }
}
