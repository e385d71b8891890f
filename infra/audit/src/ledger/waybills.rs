//! Writing into the ledger what waybills, orders and manifests say of each other.

use rusqlite::params;

use super::Ledger;
use crate::AuditError;

/// What a waybill says of itself.
#[derive(Debug)]
pub(crate) struct WaybillFacts<'a> {
    pub(crate) id: &'a str,
    /// Whether it is not void.
    pub(crate) live: bool,
    pub(crate) left: bool,
    pub(crate) cod: i64,
    /// The parcel that it becomes, once it has a number.
    pub(crate) parcel: Option<String>,
}

impl Ledger {
    /// A waybill.
    pub(crate) fn waybill(&mut self, facts: &WaybillFacts<'_>) -> Result<(), AuditError> {
        let WaybillFacts {
            id,
            live,
            left,
            cod,
            parcel,
        } = facts;
        self.write(
            "INSERT OR REPLACE INTO waybills VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, live, left, cod, parcel],
        )
    }

    /// A waybill that an order knows of and that is not void.
    pub(crate) fn waybill_of_order(&mut self, id: &str, cod: i64) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO waybills_of_orders VALUES (?1, ?2)",
            params![id, cod],
        )
    }

    /// A parcel on a manifest, as the one or the other says.
    pub(crate) fn on_manifest(
        &mut self,
        said_by: &str,
        manifest: &str,
        waybill: &str,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO on_manifests VALUES (?1, ?2, ?3)",
            params![said_by, manifest, waybill],
        )
    }
}
