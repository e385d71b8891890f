//! The zone in which a warehouse keeps a SKU (5.2.2).

use domain::identifiers::Sku;
use domain::refusal::Refusal;
use domain::storage_zone::StorageZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;
use crate::stock::check_code;

/// Where a warehouse keeps a SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StorageZoneRequest {
    /// The code of the zone 库区.
    #[schema(example = "A", min_length = 1, max_length = 16)]
    pub zone: String,
}

/// Where a warehouse keeps a SKU. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StorageZoneView {
    /// The goods.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// The zone.
    pub zone: String,
    /// Counts its changes.
    pub version: u64,
}

impl StorageZoneRequest {
    /// The place of a SKU in a warehouse.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_place(self, sku: &str, warehouse: &str) -> Result<StorageZone, Refusal> {
        let mut mistakes = Mistakes::default();
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        check_code(&mut mistakes, "warehouse", warehouse, 16);
        check_code(&mut mistakes, "zone", &self.zone, 16);
        mistakes.none_in(sku.map(|sku| StorageZone {
            warehouse: warehouse.to_owned(),
            sku,
            zone: self.zone,
        }))
    }
}

impl StorageZoneView {
    /// The wire form after `version` changes.
    #[must_use]
    pub fn of(place: &StorageZone, version: u64) -> Self {
        Self {
            sku: place.sku.to_string(),
            warehouse: place.warehouse.clone(),
            zone: place.zone.clone(),
            version,
        }
    }
}
