use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use crate::capacity::{Consumed, Meter};

/// The table, through a client. Clones share the connection and the meter.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: Arc<str>,
    pub(crate) meter: Arc<Meter>,
}

impl Store {
    /// The table with this name, reached by `client`.
    #[must_use]
    pub fn new(client: Client, table_name: impl Into<Arc<str>>) -> Self {
        Self {
            client,
            table: table_name.into(),
            meter: Arc::default(),
        }
    }

    /// Capacity units charged to this store and its clones so far.
    #[must_use]
    pub fn consumed(&self) -> Consumed {
        self.meter.consumed()
    }

    pub(crate) fn table_name(&self) -> String {
        self.table.as_ref().to_owned()
    }
}
