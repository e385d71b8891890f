//! What happens to a waybill.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Waybill;
use crate::aggregate::Event;
use crate::carrier::CarrierComparison;
use crate::event_kind::EventKind;
use crate::identifiers::{ManifestNo, WaybillNo};

/// An event of a waybill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WaybillEvent {
    /// It was requested; the carrier is asked next.
    Requested {
        /// The waybill.
        waybill: Box<Waybill>,
        /// Every service that was compared for all parcels that were requested with it (5.3.1); with the first
        /// of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparison: Option<Box<CarrierComparison>>,
    },
    /// The carrier gave a number.
    Issued {
        /// When.
        at: Timestamp,
        /// The number.
        waybill_no: WaybillNo,
        /// What the carrier sorts by 大头笔, to be printed large.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        routing: Option<String>,
    },
    /// The carrier will not carry it.
    Refused {
        /// When.
        at: Timestamp,
        /// The carrier's words, without personal data.
        reason: String,
    },
    /// It is to be voided; the carrier is asked next, if it gave a number.
    VoidAsked {
        /// When.
        at: Timestamp,
        /// Who or what asked.
        by: String,
        /// Why, in words that name nobody.
        reason: String,
    },
    /// It is void.
    Voided {
        /// Since when.
        at: Timestamp,
    },
    /// The carrier does not take it back, such as a parcel that it collected.
    VoidRefused {
        /// When.
        at: Timestamp,
        /// The carrier's words, without personal data.
        reason: String,
    },
    /// Its label was printed.
    Printed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
    /// Its parcel left.
    Left {
        /// When.
        at: Timestamp,
    },
    /// Its parcel was put on a handover manifest.
    HandedOver {
        /// When.
        at: Timestamp,
        /// Which.
        manifest: ManifestNo,
    },
}

impl Event for WaybillEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Requested { .. } => EventKind::WaybillRequested,
            Self::Issued { .. } => EventKind::WaybillIssued,
            Self::Refused { .. } => EventKind::WaybillRefused,
            Self::VoidAsked { .. } => EventKind::WaybillVoidAsked,
            Self::Voided { .. } => EventKind::WaybillVoided,
            Self::VoidRefused { .. } => EventKind::WaybillVoidRefused,
            Self::Printed { .. } => EventKind::WaybillPrinted,
            Self::Left { .. } => EventKind::WaybillLeft,
            Self::HandedOver { .. } => EventKind::WaybillHandedOver,
        }
    }
}
