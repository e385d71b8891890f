//! Waybills 电子面单 (5.3.2): a carrier is asked for the number of a parcel, gives one or refuses, and takes it
//! back. Each parcel has one; its shipment begins when the parcel leaves.

mod change;
mod event;
mod id;

#[cfg(test)]
mod stories;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use change::{
    CarrierAnswer, VoidAnswer, answer_request, answer_void, ask_void, hand_over, leave, print,
};
pub use event::WaybillEvent;
pub use id::{InvalidWaybillId, WaybillId};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit, WorkPlace};
use crate::carrier::Quote;
use crate::identifiers::{CarrierCode, ManifestNo, WaybillNo};
use crate::money::Money;
use crate::region::RegionCode;
use crate::stock::{Pieces, Warehouse};

/// Waybills of which the carrier has not answered yet.
pub const REQUESTED_LIST: &str = "waybill:requested";
/// Waybills that the carrier is asked to take back.
pub const VOIDING_LIST: &str = "waybill:voiding";
/// Waybills that the carrier refused, or did not take back: a person must look.
pub const REFUSED_LIST: &str = "waybill:refused";

/// Parcels of a carrier that left a warehouse and are on no manifest yet.
#[must_use]
pub fn handover_list(carrier: &CarrierCode, warehouse: &str) -> String {
    format!("waybill:handover:{carrier}:{warehouse}")
}

/// A waybill. It holds no personal data: whom the parcel is for is in the order's contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waybill {
    /// Its identifier, and that of its parcel.
    pub id: WaybillId,
    /// The consignment that the parcel is of.
    pub consignment: u16,
    /// Who carries it, by which agreement and for how much.
    pub quote: Quote,
    /// From where.
    pub warehouse: Warehouse,
    /// Where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<RegionCode>,
    /// What is in the parcel; each SKU once.
    pub pieces: Vec<Pieces>,
    /// Weight, in grams.
    pub weight_g: u64,
    /// Volume, in cm³; 0 where it is not known.
    pub volume_cm3: u64,
    /// What the goods are declared to be worth, in fen.
    pub declared: Money,
    /// The declared value that is insured 保价, in fen (8.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured: Option<Money>,
    /// What the carrier collects from the recipient 代收货款, in fen (7.1.1).
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub cod: Money,
    /// When it was requested.
    pub requested_at: Timestamp,
    /// By whom.
    pub requested_by: String,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: WaybillStage,
    /// What the carrier gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<IssuedNumber>,
    /// Whether it is to be voided.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub void_asked: bool,
    /// Why the carrier did not take it back when it was last asked, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_refused: Option<String>,
    /// How often its label was printed.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub prints: u32,
    /// The manifest that its parcel is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestNo>,
}

/// What a carrier gave for a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedNumber {
    /// The number.
    pub waybill_no: WaybillNo,
    /// What the carrier sorts by 大头笔.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<String>,
}

/// Where a waybill stands, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum WaybillStage {
    /// The carrier was not asked yet, or has not answered.
    Requested {
        /// When.
        at: Timestamp,
    },
    /// It has a number.
    Issued {
        /// When.
        at: Timestamp,
    },
    /// The carrier refused.
    Refused {
        /// When.
        at: Timestamp,
        /// The carrier's words.
        reason: String,
    },
    /// The carrier is asked to take its number back.
    Voiding {
        /// When.
        at: Timestamp,
    },
    /// It is void.
    Voided {
        /// When.
        at: Timestamp,
    },
    /// Its parcel left.
    Left {
        /// When.
        at: Timestamp,
    },
}

impl WaybillStage {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Issued { .. } => "issued",
            Self::Refused { .. } => "refused",
            Self::Voiding { .. } => "voiding",
            Self::Voided { .. } => "voided",
            Self::Left { .. } => "left",
        }
    }

    /// When it came there.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Requested { at }
            | Self::Issued { at }
            | Self::Refused { at, .. }
            | Self::Voiding { at }
            | Self::Voided { at }
            | Self::Left { at } => *at,
        }
    }
}

impl Waybill {
    /// Who carries it.
    #[must_use]
    pub const fn carrier(&self) -> &CarrierCode {
        &self.quote.carrier
    }

    /// The number that the carrier gave, if it gave one.
    #[must_use]
    pub fn waybill_no(&self) -> Option<&WaybillNo> {
        self.issued.as_ref().map(|issued| &issued.waybill_no)
    }
}

impl Aggregate for Waybill {
    const KIND: AggregateKind = AggregateKind::Waybill;
    type Event = WaybillEvent;

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn evolve(state: Option<Self>, event: &WaybillEvent) -> Result<Self, Misfit> {
        let before = state
            .as_ref()
            .map_or("none", |waybill| waybill.stage.name());
        let misfit = Misfit {
            event: event.kind(),
            state: before.to_owned(),
        };
        match (state, event) {
            (None, WaybillEvent::Requested { waybill, .. }) => Ok((**waybill).clone()),
            (Some(waybill), event) => apply(waybill, event).ok_or(misfit),
            (None, _) => Err(misfit),
        }
    }

    fn index(&self) -> Index {
        let list = match &self.stage {
            WaybillStage::Requested { .. } => Some(REQUESTED_LIST.to_owned()),
            WaybillStage::Voiding { .. } => Some(VOIDING_LIST.to_owned()),
            WaybillStage::Refused { .. } => Some(REFUSED_LIST.to_owned()),
            WaybillStage::Issued { .. } => {
                let looked_at = self.void_refused.as_ref();
                looked_at.map(|_| REFUSED_LIST.to_owned())
            }
            WaybillStage::Left { .. } => match self.manifest {
                None => Some(handover_list(self.carrier(), &self.warehouse)),
                Some(_) => None,
            },
            WaybillStage::Voided { .. } => None,
        };
        Index {
            customer: None,
            work: list.map(|list| WorkPlace::new(list, self.stage.at())),
        }
    }
}

/// The waybill after `event`, or `None` when the event cannot follow it.
fn apply(mut waybill: Waybill, event: &WaybillEvent) -> Option<Waybill> {
    match (&waybill.stage, event) {
        (
            WaybillStage::Requested { .. },
            WaybillEvent::Issued {
                at,
                waybill_no,
                routing,
            },
        ) => {
            waybill.issued = Some(IssuedNumber {
                waybill_no: waybill_no.clone(),
                routing: routing.clone(),
            });
            waybill.stage = match waybill.void_asked {
                true => WaybillStage::Voiding { at: *at },
                false => WaybillStage::Issued { at: *at },
            };
        }
        (WaybillStage::Requested { .. }, WaybillEvent::Refused { at, reason }) => {
            waybill.stage = WaybillStage::Refused {
                at: *at,
                reason: reason.clone(),
            };
        }
        (
            WaybillStage::Requested { .. } | WaybillStage::Refused { .. },
            WaybillEvent::VoidAsked { .. },
        ) => waybill.void_asked = true,
        (WaybillStage::Issued { .. }, WaybillEvent::VoidAsked { at, .. }) => {
            waybill.void_asked = true;
            waybill.void_refused = None;
            waybill.stage = WaybillStage::Voiding { at: *at };
        }
        (
            WaybillStage::Voiding { .. } | WaybillStage::Refused { .. },
            WaybillEvent::Voided { at },
        ) if waybill.void_asked => waybill.stage = WaybillStage::Voided { at: *at },
        (WaybillStage::Voiding { .. }, WaybillEvent::VoidRefused { at, reason }) => {
            waybill.void_asked = false;
            waybill.void_refused = Some(reason.clone());
            waybill.stage = WaybillStage::Issued { at: *at };
        }
        (WaybillStage::Issued { .. } | WaybillStage::Left { .. }, WaybillEvent::Printed { .. }) => {
            waybill.prints = waybill.prints.checked_add(1)?
        }
        (WaybillStage::Issued { .. }, WaybillEvent::Left { at }) => {
            waybill.stage = WaybillStage::Left { at: *at };
        }
        (WaybillStage::Left { .. }, WaybillEvent::HandedOver { manifest, .. })
            if waybill.manifest.is_none() =>
        {
            waybill.manifest = Some(manifest.clone());
        }
        _ => return None,
    }
    Some(waybill)
}

const fn is_none_yet(prints: &u32) -> bool {
    *prints == 0
}
