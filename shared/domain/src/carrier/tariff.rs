//! Tariffs by zone, and what is charged besides (section T). Amounts in fen.

use serde::{Deserialize, Serialize};

use super::service::{divisions, names};
use crate::money::{Money, is_zero};
use crate::region::RegionCode;

/// One zone of a tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffZone {
    /// Its name for people, each once in a service.
    pub name: String,
    /// Provinces, cities and counties; none means everywhere else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionCode>,
    /// Calendar days on the road.
    pub transit_days: u16,
    /// What the freight is.
    pub tariff: Tariff,
}

/// How freight is reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tariff {
    /// First weight and continued weight 首重续重.
    Express {
        /// Price of the first weight.
        first: Money,
        /// The first weight, in grams.
        first_weight_g: u64,
        /// Price of each further step.
        continued: Money,
        /// Prices of light parcels in place of that, from nought on without a gap.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        bands: Vec<WeightBand>,
    },
    /// By weight or volume, whichever is more 零担.
    Ltl {
        /// The least freight.
        minimum: Money,
        /// Price of a kilogram.
        per_kg: Money,
        /// Price of a cubic metre.
        per_m3: Money,
    },
}

/// One price for a range of chargeable weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightBand {
    /// Weights above this, in grams; the first band holds nought itself too.
    pub above_g: u64,
    /// Up to and with this, in grams.
    pub up_to_g: u64,
    /// The price.
    pub price: Money,
}

/// What is charged besides the freight; what is left out is not charged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surcharges {
    /// For remote areas 偏远附加费.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remote: Vec<RemoteArea>,
    /// For picking up 提货费.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pickup: Money,
    /// For delivery to the door 送货费.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub delivery: Money,
    /// For carrying upstairs 上楼费, where that is asked for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub upstairs: Money,
    /// For fuel 燃油附加费, in permille of the freight.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub fuel_permille: u16,
    /// For insurance 保价费; without it, nothing can be insured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<InsuranceTerms>,
}

/// A surcharge for some divisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteArea {
    /// Which.
    pub regions: Vec<RegionCode>,
    /// How much.
    pub amount: Money,
}

/// What insurance costs: max(minimum, declared value × rate).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsuranceTerms {
    /// The rate, in permille of the declared value.
    pub permille: u16,
    /// The least fee.
    pub minimum: Money,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u16) -> bool {
    *number == 0
}

impl Surcharges {
    /// The surcharge of the smallest remote area that a destination lies in; nothing for others.
    #[must_use]
    pub fn remote_to(&self, to: Option<RegionCode>) -> Money {
        let area = divisions(to).find_map(|division| {
            let mut areas = self.remote.iter();
            areas.find(|area| names(&area.regions, division))
        });
        area.map_or(Money::ZERO, |area| area.amount)
    }
}
