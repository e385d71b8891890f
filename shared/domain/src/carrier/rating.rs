//! What a service charges for a parcel, item by item (section T).
//!
//! Whole numbers only. A part of a gram counts as a gram and a part of a fen as a fen.

use serde::{Deserialize, Serialize};

use super::parcel::Parcel;
use super::service::CarrierService;
use super::tariff::{InsuranceTerms, Tariff, TariffZone};
use crate::money::{Money, is_zero};

/// The price of a parcel, so that each figure can be explained. Weights in grams, amounts in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The weight on the scales.
    pub actual_g: u64,
    /// The weight that the volume counts for 体积重量; left out where it does not count.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub volume_g: u64,
    /// The greater of the two, rounded up to the service's step 计费重量.
    pub chargeable_g: u64,
    /// The freight without surcharges 运费.
    pub base: Money,
    /// For a remote area.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub remote: Money,
    /// For picking up.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pickup: Money,
    /// For delivery.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub delivery: Money,
    /// For carrying upstairs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub upstairs: Money,
    /// For fuel.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fuel: Money,
    /// For insurance (8.2.2).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub insurance: Money,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u64) -> bool {
    *number == 0
}

impl Rating {
    /// All of it together; `None` when that is more than an amount can hold.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        Money::sum([
            self.base,
            self.remote,
            self.pickup,
            self.delivery,
            self.upstairs,
            self.fuel,
            self.insurance,
        ])
    }
}

/// What the service charges for a parcel to this zone of its tariff; `None` when a figure is
/// more than it can hold.
#[must_use]
pub fn rate(service: &CarrierService, zone: &TariffZone, parcel: &Parcel) -> Option<Rating> {
    let volume_g = match service.volume_divisor {
        Some(divisor) => share_up(parcel.volume_cm3, 1_000, divisor.into())?,
        None => 0,
    };
    let step = u64::from(service.step_g);
    let chargeable_g = parcel
        .weight_g
        .max(volume_g)
        .checked_next_multiple_of(step)?;
    let base = match &zone.tariff {
        Tariff::Express {
            first,
            first_weight_g,
            continued,
            bands,
        } => match bands.iter().find(|band| chargeable_g <= band.up_to_g) {
            Some(band) => band.price,
            None => {
                let beyond = chargeable_g.saturating_sub(*first_weight_g);
                let steps = beyond.checked_div(step)? + u64::from(beyond % step > 0);
                first.checked_add(continued.checked_mul(steps)?)?
            }
        },
        Tariff::Ltl {
            minimum,
            per_kg,
            per_m3,
        } => {
            let by_weight = part_up(*per_kg, chargeable_g, 1_000)?;
            let by_volume = part_up(*per_m3, parcel.volume_cm3, 1_000_000)?;
            by_weight.max(by_volume).max(*minimum)
        }
    };
    let charged = &service.surcharges;
    let insurance = parcel.insured.zip(charged.insurance);
    let insurance = insurance.map(|(declared, terms)| premium(declared, terms));
    Some(Rating {
        actual_g: parcel.weight_g,
        volume_g,
        chargeable_g,
        base,
        remote: charged.remote_to(parcel.to),
        pickup: charged.pickup,
        delivery: charged.delivery,
        upstairs: match parcel.upstairs {
            true => charged.upstairs,
            false => Money::ZERO,
        },
        fuel: part_up(base, charged.fuel_permille.into(), 1_000)?,
        insurance: insurance.unwrap_or(Some(Money::ZERO))?,
    })
}

/// max(minimum, declared value × rate).
fn premium(declared: Money, terms: InsuranceTerms) -> Option<Money> {
    let by_rate = part_up(declared, terms.permille.into(), 1_000)?;
    Some(by_rate.max(terms.minimum))
}

/// `number × times ÷ by`, rounded up.
fn share_up(number: u64, times: u64, by: u64) -> Option<u64> {
    // Two factors of 64 bits fit into 128.
    let product = u128::from(number) * u128::from(times);
    let by = u128::from(by);
    let whole = product.checked_div(by)? + u128::from(product % by > 0);
    u64::try_from(whole).ok()
}

/// `amount × times ÷ by`, rounded up; what is not positive is nothing.
fn part_up(amount: Money, times: u64, by: u64) -> Option<Money> {
    let fen = u64::try_from(amount.fen()).unwrap_or_default();
    let part = share_up(fen, times, by)?;
    i64::try_from(part).ok().map(Money::from_fen)
}

#[cfg(test)]
mod tests;
