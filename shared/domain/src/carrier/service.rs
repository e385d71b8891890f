//! A carrier's service: how it counts weight, what it takes, where to and when (5.3.1).

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::tariff::{Surcharges, TariffZone};
use crate::identifiers::ServiceCode;
use crate::region::RegionCode;

/// How goods travel 运输方式 (5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarriageMode {
    /// Express 快递.
    Express,
    /// Economy express 经济快递.
    Economy,
    /// Less than truckload 零担.
    Ltl,
    /// By road 公路整车.
    Road,
    /// By rail 铁路.
    Rail,
    /// By air 航空.
    Air,
}

impl CarriageMode {
    /// Every mode.
    pub const ALL: [Self; 6] = [
        Self::Express,
        Self::Economy,
        Self::Ltl,
        Self::Road,
        Self::Rail,
        Self::Air,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Economy => "economy",
            Self::Ltl => "ltl",
            Self::Road => "road",
            Self::Rail => "rail",
            Self::Air => "air",
        }
    }
}

/// On which days a carrier picks up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickUpDays {
    /// Every day.
    #[default]
    EveryDay,
    /// On days of the working calendar (4.3.2).
    WorkingDays,
}

/// The greatest that a service takes; what is left out is not limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Actual weight, in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
    /// The longest edge, in cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge_cm: Option<u32>,
    /// Volume, in cm³.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_cm3: Option<u64>,
}

/// A service with its tariff, as agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierService {
    /// Its code, each once in an agreement.
    pub code: ServiceCode,
    /// How goods travel.
    pub mode: CarriageMode,
    /// cm³ that count as a kilogram 体积重量系数, such as 6000; without one, volume does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_divisor: Option<u32>,
    /// Chargeable weight is rounded up to steps of this, in grams: 100, 500 or 1000.
    pub step_g: u32,
    /// Until when a parcel leaves the same day 截单时间, by the clock of Asia/Shanghai.
    pub cut_off: Time,
    /// When parcels are picked up.
    #[serde(default)]
    pub pick_up: PickUpDays,
    /// What it takes.
    #[serde(default)]
    pub limits: Limits,
    /// Divisions that it does not go to, also where a zone contains them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_regions: Vec<RegionCode>,
    /// What is charged besides the freight.
    #[serde(default)]
    pub surcharges: Surcharges,
    /// Prices by zone, which are its reach too.
    pub zones: Vec<TariffZone>,
}

impl CarrierService {
    /// The zone of a destination: the one that names the smallest division it lies in, else the
    /// one for everywhere else.
    #[must_use]
    pub fn zone_of(&self, to: Option<RegionCode>) -> Option<&TariffZone> {
        let named = divisions(to).find_map(|division| {
            let mut zones = self.zones.iter();
            zones.find(|zone| names(&zone.regions, division))
        });
        named.or_else(|| self.zones.iter().find(|zone| zone.regions.is_empty()))
    }

    /// The division that keeps the destination out, if one does.
    #[must_use]
    pub fn excludes(&self, to: Option<RegionCode>) -> Option<RegionCode> {
        divisions(to).find(|division| names(&self.excluded_regions, *division))
    }
}

/// A destination and the divisions above it, the smallest first; retired ones as their successors (2.4).
pub(super) fn divisions(to: Option<RegionCode>) -> impl Iterator<Item = RegionCode> {
    std::iter::successors(to.map(RegionCode::current), |region| region.parent())
}

/// Whether a list names just this division.
pub(super) fn names(regions: &[RegionCode], division: RegionCode) -> bool {
    regions.iter().any(|region| region.current() == division)
}
