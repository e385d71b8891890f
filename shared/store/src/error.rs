use std::error::Error;
use std::fmt::Debug;

use aws_sdk_dynamodb::error::SdkError;

/// Why the store could not do what was asked.
///
/// `Display` never repeats the source, and neither shows the content of an item.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Other writers won every try; the same call may succeed in a moment.
    #[error("other writers changed the same items in each of {tries} tries; try again later")]
    Conflict {
        /// How often it was tried.
        tries: u32,
    },
    /// The table did not carry out the call; it may do so in a moment.
    #[error("the table did not carry out {operation}; try again later")]
    Unavailable {
        /// The call, by the service's name for it.
        operation: &'static str,
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// What is stored contradicts itself. Trying again does not help; a person must look.
    #[error("the table is corrupt: {what}")]
    Corrupt {
        /// The key, what was expected and what was found, without the content.
        what: String,
    },
    /// The plan can never be written, whatever the table holds: a fault of the program.
    #[error("the plan cannot be written: {why}")]
    Unwritable {
        /// What was expected and what was found.
        why: String,
    },
    /// The cursor was not made by this list.
    #[error("the cursor does not belong to this list; start again without a cursor")]
    InvalidCursor,
}

impl StoreError {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    /// Something that another item names is not there.
    #[must_use]
    pub fn missing(id: &str) -> Self {
        Self::corrupt(format!("{id} is named by another item and is not there"))
    }

    pub(crate) fn unwritable(why: impl Into<String>) -> Self {
        Self::Unwritable { why: why.into() }
    }

    /// A failed call. The raw answer is dropped: it may hold the content of an item.
    pub(crate) fn unavailable<E, R>(operation: &'static str, error: SdkError<E, R>) -> Self
    where
        E: Error + Send + Sync + 'static,
        R: Debug + Send + Sync + 'static,
    {
        let source = error.into_source().unwrap_or_else(|error| Box::new(error));
        Self::Unavailable { operation, source }
    }
}
