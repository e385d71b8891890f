//! Who does what to a benched order. Whoever enters an order may not review it (4.3.2).

use std::path::Path;

use super::super::Failure;
use crate::client::{Access, Client, Patience};

/// Callers with their rights.
#[derive(Clone)]
pub(super) struct People {
    /// Places orders.
    pub(super) sales: Client,
    /// Approves and dispatches them.
    pub(super) back_office: Client,
    /// Signs for payment provider and carrier.
    pub(super) access: Access,
}

impl People {
    pub(super) fn of(url: &str, directory: &Path) -> Result<Self, Failure> {
        let client = Client::new(url).patient(Patience::PERSISTENT);
        let access = Access::of(directory)?;
        Ok(Self {
            sales: access.sign_in(&client, "bench-sales", "sales")?,
            back_office: access.sign_in(&client, "bench-office", "reviewer,logistics")?,
            access,
        })
    }

    /// The same people with connections of their own, for another thread.
    pub(super) fn apart(&self) -> Self {
        Self {
            sales: self.sales.apart(),
            back_office: self.back_office.apart(),
            access: self.access.clone(),
        }
    }
}
