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
    /// Keeps catalogue and stock.
    pub(super) warehouse: Client,
    /// Books money and keeps accounts.
    pub(super) finance: Client,
    /// Signs for payment provider and carrier.
    pub(super) access: Access,
}

impl People {
    pub(super) fn of(url: &str, directory: &Path) -> Result<Self, Failure> {
        let client = Client::new(url).patient(Patience::PERSISTENT);
        let access = Access::of(directory)?;
        let person = |subject, roles| access.sign_in(&client, subject, roles);
        Ok(Self {
            sales: person("bench-sales", "sales")?,
            back_office: person("bench-office", "reviewer,logistics")?,
            warehouse: person("bench-warehouse", "planner,warehouse")?,
            finance: person("bench-finance", "finance")?,
            access,
        })
    }

    /// The same people with connections of their own, for another thread.
    pub(super) fn apart(&self) -> Self {
        Self {
            sales: self.sales.apart(),
            back_office: self.back_office.apart(),
            warehouse: self.warehouse.apart(),
            finance: self.finance.apart(),
            access: self.access.clone(),
        }
    }
}
