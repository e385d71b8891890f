//! In which zone 库区 a warehouse keeps a SKU, so that a stocktake can be planned by zone (5.2.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::stock::Warehouse;

/// Where a warehouse keeps a SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageZone {
    /// The warehouse.
    pub warehouse: Warehouse,
    /// The goods.
    pub sku: Sku,
    /// The zone's code, such as `A`.
    pub zone: String,
}

/// An event of a SKU's place in a warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StorageZoneEvent {
    /// The SKU was given a zone, or another one.
    Assigned {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Which, and where.
        place: StorageZone,
    },
}

impl Event for StorageZoneEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Assigned { .. } => EventKind::StorageZoneAssigned,
        }
    }
}

/// The identifier of a SKU's place in a warehouse, such as `CQ1/TEA-001`.
#[must_use]
pub fn storage_zone_id(warehouse: &str, sku: &str) -> String {
    format!("{warehouse}/{sku}")
}

/// The list of all SKUs that a warehouse keeps in a zone.
#[must_use]
pub fn zone_list(warehouse: &str, zone: &str) -> String {
    format!("storage_zone:{warehouse}:{zone}")
}

/// Gives a SKU its zone; nothing to do when it is there.
#[must_use]
pub fn assign(
    known: Option<&StorageZone>,
    place: StorageZone,
    by: &str,
    now: Timestamp,
) -> Decision<StorageZoneEvent> {
    if known == Some(&place) {
        return Decision::done();
    }
    Decision::of(vec![StorageZoneEvent::Assigned {
        at: now,
        by: by.to_owned(),
        place,
    }])
}

impl Aggregate for StorageZone {
    const KIND: AggregateKind = AggregateKind::StorageZone;
    type Event = StorageZoneEvent;

    fn id(&self) -> String {
        storage_zone_id(&self.warehouse, self.sku.as_str())
    }

    fn evolve(_: Option<Self>, event: &StorageZoneEvent) -> Result<Self, Misfit> {
        match event {
            StorageZoneEvent::Assigned { place, .. } => Ok(place.clone()),
        }
    }

    fn index(&self) -> Index {
        Index::listed(zone_list(&self.warehouse, &self.zone))
    }
}
