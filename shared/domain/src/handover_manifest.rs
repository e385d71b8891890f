//! Handover manifests 交接单 (5.3.2): the parcels that a carrier's driver took from a warehouse on a day, on a
//! numbered sheet that is closed once.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::identifiers::{CarrierCode, ManifestNo, WaybillNo};
use crate::money::Money;
use crate::stock::Warehouse;
use crate::waybill::WaybillId;

/// The most parcels on one manifest: each is marked in the transaction that closes it. A day with more has
/// several manifests.
pub const MOST_ON_A_MANIFEST: u32 = 40;

/// A manifest. It is closed when it begins, and nothing changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverManifest {
    /// Its number, given by whoever closes it.
    pub number: ManifestNo,
    /// Who took the parcels.
    pub carrier: CarrierCode,
    /// From where.
    pub warehouse: Warehouse,
    /// On which day they left.
    pub date: Date,
    /// The parcels, the first that left first.
    pub parcels: Vec<ManifestParcel>,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// By whom.
    pub closed_by: String,
}

/// A parcel on a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestParcel {
    /// Its waybill.
    pub waybill: WaybillId,
    /// The carrier's number.
    pub waybill_no: WaybillNo,
    /// Its weight, in grams.
    pub weight_g: u64,
    /// What the carrier collects for it, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub cod: Money,
}

/// An event of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HandoverManifestEvent {
    /// It was closed.
    Closed {
        /// The whole manifest.
        manifest: Box<HandoverManifest>,
    },
}

impl Event for HandoverManifestEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Closed { .. } => EventKind::HandoverManifestClosed,
        }
    }
}

impl Aggregate for HandoverManifest {
    const KIND: AggregateKind = AggregateKind::HandoverManifest;
    type Event = HandoverManifestEvent;

    fn id(&self) -> String {
        self.number.to_string()
    }

    fn evolve(state: Option<Self>, event: &HandoverManifestEvent) -> Result<Self, Misfit> {
        let HandoverManifestEvent::Closed { manifest } = event;
        match state {
            None => Ok((**manifest).clone()),
            Some(state) => Err(Misfit {
                event: event.kind(),
                state: state.number.to_string(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
